"""Scrolling captions: a row of white words is final once it is full, and scrolls up.

Terminals show text in this way. Rows break as in roll-up captions. A row is emitted once, as soon
as it is white and complete. Only the rows after it, whose words may still change, are on display.
No text is replaced, so no hold time for reading is needed.
"""

from collections.abc import Callable, Mapping, Sequence

from typing_extensions import override

from captions.model.layout.row_display import RowDisplay
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.row_fitter import RowFitter
from captions.model.rows import NO_LABELS, Measure, Row, Rows
from captions.model.transcript import Transcript

_ROLL_UP = CaptionStyle()


class ScrollingDisplay(RowDisplay):
    """Shows the rows that may still change, and emits the final ones."""

    next_deadline = None

    def __init__(
        self,
        measure: Measure,
        width: float,
        on_finished: Callable[[Rows], None],
        labels: Mapping[str, str] = NO_LABELS,
        style: CaptionStyle = _ROLL_UP,
    ) -> None:
        """Create an empty display.

        Args:
            measure: returns the width of a text.
            width: width of a row, in the unit of ``measure``.
            on_finished: called once with each batch of final rows, in order.
            labels: speaker names by lane; rows of a lane without a name have no label.
            style: with pop-on, words appear only once they are committed.
        """
        self._fitter = RowFitter(measure, width)
        super().__init__(style, self._fitter, labels)
        self._on_finished = on_finished
        self._shows_partials = style.mode is not CaptionMode.POP_ON
        self._height = 0
        """Number of rows on display; a shrinking hypothesis leaves empty rows."""

    @override
    def show(self, transcript: Transcript, now: float = 0.0) -> Rows:
        layout = self._layout
        layout.update(transcript, partials=self._shows_partials)
        finished = layout.pop_finished()
        self._emit_finished(finished)
        shown = [laid.row for laid in layout.get_rows(layout.first_row, layout.end_row)]
        self._height = max(self._height - len(finished), len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))

    @override
    def clear(self) -> None:
        """Emit the row that is being filled; words that may still change stay on display."""
        self._emit_finished(self._layout.fixed_rows)
        self._layout = self._layout.continued_with(self._fitter, after_fixed=True)
        self._height = 0

    @override
    def resize(self, measure: Measure, width: float, rows: int = 0) -> None:
        """Lay out the current and all later words for a new row width; ``rows`` is ignored."""
        self._emit_finished(self._layout.pop_finished())
        self._fitter = RowFitter(measure, width)
        self._layout = self._layout.continued_with(self._fitter)
        self._height = 0

    def _emit_finished(self, rows: Sequence[Row]) -> None:
        if rows:
            self._on_finished(tuple(rows))
