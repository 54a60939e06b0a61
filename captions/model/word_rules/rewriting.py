"""Carries out word rules on the tokens of a text, from left to right.

What becomes of a token depends on the tokens before it, and on those after it only as far as a
phrase reaches. The result therefore grows with the text: once the words of a prefix are decided, no
later word changes them.
"""

import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from captions.model import punctuation
from captions.model.word_rules.phrases import PhraseTree
from captions.model.word_rules.replacements import capitalise_first
from captions.model.word_rules.tokens import TextToken, count_certain

RewriteSpoken = Callable[[str], str]
"""Returns the words to show instead of spoken words; empty to leave them out."""
_HYPHENS = "-\u2010\u2011"
MARKS = frozenset(punctuation.END_MARKS)
"""Punctuation that follows words."""
_PAUSES = frozenset(punctuation.CLAUSE_MARKS)
"""Those within a sentence."""


class TextUnit(NamedTuple):
    """Words to show, and the part of the text that they stand for."""

    gap: str
    """Spaces and hyphens before them."""
    text: str
    start: int
    """Index of the first character that they stand for."""
    end: int
    """Index after the last one."""


@dataclass(frozen=True, slots=True)
class RewrittenText:
    """A text after word rules."""

    units: tuple[TextUnit, ...]
    tail: str = ""
    """Spaces and hyphens at the end."""

    @property
    def text(self) -> str:
        """The text to show."""
        return "".join(part for unit in self.units for part in unit[:2]) + self.tail


def rewrite_text(
    text: str, tokens: Sequence[TextToken], tree: PhraseTree[RewriteSpoken]
) -> RewrittenText:
    """Return a whole text after the rules."""
    rewriter = _Rewriter(text, tokens)
    rewriter.run(tree, len(tokens))
    tail = text[tokens[-1].end if tokens else 0 :]
    return RewrittenText(tuple(rewriter.units), "" if rewriter.ends_removed else tail)


def rewrite_settled(
    text: str, tokens: Sequence[TextToken], tree: PhraseTree[RewriteSpoken], settled: int
) -> RewrittenText:
    """Return the beginning of a text after the rules, as far as no later words can change it.

    Args:
        text: the text.
        tokens: its tokens.
        tree: the rules.
        settled: number of its first characters that will not change.
    """
    end = count_certain(tokens, sum(1 for token in tokens if token.end <= settled))
    rewriter = _Rewriter(text, tokens)
    rewriter.run(tree, end, is_final=False)
    if rewriter.ends_pause:
        rewriter.units.pop()  # The end of the sentence may take its place.
    return RewrittenText(tuple(rewriter.units))


def mask_word(spoken: str) -> str:
    """Return spoken words with all but the first character of each hidden: ``f***``."""
    masked, is_first = "", True
    for character in spoken:
        if character.isspace() or character in _HYPHENS:
            masked, is_first = masked + character, True
        elif unicodedata.category(character).startswith("M"):
            masked += character if masked and not masked.endswith("*") else ""
        else:
            masked, is_first = masked + (character if is_first else "*"), False
    return masked


class _Rewriter:
    """State of one pass over a text."""

    def __init__(self, text: str, tokens: Sequence[TextToken]) -> None:
        self._text = text
        self._tokens = tokens
        self.units: list[TextUnit] = []
        self.ends_removed = False
        """True if the words before the next token were left out."""
        self._removed_gap = ""
        """Gap before the words that were left out."""
        self._needs_capital = False
        """True if the next word begins the sentence instead of the words that were left out."""

    @property
    def ends_pause(self) -> bool:
        """True if the last unit is a comma or another mark within a sentence."""
        return bool(self.units) and self.units[-1].text in _PAUSES

    def run(self, tree: PhraseTree[RewriteSpoken], end: int, *, is_final: bool = True) -> None:
        """Rewrite the tokens before an index; unless final, stop where words may still change."""
        place = 0
        while place < end:
            found = tree.find_longest(self._tokens, place, end)
            if found.may_grow and not is_final:
                return
            if found.value is None:
                self._keep_token(self._tokens[place])
            else:
                self._rewrite_tokens(place, place + found.length, found.value)
            place += max(found.length, 1)

    def _keep_token(self, token: TextToken) -> None:
        if self.ends_removed and token.text in MARKS and self._drop_mark(token):
            return
        text = token.text
        if self._needs_capital and token.is_word:
            text = capitalise_first(text) if text.islower() else text
            self._needs_capital = False
        self._append_unit(token, text, token.end)

    def _drop_mark(self, token: TextToken) -> bool:
        """Return True if a mark after words that were left out is not needed.

        It belongs to those words if a mark, or nothing, precedes them. The end of a sentence takes
        the place of a comma: “No, darn! Go” becomes “No! Go”.
        """
        if self._begins_sentence:
            return True
        if self.units[-1].text not in MARKS:
            return False
        if self.ends_pause and token.text not in _PAUSES:
            pause = self.units.pop()
            self.units.append(TextUnit(token.gap, token.text, pause.start, token.end))
        return True

    def _rewrite_tokens(self, first: int, end: int, rewrite: RewriteSpoken) -> None:
        start, stop = self._tokens[first], self._tokens[end - 1].end
        spoken = self._text[start.start : stop]
        text = rewrite(spoken)
        if text:
            if self._needs_capital:
                text = capitalise_first(text) if text.islower() else text
                self._needs_capital = False
            self._append_unit(start, text, stop)
            return
        if self._begins_sentence and spoken[0].isupper():
            self._needs_capital = True
        if not self.ends_removed:
            self._removed_gap = start.gap
        self.ends_removed = True

    def _append_unit(self, token: TextToken, text: str, end: int) -> None:
        gap = token.gap
        if self.ends_removed and gap and not (self._removed_gap and self._removed_gap in _HYPHENS):
            gap = self._removed_gap
        self.ends_removed = False
        self.units.append(TextUnit(gap, text, token.start, end))

    @property
    def _begins_sentence(self) -> bool:
        chunk = ""
        for unit in reversed(self.units):
            chunk = unit.text + chunk
            if unit.gap:
                break
        return not chunk or punctuation.ends_sentence(chunk)
