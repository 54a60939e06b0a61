"""Paints rows of captions: letters with their edges, backgrounds, and the marks of the speakers.

Each row is rendered to an image once and copied afterwards. A frame with one new word lays out one
row.
"""

import math
from collections import OrderedDict
from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QGlyphRun, QImage, QPainter, QPainterPath

from captions.model.rows import NO_LABELS, Row, Rows, TextRun
from captions.ui.overlay.look import OverlayLook, left_margin
from captions.ui.overlay.painting.lane_marks import NO_SPEAKER, LaneMarks, RowSpeaker
from captions.ui.overlay.painting.row_backgrounds import join_backgrounds
from captions.ui.text.glyphs import GlyphAtlas, GlyphColour
from captions.ui.text.typeset import TypesetLine, Typesetter

_MAX_PICTURES = 24
_UNDERLINE_SCALE = 0.06
"""Thickness of the line below alert words, as a fraction of the height of a row."""


class _RowPicture(NamedTuple):
    """Image of a row's letters and edges, and the position of its content in the row."""

    image: QImage
    left: float
    width: float


class RowPainter:
    """Paints rows of one look and width."""

    def __init__(
        self,
        look: OverlayLook,
        row_width: float,
        labels: Mapping[str, str] = NO_LABELS,
        min_column_width: int = 0,
    ) -> None:
        """Create a painter.

        Args:
            look: appearance of the rows.
            row_width: width of a row in logical pixels, without the column of the speakers.
            labels: name of each lane; empty with a single lane.
            min_column_width: minimum width of the column of the speakers, if there is one.
        """
        self._look = look
        self._row_width = row_width
        self._marks = LaneMarks(look, labels, min_column_width)
        self._typesetter = Typesetter(look.font, upper_case=look.upper_case)
        self._atlas = GlyphAtlas(look.edge)
        self._scale = 1.0
        self._pictures: OrderedDict[tuple[tuple[TextRun, ...], RowSpeaker], _RowPicture] = (
            OrderedDict()
        )
        self._bleed = max(look.row_height // 2, math.ceil(look.edge.reach) + 1)
        """Margin around a row's image for edges and tall accents, in logical pixels."""

    @property
    def speaker_width(self) -> int:
        """Width of the column of the speakers in logical pixels; 0 with a single lane."""
        return self._marks.width

    def measure(self, text: str) -> float:
        """Return the width of a text in a row, in logical pixels."""
        return self._typesetter.measure(text)

    def apply_scale(self, scale: float) -> None:
        """Paint for another number of device pixels in a logical pixel."""
        if scale != self._scale:
            self._scale = scale
            self._atlas = GlyphAtlas(self._look.edge.scaled(scale))
            self._pictures.clear()

    def paint(self, painter: QPainter, first: QPointF, rows: Rows) -> None:
        """Paint rows, of which the first has its top left corner at ``first``."""
        look = self._look
        placed = [
            (first + QPointF(0, number * look.row_height), self._get_picture(row, speaker))
            for number, (row, speaker) in enumerate(
                zip(rows, self._marks.find_speakers(rows), strict=True)
            )
            if row.text
        ]
        if look.background.alpha():
            backgrounds = [self._row_background(corner, picture) for corner, picture in placed]
            fill_path(
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
            self._pictures[key] = self.draw_row(row, speaker)
            if len(self._pictures) > _MAX_PICTURES:
                self._pictures.popitem(last=False)
        return self._pictures[key]

    def draw_row(self, row: Row, speaker: RowSpeaker = NO_SPEAKER) -> _RowPicture:
        """Render a row to an image."""
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
        spare = self._row_width - line.width
        return left_margin(self._look, spare, right_to_left=line.is_right_to_left)


def fill_path(painter: QPainter, path: QPainterPath, colour: QColor) -> None:
    """Fill a path, unless the colour is transparent."""
    if colour.alpha():
        painter.fillPath(path, colour)
