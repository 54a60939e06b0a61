"""Keyterm biasing: shallow fusion with a trie of token sequences.

The tokens of all keyterms form a trie. At each decoding step, tokens that begin a term receive a
bonus on their log probability. Tokens that continue a begun term receive a larger bonus (*shallow
fusion*; Zhao et al. 2019, "Shallow-fusion end-to-end contextual biasing"). If a term is not
completed, its whole bonus is withdrawn, so only complete terms profit.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from captions.engine.recognition.moonshine.tokens import BEGIN, Tokens, Vocabulary

Logits = NDArray[np.float32]

GREEDY_BONUS = 1.0
"""Bonus of a term's first token in greedy search, which cannot revise its choice; a log
probability."""
BEAM_BONUS = 2.0
"""Bonus of a term's first token in beam search, which can drop it later; a log probability."""
_CONTINUATION_BONUS = 3.0
"""Bonus of each further token of a term; a log probability."""


class TermPosition(NamedTuple):
    """A node of the trie: the terms that the last tokens may have begun."""

    final_bonus: float
    """Bonus that the last tokens keep, because they complete a term."""
    pending_bonus: float
    """Bonus that the last tokens keep only if a term is completed."""
    children: dict[int, "TermPosition"]
    """Child node for each token that continues a term."""
    child_tokens: NDArray[np.int64]
    """Tokens of the children, ``[children]``."""
    child_bonuses: NDArray[np.float32]
    """Bonus of each child's token and of those before it since the last complete term,
    ``[children]``."""

    @classmethod
    def build_trie(cls, terms: Sequence[Tokens], bonus: float) -> "TermPosition":
        """Return the root of a trie of terms, whose first tokens receive ``bonus``.

        A trie can be as deep as a term is long, so it is built without recursion.
        """
        roots: dict[int, TermPosition] = {}
        pending = [(roots, BEGIN, _TermBranch(terms, 0, 0.0, bonus))]
        while pending:
            siblings, token, branch = pending.pop()
            branches = branch.group_children()
            tokens = np.array(list(branches), np.int64)
            bonuses = np.full(len(branches), branch.next_bonus, np.float32)
            position = cls(branch.final_bonus, branch.pending_bonus, {}, tokens, bonuses)
            siblings[token] = position
            pending += [(position.children, *pair) for pair in branches.items()]
        return roots[BEGIN]


class _TermBranch:
    """Terms that share their first tokens, while the trie is built."""

    def __init__(
        self, terms: Sequence[Tokens], depth: int, accumulated: float, bonus: float
    ) -> None:
        """``accumulated`` is the bonus of the first ``depth`` tokens, ``bonus`` the next one's."""
        self._terms = terms
        self._depth = depth
        is_complete = any(len(term) == depth for term in terms)
        self.final_bonus, self.pending_bonus = (
            (accumulated, 0.0) if is_complete else (0.0, accumulated)
        )
        self.next_bonus = self.pending_bonus + bonus
        """Bonus of the next token and of those before it since the last complete term."""

    def group_children(self) -> "dict[int, _TermBranch]":
        """Return a branch for each token that continues a term."""
        groups: dict[int, list[Tokens]] = {}
        for term in self._terms:
            if len(term) > self._depth:
                groups.setdefault(term[self._depth], []).append(term)
        return {
            token: _TermBranch(terms, self._depth + 1, self.next_bonus, _CONTINUATION_BONUS)
            for token, terms in groups.items()
        }


class KeytermBias:
    """Bonuses for the tokens of keyterms."""

    def __init__(self, terms: Iterable[Tokens], first_bonus: float) -> None:
        self.root = TermPosition.build_trie(list(terms), first_bonus)

    def advance(self, position: TermPosition, token: int) -> TermPosition:
        """Return the position after one more token."""
        return position.children.get(token) or self.root.children.get(token, self.root)

    def advance_all(
        self, tokens: Iterable[int], position: TermPosition | None = None
    ) -> TermPosition:
        """Return the position after several tokens, starting from ``position`` or the root."""
        return reduce(self.advance, tokens, position or self.root)

    def kept_bonuses(self, tokens: Sequence[int], position: TermPosition) -> list[float]:
        """Return the bonus of each token that belongs to a complete term, and 0 for the others.

        Args:
            tokens: the tokens of a hypothesis.
            position: the trie position before the first token.
        """
        kept = [0.0] * len(tokens)
        begun: dict[int, float] = {}  # Bonuses of the tokens since the last complete term.
        for index, token in enumerate(tokens):
            earlier = position.pending_bonus
            if token not in position.children:
                earlier = 0.0
                begun.clear()
            position = self.advance(position, token)
            begun[index] = position.final_bonus + position.pending_bonus - earlier
            if position.final_bonus:
                for place, bonus in begun.items():
                    kept[place] = bonus
                begun.clear()
        return kept

    def add_bonuses(self, scores: Logits, positions: Iterable[TermPosition]) -> Logits:
        """Return the scores of the next token with its bonuses added.

        Args:
            scores: log probabilities or logits, one row for each position, ``[positions,
                vocabulary]``; returned unchanged if there are no terms.
            positions: the trie position before the token, for each row.
        """
        if not self.root.children:
            return scores
        biased = scores.copy()
        for row, position in zip(biased, positions, strict=True):
            continued = row[position.child_tokens] + position.child_bonuses
            row[self.root.child_tokens] += self.root.child_bonuses
            row[position.child_tokens] = continued
        return biased


NO_BIAS = KeytermBias((), GREEDY_BONUS)


def build_bias(vocabulary: Vocabulary, terms: Iterable[str], first_bonus: float) -> KeytermBias:
    """Return a bias for terms as given, in lower case, and with a plural s."""
    forms = {vocabulary.encode_text(form) for term in terms for form in _spelling_variants(term)}
    return KeytermBias(forms, first_bonus)


def _spelling_variants(term: str) -> Iterator[str]:
    """Yield the spellings of a term that are expected.

    Spellings with added capitals are left out. They would win only where the capitalised word has
    more tokens, and therefore a greater bonus.
    """
    given = " ".join(term.split())
    if given:
        for form in (given, given.lower()):
            yield form
            yield form + "s"
