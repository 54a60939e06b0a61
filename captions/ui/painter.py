"""Paints captions and the status line: values in, pixels out.

A row becomes a picture once, when it is first seen, and is copied from then on; so a frame in which
one word is new lays out one row. From below come the window, the background of the rows, and the
letters with their edges. The status line stands on the inner side of the captions (above those that
are at the bottom), so that it neither looks like speech nor moves it.
"""

import math
from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath

from captions.model.rows import Row, Rows
from captions.ui.bands import joined
from captions.ui.glyphs import GlyphAtlas, Ink
from captions.ui.look import Look
from captions.ui.pill import StatusPill
from captions.ui.typeset import Line, Typesetter
from captions.wording.status import Light

_PICTURES_KEPT = 24


class Scene(NamedTuple):
    """What is to be seen."""

    rows: Rows = ()
    status: str = ""
    light: Light = "waiting"
    """The state that the status tells of."""


class _Picture(NamedTuple):
    """A row's letters and edges, and where they stand in the row."""

    image: QImage
    left: float
    width: float


class CaptionPainter:
    """Paints scenes into an area of fixed size, at its bottom or its top."""

    def __init__(self, look: Look, row_width: float, rows: int, *, at_bottom: bool) -> None:
        """The area has room for ``rows`` rows, each ``row_width`` logical pixels wide."""
        self._look = look
        self._row_width = row_width
        self._at_bottom = at_bottom
        self._typesetter = Typesetter(look.font, upper_case=look.upper_case)
        self._atlas = GlyphAtlas(look.edge)
        self._scale = 1.0
        self._pictures: OrderedDict[tuple[str, str], _Picture] = OrderedDict()
        width = round(row_width) + 2 * look.pad_x
        self._inset = 0 if look.window.alpha() else look.pad_x - look.band_x
        """From the side of the area to the outermost ground that can be seen."""
        self._pill = StatusPill(look, width - 2 * self._inset)
        self.size = QSize(width, self._box_height(rows) + look.gap + self._pill.most_height)
        """Logical pixels."""
        self._bleed = max(look.row_height // 2, math.ceil(look.edge.reach) + 1)
        """Room around a row's picture for edges and tall accents, in logical pixels."""

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._typesetter.measure(text)

    def areas(self, scene: Scene) -> list[QRectF]:
        """Return the rectangles that a scene covers; none for a scene without text."""
        found = (self._box(scene.rows), self._status_area(scene))
        return [area for area in found if not area.isEmpty()]

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint a scene onto a transparent area of `size`."""
        self._use_scale(painter.device().devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, status_area = self._box(scene.rows), self._status_area(scene)
        if not box.isEmpty():
            self._paint_rows(painter, box, scene.rows)
        if not status_area.isEmpty():
            self._pill.paint(painter, status_area, scene.status, scene.light)

    def _box_height(self, rows: int) -> int:
        return rows * self._look.row_height + 2 * self._look.pad_y

    def _box(self, rows: Rows) -> QRectF:
        if not any(row.text for row in rows):
            return QRectF()
        height = self._box_height(len(rows))
        top = self.size.height() - height if self._at_bottom else 0
        return QRectF(0, top, self.size.width(), height)

    def _status_area(self, scene: Scene) -> QRectF:
        if not scene.status:
            return QRectF()
        size = self._pill.size(scene.status)
        box = self._box(scene.rows)
        room = 0.0 if box.isEmpty() else box.height() + self._look.gap
        top = self.size.height() - room - size.height() if self._at_bottom else room
        left = self._inset + self._aligned(self.size.width() - 2 * self._inset - size.width())
        return QRectF(QPointF(round(left), round(top)), size)

    def _use_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._atlas = GlyphAtlas(self._look.edge.scaled(scale))
            self._pictures.clear()

    def _paint_rows(self, painter: QPainter, box: QRectF, rows: Rows) -> None:
        look = self._look
        window = QPainterPath()
        window.addRoundedRect(box, look.radius, look.radius)
        _fill(painter, window, look.window)
        first = box.topLeft() + QPointF(look.pad_x, look.pad_y)
        placed = [
            (first + QPointF(0, number * look.row_height), self._picture(row))
            for number, row in enumerate(rows)
            if row.text
        ]
        if look.background.alpha():
            bands = [self._band(corner, picture) for corner, picture in placed]
            _fill(painter, joined(bands, look.band_y, look.radius), look.background)
        painter.setOpacity(look.text_opacity)
        for corner, picture in placed:
            painter.drawImage(corner - QPointF(self._bleed, self._bleed), picture.image)
        painter.setOpacity(1)

    def _band(self, corner: QPointF, picture: _Picture) -> QRectF:
        beside = self._look.band_x
        left = corner.x() + picture.left - beside
        return QRectF(left, corner.y(), picture.width + 2 * beside, self._look.row_height)

    def _picture(self, row: Row) -> _Picture:
        settled = "".join(run.text for run in row.runs if run.settled)
        key = (settled, row.text)
        if key in self._pictures:
            self._pictures.move_to_end(key)
        else:
            self._pictures[key] = self._draw_row(row)
            if len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return self._pictures[key]

    def _draw_row(self, row: Row) -> _Picture:
        look, scale, bleed = self._look, self._scale, self._bleed
        image = QImage(
            round((self._row_width + 2 * bleed) * scale),
            round((look.row_height + 2 * bleed) * scale),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        line = self._typesetter.line(row)
        left = self._left(line)
        origin = QPointF(left + bleed, look.baseline + bleed) - line.baseline
        inks = (Ink(line.committed, look.committed), Ink(line.partial, look.partial))
        painter = QPainter(image)
        self._atlas.paint(painter, origin * scale, scale, inks)
        painter.end()
        image.setDevicePixelRatio(scale)
        return _Picture(image, left, line.width)

    def _left(self, line: Line) -> float:
        """Return where a line starts in its row."""
        return self._aligned(self._row_width - line.width, from_right=line.from_right)

    def _aligned(self, spare: float, *, from_right: bool = False) -> float:
        """Return how much of some spare width is to be on the left."""
        match self._look.align:
            case "centre":
                return spare / 2
            case "left" if not from_right:
                return 0.0
            case _:
                return spare


def _fill(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    if colour.alpha():
        painter.fillPath(path, colour)
