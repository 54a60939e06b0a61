"""Paints captions, their translation and the status line.

The layers from bottom to top are the window, the background of the rows, and the letters with
their edges. The status line is on the inner side of the captions (above captions at the bottom of
the screen). There it cannot be mistaken for speech, and does not move the captions. The rows of the
translation have a fixed space below those of the original, so neither moves the other.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath

from captions.model.rows import Measure, Rows
from captions.ui.overlay.look import left_margin
from captions.ui.overlay.painting.painter_shape import PainterShape
from captions.ui.overlay.painting.row_painter import RowPainter, fill_path
from captions.ui.overlay.painting.status_marks import MarkedStatus, StatusMarks
from captions.wording.status import Light


class OverlayScene(NamedTuple):
    """Everything visible in the overlay."""

    rows: Rows = ()
    status: str = ""
    light: Light = "waiting"
    """Colour of the dot beside the status text."""
    sample_mark: str = ""
    """Text that marks the rows as a sample; empty for speech."""
    translation: Rows = ()
    """Rows of the translation, below the others."""

    @property
    def has_words(self) -> bool:
        """True if there are captions."""
        return any(row.text for row in (*self.rows, *self.translation))

    @property
    def marked_status(self) -> MarkedStatus:
        """The texts beside the captions."""
        return MarkedStatus(self.sample_mark, self.status, self.light)


class RowsLayout(NamedTuple):
    """How some rows are laid out."""

    measure: Measure
    width: float
    """Width of a row in logical pixels."""
    rows: int
    """Maximum number of rows."""


class CaptionPainter:
    """Paints scenes into an area of fixed size, aligned to its bottom or its top."""

    def __init__(self, shape: PainterShape) -> None:
        look, row_width, rows, at_bottom, labels, strip = shape
        self._look = look
        self._row_width = row_width
        self._at_bottom = at_bottom
        self._rows = RowPainter(look, row_width, dict(labels))
        self._strip = strip
        self._translation = (
            None
            if strip is None
            else RowPainter(strip.look, strip.row_width, dict(strip.labels), strip.column_width)
        )
        width = round(row_width) + self._rows.speaker_width + 2 * look.pad_x
        self._inset = 0 if look.window.alpha() else look.pad_x - look.background_pad_x
        """Distance from the side of the area to the outermost visible background, in logical
        pixels."""
        self._status_line = StatusMarks(look, width - 2 * self._inset, at_bottom=at_bottom)
        self.size = QSize(
            width, self._box_height(rows) + look.status_gap + self._status_line.max_height
        )
        """Size of the area in logical pixels."""
        self.box_size = QSize(width, self._box_height(rows))
        """Size of the box around all rows."""

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._rows.measure(text)

    @property
    def translation_layout(self) -> RowsLayout:
        """How to lay out the rows of the translation, as wide as those of the captions."""
        if self._strip is None or self._translation is None:
            return RowsLayout(self._rows.measure, self._row_width, 1)
        return RowsLayout(self._translation.measure, self._strip.row_width, self._strip.rows)

    @property
    def speaker_width(self) -> int:
        """Width of the column of the speakers in logical pixels; 0 with a single lane."""
        return self._rows.speaker_width

    def painted_areas(self, scene: OverlayScene) -> list[QRectF]:
        """Return the rectangles that a scene covers; none for a scene without text."""
        if self._look.key is not None:
            return [QRectF(QPointF(), self.size.toSizeF())]
        areas = (self.caption_box(scene), self._status_area(scene))
        return [area for area in areas if not area.isEmpty()]

    def paint(self, painter: QPainter, scene: OverlayScene) -> None:
        """Paint a scene onto a transparent area of `size`.

        With a key colour, there is no status line: everything in the window goes on air.
        """
        for rows in filter(None, (self._rows, self._translation)):
            rows.apply_scale(painter.device().devicePixelRatioF())
        if self._look.key is not None:
            painter.fillRect(QRectF(QPointF(), self.size.toSizeF()), self._look.key)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, status_area = self.caption_box(scene), self._status_area(scene)
        if not box.isEmpty():
            self._paint_box(painter, box, scene)
        if not status_area.isEmpty():
            self._status_line.paint(painter, status_area, scene.marked_status)

    def _box_height(self, rows: int) -> int:
        strip = 0 if self._strip is None else self._strip.height
        return rows * self._look.row_height + strip + 2 * self._look.pad_y

    def caption_box(self, scene: OverlayScene) -> QRectF:
        """Return the rectangle around the rows of a scene; it is empty without words."""
        if not scene.has_words:
            return QRectF()
        height = self._box_height(len(scene.rows))
        top = self.size.height() - height if self._at_bottom else 0
        return QRectF(0, top, self.size.width(), height)

    def _status_area(self, scene: OverlayScene) -> QRectF:
        if not scene.marked_status or self._look.key is not None:
            return QRectF()
        size = self._status_line.compute_size(scene.marked_status)
        box = self.caption_box(scene)
        offset = 0.0 if box.isEmpty() else box.height() + self._look.status_gap
        top = self.size.height() - offset - size.height() if self._at_bottom else offset
        spare = self.size.width() - 2 * self._inset - size.width()
        left = self._inset + left_margin(self._look, spare)
        return QRectF(QPointF(round(left), round(top)), size)

    def _paint_box(self, painter: QPainter, box: QRectF, scene: OverlayScene) -> None:
        look = self._look
        window = QPainterPath()
        window.addRoundedRect(box, look.radius, look.radius)
        fill_path(painter, window, look.window)
        first = box.topLeft() + QPointF(look.pad_x, look.pad_y)
        self._rows.paint(painter, first, scene.rows)
        if self._strip is not None and self._translation is not None:
            below = len(scene.rows) * look.row_height + self._strip.gap
            self._translation.paint(painter, first + QPointF(0, below), scene.translation)
