"""A tree of phrases, which finds the longest one at a place without trying each."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from captions.model.word_rules.tokens import TextToken, split_tokens

Value = TypeVar("Value")


class _PhraseNode(Generic[Value]):
    """Phrases that begin with the same tokens."""

    __slots__ = ("children", "value")

    def __init__(self) -> None:
        self.children: dict[str, _PhraseNode[Value]] = {}
        self.value: Value | None = None
        """Value of the phrase that ends here; `None` if none does."""


class FoundPhrase(NamedTuple, Generic[Value]):
    """Result of a search at one place."""

    value: Value | None
    """Value of the longest phrase; `None` if none begins here."""
    length: int
    """Number of its tokens; 0 if there is none."""
    may_grow: bool
    """True if other words after the last token could complete a longer phrase."""


class PhraseTree(Generic[Value]):
    """Values by phrase. Time to search depends on the length of the phrases, not their number."""

    def __init__(self) -> None:
        self._root: _PhraseNode[Value] = _PhraseNode()

    def add(self, phrase: str, value: Value) -> bool:
        """Add a phrase, unless it has no tokens or is there.

        Returns:
            True if it was added.
        """
        node = self._root
        for token in split_tokens(phrase):
            node = node.children.setdefault(token.key, _PhraseNode())
        if node is self._root or node.value is not None:
            return False
        node.value = value
        return True

    def find_longest(self, tokens: Sequence[TextToken], first: int, end: int) -> FoundPhrase[Value]:
        """Return the longest phrase that begins with a token.

        Args:
            tokens: tokens of a text.
            first: index of the token.
            end: index after the last token to consider.
        """
        node = self._root
        value, count = None, 0
        for index in range(first, end):
            following = node.children.get(tokens[index].key)
            if following is None:
                return FoundPhrase(value, count, may_grow=False)
            node = following
            if node.value is not None:
                value, count = node.value, index + 1 - first
        return FoundPhrase(value, count, may_grow=bool(node.children))
