"""Endpointing: where speech starts and where a segment ends, from speech probabilities alone.

A state machine processes one probability a frame, as voice activity detection (VAD) usually does:
with hysteresis, a minimum onset and a hangover. Its four parameters are those of the protocol:

* ``vad_threshold``: a frame is voiced from this probability on, and unvoiced once it falls
  `_HYSTERESIS` below it, as in Silero's own iterator. In between, a frame keeps the previous state;
  if silence follows, it belongs to the silence.
* ``min_speech_duration_ms``: the onset. Speech starts once voiced frames have lasted this long;
  shorter bursts are noise.
* ``min_silence_duration_ms``: the hangover. Silence starts once unvoiced frames have lasted this
  long; shorter dips are speech.
* ``vad_silence_threshold_secs``: a segment ends after this much uninterrupted silence.

Both minimum durations apply retroactively: speech and silence are dated from their first frame.
"""

from enum import Enum, auto
from typing import NamedTuple

from captions.engine.ports import FRAME_SECONDS
from captions.protocol.options import SessionOptions

_HYSTERESIS = 0.15
"""Distance between the thresholds for voiced and unvoiced frames."""
_MIN_SILENCE_THRESHOLD = 0.01
"""Lower limit of the threshold for unvoiced frames."""


class EndpointingOptions(NamedTuple):
    """The protocol's four endpointing parameters."""

    threshold: float
    """Probability, 0..1, from which a frame is voiced."""
    silence: float
    """Seconds of silence that end a segment."""
    min_speech: float
    """Seconds of voiced frames that start speech."""
    min_silence: float
    """Seconds of unvoiced frames that start silence."""

    @classmethod
    def from_session(cls, options: SessionOptions) -> "EndpointingOptions":
        """Return the parameters in a session's options."""
        return cls(
            options.vad_threshold,
            options.vad_silence_threshold_secs,
            options.min_speech_duration_ms / 1000,
            options.min_silence_duration_ms / 1000,
        )


class FrameEvent(Enum):
    """The event that a frame causes."""

    NONE = auto()
    STARTED = auto()
    """Speech started `EndpointDetector.run_seconds` ago."""
    ENDED = auto()
    """The segment ended."""


class EndpointDetector:
    """The endpointing state of one stream."""

    def __init__(self, options: EndpointingOptions) -> None:
        self._options = options
        self._silence_threshold = max(options.threshold - _HYSTERESIS, _MIN_SILENCE_THRESHOLD)
        self._is_voiced = False
        """True if the last frame was voiced."""
        self._seconds_below_threshold = 0.0
        """Seconds since the last frame that reached the threshold."""
        self.is_speaking = False
        """True from the end of the onset until the end of the hangover."""
        self.in_segment = False
        """True while a segment is open."""
        self.run_seconds = 0.0
        """Seconds since frames last changed between voiced and unvoiced."""
        self.silence = 0.0
        """Seconds since speech in the open segment stopped; 0 during speech."""

    @property
    def since_speech(self) -> float:
        """Seconds since speech in the open segment stopped, including a possible onset."""
        return self.silence + (
            self.run_seconds if self._is_voiced and not self.is_speaking else 0.0
        )

    def process_frame(self, probability: float) -> FrameEvent:
        """Process the speech probability of the next frame."""
        self._track_voice(probability)
        if self._is_voiced:
            return self._step_voiced()
        return self._step_silent()

    def _track_voice(self, probability: float) -> None:
        is_loud = probability >= self._options.threshold
        voiced = is_loud or (self._is_voiced and probability >= self._silence_threshold)
        self._seconds_below_threshold = (
            0.0 if is_loud else self._seconds_below_threshold + FRAME_SECONDS
        )
        if voiced == self._is_voiced:
            self.run_seconds += FRAME_SECONDS
            return
        if self._is_voiced and not self.is_speaking:
            # The burst was too short to be speech, so it counts as silence.
            self.silence += self.run_seconds
        self.run_seconds = FRAME_SECONDS if voiced else self._seconds_below_threshold
        self._is_voiced = voiced

    def _step_voiced(self) -> FrameEvent:
        """Process a voiced frame; silence does not grow during a possible onset."""
        if self.is_speaking or self.run_seconds < self._options.min_speech:
            return FrameEvent.NONE
        self.is_speaking = True
        self.silence = 0.0
        if self.in_segment:
            return FrameEvent.NONE
        self.in_segment = True
        return FrameEvent.STARTED

    def _step_silent(self) -> FrameEvent:
        if self.is_speaking and self.run_seconds >= self._options.min_silence:
            self.is_speaking = False
            self.silence = self.run_seconds
        elif not self.is_speaking:
            self.silence += FRAME_SECONDS
        return self._end_if_silent()

    def _end_if_silent(self) -> FrameEvent:
        if not self.in_segment or self.silence < self._options.silence:
            return FrameEvent.NONE
        self.in_segment = False
        return FrameEvent.ENDED
