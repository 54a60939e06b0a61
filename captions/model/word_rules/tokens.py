"""Splits a text into the tokens that word rules match.

A token is a whole word, one character of Chinese or Japanese, or one other character such as a
comma. Dictionaries find the words of Thai, Lao, Khmer and Burmese. Spaces and hyphens between
tokens are *gaps*: they do not take part in matching, so a rule for ``e mail`` also finds
``e-mail``. A final ``'s`` is a token of its own, so a rule for a name also finds its possessive.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from captions.model.writing.boundaries import split_words
from captions.model.writing.scripts import (
    IDEOGRAPHIC,
    SOUTH_EAST_ASIAN,
    UNSPACED,
    has_dictionary_words,
)

# `\w` omits combining marks. The ranges are those of Latin, Cyrillic, Hebrew and Arabic, and then
# the blocks from Devanagari to Myanmar without the dandas. Joiners occur within words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"
    "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed"
    "\u0900-\u0963\u0966-\u109f\u200c\u200d"
)
_LETTER = rf"(?:(?![{UNSPACED}])(?:\w|[{_MARKS}]))"
_POSSESSIVE = rf"['\u2019\u02bc][sS](?!{_LETTER})"
_TOKEN = re.compile(
    rf"(?<={_LETTER}){_POSSESSIVE}"
    rf"|{_LETTER}+(?:(?!{_POSSESSIVE})['\u2019\u02bc]{_LETTER}+)*"
    rf"|[{IDEOGRAPHIC}]|[{SOUTH_EAST_ASIAN}]+|[^\s\-\u2010\u2011]"
)
_STARTS_WORD = re.compile(_LETTER)
_DICTIONARY_LOOKAHEAD = 3
"""Number of words by which a dictionary's word depends on those after it (ICU, ``dictbe.cpp``)."""
_APOSTROPHES = str.maketrans("\u2019\u02bc", "''")


@dataclass(frozen=True, slots=True)
class TextToken:
    """A token and its place in a text."""

    text: str
    key: str
    """Text in the form in which rules are compared: without case, and with plain apostrophes."""
    gap: str
    """Spaces and hyphens before the token."""
    start: int
    """Index of its first character in the text."""

    @property
    def end(self) -> int:
        """Index after its last character."""
        return self.start + len(self.text)

    @property
    def is_word(self) -> bool:
        """True for a word in a script that is written with spaces."""
        return _STARTS_WORD.match(self.text) is not None


def split_tokens(text: str) -> list[TextToken]:
    """Return the tokens of a text; spaces and hyphens at its end belong to none."""
    tokens: list[TextToken] = []
    end = 0
    for found in _TOKEN.finditer(text):
        gap = text[end : found.start()]
        end = found.start()
        for word in _split_found(found[0]):
            tokens.append(TextToken(word, _make_key(word), gap, end))
            gap, end = "", end + len(word)
    return tokens


def count_certain(tokens: Sequence[TextToken], end: int) -> int:
    """Return how many of the first ``end`` tokens no later text divides differently."""
    if not end or not has_dictionary_words(tokens[end - 1].text):
        return end
    if end < len(tokens) and (tokens[end].gap or not has_dictionary_words(tokens[end].text)):
        return end
    first = max(0, end - _DICTIONARY_LOOKAHEAD)
    run = range(end - 1, first - 1, -1)
    held = takewhile(lambda index: has_dictionary_words(tokens[index].text), run)
    return min(held, default=end)


def _split_found(text: str) -> Sequence[str]:
    return split_words(text) if has_dictionary_words(text) else (text,)


def _make_key(text: str) -> str:
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text.translate(_APOSTROPHES).casefold())
