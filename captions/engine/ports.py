"""What the engine needs of a model: words out of sound, and whether a moment of it is speech."""

from typing import NamedTuple, Protocol

from captions.pcm import Samples
from captions.protocol import resume

ENGINE_RATE = 16_000
"""Samples a second of everything inside the engine."""


class HypothesisWord(NamedTuple):
    """A word that a recogniser believes it heard."""

    text: str
    """As written, with its punctuation."""
    confidence: float
    """Probability, 0..1, of the word's least certain token."""


Hypothesis = tuple[HypothesisWord, ...]


class Recogniser(Protocol):
    """Turns a stretch of speech into words."""

    def recognise(self, samples: Samples) -> Hypothesis:
        """Return the words in up to about 30 s of sound at `ENGINE_RATE`."""
        ...


class VoiceDetector(Protocol):
    """Says how likely each frame of a stream is speech; it remembers the stream's past."""

    def probability(self, frame: Samples) -> float:
        """Return the probability, 0..1, for the next frame of `FRAME_SAMPLES`."""
        ...

    def reset(self) -> None:
        """Forget the past: the next frame is the first of a stream."""
        ...


FRAME_SECONDS = resume.FRAME_SECONDS
FRAME_SAMPLES = round(FRAME_SECONDS * ENGINE_RATE)
"""Samples of one frame of voice detection; the only size that Silero's model takes at 16 kHz."""


def text_of(hypothesis: Hypothesis) -> str:
    """Join a hypothesis into a line."""
    return " ".join(word.text for word in hypothesis)
