"""Roll-up captions: words fill rows from left to right, and rows only ever move up.

The display model is that of CEA-608 roll-up captions. When a hypothesis becomes shorter, the rows
that it had opened stay open and empty: no row that is seen ever rolls back down.

Rows are not held back to be read: speech itself has to fill all the rows below one before that one
rolls away. A row is only held while it has words that may still change, so that every word is seen
white before it leaves (see `leaving`).
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.model.leaving import Leaving
from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure, Row, Rows
from captions.model.strip import Strip
from captions.model.style import Style
from captions.model.transcript import Transcript

_MOST_ROWS_BEHIND = 30
"""Rows that may wait below the screen; what is further behind is skipped. Two rows roll up five
times a second, so that this many have caught up within some seconds."""


class RollUp(Display):
    """Shows the last rows of a transcript."""

    due: float | None = None

    def __init__(self, style: Style, room: Room, labels: Mapping[str, str] = NO_LABELS) -> None:
        """Begin with an empty screen.

        Args:
            style: how many rows there are, and when words turn white.
            room: what a row holds.
            labels: who is heard in each lane; without one, a lane's rows have no label.
        """
        self._strip = Strip(room, labels, until_commit=style.until_commit)
        self._rows = style.rows
        self._leaving = Leaving()
        self._top: int | None = 0
        """Number of the first row shown; it only grows. None for whichever shows the last rows."""
        self._height = 0
        """How many rows are on screen; it only grows until the screen is cleared."""

    @override
    def show(self, transcript: Transcript, now: float = 0.0) -> Rows:
        strip = self._strip
        strip.lay(transcript)
        top = max(strip.first, strip.end - self._rows) if self._top is None else self._top
        if self._leaving.overdue(now):
            strip.settle(top + self._rows)
        self._top = top = top + self._rolled(top, now)
        strip.forget(top)
        behind = max(0, strip.end - self._rows - top)
        shown = self._leaving.shown(strip.rows(top, self._rows), top, behind, now)
        self.due = self._leaving.due
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def clear(self) -> None:
        self._strip.tear()
        self._top = self._strip.first
        self._height = 0
        self._leaving = Leaving()
        self.due = None

    @override
    def settle(self) -> None:
        self._strip.settle(self._strip.end)

    @override
    def skip(self, transcript: Transcript) -> None:
        self._strip.skip(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._strip = self._strip.again(Room(measure, width))
        self._rows = rows
        self._top = None
        self._height = 0
        self._leaving = Leaving()

    def _rolled(self, top: int, now: float) -> int:
        """Return how many rows roll away from the top."""
        behind = max(0, self._strip.end - self._rows - top)
        rolled = self._leaving.free(self._strip.rows(top, min(self._rows, behind)), top, now)
        # Rows that were never on screen may be skipped; those on it may not.
        return behind if behind > _MOST_ROWS_BEHIND and rolled == self._rows else rolled
