"""Audio whose samples encode words, and recognisers that decode them quickly and without errors.

Each word is a span of samples whose level is the word's number; the sample in its middle is
negative. A test can therefore cut the audio anywhere and know the words: a word is recognised where
its middle is.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from typing_extensions import override

from captions.engine.ports import (
    ENGINE_RATE,
    Hypothesis,
    HypothesisWord,
    Prefix,
    RecognitionHints,
)
from captions.engine.serving.session import StreamTranscriber
from captions.events import Committed, Partial
from captions.pcm import Samples

SURE, UNSURE = 0.9, 0.2
_LEAST_LEVEL = 0.5
_LEVEL_STEP = 0.001


class Span(NamedTuple):
    """The span of a word, in samples."""

    start: int
    end: int


def sound(seconds: float, level: float = 0.0) -> Samples:
    """Return samples of one level, which is also their probability of speech."""
    return np.full(round(seconds * ENGINE_RATE), level, np.float32)


def heard(text: str, *unsure: str) -> tuple[HypothesisWord, ...]:
    """Return words without times; those in ``unsure`` have a low confidence."""
    return tuple(HypothesisWord(word, UNSURE if word in unsure else SURE) for word in text.split())


def name(number: int) -> str:
    """Return the word with a number."""
    return f"w{number}"


class Talk:
    """Words of given lengths with pauses before them, and a silence at the end."""

    def __init__(self, parts: Sequence[tuple[float, float]], silence: float = 4.0) -> None:
        """``parts`` holds for each word the pause before it and its duration, in seconds."""
        pieces: list[Samples] = []
        self.spans: list[Span] = []
        end = 0
        for number, (pause, length) in enumerate(parts):
            pieces += [sound(pause), sound(length, _LEAST_LEVEL + number * _LEVEL_STEP)]
            start = end + len(pieces[-2])
            end = start + len(pieces[-1])
            self.spans.append(Span(start, end))
        self.samples: Samples = np.concatenate([*pieces, sound(silence)])
        for span in self.spans:
            self.samples[(span.start + span.end) // 2] *= -1

    @property
    def words(self) -> list[str]:
        """The spoken words."""
        return [name(number) for number in range(len(self.spans))]


class LevelDetector:
    """A voice detector that returns the level of the audio as the probability of speech."""

    def probability(self, frame: Samples) -> float:
        return float(np.abs(frame).mean())

    def reset(self) -> None:
        """Do nothing, because there is no state."""


@dataclass
class Reader:
    """Decodes the words of a talk, and records the duration of audio of each call."""

    talk: Talk
    gives_times: bool = True
    guess_every: float = 0.4
    is_quick: bool = True
    """True if it confirms words."""
    guessed: list[float] = field(default_factory=list)
    settled: list[float] = field(default_factory=list)
    """Duration of audio of each call of `settle`, in seconds."""

    def guess(
        self, samples: Samples, _hints: RecognitionHints, told: Prefix, _draft: Hypothesis
    ) -> Hypothesis:
        self.guessed.append(len(samples) / ENGINE_RATE)
        return self._behind(samples, told)

    def settle(self, samples: Samples, _hints: RecognitionHints, told: Prefix) -> Hypothesis:
        self.settled.append(len(samples) / ENGINE_RATE)
        return self._behind(samples, told)

    def confirm(
        self, samples: Samples, hints: RecognitionHints, told: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        return self.guess(samples, hints, told, expected) if self.is_quick else None

    def _behind(self, samples: Samples, told: Prefix) -> Hypothesis:
        last = int(told[-1].tokens[0]) if told else -1
        return Hypothesis(tuple(word for word in self._all(samples) if word.tokens[0] > last))

    def _all(self, samples: Samples) -> list[HypothesisWord]:
        levels = np.rint((np.abs(samples) - _LEAST_LEVEL) / _LEVEL_STEP).astype(int)
        edges = np.flatnonzero(np.diff(levels)) + 1
        words: list[HypothesisWord] = []
        for middle in np.flatnonzero(samples < 0).tolist():
            place = int(np.searchsorted(edges, middle, "right"))
            start, end = np.array([0, *edges, len(samples)])[place : place + 2] / ENGINE_RATE
            number = int(levels[middle])
            word = HypothesisWord(name(number), SURE, tokens=(number,))
            if self.gives_times:
                word = word._replace(start=float(start), end=float(end))
            words.append(word)
        return words


@dataclass
class Fickle(Reader):
    """Misrecognises words at random, but reproducibly."""

    seed: int = 0
    tail: float = 1.5
    """Seconds before the end in which `settle` makes errors; `guess` makes them anywhere."""

    def __post_init__(self) -> None:
        self._chance = random.Random(self.seed)  # noqa: S311  # no secret

    @override
    def guess(
        self, samples: Samples, hints: RecognitionHints, told: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        found = super().guess(samples, hints, told, draft).words
        words = tuple(map(self._misheard, found))
        return Hypothesis(words[: self._chance.choice([len(words), len(words), len(words) - 1])])

    @override
    def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
        found = super().settle(samples, hints, told).words
        last = len(samples) / ENGINE_RATE - self.tail
        return Hypothesis(
            tuple(self._misheard(word) if (word.end or 0) > last else word for word in found)
        )

    def _misheard(self, word: HypothesisWord) -> HypothesisWord:
        if self._chance.random() < 0.7:
            return word
        return word._replace(
            text=f"{self._chance.choice('xyz')}{word.text}",
            confidence=self._chance.uniform(UNSURE, SURE),
        )


@dataclass
class Deaf(Reader):
    """Recognises no words."""

    @override
    def _all(self, samples: Samples) -> list[HypothesisWord]:
        return []


@dataclass
class Late(Reader):
    """Reports that every word was spoken at the very end."""

    @override
    def _all(self, samples: Samples) -> list[HypothesisWord]:
        end = len(samples) / ENGINE_RATE
        return [word._replace(start=end - 0.1, end=end) for word in super()._all(samples)]


class Silent:
    """A recogniser that must not be called."""

    guess_every = 0.4

    def guess(
        self, _samples: Samples, _hints: RecognitionHints, _told: Prefix, _draft: Hypothesis
    ) -> Hypothesis:
        raise AssertionError

    def settle(self, _samples: Samples, _hints: RecognitionHints, _told: Prefix) -> Hypothesis:
        raise AssertionError

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, _told: Prefix, _expected: Hypothesis
    ) -> Hypothesis | None:
        raise AssertionError


class Shown(NamedTuple):
    """The output of a transcriber."""

    committed: list[Committed]
    partials: list[tuple[float, int, str]]
    """Each partial: its time in seconds of audio, the number of commits before it, and its text."""
    settled: list[tuple[int, Partial]]
    """Each partial, with the number of commits before it."""

    @property
    def words(self) -> list[str]:
        """All committed words."""
        return [word for segment in self.committed for word in segment.text.split()]


def fed(
    transcriber: StreamTranscriber, samples: Samples, every: int = 1600, *, guess: bool = True
) -> Shown:
    """Feed ``every`` samples at a time, as a client would, and request a partial after each."""
    shown = Shown([], [], [])
    for start in range(0, len(samples), every):
        for committed in transcriber.feed(samples[start : start + every]):
            shown.committed.append(committed)
            rest = transcriber.partial()
            if rest is not None:
                shown.settled.append((len(shown.committed), rest))
        partial = transcriber.guess() if guess else None
        if partial is not None:
            moment = min(start + every, len(samples)) / ENGINE_RATE
            shown.partials.append((moment, len(shown.committed), partial.text))
            shown.settled.append((len(shown.committed), partial))
    return shown
