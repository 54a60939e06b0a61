"""Boundaries of lines, words and characters by the rules of Unicode, found by ICU.

Line breaks follow UAX #14, strictly (CSS ``line-break: strict``): no row starts with a small kana.
Words and characters follow UAX #29. ICU has dictionaries for Thai, Lao, Khmer and Burmese, whose
words and lines no rule can find, and for the words of Chinese and Japanese.

ICU is loaded when it is first needed, which few users of alphabets ever do.
"""

import re
from collections.abc import Sequence
from itertools import accumulate
from typing import TYPE_CHECKING

from captions.model.writing.scripts import is_unspaced

if TYPE_CHECKING:
    from icu4py.breakers import BaseBreaker

_STRICT = "ja@lb=strict"
"""ICU's locale for strict line breaks. It affects Japanese characters only."""
_PHRASES = "ja@lw=phrase"
"""ICU's locale for line breaks between the phrases of Japanese."""
_NO_LOCALE = "root"
_SURROGATES = re.compile("[\ud800-\udfff]")


def split_lines(text: str) -> list[str]:
    """Split a text at all its line break opportunities (UAX #14)."""
    from icu4py.breakers import LineBreaker  # noqa: PLC0415  # 15 ms that few users need

    return _split(text, LineBreaker, _STRICT)


def split_words(text: str) -> list[str]:
    """Split a text at the boundaries of its words (UAX #29); spaces and marks are parts as well."""
    from icu4py.breakers import WordBreaker  # noqa: PLC0415  # as above

    return _split(text, WordBreaker, _NO_LOCALE)


def split_characters(text: str) -> list[str]:
    """Split a text into user-perceived characters (UAX #29, extended grapheme clusters)."""
    if text.isascii():
        return list(text)
    from icu4py.breakers import CharacterBreaker  # noqa: PLC0415  # as above

    return _split(text, CharacterBreaker, _NO_LOCALE)


def find_word_ends(text: str) -> set[int]:
    """Return the positions in a text at which words end."""
    return set(_find_ends(split_words(text)))


def find_word_spans(text: str) -> list[tuple[int, int]]:
    """Return the first and the last position of each word with its marks.

    Spaces separate words; in scripts without spaces, dictionaries do.
    """
    if not is_unspaced(text):
        return [found.span() for found in re.finditer(r"\S+", text)]
    spans: list[tuple[int, int]] = []
    end = 0
    for part in split_words(text):
        start, end = end, end + len(part)
        if part.isspace():
            continue
        is_mark = not any(map(str.isalnum, part))
        if is_mark and spans and spans[-1][1] == start:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def find_phrase_ends(text: str) -> set[int]:
    """Return the positions in a Japanese text at which phrases end, such as after a particle."""
    from icu4py.breakers import LineBreaker  # noqa: PLC0415  # as above

    return set(_find_ends(_split(text, LineBreaker, _PHRASES)))


def _split(text: str, breaker: "type[BaseBreaker]", locale: str) -> list[str]:
    # ICU counts in UTF-16, so its parts are used instead of its positions.
    safe = _SURROGATES.sub("\ufffd", text)
    parts = list(breaker(safe, locale))
    if safe == text:
        return parts
    ends = _find_ends(parts)
    return [text[end - len(part) : end] for part, end in zip(parts, ends, strict=True)]


def _find_ends(parts: Sequence[str]) -> list[int]:
    return list(accumulate(map(len, parts)))
