"""Paints captions and the status line.

Each row is rendered to an image once and copied afterwards. A frame with one new word lays out one
row. The layers from bottom to top are the window, the background of the rows, and the letters with
their edges. The status line is on the inner side of the captions (above captions at the bottom of
the screen). There it cannot be mistaken for speech, and does not move the captions.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGlyphRun, QImage, QPainter, QPainterPath

from captions.model.rows import NO_LABELS, Row, Rows, TextRun
from captions.ui.overlay.look import OverlayLook
from captions.ui.overlay.painting.lane_marks import NO_SPEAKER, LaneMarks, RowSpeaker
from captions.ui.overlay.painting.row_backgrounds import join_backgrounds
from captions.ui.overlay.painting.status_marks import MarkedStatus, StatusMarks
from captions.ui.text.glyphs import GlyphAtlas, GlyphColour
from captions.ui.text.typeset import TypesetLine, Typesetter
from captions.wording.status import Light

_MAX_PICTURES = 24
_UNDERLINE_SCALE = 0.06
"""Thickness of the line below alert words, as a fraction of the height of a row."""


class OverlayScene(NamedTuple):
    """Everything visible in the overlay."""

    rows: Rows = ()
    status: str = ""
    light: Light = "waiting"
    """Colour of the dot beside the status text."""
    sample_mark: str = ""
    """Text that marks the rows as a sample; empty for speech."""

    @property
    def marked_status(self) -> MarkedStatus:
        """The texts beside the captions."""
        return MarkedStatus(self.sample_mark, self.status, self.light)


class _RowPicture(NamedTuple):
    """Image of a row's letters and edges, and the position of its content in the row."""

    image: QImage
    left: float
    width: float


class CaptionPainter:
    """Paints scenes into an area of fixed size, aligned to its bottom or its top."""

    def __init__(
        self,
        look: OverlayLook,
        row_width: float,
        rows: int,
        *,
        at_bottom: bool,
        labels: Mapping[str, str] = NO_LABELS,
    ) -> None:
        """Create a painter.

        Args:
            look: appearance of the overlay.
            row_width: width of a row in logical pixels, without the column of the speakers.
            rows: maximum number of rows.
            at_bottom: True if the captions are aligned to the bottom of the area.
            labels: name of each lane; empty with a single lane.
        """
        self._look = look
        self._row_width = row_width
        self._at_bottom = at_bottom
        self._marks = LaneMarks(look, labels)
        self._typesetter = Typesetter(look.font, upper_case=look.upper_case)
        self._atlas = GlyphAtlas(look.edge)
        self._scale = 1.0
        self._pictures: OrderedDict[tuple[tuple[TextRun, ...], RowSpeaker], _RowPicture] = (
            OrderedDict()
        )
        width = round(row_width) + self._marks.width + 2 * look.pad_x
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
        self._bleed = max(look.row_height // 2, math.ceil(look.edge.reach) + 1)
        """Margin around a row's image for edges and tall accents, in logical pixels."""

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._typesetter.measure(text)

    @property
    def speaker_width(self) -> int:
        """Width of the column of the speakers in logical pixels; 0 with a single lane."""
        return self._marks.width

    def painted_areas(self, scene: OverlayScene) -> list[QRectF]:
        """Return the rectangles that a scene covers; none for a scene without text."""
        if self._look.key is not None:
            return [QRectF(QPointF(), self.size.toSizeF())]
        areas = (self.caption_box(scene.rows), self._status_area(scene))
        return [area for area in areas if not area.isEmpty()]

    def paint(self, painter: QPainter, scene: OverlayScene) -> None:
        """Paint a scene onto a transparent area of `size`.

        With a key colour, there is no status line: everything in the window goes on air.
        """
        self._apply_scale(painter.device().devicePixelRatioF())
        if self._look.key is not None:
            painter.fillRect(QRectF(QPointF(), self.size.toSizeF()), self._look.key)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, status_area = self.caption_box(scene.rows), self._status_area(scene)
        if not box.isEmpty():
            self._paint_rows(painter, box, scene.rows)
        if not status_area.isEmpty():
            self._status_line.paint(painter, status_area, scene.marked_status)

    def _box_height(self, rows: int) -> int:
        return rows * self._look.row_height + 2 * self._look.pad_y

    def caption_box(self, rows: Rows) -> QRectF:
        """Return the rectangle around some rows; it is empty without words."""
        if not any(row.text for row in rows):
            return QRectF()
        height = self._box_height(len(rows))
        top = self.size.height() - height if self._at_bottom else 0
        return QRectF(0, top, self.size.width(), height)

    def _status_area(self, scene: OverlayScene) -> QRectF:
        if not scene.marked_status or self._look.key is not None:
            return QRectF()
        size = self._status_line.compute_size(scene.marked_status)
        box = self.caption_box(scene.rows)
        offset = 0.0 if box.isEmpty() else box.height() + self._look.status_gap
        top = self.size.height() - offset - size.height() if self._at_bottom else offset
        left = self._inset + self._left_margin(self.size.width() - 2 * self._inset - size.width())
        return QRectF(QPointF(round(left), round(top)), size)

    def _apply_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._atlas = GlyphAtlas(self._look.edge.scaled(scale))
            self._pictures.clear()

    def _paint_rows(self, painter: QPainter, box: QRectF, rows: Rows) -> None:
        look = self._look
        window = QPainterPath()
        window.addRoundedRect(box, look.radius, look.radius)
        _fill_path(painter, window, look.window)
        first = box.topLeft() + QPointF(look.pad_x, look.pad_y)
        placed = [
            (first + QPointF(0, number * look.row_height), self._get_picture(row, speaker))
            for number, (row, speaker) in enumerate(
                zip(rows, self._marks.find_speakers(rows), strict=True)
            )
            if row.text
        ]
        if look.background.alpha():
            backgrounds = [self._row_background(corner, picture) for corner, picture in placed]
            _fill_path(
                painter,
                join_backgrounds(backgrounds, look.background_pad_y, look.radius),
                look.background,
            )
        painter.setOpacity(look.text_opacity)
        for corner, picture in placed:
            painter.drawImage(corner - QPointF(self._bleed, self._bleed), picture.image)
        painter.setOpacity(1)

    def _row_background(self, corner: QPointF, picture: _RowPicture) -> QRectF:
        pad = self._look.background_pad_x
        left = corner.x() + picture.left - pad
        return QRectF(left, corner.y(), picture.width + 2 * pad, self._look.row_height)

    def _get_picture(self, row: Row, speaker: RowSpeaker) -> _RowPicture:
        key = (row.runs, speaker)
        if key in self._pictures:
            self._pictures.move_to_end(key)
        else:
            self._pictures[key] = self._draw_row(row, speaker)
            if len(self._pictures) > _MAX_PICTURES:
                self._pictures.popitem(last=False)
        return self._pictures[key]

    def _draw_row(self, row: Row, speaker: RowSpeaker = NO_SPEAKER) -> _RowPicture:
        look, scale, bleed = self._look, self._scale, self._bleed
        image = QImage(
            round((self._row_width + self._marks.width + 2 * bleed) * scale),
            round((look.row_height + 2 * bleed) * scale),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        line = self._typesetter.typeset_row(row)
        left = self._marks.width + self._line_left(line)
        origin = QPointF(left + bleed, look.baseline + bleed) - line.baseline
        coloured_runs = (
            GlyphColour(line.committed, look.committed),
            GlyphColour(line.partial, look.partial),
            GlyphColour(line.alerts, look.alert),
        )
        painter = QPainter(image)
        for run in line.alerts:
            self._underline_run(painter, origin, run)
        self._atlas.paint(painter, origin * scale, scale, coloured_runs)
        self._marks.paint(painter, QPointF(bleed, bleed), speaker, scale)
        painter.end()
        image.setDevicePixelRatio(scale)
        if self._marks.width:  # The background begins with the column, not with the words.
            return _RowPicture(image, 0.0, left + line.width)
        return _RowPicture(image, left, line.width)

    def _underline_run(self, painter: QPainter, origin: QPointF, run: QGlyphRun) -> None:
        """Paint a line below a run, with an edge, so that its colour is not all that differs."""
        look = self._look
        bounds = run.boundingRect()
        thickness = max(1.0, look.row_height * _UNDERLINE_SCALE)
        gap = thickness + (look.edge.width if look.edge.is_visible else 0)
        top = origin.y() + run.positions()[0].y() + gap
        line = QRectF(origin.x() + bounds.left(), top, bounds.width(), thickness)
        painter.save()
        painter.scale(self._scale, self._scale)
        if look.edge.is_visible:
            width = look.edge.width
            painter.fillRect(line.adjusted(-width, -width, width, width), look.edge.colour)
        painter.fillRect(line, look.alert)
        painter.restore()

    def _line_left(self, line: TypesetLine) -> float:
        """Return the left position of a line in its row."""
        return self._left_margin(self._row_width - line.width, right_to_left=line.is_right_to_left)

    def _left_margin(self, spare: float, *, right_to_left: bool = False) -> float:
        """Return the part of the spare width to leave on the left."""
        match self._look.align:
            case "centre":
                return spare / 2
            case "left" if not right_to_left:
                return 0.0
            case _:
                return spare


def _fill_path(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    if colour.alpha():
        painter.fillPath(path, colour)
