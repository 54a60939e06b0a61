"""What the engine needs of a model: words out of sound, and whether a moment of it is speech."""

from math import log
from typing import NamedTuple, Protocol

from captions.pcm import Samples
from captions.protocol import resume

ENGINE_RATE = 16_000
"""Samples a second of everything inside the engine."""
_LEAST_PROBABILITY = 1e-9
"""Keeps logarithms finite."""


def logprob(probability: float) -> float:
    """Return the natural logarithm of a probability, finite for 0 too."""
    return log(max(probability, _LEAST_PROBABILITY))


class HypothesisWord(NamedTuple):
    """A word that a recogniser believes it heard."""

    text: str
    """As written, with its punctuation."""
    confidence: float
    """Probability, 0..1, of the word's least certain token."""
    start: float | None = None
    """Seconds from the beginning of the sound; `None` where the recogniser gives no times."""
    end: float | None = None
    """Seconds from the beginning of the sound."""
    tokens: tuple[int, ...] = ()
    """The recogniser's own numbers for the word, which serve it as a draft the next time."""
    logprob: float | None = None
    """Natural logarithm of the probability of the whole word; `None` where it is not known."""


Told = tuple[HypothesisWord, ...]


class Hypothesis(NamedTuple):
    """What a recogniser believes it heard in a stretch of sound."""

    words: tuple[HypothesisWord, ...] = ()
    language: str = "en"
    """The language that was heard, as a code of ISO 639-1."""

    @property
    def text(self) -> str:
        """The words as a line."""
        return " ".join(word.text for word in self.words)


NOTHING = Hypothesis()


class Hints(NamedTuple):
    """What a session knows beforehand of what will be said."""

    keyterms: tuple[str, ...] = ()
    """Words that are likelier than usual."""
    language: str | None = None
    """The language that is spoken, as a code of ISO 639-1; `None` where that is to be found out."""


NO_HINTS = Hints()


class Recogniser(Protocol):
    """Turns a stretch of speech into words; used by several threads at once.

    Sound is given with what is already known of its beginning: the recogniser is *told* words that
    were certainly said, hears the rest in their context, and returns only what comes behind them.
    """

    @property
    def guess_every(self) -> float:
        """Seconds of sound between two guesses, at its speed on this computer."""
        ...

    def guess(self, samples: Samples, hints: Hints, told: Told, draft: Hypothesis) -> Hypothesis:
        """Return the words in up to about 30 s of sound at `ENGINE_RATE`, soon.

        Args:
            samples: the sound; it may end in the middle of a word.
            hints: what is known beforehand of the session.
            told: the first words in this sound.
            draft: what was believed to come behind them a moment ago, which may save work.
        """
        ...

    def settle(self, samples: Samples, hints: Hints, told: Told) -> Hypothesis:
        """Return the same for good: as well as can be, and with times where there are any."""
        ...

    def confirm(
        self, samples: Samples, hints: Hints, told: Told, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the words as `guess` does, but the same ones however busy the computer is.

        Args:
            samples: the sound.
            hints: what is known beforehand of the session.
            told: the first words in this sound.
            expected: the words after them that `settle` found when this sound was shorter.

        Returns:
            The words; `None` where finding them would cost as much as `settle`.
        """
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
