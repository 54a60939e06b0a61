"""Paints captions and the status line: values in, pixels out.

A row becomes a picture once, when it is first seen, and is copied from then on; so a frame in which
one word is new lays out one row. The captions stand on a rounded box; the status line is a small
pill of its own on the box's inner side (above captions that stand at the bottom), so that it
neither looks like speech nor moves it.
"""

from collections import OrderedDict
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QTextLayout, QTextOption

from captions.model.rollup import Row, Rows
from captions.ui.glyphs import GlyphAtlas, Ink
from captions.ui.look import STATUS_DOTS, Light, Look
from captions.ui.typeset import Typesetter, clean

STATUS_LINES = 3
"""More of a status is cut off."""
MIN_STATUS_OPACITY = 0.8
"""The status stays readable even where captions have no background."""
_PICTURES_KEPT = 24


class Scene(NamedTuple):
    """What is to be seen."""

    rows: Rows = ()
    status: str = ""
    light: Light = "waiting"
    """The state that the status tells of."""


class _Status(NamedTuple):
    layout: QTextLayout
    width: float
    height: float


class CaptionPainter:
    """Paints scenes into an area of fixed size, at its bottom or its top."""

    def __init__(self, look: Look, row_width: float, rows: int, *, at_bottom: bool) -> None:
        """The area has room for ``rows`` rows, each ``row_width`` logical pixels wide."""
        self._look = look
        self._row_width = row_width
        self._at_bottom = at_bottom
        self._typesetter = Typesetter(look.font)
        self._status_metrics = QFontMetricsF(look.status_font)
        self._atlas = GlyphAtlas(look.outline, look.outline_width)
        self._scale = 1.0
        self._pictures: OrderedDict[tuple[str, str], QImage] = OrderedDict()
        self._status: tuple[str, _Status] | None = None
        height = self._box_height(rows) + look.gap + self._pill_height(STATUS_LINES)
        self.size = QSize(round(row_width) + 2 * look.pad_x, height)
        """Logical pixels."""
        self._bleed = max(look.row_height // 2, round(look.outline_width) + 1)
        """Room around a row's picture for rims and tall accents, in logical pixels."""

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._typesetter.measure(text)

    def areas(self, scene: Scene) -> list[QRectF]:
        """Return the rectangles that a scene covers; none for a scene without text."""
        return [area for area in (self._box(scene.rows), self._pill(scene)) if not area.isEmpty()]

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Paint a scene onto a transparent area of `size`."""
        self._use_scale(painter.device().devicePixelRatioF())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, pill = self._box(scene.rows), self._pill(scene)
        if not box.isEmpty():
            self._paint_ground(painter, box, self._look.background, self._look.radius)
            for number, row in enumerate(scene.rows):
                self._paint_row(painter, row, box.top() + self._look.pad_y, number)
        if not pill.isEmpty():
            self._paint_status(painter, pill, scene)

    def _box_height(self, rows: int) -> int:
        return rows * self._look.row_height + 2 * self._look.pad_y

    def _box(self, rows: Rows) -> QRectF:
        if not any(row.text for row in rows):
            return QRectF()
        height = self._box_height(len(rows))
        top = self.size.height() - height if self._at_bottom else 0
        return QRectF(0, top, self.size.width(), height)

    def _pill(self, scene: Scene) -> QRectF:
        if not scene.status:
            return QRectF()
        status = self._laid_out(scene.status)
        dot = self._status_metrics.height()
        width = min(float(self.size.width()), status.width + dot + 2 * self._status_pad)
        height = status.height + self._status_pad
        box = self._box(scene.rows)
        room = 0.0 if box.isEmpty() else box.height() + self._look.gap
        top = self.size.height() - room - height if self._at_bottom else room
        return QRectF(0, round(top), round(width), round(height))

    @property
    def _status_pad(self) -> int:
        return round(self._status_metrics.height() * 0.6)

    def _pill_height(self, lines: int) -> int:
        return round(lines * self._status_metrics.lineSpacing() + self._status_pad) + 1

    def _use_scale(self, scale: float) -> None:
        if scale != self._scale:
            self._scale = scale
            self._atlas = GlyphAtlas(self._look.outline, self._look.outline_width * scale)
            self._pictures.clear()

    def _paint_ground(self, painter: QPainter, area: QRectF, colour: QColor, radius: float) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(area, radius, radius)

    def _paint_row(self, painter: QPainter, row: Row, top: float, number: int) -> None:
        if row.text:
            at = QPointF(
                self._look.pad_x - self._bleed, top + number * self._look.row_height - self._bleed
            )
            painter.drawImage(at, self._picture(row))

    def _picture(self, row: Row) -> QImage:
        settled = "".join(run.text for run in row.runs if run.settled)
        key = (settled, row.text)
        if key in self._pictures:
            self._pictures.move_to_end(key)
        else:
            self._pictures[key] = self._draw_row(row)
            if len(self._pictures) > _PICTURES_KEPT:
                self._pictures.popitem(last=False)
        return self._pictures[key]

    def _draw_row(self, row: Row) -> QImage:
        look, scale, bleed = self._look, self._scale, self._bleed
        image = QImage(
            round((self._row_width + 2 * bleed) * scale),
            round((look.row_height + 2 * bleed) * scale),
            QImage.Format.Format_ARGB32_Premultiplied,
        )
        image.fill(Qt.GlobalColor.transparent)
        line = self._typesetter.line(row)
        left = self._row_width - line.width if line.from_right else 0.0
        origin = QPointF(left + bleed, look.baseline + bleed) - line.baseline
        inks = (Ink(line.committed, look.committed), Ink(line.partial, look.partial))
        painter = QPainter(image)
        self._atlas.paint(painter, origin * scale, scale, inks)
        painter.end()
        image.setDevicePixelRatio(scale)
        return image

    def _laid_out(self, status: str) -> _Status:
        if self._status is None or self._status[0] != status:
            self._status = (status, self._lay_out(clean(status)))
        return self._status[1]

    def _lay_out(self, status: str) -> _Status:
        layout = QTextLayout(status, self._look.status_font)
        layout.setTextOption(_wrapped())
        room = self.size.width() - self._status_metrics.height() - 2 * self._status_pad
        width = height = 0.0
        layout.beginLayout()
        for _ in range(STATUS_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += self._status_metrics.lineSpacing()
            width = max(width, line.naturalTextWidth())
        layout.endLayout()
        return _Status(layout, width, height)

    def _paint_status(self, painter: QPainter, area: QRectF, scene: Scene) -> None:
        ground = QColor(self._look.background)
        ground.setAlphaF(max(MIN_STATUS_OPACITY, ground.alphaF()))
        self._paint_ground(painter, area, ground, self._look.radius * 0.7)
        text_top = area.top() + self._status_pad / 2
        middle = text_top + self._status_metrics.lineSpacing() / 2
        radius = self._status_metrics.xHeight() * 0.42
        painter.setBrush(QColor(STATUS_DOTS[scene.light]))
        painter.drawEllipse(QPointF(self._status_pad + radius, middle), radius, radius)
        painter.setPen(self._look.committed)
        text_left = self._status_pad + self._status_metrics.height()
        self._laid_out(scene.status).layout.draw(painter, QPointF(text_left, text_top))


def _wrapped() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
