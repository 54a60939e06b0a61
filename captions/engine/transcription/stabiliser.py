"""Keeps partial captions calm: a word that was shown should stay what it is.

Each guess at a growing stretch of speech may change its mind about all of it. Two rules keep that
from the reader:

* *agreement* (after Liu et al. 2020, "local agreement"): words that two guesses in a row agree on,
  but for the last of them, are locked; what a later guess says is aligned to the locked words by
  the smallest edit distance, and only what follows them is new;
* *confidence*: words behind the lock are shown only as far as the recogniser is sure of each, since
  a model makes up words when sound is cut in the middle of one.

A guess that only hesitates, and would take words back without putting others in their place,
changes nothing. Words that are settled leave: what follows them stays on screen as it is.
"""

from collections.abc import Sequence
from typing import NamedTuple

from captions.engine.likeness import plain, prefix_like
from captions.engine.ports import HypothesisWord
from captions.protocol.options import Stability

Words = Sequence[HypothesisWord]


class Calm(NamedTuple):
    """How calm partials are."""

    confidence: float
    """Probability, 0..1, from which a word behind the lock is shown."""
    tail_words: int
    """Words at the end of an agreement that are not locked yet: the last may be cut off."""


CALM = {
    Stability.FAST: Calm(0.35, 1),
    Stability.BALANCED: Calm(0.5, 1),
    Stability.STEADY: Calm(0.75, 2),
}


class Stabiliser:
    """Follows the guesses at one stretch of speech."""

    def __init__(self, calm: Calm = CALM[Stability.BALANCED]) -> None:
        self._calm = calm
        self._locked: list[str] = []
        self._before: Words = ()
        self.shown: list[str] = []
        """The words to show."""

    def guessed(self, words: Words) -> None:
        """Take a guess at everything that is not settled."""
        agreed = min(_agreement(words, self._before), max(0, len(words) - self._calm.tail_words))
        self._before = words
        tail = prefix_like(self._locked, _texts(words))
        if agreed > tail:
            self._locked += _texts(words[tail:agreed])
            tail = agreed
        end = self._sure_until(words, tail)
        shown = [*self._locked, *_texts(words[tail:end])]
        if not _is_beginning(shown, self.shown):
            self.shown = shown

    def settled(self, words: Sequence[str]) -> None:
        """Let the first words go, which say what the first words shown said, perhaps better."""
        self.shown = self.shown[prefix_like(words, self.shown) :]
        self._locked = self._locked[prefix_like(words, self._locked) :]
        self._before = self._before[prefix_like(words, _texts(self._before)) :]

    def heard_out(self, words: Words) -> None:
        """Take everything that is not settled as it was heard in a pause, when nothing is cut."""
        self._before = words
        self._locked = self.shown = _texts(words)

    def _sure_until(self, words: Words, start: int) -> int:
        unsure = (
            index
            for index in range(start, len(words))
            if words[index].confidence < self._calm.confidence
        )
        return next(unsure, len(words))


def _texts(words: Words) -> list[str]:
    return [word.text for word in words]


def _is_beginning(words: Sequence[str], of: Sequence[str]) -> bool:
    """Say whether words are only the beginning of others."""
    return len(words) < len(of) and all(
        plain(word) == plain(other) for word, other in zip(words, of, strict=False)
    )


def _agreement(one: Words, other: Words) -> int:
    """Count the words at the beginning that two guesses share."""
    pairs = zip(one, other, strict=False)
    differing = (i for i, (a, b) in enumerate(pairs) if plain(a.text) != plain(b.text))
    return next(differing, min(len(one), len(other)))
