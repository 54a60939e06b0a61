"""Roll-up captions: words fill rows from left to right, and rows only ever move up.

The display model is that of CEA-608 roll-up captions. Committed words are laid out once: since a
row is broken by what stands before it alone, a committed word never changes its row or its place
in it. Only the words of the present guess, behind them, may change. When a guess becomes shorter,
the rows that it had opened stay open and empty: no row that is seen ever rolls back down. Only
where a guess shrinks so far that nothing of what is left would be seen does the last row of it
come back, on top of the empty screen.
"""

from collections.abc import Callable
from dataclasses import dataclass

from captions.model.transcript import Transcript

Measure = Callable[[str], float]
"""Width of a text as the screen will show it, in whatever unit the row's width has."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side that look alike."""

    text: str
    settled: bool
    """Whether the words are committed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the caption: first what is committed, then what is guessed."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The whole row."""
        return "".join(run.text for run in self.runs)


Rows = tuple[Row, ...]


class RollUp:
    """Lays a growing transcript out in rows; it keeps what it has laid out and never goes back."""

    def __init__(self, measure: Measure, width: float, rows: int) -> None:
        """A row holds text up to ``width`` by ``measure``; at most ``rows`` rows are shown."""
        self._measure = measure
        self._width = width
        self._rows = rows
        self._segments_done = 0
        self._full: list[str] = []
        """The last committed rows that no further word fits into."""
        self._gone = 0
        """How many rows have left the list above."""
        self._open = ""
        """The committed words of the row that is being filled."""
        self._top = 0
        """Number of the topmost row on screen, counted from the first row ever."""
        self._height = 0
        """How many rows are on screen; it only grows until the screen is cleared."""
        self._guessed = 0
        """How many words the guess that was shown last has."""
        self._cleared = 0
        """How many words of the open segment were on screen when it was cleared."""

    def show(self, transcript: Transcript) -> Rows:
        """Return the rows on screen for a transcript, which must continue the one before."""
        for segment in transcript.segments[self._segments_done :]:
            self._commit(segment.text.split()[self._cleared :])
            self._cleared = 0
        self._segments_done = len(transcript.segments)
        words = transcript.partial.split()
        self._guessed = len(words)
        if not words:
            self._cleared = 0
        settled = [Row((Run(text, settled=True),)) for text in self._full]
        return self._window([*settled, *self._guess(words[self._cleared :])])

    def clear(self) -> None:
        """Empty the screen; words that were shown do not come back."""
        self._gone += len(self._full) + (1 if self._open else 0)
        self._full, self._open = [], ""
        self._top = self._gone
        self._height = 0
        self._cleared = self._guessed

    def _commit(self, words: list[str]) -> None:
        for word in words:
            for piece in self._pieces(word):
                joined = f"{self._open} {piece}" if self._open else piece
                if self._open and self._measure(joined) > self._width:
                    self._full.append(self._open)
                    joined = piece
                self._open = joined
        spare = len(self._full) - self._rows
        if spare > 0:
            del self._full[:spare]
            self._gone += spare

    def _guess(self, words: list[str]) -> list[Row]:
        """Lay out the open row and, behind its committed words, those of the guess."""
        rows: list[Row] = []
        settled, guessed = self._open, ""
        for word in words:
            for piece in self._pieces(word):
                text = f"{settled}{guessed}"
                spaced = f"{guessed} {piece}" if text else piece
                if text and self._measure(f"{settled}{spaced}") > self._width:
                    rows.append(_row(settled, guessed))
                    settled, spaced = "", piece
                guessed = spaced
        if settled or guessed:
            rows.append(_row(settled, guessed))
        return rows

    def _pieces(self, word: str) -> list[str]:
        """Cut a word that no row can hold into pieces that fit; others stay whole."""
        pieces = []
        while word:
            size = self._longest_prefix(word)
            pieces.append(word[:size])
            word = word[size:]
        return pieces

    def _longest_prefix(self, word: str) -> int:
        """Find how much of a word a row can hold, without measuring far more than that."""
        low, high = 1, 16
        while high < len(word) and self._measure(word[:high]) <= self._width:
            low, high = high, 2 * high
        high = min(high, len(word))
        if self._measure(word[:high]) <= self._width:
            return high
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if self._measure(word[:middle]) <= self._width else (low, middle - 1)
            )
        return low

    def _window(self, rows: list[Row]) -> Rows:
        """Cut the last rows out; what has rolled away stays away unless nothing else is left."""
        last = self._gone + max(0, len(rows) - 1)
        self._top = min(max(self._top, last + 1 - self._rows), last)
        shown = rows[self._top - self._gone :]
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))


def _row(settled: str, guessed: str) -> Row:
    runs = (Run(settled, settled=True), Run(guessed, settled=False))
    return Row(tuple(run for run in runs if run.text))
