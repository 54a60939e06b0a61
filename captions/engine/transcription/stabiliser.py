"""Stabilisation of partial captions: words that were shown should not change.

Each new hypothesis for a growing stretch of speech may revise all of its words, which the reader
sees as flicker. Two rules reduce it:

* *local agreement* (Liu et al. 2020, arXiv:2005.11185): the words on which two consecutive
  hypotheses agree are locked, except the last. A later hypothesis is aligned with them by the
  smallest edit distance, and only the words after them are new.
* *confidence*: unlocked words are shown up to the first with low confidence. Models invent words
  where audio is cut within a word.

A hypothesis that only removes words, without replacing them, changes nothing. Settled words leave
this state; the words after them stay on screen unchanged.
"""

from collections.abc import Sequence
from typing import NamedTuple

from captions.engine.ports import HypothesisWord
from captions.engine.text_alignment import matching_prefix_length, normalise_word
from captions.model.writing.scripts import is_unspaced
from captions.protocol.options import PartialStability

Words = Sequence[HypothesisWord]
_UNSPACED_UNITS_PER_WORD = 2
"""Average characters of a word of Chinese or Japanese."""


class StabilityPolicy(NamedTuple):
    """The compromise between early and stable partials."""

    min_confidence: float
    """Minimum confidence, 0..1, of a word that is shown after the locked ones."""
    tail_words: int
    """Words at the end of an agreement that are not locked yet, because the last may be cut off."""


STABILITY_POLICIES = {
    PartialStability.FAST: StabilityPolicy(0.35, 1),
    PartialStability.BALANCED: StabilityPolicy(0.5, 1),
    PartialStability.STEADY: StabilityPolicy(0.75, 2),
}
"""The policy for each stability setting."""


class Stabiliser:
    """The partial text of one stretch of speech."""

    def __init__(
        self, policy: StabilityPolicy = STABILITY_POLICIES[PartialStability.BALANCED]
    ) -> None:
        self._policy = policy
        self._locked: list[str] = []
        self._previous_guess: Words = ()
        self.shown: list[str] = []
        """The words to show."""

    def add_hypothesis(self, words: Words) -> None:
        """Update the text with a hypothesis for all unsettled audio."""
        agreed = min(
            _count_agreeing(words, self._previous_guess),
            max(0, len(words) - self._policy.tail_words * _units_per_word(words)),
        )
        self._previous_guess = words
        tail = matching_prefix_length(self._locked, _word_texts(words))
        if agreed > tail:
            self._locked += _word_texts(words[tail:agreed])
            tail = agreed
        end = self._confident_end(words, tail)
        shown = [*self._locked, *_word_texts(words[tail:end])]
        if not _is_proper_prefix(shown, self.shown):
            self.shown = shown

    def remove_settled(self, words: Sequence[str]) -> None:
        """Remove the first words, which are settled now, possibly with different text."""
        self.shown = self.shown[matching_prefix_length(words, self.shown) :]
        self._locked = self._locked[matching_prefix_length(words, self._locked) :]
        self._previous_guess = self._previous_guess[
            matching_prefix_length(words, _word_texts(self._previous_guess)) :
        ]

    def lock_all(self, words: Words) -> None:
        """Lock and show all unsettled words, recognised in a pause where none is cut off."""
        self._previous_guess = words
        self._locked = self.shown = _word_texts(words)

    def _confident_end(self, words: Words, start: int) -> int:
        uncertain = (
            index
            for index in range(start, len(words))
            if words[index].confidence < self._policy.min_confidence
        )
        return next(uncertain, len(words))


def _units_per_word(words: Words) -> int:
    """Return how many units a word has on average: several in scripts without spaces."""
    return _UNSPACED_UNITS_PER_WORD if words and is_unspaced(words[-1].text) else 1


def _word_texts(words: Words) -> list[str]:
    return [word.text for word in words]


def _is_proper_prefix(words: Sequence[str], others: Sequence[str]) -> bool:
    """Return True if words are only the beginning of other words."""
    return len(words) < len(others) and all(
        normalise_word(word) == normalise_word(other)
        for word, other in zip(words, others, strict=False)
    )


def _count_agreeing(one: Words, other: Words) -> int:
    """Return the number of first words that two hypotheses share."""
    pairs = zip(one, other, strict=False)
    differing = (
        i for i, (a, b) in enumerate(pairs) if normalise_word(a.text) != normalise_word(b.text)
    )
    return next(differing, min(len(one), len(other)))
