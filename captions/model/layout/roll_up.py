"""Roll-up captions: words fill rows from left to right, and rows only move up.

The display model is that of CEA-608 roll-up captions. When a hypothesis becomes shorter, the rows
that it opened stay open and empty: visible rows never move down.

Rows need no hold time for reading. Speech must fill all the rows below a row before that row
leaves. A row is only held while its words may still change. Every word is therefore seen in white
before it leaves (see `leaving_rows`).
"""

from typing_extensions import override

from captions.model.layout.row_display import HeldRowDisplay
from captions.model.rows import Row, Rows
from captions.model.transcript import Transcript

_MAX_WAITING_ROWS = 30
"""Maximum number of rows that wait below the screen; the display skips rows beyond it. Two rows
roll up five times a second, so this backlog clears within a few seconds."""


class RollUp(HeldRowDisplay):
    """Shows the last rows of a transcript."""

    _height: int
    """Number of rows on screen, which only grows until the screen is cleared."""

    @override
    def show(self, transcript: Transcript, now: float = 0.0) -> Rows:
        layout = self._layout
        layout.update(transcript)
        top = (
            max(layout.first_row, layout.end_row - self._row_count)
            if self._top_row is None
            else self._top_row
        )
        if self._leaving.is_overdue(now):
            layout.fix_before(top + self._row_count)
        self._top_row = top = top + self._count_leaving(top, now)
        layout.drop_before(top)
        waiting = max(0, layout.end_row - self._row_count - top)
        shown = self._leaving.record_shown(layout.get_rows(top, self._row_count), top, waiting, now)
        self.next_deadline = self._leaving.next_deadline
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def _start_screen(self, top_row: int | None) -> None:
        super()._start_screen(top_row)
        self._height = 0

    def _count_leaving(self, top: int, now: float) -> int:
        """Return how many rows roll off the top of the screen."""
        waiting = max(0, self._layout.end_row - self._row_count - top)
        leaving = self._leaving.count_removable(
            self._layout.get_rows(top, min(self._row_count, waiting)), top, now
        )
        # Only rows that were never on screen may be skipped.
        return waiting if waiting > _MAX_WAITING_ROWS and leaving == self._row_count else leaving
