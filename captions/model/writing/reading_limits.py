"""Widths of text in cells, and how much of it can be read in a line and in a second.

The limits are those of the Netflix timed text style guides
(https://partnerhelp.netflixstudios.com/hc/en-us/sections/22463232153235). Their limit for Japanese,
4 characters a second, is one for translations, which are shortened. Captions of all that was said
need the 7 of products for live captions.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from captions.model.writing.scripts import Script, find_script


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """Limits of text that can be read at ease. A wide character has two cells."""

    line_cells: int
    """Maximum width of a line."""
    cells_per_second: float
    """Maximum reading speed."""


ALPHABETIC_LIMITS = ReadingLimits(42, 20.0)
"""Limits of English; most guides for other alphabets have the same."""
_LIMITS = {
    Script.ALPHABETIC: ALPHABETIC_LIMITS,
    Script.CHINESE: ReadingLimits(2 * 16, 2 * 9.0),
    Script.JAPANESE: ReadingLimits(2 * 13, 2 * 7.0),
    Script.KOREAN: ReadingLimits(2 * 16, 2 * 12.0),
    Script.THAI: ReadingLimits(35, 17.0),
}


def find_limits(text: str) -> ReadingLimits:
    """Return the limits for a text, by its script."""
    return _LIMITS[find_script(text)]


def count_cells(text: str) -> int:
    """Return the width of a text: wide characters count 2, combining ones 0."""
    if text.isascii():
        return len(text)
    return sum(map(_character_cells, text))


@lru_cache(maxsize=4096)
def _character_cells(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
