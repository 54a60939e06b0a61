"""Interfaces between the engine and the models: speech recognition and voice detection."""

from math import log
from typing import NamedTuple, Protocol, runtime_checkable

from captions.model.writing.joining import join_words
from captions.pcm import Samples

ENGINE_RATE = 16_000
"""Sample rate of all audio inside the engine, in Hz."""
_MIN_PROBABILITY = 1e-9
"""Lower bound of probabilities, which keeps their logarithms finite."""


def to_logprob(probability: float) -> float:
    """Return the natural logarithm of a probability; finite even for 0."""
    return log(max(probability, _MIN_PROBABILITY))


class HypothesisWord(NamedTuple):
    """One recognised word."""

    text: str
    """The word with its punctuation. In scripts without spaces it may be a single character, and
    begins with a space only if one precedes it."""
    confidence: float
    """Probability, 0..1, of the least certain token of the word."""
    start: float | None = None
    """Seconds since the start of the audio; `None` if the recogniser gives no timestamps."""
    end: float | None = None
    """Seconds since the start of the audio."""
    tokens: tuple[int, ...] = ()
    """Token IDs of the word, which the recogniser can reuse as a draft."""
    logprob: float | None = None
    """Natural logarithm of the probability of the whole word; `None` if unknown."""


Prefix = tuple[HypothesisWord, ...]
"""Decoder prefix: the words that are already certain at the start of the audio."""


class Hypothesis(NamedTuple):
    """The words that a recogniser found in a piece of audio."""

    words: tuple[HypothesisWord, ...] = ()
    """The recognised words."""
    language: str | None = "en"
    """Detected language, as in `RecognitionHints.language`; `None` if it is unknown."""

    @property
    def text(self) -> str:
        """The words as text."""
        return join_words(word.text for word in self.words)


EMPTY_HYPOTHESIS = Hypothesis()
"""A hypothesis without words."""


class RecognitionHints(NamedTuple):
    """Context that a session gives the recogniser."""

    keyterms: tuple[str, ...] = ()
    """Words that are more probable than usual."""
    language: str | None = None
    """Spoken language, as an ISO 639-1 code, or as an ISO 639-3 code such as ``yue`` where there is
    none; `None` if the recogniser should detect it."""


class Recogniser(Protocol):
    """Turns a piece of speech into words; used by several threads at once.

    Each call passes a *prefix*: the words at the start of the audio that are already certain. The
    recogniser decodes the rest in their context, and returns only the words after the prefix.
    """

    @property
    def guess_every(self) -> float:
        """Seconds of audio between two guesses, from the recogniser's speed on this computer."""
        ...

    def guess(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        """Return the words in up to about 30 s of audio, as fast as possible.

        Args:
            samples: the audio at `ENGINE_RATE`; it may end within a word.
            hints: context from the session.
            prefix: the first words of the audio, already certain.
            draft: the previous hypothesis for the words after the prefix, which may save work.
        """
        ...

    def settle(self, samples: Samples, hints: RecognitionHints, prefix: Prefix) -> Hypothesis:
        """Return the words as accurately as possible, with timestamps if the recogniser has any."""
        ...

    def confirm(
        self, samples: Samples, hints: RecognitionHints, prefix: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        """Return the words as `guess` does, but independently of the load of the computer.

        Args:
            samples: the audio.
            hints: context from the session.
            prefix: the first words of the audio, already certain.
            expected: the words after the prefix that `settle` returned for a shorter audio.

        Returns:
            The words; `None` if finding them would take as long as `settle`.
        """
        ...


class SpeechStream(Protocol):
    """One stretch of speech, which a streaming recogniser hears piece by piece."""

    @property
    def hypothesis(self) -> Hypothesis:
        """The words so far, with times since the start of the stream.

        Only the last one may still change: it may become longer.
        """
        ...

    def accept(self, samples: Samples) -> None:
        """Hear the next piece of audio, of any length."""
        ...

    def finish(self) -> None:
        """Recognise the end of the audio, which is not followed by more."""
        ...


@runtime_checkable
class StreamingRecogniser(Protocol):
    """Turns speech into words as it hears it, and never hears the same audio twice.

    Several threads use it at once, each with streams of its own.
    """

    def open_stream(self, hints: RecognitionHints) -> SpeechStream:
        """Start to listen to one stretch of speech."""
        ...


SpeechRecogniser = Recogniser | StreamingRecogniser
"""A recogniser of either kind."""


class Translator(Protocol):
    """Translates committed segments to English; used by several threads at once."""

    def translate(self, samples: Samples, text: str, language: str | None) -> str:
        """Return the English translation of one segment; empty if there is none.

        Args:
            samples: the audio of the segment at `ENGINE_RATE`, for translators of speech.
            text: the committed text, for translators of text.
            language: language of the segment, as an ISO 639-1 code; `None` if it is unknown.
        """
        ...


class VoiceDetector(Protocol):
    """Computes the speech probability of each frame of one stream; keeps state between frames."""

    def probability(self, frame: Samples) -> float:
        """Return the speech probability, 0..1, of the next frame of `FRAME_SAMPLES`."""
        ...

    def reset(self) -> None:
        """Reset the state; the next frame starts a new stream."""
        ...


FRAME_SAMPLES = 512
"""Samples in a voice detection frame; the only size that Silero's model accepts at 16 kHz."""
FRAME_SECONDS = FRAME_SAMPLES / ENGINE_RATE
"""Duration of a voice detection frame in seconds; a segment resumes on a frame's boundary."""
