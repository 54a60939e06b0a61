"""Derives from levels whether sound is silent, clipped or possibly speech.

Speech is louder than the noise floor for the length of a syllable, and as quiet again between
syllables. The estimated floor drops at once to the quietest level, and rises slowly. Continuous
noise, such as a fan, soon becomes the floor; a keystroke is too short; music often counts as
speech.
"""

from captions.pcm import Level

DIGITAL_SILENCE_DBFS = -90.0
"""Maximum peak of digital silence in dBFS; all samples are zero except for a flickering last
bit."""
_CLIPPING_DBFS = -0.1
"""Minimum peak of clipped samples in dBFS; louder samples are cut off, or about to be."""
_CLIPPING_WINDOW_SECONDS = 5.0
_CLIPPING_START_SHARE = 0.3
"""Share of the window above which the sound counts as clipped."""
_CLIPPING_END_SHARE = 0.1
"""Share of the window below which it no longer counts as clipped."""
_SILENCE_LIMIT_SECONDS = 10.0
_MAX_SILENCE_LIMIT_SECONDS = 300.0
_SILENCE_LIMIT_FACTOR = 3.0
_FLOOR_RISE_DB = 5.0
"""Rise of the noise floor in dB a second."""
_VOICE_MARGIN_DB = 8.0
"""Minimum level of speech above the noise floor, in dB."""
_MIN_VOICE_DBFS = -55.0
_MIN_LEVEL_DBFS = -60.0
"""Lower limit of measured levels in dBFS; compared with digital silence, any room noise is loud."""


class LevelTracker:
    """Tracks the sound of one device since it was opened; all durations are seconds of sound."""

    def __init__(self, silence_dbfs: float) -> None:
        """Start with no sound.

        Args:
            silence_dbfs: maximum peak of silence, in dBFS.
        """
        self._silence_dbfs = silence_dbfs
        self._silence_limit = _SILENCE_LIMIT_SECONDS
        self._clipped_share = 0.0
        """Share of recent sound that is clipped, as a moving average."""
        self._noise_floor = 0.0
        """Noise floor in dBFS."""
        self._was_loud = False
        self.silent_seconds = 0.0
        """Length of the current silence."""
        self.has_sounded = False
        """True if there has been sound since the device was opened or reopening was last tried."""
        self.is_clipping = False
        self.is_voiced = False
        """True if the last chunk may be speech."""

    @property
    def is_dead(self) -> bool:
        """True if the silence is longer than expected.

        A device that recovers from silence by itself has a noise gate, or a mute switch that the
        user knows. Its limit is longer from then on.
        """
        return self.silent_seconds >= self._silence_limit

    def record_level(self, level: Level, seconds: float) -> None:
        """Record the level and the length of the next chunk."""
        if level.peak <= self._silence_dbfs:
            self.silent_seconds += seconds
        else:
            self._end_silence()
        clipped = level.peak >= _CLIPPING_DBFS
        self._clipped_share += (clipped - self._clipped_share) * min(
            1.0, seconds / _CLIPPING_WINDOW_SECONDS
        )
        self.is_clipping = self._clipped_share > (
            _CLIPPING_END_SHARE if self.is_clipping else _CLIPPING_START_SHARE
        )
        loudness = max(level.rms, _MIN_LEVEL_DBFS)
        self._noise_floor = min(loudness, self._noise_floor + _FLOOR_RISE_DB * seconds)
        loud = loudness > max(self._noise_floor + _VOICE_MARGIN_DB, _MIN_VOICE_DBFS)
        self.is_voiced = loud and self._was_loud
        self._was_loud = loud

    def reset_silence(self) -> None:
        """Reset the current silence, because it was expected."""
        self.silent_seconds = 0.0

    def claim_reopen(self) -> bool:
        """Return True if reopening the device may help, once for each period of sound."""
        sounded, self.has_sounded = self.has_sounded, False
        return sounded

    def _end_silence(self) -> None:
        if self.has_sounded:
            longest = min(self.silent_seconds * _SILENCE_LIMIT_FACTOR, _MAX_SILENCE_LIMIT_SECONDS)
            self._silence_limit = max(self._silence_limit, longest)
        self.silent_seconds = 0.0
        self.has_sounded = True
