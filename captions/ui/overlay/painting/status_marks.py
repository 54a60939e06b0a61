"""The status line, and before it the mark of sample captions on a background of its own.

The mark does not belong to the status: beside an error, it must not say that the error is a sample.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QPainter

from captions.ui.overlay.look import OverlayLook
from captions.ui.overlay.painting.status_line import StatusLine
from captions.wording.status import Light


class MarkedStatus(NamedTuple):
    """The texts beside the captions."""

    mark: str = ""
    """Text that marks the captions as a sample; empty for speech."""
    text: str = ""
    light: Light = "waiting"
    """Colour of the dot beside the status text."""

    def __bool__(self) -> bool:
        """Return True if there is anything to show."""
        return bool(self.mark or self.text)


class StatusMarks:
    """Paints the mark and the status side by side."""

    def __init__(self, look: OverlayLook, width: float, *, at_bottom: bool) -> None:
        """Create a status line.

        Args:
            look: appearance of the overlay.
            width: maximum width in logical pixels.
            at_bottom: True if the captions are below the status.
        """
        self._look = look
        self._width = width
        self._at_bottom = at_bottom
        self._mark_line = StatusLine(look, width, has_dot=False)
        self._status_lines = {0.0: StatusLine(look, width)}
        """Status lines by the width of the mark before them: one for each language at most."""
        self.max_height = self._status_lines[0.0].max_height
        """Maximum height in logical pixels."""

    def compute_size(self, status: MarkedStatus) -> QSizeF:
        """Return the size of the mark and the status in logical pixels."""
        mark, text = self._compute_sizes(status)
        return QSizeF(mark.width() + text.width(), max(mark.height(), text.height()))

    def paint(self, painter: QPainter, area: QRectF, status: MarkedStatus) -> None:
        """Paint into an area of the size from `compute_size`."""
        mark, text = self._compute_sizes(status)
        if status.mark:
            size = self._mark_line.compute_size(status.mark)
            place = QRectF(self._find_corner(area, size.height()), size)
            self._mark_line.paint(painter, place, status.mark, status.light)
        if status.text:
            corner = self._find_corner(area, text.height()) + QPointF(mark.width(), 0)
            line = self._get_line(mark.width())
            line.paint(painter, QRectF(corner, text), status.text, status.light)

    def _find_corner(self, area: QRectF, height: float) -> QPointF:
        """Return the top left corner of something at the side of the captions."""
        top = area.bottom() - height if self._at_bottom else area.top()
        return QPointF(area.left(), top)

    def _compute_sizes(self, status: MarkedStatus) -> tuple[QSizeF, QSizeF]:
        """Return the size of the mark with the gap after it, and that of the status."""
        mark = text = QSizeF(0, 0)
        if status.mark:
            mark = self._mark_line.compute_size(status.mark)
        if status.mark and status.text:
            mark += QSizeF(self._look.status_gap, 0)
        if status.text:
            text = self._get_line(mark.width()).compute_size(status.text)
        return mark, text

    def _get_line(self, mark_width: float) -> StatusLine:
        if mark_width not in self._status_lines:
            self._status_lines[mark_width] = StatusLine(self._look, self._width - mark_width)
        return self._status_lines[mark_width]
