"""Cues, their limits, and the width of text in cells.

The limits are those of the Netflix timed text style guide for English: two lines of at most 42
characters, shown for 5/6 s to 7 s and for one second per 20 characters, and at least two frames
between cues or none. A wide East Asian character counts as two.
"""

import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

MAX_LINES = 2
MAX_LINE_CELLS = 42
MIN_CUE_SECONDS = 5 / 6
MAX_CUE_SECONDS = 7.0
CELLS_PER_SECOND = 20.0


class TimedPiece(NamedTuple):
    """A word, or a character in a script without spaces, with the time at which it was spoken."""

    text: str
    """Starts with a space if one separates it from the piece before."""
    start: float
    """Seconds in the time of the file."""
    end: float
    cells: int
    """Width of the text without the space."""
    full_cells: int
    """Width of the text with the space."""


@dataclass(frozen=True, slots=True)
class CueLine:
    """One line of a cue; a single speaker speaks it."""

    pieces: tuple[TimedPiece, ...]
    """Empty if the line holds the mark alone."""
    label: str = ""
    """Who speaks; empty for none."""
    mark: str = ""
    """Text before the pieces that marks the speaker, such as ``Anna: `` or ``-``."""

    @property
    def text(self) -> str:
        """The text as displayed."""
        return f"{self.mark}{self.words}".rstrip()

    @property
    def words(self) -> str:
        """The spoken words without the mark."""
        return "".join([piece.text for piece in self.pieces]).lstrip()


@dataclass(frozen=True, slots=True)
class Cue:
    """Text shown from one moment to another."""

    start: float
    """Seconds in the time of the file."""
    end: float
    lines: tuple[CueLine, ...]


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
