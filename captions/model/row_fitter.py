"""The capacity of a row, and text split into pieces that fit it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from captions.model import line_breaking
from captions.model.rows import Measure, Row, Rows, TextRun
from captions.model.writing.joining import join_words


@dataclass(frozen=True, slots=True)
class RowFitter:
    """Measures what fits in one row."""

    measure: Measure
    width: float
    """Width of a row, in the unit of ``measure``."""

    def fits(self, text: str) -> bool:
        """Return True if a text fits in one row."""
        return self.measure(text) <= self.width

    def split_pieces(self, text: str) -> list[str]:
        """Split a text into pieces that each fit in a row, cutting words if necessary."""
        return [
            part for piece in line_breaking.split_pieces(text) for part in self._split_piece(piece)
        ]

    def fill_rows(self, pieces: Sequence[str]) -> Iterator[int]:
        """Fill row after row; yield the number of pieces up to the end of each row."""
        row = ""
        for number, piece in enumerate(pieces):
            if row and not self.fits(row + piece):
                yield number
                row = ""
            row = row + piece if row else piece.lstrip()
        if pieces:
            yield len(pieces)

    def refill_rows(self, rows: Rows) -> Iterator[Row]:
        """Yield white rows of this width with the words of other rows."""
        for lane, turn in groupby(rows, key=lambda row: row.lane):
            pieces = self.split_pieces(join_words(row.text for row in turn))
            first = 0
            for end in self.fill_rows(pieces):
                text = "".join(pieces[first:end]).strip()
                yield Row((TextRun(text, settled=True),), lane)
                first = end

    def _split_piece(self, piece: str) -> Iterator[str]:
        bare = piece.lstrip()
        space = piece[: len(piece) - len(bare)]
        while bare:
            size = self._adjust_cut(bare, self._longest_prefix(bare))
            yield space + bare[:size]
            bare, space = bare[size:], ""

    def _adjust_cut(self, word: str, size: int) -> int:
        """Move a cut so that it does not separate a letter from its accents, if possible."""
        if size == len(word):
            return size
        return max(line_breaking.find_cuts(word[: size + 1]), default=size)

    def _longest_prefix(self, word: str) -> int:
        """Return the length of the longest prefix of a word that fits in a row.

        The search measures at most about twice that length.
        """
        low, high = 1, 16
        while high < len(word) and self.fits(word[:high]):
            low, high = high, 2 * high
        high = min(high, len(word))
        if self.fits(word[:high]):
            return high
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if self.fits(word[:middle]) else (low, middle - 1)
        return low
