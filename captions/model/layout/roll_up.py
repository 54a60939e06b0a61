"""Roll-up captions: words fill rows from left to right, and rows only move up.

The display model is that of CEA-608 roll-up captions. When a hypothesis becomes shorter, the rows
that it opened stay open and empty: visible rows never move down.

Rows need no hold time for reading. Speech must fill all the rows below a row before that row
leaves. A row is only held while its words may still change. Every word is therefore seen in white
before it leaves (see `leaving_rows`).

Where rows show who speaks, each lane keeps the row that it is filling: if one side of a call says
much and the other little, the rows of the first roll up past the row of the second.
"""

from collections.abc import Sequence

from typing_extensions import override

from captions.model.layout.row_display import HeldRowDisplay
from captions.model.layout.row_layout import LaidRow
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
        if self._top_row is None:
            self._keep_dropped(layout.drop_before(layout.end_row - self.row_count))
        if self._leaving.is_overdue(now):
            layout.fix_before(layout.first_row + self.row_count)
        self._remove_rows(now)
        self._top_row = layout.first_row
        rows = layout.get_rows(layout.first_row, self.row_count)
        shown = self._leaving.record_shown(rows, self._find_leaving(rows), now)
        self.next_deadline = self._leaving.next_deadline
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def _start_screen(self, top_row: int | None) -> None:
        super()._start_screen(top_row)
        self._height = 0

    @property
    def _waiting_count(self) -> int:
        """Number of rows that wait below the screen."""
        return max(0, self._layout.end_row - self._layout.first_row - self.row_count)

    def _remove_rows(self, now: float) -> None:
        """Remove the rows that leave the screen, the oldest first."""
        layout, waiting = self._layout, self._waiting_count
        if not waiting:
            return
        rows = layout.get_rows(layout.first_row, self.row_count)
        leaving = self._leaving.find_removable(self._find_leaving(rows), now)
        if waiting > _MAX_WAITING_ROWS and len(leaving) == self.row_count:
            # Only rows that were never on screen may be skipped.
            self._keep_dropped(layout.drop_before(layout.first_row + waiting))
        else:
            self._keep_dropped(layout.drop_numbered(leaving))

    def _find_leaving(self, rows: Sequence[LaidRow]) -> list[LaidRow]:
        """Return the rows on screen that have to leave for those that wait.

        If each lane keeps a row, the row that a lane is filling stays. Where that would stop the
        rows below, such as on a screen with fewer rows than lanes, the oldest leave regardless.
        """
        waiting = self._waiting_count
        if not waiting:
            return []
        kept = self._layout.find_last_rows() if self._keeps_lanes else set()
        others = [row for row in rows if row.number not in kept]
        return (others or list(rows))[:waiting]
