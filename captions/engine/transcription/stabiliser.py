"""Stabilisation of partial captions: words that were shown should not change.

Each new hypothesis for a growing stretch of speech may revise all of its words, which the reader
sees as flicker. Three rules make it small and keep it short:

* *local agreement* (Liu et al. 2020, arXiv:2005.11185): the words on which two consecutive
  hypotheses agree are locked, except the last. Words of low confidence need a third hypothesis
  that agrees. A later hypothesis is aligned with the locked words by the smallest edit distance,
  and only the words after them are new.
* *correction*: where three consecutive hypotheses agree on other words in place of locked ones, and
  the last one is confident, the locked words are replaced. Otherwise they would stay wrong until
  they are settled, a second or two later.
* *confidence*: unlocked words are shown up to the first with low confidence. Models invent words
  where audio is cut within a word. A word that the hypothesis before contained needs less
  confidence than a new one, and so do the first words: somebody waits for them, and little text can
  change.

A hypothesis that only removes words, without replacing them, changes nothing. Settled words leave
this state; the words after them stay on screen unchanged.
"""

from collections.abc import Sequence
from typing import NamedTuple

from captions.engine.ports import HypothesisWord
from captions.engine.text_alignment import (
    Replacement,
    find_replacements,
    matching_prefix_length,
    normalise_word,
)
from captions.model.writing.scripts import is_unspaced
from captions.protocol.options import PartialStability

Words = Sequence[HypothesisWord]
_CorrectionKey = tuple[int, int, tuple[str, ...]]
"""Positions of the first replaced word and after the last, and the words that replace them."""
_UNSPACED_UNITS_PER_WORD = 2
"""Average characters of a word of Chinese or Japanese."""
_CORRECTION_CONFIDENCE = 0.8
"""Minimum confidence, 0..1, of the words that replace locked ones, or of the words around a locked
one that was not said. With 0.6, a tenth more words were erased where guesses were rare."""


class StabilityPolicy(NamedTuple):
    """The compromise between early and stable partials."""

    new_confidence: float
    """Minimum confidence, 0..1, at which a word is shown that only the last hypothesis contains."""
    first_confidence: float
    """The same while nothing has been shown."""
    repeated_confidence: float
    """Minimum confidence, 0..1, of a word on which two hypotheses agree."""
    tail_words: int
    """Words at the end of an agreement that are not locked yet, because the last may be cut off."""


STABILITY_POLICIES = {
    PartialStability.FAST: StabilityPolicy(0.5, 0.2, 0.0, 1),
    PartialStability.BALANCED: StabilityPolicy(0.75, 0.4, 0.3, 1),
    PartialStability.STEADY: StabilityPolicy(0.8, 0.8, 0.6, 2),
}
"""The policy for each stability setting."""


class Stabiliser:
    """The partial text of one stretch of speech."""

    def __init__(
        self, policy: StabilityPolicy = STABILITY_POLICIES[PartialStability.BALANCED]
    ) -> None:
        self._policy = policy
        self._locked: list[str] = []
        self._previous: Words = ()
        """The last hypothesis."""
        self._earlier: Words = ()
        """The hypothesis before the last one."""
        self.shown: list[str] = []
        """The words to show."""
        self._has_shown = False
        """True once words have been shown, which may be settled by now."""

    def add_hypothesis(self, words: Words) -> None:
        """Update the text with a hypothesis for all unsettled audio."""
        repeated = _count_agreeing(words, self._previous)
        certain = min(repeated, _count_agreeing(words, self._earlier))
        tail_units = self._policy.tail_words * _units_per_word(words)
        complete = max(0, len(words) - tail_units)
        self._correct_locked(words, complete)
        self._previous, self._earlier = words, self._previous
        lockable = min(repeated, complete)
        agreed = self._confident_end(words[:lockable], certain, lockable)
        tail = matching_prefix_length(self._locked, _word_texts(words))
        if agreed > tail:
            self._locked += _word_texts(words[tail:agreed])
            tail = agreed
        end = self._confident_end(words, tail, repeated)
        shown = [*self._locked, *_word_texts(words[tail:end])]
        if not _is_proper_prefix(shown, self.shown):
            self.shown = shown
        self._has_shown = self._has_shown or bool(self.shown)

    def remove_settled(self, words: Sequence[str]) -> None:
        """Remove the first words, which are settled now, possibly with different text."""
        self._has_shown = self._has_shown or bool(words)
        self.shown = self.shown[matching_prefix_length(words, self.shown) :]
        self._locked = self._locked[matching_prefix_length(words, self._locked) :]
        self._previous = _without_prefix(words, self._previous)
        self._earlier = _without_prefix(words, self._earlier)

    def lock_all(self, words: Words) -> None:
        """Lock and show all unsettled words, recognised in a pause where none is cut off."""
        self._previous = self._earlier = words
        self._locked = self.shown = _word_texts(words)

    def _correct_locked(self, words: Words, complete: int) -> None:
        """Replace locked words where this hypothesis and the two before agree on other words.

        Args:
            words: the hypothesis.
            complete: number of its first words that are certainly not cut off.
        """
        repeated = self._find_corrections(self._previous) & self._find_corrections(self._earlier)
        for change in reversed(find_replacements(self._locked, _word_texts(words))):
            key = _correction_key(change, words)
            if key in repeated and change.new_end <= complete and _is_confident(change, words):
                texts = _word_texts(words[change.new_start : change.new_end])
                self._locked[change.start : change.end] = texts

    def _find_corrections(self, words: Words) -> set[_CorrectionKey]:
        """Return how a hypothesis would change the locked words."""
        changes = find_replacements(self._locked, _word_texts(words))
        return {_correction_key(change, words) for change in changes}

    def _confident_end(self, words: Words, start: int, repeated: int) -> int:
        """Return the position after the confident words that follow ``start``.

        Words before ``repeated`` were in the hypothesis before as well.
        """
        policy = self._policy
        new_confidence = policy.new_confidence if self._has_shown else policy.first_confidence
        uncertain = (
            index
            for index in range(start, len(words))
            if words[index].confidence
            < (policy.repeated_confidence if index < repeated else new_confidence)
        )
        return next(uncertain, len(words))


def _correction_key(change: Replacement, words: Words) -> _CorrectionKey:
    """Return which locked words a hypothesis replaces by which words, for comparison."""
    replacing = _word_texts(words[change.new_start : change.new_end])
    return change.start, change.end, tuple(map(normalise_word, replacing))


def _is_confident(change: Replacement, words: Words) -> bool:
    """Return True if the replacing words are confident; if there are none, those around them.

    A hypothesis without any word is evidence of nothing.
    """
    margin = change.new_start == change.new_end
    replacing = words[max(0, change.new_start - margin) : change.new_end + margin]
    return bool(replacing) and all(word.confidence >= _CORRECTION_CONFIDENCE for word in replacing)


def _units_per_word(words: Words) -> int:
    """Return how many units a word has on average: several in scripts without spaces."""
    return _UNSPACED_UNITS_PER_WORD if words and is_unspaced(words[-1].text) else 1


def _word_texts(words: Words) -> list[str]:
    return [word.text for word in words]


def _without_prefix(removed: Sequence[str], words: Words) -> Words:
    return words[matching_prefix_length(removed, _word_texts(words)) :]


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
