"""Common base of the displays that show the rows of a layout."""

from collections.abc import Iterable, Mapping

from typing_extensions import override

from captions.model.layout.leaving_rows import LeavingRows
from captions.model.layout.row_layout import RowLayout
from captions.model.layout.style import CaptionStyle
from captions.model.row_fitter import RowFitter
from captions.model.rows import NO_LABELS, CaptionDisplay, EarlierRows, Measure, Row, TextRun
from captions.model.transcript import Transcript


class RowDisplay(CaptionDisplay):
    """Lays out a transcript in rows; subclasses decide which of them are on screen."""

    def __init__(
        self, style: CaptionStyle, fitter: RowFitter, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Create a display with an empty screen.

        Args:
            style: number of rows, hold time of a full page, and when words turn white.
            fitter: the row width and how to measure it.
            labels: speaker names by lane; rows of a lane without a name have no label.
        """
        self._layout = RowLayout(
            fitter, labels, until_commit=style.until_commit, starts_rows=style.starts_rows
        )
        self.row_count = style.rows
        self.earlier_rows = EarlierRows()
        self._hold = style.hold
        self._keeps_lanes = style.keeps_lanes

    @override
    def settle_words(self) -> None:
        self._layout.fix_before(self._layout.end_row)

    @override
    def skip_committed(self, transcript: Transcript) -> None:
        self._layout.skip_committed(transcript)


class HeldRowDisplay(RowDisplay):
    """Shows consecutive rows, and holds each until all of its words have been seen in white."""

    next_deadline: float | None = None
    _leaving: LeavingRows
    _top_row: int | None
    """Number of the first row shown; None to show the last rows."""

    def __init__(
        self, style: CaptionStyle, fitter: RowFitter, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Create a display with an empty screen; see `RowDisplay`."""
        super().__init__(style, fitter, labels)
        self._start_screen(0)

    @override
    def clear(self) -> None:
        shown = self._layout.get_rows(self._layout.first_row, self.row_count)
        self._keep_dropped([row.row for row in shown])
        self._layout.reset()
        self._start_screen(self._layout.first_row)
        self.next_deadline = None

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        fitter, words = RowFitter(measure, width), self._layout.count_words()
        self._layout = self._layout.rebuilt(fitter)
        # The rows that are laid out again include some that had left the screen.
        repeated = self._layout.count_words() - words
        self.earlier_rows.resize(fitter.refill_rows, repeated)
        self.row_count = rows
        self._start_screen(None)

    def _keep_dropped(self, rows: Iterable[Row]) -> None:
        """Keep rows that have left the screen, all of whose words are final."""
        self.earlier_rows.add_rows(
            Row((TextRun(row.text, settled=True),), row.lane, row.speaker) for row in rows
        )

    def _start_screen(self, top_row: int | None) -> None:
        """Start with an empty screen whose first row has a number; None for the last rows."""
        self._top_row = top_row
        self._leaving = LeavingRows()
