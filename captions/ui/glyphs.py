"""Glyphs as ready pictures, so that text with edges is painted by copying.

Stroking the outline of a row's letters takes tens of milliseconds a frame; copying one picture of
each letter's edge and one of its face takes less than one. A glyph is drawn once for each font,
colour, scale and quarter of a pixel that it stands at; those not used for longest are forgotten.
All distances here are device pixels.
"""

import math
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import (
    QColor,
    QGlyphRun,
    QImage,
    QPainter,
    QPainterPath,
    QRawFont,
    QTransform,
)

from captions.ui.edges import Edge

GLYPHS_KEPT = 3000
PHASES = 4
"""How many places within a pixel a glyph may start at; fewer look unevenly spaced."""
_COLOUR_TABLES = ("CBLC", "COLR", "sbix", "SVG ")

Draw = Callable[[QPainter, QPainterPath], None]


class Ink(NamedTuple):
    """The colour of some runs of glyphs."""

    runs: Iterable[QGlyphRun]
    colour: QColor


class _Picture(NamedTuple):
    image: QImage
    left: int
    top: int


class _Placed(NamedTuple):
    """A glyph and the pixel that its origin falls into."""

    font: QRawFont
    name: tuple[object, ...]
    glyph: int
    phase: int
    x: int
    y: int


class GlyphAtlas:
    """Paints glyph runs with an edge below every letter."""

    def __init__(self, edge: Edge) -> None:
        """The width of ``edge`` is in device pixels."""
        self._edge = edge
        self._pictures: OrderedDict[tuple[object, ...], _Picture | None] = OrderedDict()
        self._coloured: dict[tuple[object, ...], bool] = {}

    def paint(self, painter: QPainter, origin: QPointF, scale: float, inks: Iterable[Ink]) -> None:
        """Paint runs whose origin falls on ``origin``: first all edges, then all faces.

        Args:
            painter: onto a picture whose units are device pixels.
            origin: in device pixels.
            scale: device pixels to a logical pixel.
            inks: the runs, in logical pixels.
        """
        faces: list[tuple[_Placed, QColor]] = []
        for runs, colour in inks:
            for run in runs:
                name = self._atlas_name(run.rawFont(), scale)
                if name is None:
                    _draw_run(painter, run, origin, scale, colour)
                    continue
                faces.extend((placed, colour) for placed in _place(run, name, origin, scale))
        if self._edge.visible:
            for placed, _ in faces:
                self._copy(painter, placed, "edge", self._edge.draw)
        for placed, colour in faces:
            self._copy(painter, placed, colour.rgba(), _face(colour))

    def _copy(self, painter: QPainter, placed: _Placed, kind: str | int, draw: Draw) -> None:
        key = (placed.name, placed.glyph, placed.phase, kind)
        if key in self._pictures:
            self._pictures.move_to_end(key)
        else:
            self._pictures[key] = self._drawn(placed, draw)
            if len(self._pictures) > GLYPHS_KEPT:
                self._pictures.popitem(last=False)
        picture = self._pictures[key]
        if picture is not None:
            painter.drawImage(placed.x + picture.left, placed.y + picture.top, picture.image)

    def _drawn(self, placed: _Placed, draw: Draw) -> _Picture | None:
        scale = float(str(placed.name[-1]))
        shape = QTransform.fromScale(scale, scale).map(placed.font.pathForGlyph(placed.glyph))
        if shape.isEmpty():
            return None
        shape.translate(placed.phase / PHASES, 0)
        reach = math.ceil(self._edge.reach) + 1
        bounds = shape.boundingRect().toAlignedRect().adjusted(-reach, -reach, reach, reach)
        image = QImage(bounds.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-bounds.left(), -bounds.top())
        draw(painter, shape)
        painter.end()
        return _Picture(image, bounds.left(), bounds.top())

    def _atlas_name(self, font: QRawFont, scale: float) -> tuple[object, ...] | None:
        """Name a font at a scale; None if only Qt itself can draw its glyphs."""
        # WORKAROUND(Qt 6.11.3): where no installed font has a script, Qt's stand-in for one says
        # that it is valid, has a negative size, and crashes when asked for its name.
        if font.pixelSize() <= 0:
            return None
        name = (font.familyName(), font.styleName(), font.pixelSize(), scale)
        # WORKAROUND(PySide6 6.11.3, 6.12.0): asking a colour font for the path of a glyph that it
        # has not drawn yet leaves that glyph blank for good, so such fonts are never asked.
        if name not in self._coloured:
            self._coloured[name] = any(
                not font.fontTable(table).isEmpty() for table in _COLOUR_TABLES
            )
        return None if self._coloured[name] else name


def _place(
    run: QGlyphRun, name: tuple[object, ...], origin: QPointF, scale: float
) -> Iterable[_Placed]:
    font = run.rawFont()
    for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
        x = round((origin.x() + at.x() * scale) * PHASES)
        y = round(origin.y() + at.y() * scale)
        yield _Placed(font, name, glyph, x % PHASES, x // PHASES, y)


def _face(colour: QColor) -> Draw:
    def draw(painter: QPainter, shape: QPainterPath) -> None:
        painter.fillPath(shape, colour)

    return draw


def _draw_run(
    painter: QPainter, run: QGlyphRun, origin: QPointF, scale: float, colour: QColor
) -> None:
    painter.save()
    painter.translate(origin)
    painter.scale(scale, scale)
    painter.setPen(colour)
    painter.drawGlyphRun(QPointF(), run)
    painter.restore()
