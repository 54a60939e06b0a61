"""Keeps partial captions calm: a word that was shown should stay what it is.

Each decode of a growing stretch of speech may change its mind about all of it. Two rules keep that
from the reader:

* *agreement* (after Liu et al. 2020, "local agreement"): words that two decodes in a row agree on,
  but for the last of them, are locked; what a later decode says is aligned to the locked words by
  the smallest edit distance, and only what follows them is new;
* *confidence*: words behind the lock are shown only as far as the recogniser is sure of each, since
  a model makes up words when sound is cut in the middle of one.

In a pause nothing is cut, so that everything is shown. A decode that only hesitates, and would take
words back without putting others in their place, changes nothing.
"""

from collections.abc import Sequence

from captions.engine.ports import Hypothesis

_TAIL_WORDS = 1
"""Words at the end of an agreement that are not locked yet: the last may be cut off."""


class Stabiliser:
    """Follows the decodes of one stretch of speech."""

    def __init__(self, confidence: float = 0.5) -> None:
        """Words behind the lock are shown from ``confidence``, 0..1, on."""
        self._confidence = confidence
        self._locked: list[str] = []
        self._before: Hypothesis = ()
        self._shown: list[str] = []

    def update(self, decoded: Hypothesis, *, paused: bool) -> list[str]:
        """Return the words to show after a decode; ``paused`` says that no word is cut off."""
        agreed = _agreement(decoded, self._before)
        if not paused:
            agreed = min(agreed, max(0, len(decoded) - _TAIL_WORDS))
        self._before = decoded
        tail = _tail_start(self._locked, decoded)
        if agreed > tail:
            self._locked += [word.text for word in decoded[tail:agreed]]
            tail = agreed
        end = len(decoded) if paused else self._sure_until(decoded, tail)
        words = [*self._locked, *(word.text for word in decoded[tail:end])]
        if paused or not _is_beginning(words, self._shown):
            self._shown = words
        return self._shown

    def _sure_until(self, decoded: Hypothesis, start: int) -> int:
        unsure = (
            index
            for index in range(start, len(decoded))
            if decoded[index].confidence < self._confidence
        )
        return next(unsure, len(decoded))


def plain(word: str) -> str:
    """Return what two spellings of a word share: no case, no punctuation around it."""
    kept = "".join(letter for letter in word.lower() if letter.isalnum() or letter == "'")
    return kept or word


def _is_beginning(words: Sequence[str], of: Sequence[str]) -> bool:
    """Say whether words are only the beginning of others."""
    return len(words) < len(of) and all(
        plain(word) == plain(other) for word, other in zip(words, of, strict=False)
    )


def _agreement(one: Hypothesis, other: Hypothesis) -> int:
    """Count the words at the beginning that two decodes share."""
    pairs = zip(one, other, strict=False)
    differing = (i for i, (a, b) in enumerate(pairs) if plain(a.text) != plain(b.text))
    return next(differing, min(len(one), len(other)))


def _tail_start(locked: Sequence[str], decoded: Hypothesis) -> int:
    """Find where the words behind the lock begin in a decode that may spell the lock otherwise.

    It is the prefix of the decode with the smallest edit distance to the locked words; of equals,
    the one nearest to their number.
    """
    heard = [plain(word.text) for word in decoded]
    distances = list(range(len(heard) + 1))
    for row, word in enumerate(map(plain, locked), start=1):
        above = distances
        distances = [row]
        for column, other in enumerate(heard, start=1):
            change = above[column - 1] + (word != other)
            distances.append(min(above[column] + 1, distances[-1] + 1, change))
    return min(range(len(distances)), key=lambda size: (distances[size], abs(size - len(locked))))
