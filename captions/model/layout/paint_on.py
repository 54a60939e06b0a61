"""Paint-on captions: words appear in place, on a page that is replaced when it is full.

A full page stays until its last words can be read and all of its words are white (see
`leaving_rows`); meanwhile the next words wait. If words of a hypothesis are withdrawn, their place
stays empty.
"""

from collections.abc import Mapping

from typing_extensions import override

from captions.model import reading_time
from captions.model.layout.leaving_rows import LeavingRows
from captions.model.layout.row_fitter import RowFitter
from captions.model.layout.row_layout import RowLayout
from captions.model.layout.style import CaptionStyle
from captions.model.rows import NO_LABELS, CaptionDisplay, Measure, Row, Rows
from captions.model.transcript import Transcript


class PaintOn(CaptionDisplay):
    """Shows the pages of a transcript one after another."""

    next_deadline: float | None = None

    def __init__(
        self, style: CaptionStyle, fitter: RowFitter, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Create a display with an empty page.

        Args:
            style: rows per page, hold time of a full page, and when words turn white.
            fitter: the row width and how to measure it.
            labels: speaker names by lane; rows of a lane without a name have no label.
        """
        self._layout = RowLayout(fitter, labels, until_commit=style.until_commit)
        self._row_count = style.rows
        self._leaving = LeavingRows(self._row_count)
        self._hold = style.hold
        self._top_row: int | None = 0
        """Number of the first row of the page; `None` to show the last possible page."""
        self._full_since: float | None = None
        """When the first words for the next page arrived, or when this page appeared if they were
        already waiting."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        layout = self._layout
        layout.update(transcript)
        pages = max(0, layout.end_row - 1 - layout.first_row) // self._row_count
        top = layout.first_row + pages * self._row_count if self._top_row is None else self._top_row
        if self._leaving.is_overdue(now):
            layout.fix_before(top + self._row_count)
        self._top_row = top = self._choose_page(top, now)
        layout.drop_before(top)
        waiting = self._row_count if self._is_full(top) else 0
        page = self._leaving.record_shown(layout.get_rows(top, self._row_count), top, waiting, now)
        self.next_deadline = self._compute_deadline(top)
        # Reserve all rows from the first word on, so that no row moves when the next one begins.
        return (*page, *(Row() for _ in range(self._row_count - len(page)))) if page else ()

    @override
    def clear(self) -> None:
        self._layout.reset()
        self._top_row = self._layout.first_row
        self._full_since = self.next_deadline = None
        self._leaving = LeavingRows(self._row_count)

    @override
    def settle_words(self) -> None:
        self._layout.fix_before(self._layout.end_row)

    @override
    def skip_committed(self, transcript: Transcript) -> None:
        self._layout.skip_committed(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._layout = self._layout.rebuilt(RowFitter(measure, width))
        self._row_count = rows
        self._top_row = self._full_since = None
        self._leaving = LeavingRows(rows)

    def _is_full(self, top: int) -> bool:
        """Return True if words wait for the page after the one that starts with row ``top``."""
        return self._layout.end_row - top > self._row_count

    def _choose_page(self, top: int, now: float) -> int:
        """Return the first row of the page to show: the current page or the next one."""
        if not self._is_full(top):
            self._full_since = None
            return top
        if self._full_since is None:
            self._full_since = now
        removable = self._leaving.count_removable(
            self._layout.get_rows(top, self._row_count), top, now
        )
        if now < self._page_read_time(top, self._full_since) or removable < self._row_count:
            return top
        top += self._row_count
        self._full_since = now if self._is_full(top) else None
        return top

    def _page_read_time(self, top: int, full_since: float) -> float:
        """Return when the user has had time to read a full page."""
        waiting = (self._layout.end_row - 1 - top) // self._row_count * self._hold
        return full_since + reading_time.display_seconds(self._hold, waiting)

    def _compute_deadline(self, top: int) -> float | None:
        """Return when the next page may appear without another event."""
        if self._leaving.next_deadline is None or self._full_since is None:
            return None
        return max(self._page_read_time(top, self._full_since), self._leaving.next_deadline)
