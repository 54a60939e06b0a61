"""Endpointing: where speech begins and where a segment ends, from probabilities alone.

A state machine over one probability of speech a frame, with the four parameters of the wire:

* ``vad_threshold``: a frame counts as speech from this probability on, and as silence once it falls
  `_HYSTERESIS` below it (as Silero's own iterator does); in between it counts as what came before,
  but where silence follows it was the beginning of that;
* ``min_speech_duration_ms``: speech begins once it has lasted that long, shorter bursts are noise;
* ``min_silence_duration_ms``: silence begins once it has lasted that long, shorter dips are speech;
* ``vad_silence_threshold_secs``: a segment ends after that much silence in a row.

Both minimum durations count back: speech and silence are dated from their first frame.
"""

from enum import Enum, auto
from typing import NamedTuple

from captions.engine.ports import FRAME_SECONDS
from captions.protocol.options import SessionOptions

_HYSTERESIS = 0.15
_LOWEST_THRESHOLD = 0.01


class EndpointingOptions(NamedTuple):
    """The wire's four parameters."""

    threshold: float
    silence: float
    """Seconds."""
    min_speech: float
    """Seconds."""
    min_silence: float
    """Seconds."""

    @classmethod
    def of(cls, options: SessionOptions) -> "EndpointingOptions":
        """Read them out of a session's options."""
        return cls(
            options.vad_threshold,
            options.vad_silence_threshold_secs,
            options.min_speech_duration_ms / 1000,
            options.min_silence_duration_ms / 1000,
        )


class Turn(Enum):
    """What a frame brought."""

    NONE = auto()
    STARTED = auto()
    """Speech began, `Endpointing.run` seconds ago."""
    ENDED = auto()
    """The segment is over."""


class Endpointing:
    """Follows one stream of frames."""

    def __init__(self, options: EndpointingOptions) -> None:
        self._options = options
        self._low = max(options.threshold - _HYSTERESIS, _LOWEST_THRESHOLD)
        self._voiced = False
        """Whether the last frame was speech."""
        self._fading = 0.0
        """Seconds since a frame of the present speech reached the threshold."""
        self.speaking = False
        """Whether speech has lasted long enough to be speech, and silence not yet to be silence."""
        self.in_segment = False
        """Whether a segment is open."""
        self.run = 0.0
        """Seconds since frames last turned from silence to speech, or from speech to silence."""
        self.silence = 0.0
        """Seconds since speech in the open segment stopped; 0 while it goes on."""

    @property
    def since_speech(self) -> float:
        """Seconds since speech in the open segment stopped, with what may become speech again."""
        return self.silence + (self.run if self._voiced and not self.speaking else 0.0)

    def step(self, probability: float) -> Turn:
        """Take the next frame's probability of speech."""
        self._listen(probability)
        if self._voiced:
            return self._step_voiced()
        return self._step_silent()

    def _listen(self, probability: float) -> None:
        loud = probability >= self._options.threshold
        voiced = loud or (self._voiced and probability >= self._low)
        self._fading = 0.0 if loud else self._fading + FRAME_SECONDS
        if voiced == self._voiced:
            self.run += FRAME_SECONDS
            return
        if self._voiced and not self.speaking:
            # The burst was too short to be speech: it was part of the silence around it.
            self.silence += self.run
        self.run = FRAME_SECONDS if voiced else self._fading
        self._voiced = voiced

    def _step_voiced(self) -> Turn:
        """Take a frame of speech; while it may be the beginning of more, silence stands still."""
        if self.speaking or self.run < self._options.min_speech:
            return Turn.NONE
        self.speaking = True
        self.silence = 0.0
        if self.in_segment:
            return Turn.NONE
        self.in_segment = True
        return Turn.STARTED

    def _step_silent(self) -> Turn:
        if self.speaking and self.run >= self._options.min_silence:
            self.speaking = False
            self.silence = self.run
        elif not self.speaking:
            self.silence += FRAME_SECONDS
        return self._end_if_silent()

    def _end_if_silent(self) -> Turn:
        if not self.in_segment or self.silence < self._options.silence:
            return Turn.NONE
        self.in_segment = False
        return Turn.ENDED
