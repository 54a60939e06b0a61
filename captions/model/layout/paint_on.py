"""Paint-on captions: words appear in place, on a page that is replaced when it is full.

A full page stays until its last words can be read and all of its words are white (see
`leaving_rows`); meanwhile the next words wait. If words of a hypothesis are withdrawn, their place
stays empty.
"""

from typing_extensions import override

from captions.model import reading_time
from captions.model.layout.leaving_rows import LeavingRows
from captions.model.layout.row_display import HeldRowDisplay
from captions.model.rows import Row, Rows
from captions.model.transcript import Transcript


class PaintOn(HeldRowDisplay):
    """Shows the pages of a transcript one after another."""

    _full_since: float | None
    """When the first words for the next page arrived, or when this page appeared if they were
    already waiting."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        layout = self._layout
        layout.update(transcript)
        pages = max(0, layout.end_row - 1 - layout.first_row) // self.row_count
        top = layout.first_row + pages * self.row_count if self._top_row is None else self._top_row
        if self._leaving.is_overdue(now):
            layout.fix_before(top + self.row_count)
        self._top_row = top = self._choose_page(top, now)
        self._keep_dropped(layout.drop_before(top))
        rows = layout.get_rows(top, self.row_count)
        page = self._leaving.record_shown(rows, rows if self._is_full(top) else (), now)
        self.next_deadline = self._compute_deadline(top)
        # Reserve all rows from the first word on, so that no row moves when the next one begins.
        return (*page, *(Row() for _ in range(self.row_count - len(page)))) if page else ()

    @override
    def _start_screen(self, top_row: int | None) -> None:
        super()._start_screen(top_row)
        self._leaving = LeavingRows(self.row_count)
        self._full_since = None

    def _is_full(self, top: int) -> bool:
        """Return True if words wait for the page after the one that starts with row ``top``."""
        return self._layout.end_row - top > self.row_count

    def _choose_page(self, top: int, now: float) -> int:
        """Return the first row of the page to show: the current page or the next one."""
        if not self._is_full(top):
            self._full_since = None
            return top
        if self._full_since is None:
            self._full_since = now
        rows = self._layout.get_rows(top, self.row_count)
        removable = self._leaving.find_removable(rows, now)
        if now < self._page_read_time(top, self._full_since) or len(removable) < self.row_count:
            return top
        top += self.row_count
        self._full_since = now if self._is_full(top) else None
        return top

    def _page_read_time(self, top: int, full_since: float) -> float:
        """Return when the user has had time to read a full page."""
        waiting = (self._layout.end_row - 1 - top) // self.row_count * self._hold
        return full_since + reading_time.display_seconds(self._hold, waiting)

    def _compute_deadline(self, top: int) -> float | None:
        """Return when the next page may appear without another event."""
        if self._leaving.next_deadline is None or self._full_since is None:
            return None
        return max(self._page_read_time(top, self._full_since), self._leaving.next_deadline)
