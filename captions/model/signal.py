"""What levels tell of a sound: whether it is silent, clipped, or may be speech.

Speech is louder than what is around it for as long as a syllable lasts, and as quiet again between
syllables. So the measure is a floor that falls at once to the quietest, and rises slowly: noise
that goes on, as of a fan, is soon the floor itself; a keystroke is too short; music often passes.
"""

from captions.pcm import Level

ZERO_DBFS = -90.0
"""Sound whose peak is no louder is all zeros, but for a last bit that flickers."""
_FULL_DBFS = -0.1
"""Samples that are louder were cut off, or are about to be."""
_REMEMBERED_SECONDS = 5.0
_CLIPPED_SHARE = 0.3
"""Of what is remembered: more, and the sound is clipped."""
_CLEAN_SHARE = 0.1
"""Less, and it no longer is."""
_PATIENCE_SECONDS = 10.0
_LONGEST_PATIENCE_SECONDS = 300.0
_PATIENCE_FACTOR = 3.0
_FLOOR_RISE = 5.0
"""dB a second."""
_VOICE_MARGIN = 8.0
"""dB above the floor."""
_FAINTEST_VOICE_DBFS = -55.0
_FAINTEST_FLOOR_DBFS = -60.0
"""Whatever is fainter counts as this: next to digital silence the noise of any room is loud."""


class Signal:
    """The sound of one device since it was opened; all seconds are seconds of sound."""

    def __init__(self, faintest: float) -> None:
        """Sound counts as silence whose peak is at most ``faintest``, in dBFS."""
        self._faintest = faintest
        self._patience = _PATIENCE_SECONDS
        self._clipped = 0.0
        """Share of what is remembered."""
        self._floor = 0.0
        """dBFS."""
        self._loud = False
        self.silent_seconds = 0.0
        """How long it has been silent, without a break."""
        self.sounded = False
        """Whether it was ever anything else."""
        self.clipping = False
        self.voiced = False
        """Whether the last chunk may be speech."""

    @property
    def dead(self) -> bool:
        """Whether it has been silent for longer than can be expected.

        A device that comes back from silence by itself has a noise gate, or a switch that its user
        knows: it is given more time from then on.
        """
        return self.silent_seconds >= self._patience

    def heard(self, level: Level, seconds: float) -> None:
        """Take the next chunk's level and length."""
        if level.peak <= self._faintest:
            self.silent_seconds += seconds
        else:
            self._end_silence()
        clipped = level.peak >= _FULL_DBFS
        self._clipped += (clipped - self._clipped) * min(1.0, seconds / _REMEMBERED_SECONDS)
        self.clipping = self._clipped > (_CLEAN_SHARE if self.clipping else _CLIPPED_SHARE)
        loudness = max(level.rms, _FAINTEST_FLOOR_DBFS)
        self._floor = min(loudness, self._floor + _FLOOR_RISE * seconds)
        loud = loudness > max(self._floor + _VOICE_MARGIN, _FAINTEST_VOICE_DBFS)
        self.voiced = loud and self._loud
        self._loud = loud

    def excuse(self) -> None:
        """Say that silence so far was to be expected."""
        self.silent_seconds = 0.0

    def reopening(self) -> bool:
        """Say whether opening the device again is worth a try; once until it sounds again."""
        sounded, self.sounded = self.sounded, False
        return sounded

    def _end_silence(self) -> None:
        if self.sounded:
            longest = min(self.silent_seconds * _PATIENCE_FACTOR, _LONGEST_PATIENCE_SECONDS)
            self._patience = max(self._patience, longest)
        self.silent_seconds = 0.0
        self.sounded = True
