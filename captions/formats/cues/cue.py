"""Cues and their limits.

The limits are those of the Netflix timed text style guide: two lines, shown for 5/6 s to 7 s, and
at least two frames between cues or none. The length of a line and the speed of reading depend on
the script (`captions.model.writing.reading_limits`): in English, 42 characters and 20 a second.
"""

from dataclasses import dataclass
from typing import NamedTuple

MAX_LINES = 2
MIN_CUE_SECONDS = 5 / 6
MAX_CUE_SECONDS = 7.0


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
    """Text before the pieces that marks the speaker or a machine translation, such as ``Anna: ``,
    ``-`` or ``[EN] ``."""

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
