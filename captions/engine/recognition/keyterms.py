"""Makes words that a session expects likelier.

The pieces of the terms are kept as a tree. While the next token is looked for, the pieces that
begin a term gain some log odds, and those that go on with one that is begun gain more (*shallow
fusion*; Zhao et al. 2019, "Shallow-fusion end-to-end contextual biasing"). Where a term is left
half-said, all that it gained is taken back, so that only whole terms profit.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.tokens import BEGIN, Tokens, Vocabulary

Logits = NDArray[np.float32]

WARY = 1.0
"""What the first piece of a term gains, in log odds, where no choice can be taken back."""
BOLD = 2.0
"""What it gains where one can."""
_GO_ON = 3.0
"""What each further piece gains."""


class Place(NamedTuple):
    """A place in the tree of terms: what may have begun with the last tokens."""

    earned: float
    """What the last tokens gained for good, because they make a whole term."""
    promised: float
    """What they gained for now: it is theirs once the term is whole."""
    behind: dict[int, "Place"]
    """Where each token leads that goes on with a term."""
    wanted: NDArray[np.int64]
    """These tokens."""
    gains: NDArray[np.float32]
    """What each of them has gained with those before it since the last whole term, ``[wanted]``."""

    @classmethod
    def of(cls, terms: Sequence[Tokens], bonus: float) -> "Place":
        """Return the place from which terms go on, whose first tokens gain ``bonus``.

        The tree may be as deep as a term is long, so it is built without recursion.
        """
        start: dict[int, Place] = {}
        waiting = [(start, BEGIN, _Branch(terms, 0, 0.0, bonus))]
        while waiting:
            tree, token, branch = waiting.pop()
            further = branch.further()
            wanted = np.array(list(further), np.int64)
            gains = np.full(len(further), branch.gain, np.float32)
            place = cls(branch.earned, branch.promised, {}, wanted, gains)
            tree[token] = place
            waiting += [(place.behind, *pair) for pair in further.items()]
        return start[BEGIN]


class _Branch:
    """Some terms that have the same first tokens, while their tree is built."""

    def __init__(self, terms: Sequence[Tokens], depth: int, gained: float, bonus: float) -> None:
        """Tell what the first ``depth`` tokens gained together, and what the next one gains."""
        self._terms = terms
        self._depth = depth
        is_whole = any(len(term) == depth for term in terms)
        self.earned, self.promised = (gained, 0.0) if is_whole else (0.0, gained)
        self.gain = self.promised + bonus
        """What the next token and those before it have gained since the last whole term."""

    def further(self) -> "dict[int, _Branch]":
        """Return where each token leads that goes on with a term."""
        groups: dict[int, list[Tokens]] = {}
        for term in self._terms:
            if len(term) > self._depth:
                groups.setdefault(term[self._depth], []).append(term)
        return {
            token: _Branch(terms, self._depth + 1, self.gain, _GO_ON)
            for token, terms in groups.items()
        }


class Bias:
    """Some terms in pieces, as a tree."""

    def __init__(self, terms: Iterable[Tokens], begin_bonus: float) -> None:
        self.start = Place.of(list(terms), begin_bonus)

    def after(self, place: Place, token: int) -> Place:
        """Return the place behind one more token."""
        return place.behind.get(token) or self.start.behind.get(token, self.start)

    def after_all(self, tokens: Iterable[int], place: Place | None = None) -> Place:
        """Return the place behind some more tokens."""
        return reduce(self.after, tokens, place or self.start)

    def lifted(self, odds: Logits, places: Iterable[Place]) -> Logits:
        """Return the log odds of the next token with what it gains.

        Args:
            odds: a row for each place, ``[places, vocabulary]``; without terms they are returned.
            places: what stands before the token.
        """
        if not self.start.behind:
            return odds
        lifted = odds.copy()
        for row, place in zip(lifted, places, strict=True):
            going_on = row[place.wanted] + place.gains
            row[self.start.wanted] += self.start.gains
            row[place.wanted] = going_on
        return lifted


NO_BIAS = Bias((), WARY)


def bias_towards(vocabulary: Vocabulary, terms: Iterable[str], begin_bonus: float) -> Bias:
    """Return a bias towards terms as given, without capitals, and in the plural."""
    forms = {vocabulary.tokens(form) for term in terms for form in _forms(term)}
    return Bias(forms, begin_bonus)


def _forms(term: str) -> Iterator[str]:
    """Yield how a term may be written.

    A capital that was not given would only win where a word in capitals has more pieces, and so a
    greater bonus.
    """
    given = " ".join(term.split())
    if given:
        for form in (given, given.lower()):
            yield form
            yield form + "s"
