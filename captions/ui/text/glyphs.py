"""A cache of rendered glyphs, so that text with edges is painted by copying images.

Stroking the outline of a row's letters takes tens of milliseconds per frame. Copying one image of
each letter's edge and one of its face takes less than one. A glyph is rendered once for each font,
colour, scale and quarter-pixel offset. The cache evicts the least recently used glyphs. All
distances in this module are device pixels.
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

from captions.ui.text.letter_edges import LetterEdge

MAX_GLYPHS = 3000
SUBPIXEL_PHASES = 4
"""Number of horizontal subpixel positions of a glyph; with fewer, spacing looks uneven."""
_COLOUR_TABLES = ("CBLC", "COLR", "sbix", "SVG ")

DrawShape = Callable[[QPainter, QPainterPath], None]


class GlyphColour(NamedTuple):
    """Glyph runs and their colour."""

    runs: Iterable[QGlyphRun]
    colour: QColor


class _GlyphPicture(NamedTuple):
    image: QImage
    left: int
    top: int


class _PlacedGlyph(NamedTuple):
    """A glyph and the pixel that contains its origin."""

    font: QRawFont
    font_key: tuple[object, ...]
    glyph: int
    phase: int
    x: int
    y: int


class GlyphAtlas:
    """Paints glyph runs with an edge below every letter."""

    def __init__(self, edge: LetterEdge) -> None:
        """Create an empty cache.

        Args:
            edge: edge of the letters, with its width in device pixels.
        """
        self._edge = edge
        self._pictures: OrderedDict[tuple[object, ...], _GlyphPicture | None] = OrderedDict()
        self._colour_fonts: dict[tuple[object, ...], bool] = {}

    def paint(
        self, painter: QPainter, origin: QPointF, scale: float, coloured_runs: Iterable[GlyphColour]
    ) -> None:
        """Paint runs with their origin at ``origin``: first all edges, then all faces.

        Args:
            painter: paints onto an image in device pixels.
            origin: position in device pixels.
            scale: device pixels per logical pixel.
            coloured_runs: the runs and their colours, in logical pixels.
        """
        faces: list[tuple[_PlacedGlyph, QColor]] = []
        for runs, colour in coloured_runs:
            for run in runs:
                name = self._font_key(run.rawFont(), scale)
                if name is None:
                    _draw_run(painter, run, origin, scale, colour)
                    continue
                faces.extend((placed, colour) for placed in _place_glyphs(run, name, origin, scale))
        if self._edge.is_visible:
            for placed, _ in faces:
                self._paint_glyph(painter, placed, "edge", self._edge.draw)
        for placed, colour in faces:
            self._paint_glyph(painter, placed, colour.rgba(), _face_drawer(colour))

    def _paint_glyph(
        self, painter: QPainter, placed: _PlacedGlyph, kind: str | int, draw: DrawShape
    ) -> None:
        key = (placed.font_key, placed.glyph, placed.phase, kind)
        if key in self._pictures:
            self._pictures.move_to_end(key)
        else:
            self._pictures[key] = self._draw_glyph(placed, draw)
            if len(self._pictures) > MAX_GLYPHS:
                self._pictures.popitem(last=False)
        picture = self._pictures[key]
        if picture is not None:
            painter.drawImage(placed.x + picture.left, placed.y + picture.top, picture.image)

    def _draw_glyph(self, placed: _PlacedGlyph, draw: DrawShape) -> _GlyphPicture | None:
        scale = float(str(placed.font_key[-1]))
        shape = QTransform.fromScale(scale, scale).map(placed.font.pathForGlyph(placed.glyph))
        if shape.isEmpty():
            return None
        shape.translate(placed.phase / SUBPIXEL_PHASES, 0)
        reach = math.ceil(self._edge.reach) + 1
        bounds = shape.boundingRect().toAlignedRect().adjusted(-reach, -reach, reach, reach)
        image = QImage(bounds.size(), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-bounds.left(), -bounds.top())
        draw(painter, shape)
        painter.end()
        return _GlyphPicture(image, bounds.left(), bounds.top())

    def _font_key(self, font: QRawFont, scale: float) -> tuple[object, ...] | None:
        """Return the cache key of a font at a scale; None if only Qt can draw its glyphs."""
        # WORKAROUND(Qt 6.11.3): if no installed font supports a script, Qt's placeholder font
        # claims to be valid, has a negative size, and crashes when its name is read.
        if font.pixelSize() <= 0:
            return None
        name = (font.familyName(), font.styleName(), font.pixelSize(), scale)
        # WORKAROUND(PySide6 6.11.3, 6.12.0): reading the path of a colour font's glyph before it
        # was drawn leaves the glyph blank permanently, so paths of such fonts are never read.
        if name not in self._colour_fonts:
            self._colour_fonts[name] = any(
                not font.fontTable(table).isEmpty() for table in _COLOUR_TABLES
            )
        return None if self._colour_fonts[name] else name


def _place_glyphs(
    run: QGlyphRun, font_key: tuple[object, ...], origin: QPointF, scale: float
) -> Iterable[_PlacedGlyph]:
    font = run.rawFont()
    for glyph, at in zip(run.glyphIndexes(), run.positions(), strict=True):
        x = round((origin.x() + at.x() * scale) * SUBPIXEL_PHASES)
        y = round(origin.y() + at.y() * scale)
        yield _PlacedGlyph(font, font_key, glyph, x % SUBPIXEL_PHASES, x // SUBPIXEL_PHASES, y)


def _face_drawer(colour: QColor) -> DrawShape:
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
