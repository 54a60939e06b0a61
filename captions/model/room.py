"""What a row can hold, and texts cut into pieces that it can hold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from captions.model import breaking
from captions.model.rows import Measure


@dataclass(frozen=True, slots=True)
class Room:
    """The room of one row."""

    measure: Measure
    width: float
    """What a row holds, by ``measure``."""

    def fits(self, text: str) -> bool:
        """Say whether a row can hold a text."""
        return self.measure(text) <= self.width

    def pieces(self, text: str) -> list[str]:
        """Cut a text into pieces of which a row can hold each, however little that leaves of it."""
        return [part for piece in breaking.pieces(text) for part in self._parts(piece)]

    def fill(self, pieces: Sequence[str]) -> Iterator[int]:
        """Fill row after row; yield behind how many pieces each of them ends."""
        row = ""
        for number, piece in enumerate(pieces):
            if row and not self.fits(row + piece):
                yield number
                row = ""
            row = row + piece if row else piece.lstrip()
        if pieces:
            yield len(pieces)

    def _parts(self, piece: str) -> Iterator[str]:
        bare = piece.lstrip()
        space = piece[: len(piece) - len(bare)]
        while bare:
            size = self._cut(bare, self._longest_prefix(bare))
            yield space + bare[:size]
            bare, space = bare[size:], ""

    def _cut(self, word: str, size: int) -> int:
        """Move a cut to where it parts no letter from its accents, if there is such a place."""
        if size == len(word):
            return size
        return max(breaking.cuts(word[: size + 1]), default=size)

    def _longest_prefix(self, word: str) -> int:
        """Find how much of a word a row can hold, without measuring far more than that."""
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
