"""Who speaks: a mark beside every row, and the name of the speaker beside the first row of a turn.

Marks and names stand in a column of their own. Words therefore begin at the same place in every
row, and stay there when the name moves down to the row that has become the top one. The marks of
six lanes and speakers differ in colour and in shape, so that no one needs to see the colours.
"""

from collections.abc import Mapping
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from captions.model.rows import NO_LABELS, Row, Rows, TextRun
from captions.ui.overlay.look import OverlayLook
from captions.ui.text.glyphs import GlyphAtlas, GlyphColour
from captions.ui.text.typeset import TypesetLine, Typesetter

_NAME_SCALE = 0.6
"""Height of names, as a share of the caption font."""
_MIN_NAME_PX = 12
_MAX_NAME_EMS = 5.0
"""Maximum width of a name in ems of the caption font; longer ones are cut off."""
_BAR_HEIGHT = 0.74
"""Height of a mark, as a share of the row."""
_DASHES = (1, 3, 2, 5, 4, 7)
"""Number of parts of the marks of each lane and speaker, as different as possible at first."""


class RowSpeaker(NamedTuple):
    """What stands beside a row."""

    lane: str = ""
    """The lane or the speaker."""
    name: str = ""
    """The name to show; empty below the first row of a turn."""


NO_SPEAKER = RowSpeaker()
"""Nothing beside a row."""


class LaneMarks:
    """Measures and paints the column of the speakers; it is empty with a single lane."""

    def __init__(
        self, look: OverlayLook, labels: Mapping[str, str] = NO_LABELS, min_width: int = 0
    ) -> None:
        """Create the column.

        Args:
            look: appearance of the overlay.
            labels: name of each lane and speaker, in the order of their colours; empty for no
                column.
            min_width: minimum width of the column in logical pixels.
        """
        self._look = look
        self._lanes = list(labels)
        font = _make_name_font(look.font)
        self._typesetter = Typesetter(font, upper_case=look.upper_case)
        em = look.font.pixelSize()
        metrics = QFontMetricsF(font)
        self._names = {
            lane: metrics.elidedText(name, Qt.TextElideMode.ElideRight, _MAX_NAME_EMS * em)
            for lane, name in labels.items()
        }
        widths = [self._typesetter.measure(name) for name in self._names.values() if name]
        self._bar_width = max(3.0, round(em * 0.09))
        self._gap = round(em * 0.25)
        names_width = round(max(widths)) + self._gap if widths else 0
        width = names_width + round(self._bar_width) + self._gap
        self.width = max(width, min_width) if labels else 0
        """Width of the column in logical pixels, with the gap before the words."""

    def find_speakers(self, rows: Rows) -> list[RowSpeaker]:
        """Return what stands beside each row: the name is on the first row of a turn."""
        speakers: list[RowSpeaker] = []
        previous: str | None = None
        for row in rows:
            is_certain = row.speaker and row.speaker in self._names
            who = row.speaker if is_certain else row.lane
            if not self.width or not row.text or who not in self._names:
                speakers.append(NO_SPEAKER)
                previous = None if row.text else previous  # The speaker is unknown.
                continue
            speakers.append(RowSpeaker(who, self._names[who] if who != previous else ""))
            previous = who
        return speakers

    def paint(self, painter: QPainter, corner: QPointF, speaker: RowSpeaker, scale: float) -> None:
        """Paint what stands beside a row.

        Args:
            painter: paints an image in device pixels.
            corner: top left corner of the row in the image, in logical pixels.
            speaker: what to paint.
            scale: device pixels in a logical pixel.
        """
        if speaker.lane not in self._lanes:
            return
        colours = self._look.lane_colours
        colour = colours[self._lanes.index(speaker.lane) % len(colours)]
        if speaker.name:
            self._paint_name(painter, corner, speaker.name, colour, scale)
        self._paint_bar(painter, corner, speaker.lane, colour, scale)

    def _paint_name(
        self, painter: QPainter, corner: QPointF, name: str, colour: QColor, scale: float
    ) -> None:
        line = self._typesetter.typeset_row(Row((TextRun(name, settled=True),)))
        atlas = GlyphAtlas(self._look.edge.scaled(scale * _NAME_SCALE))
        origin = corner + QPointF(self._name_left(line), self._look.baseline) - line.baseline
        atlas.paint(painter, origin * scale, scale, (GlyphColour(line.committed, colour),))

    def _name_left(self, line: TypesetLine) -> float:
        """Return the left end of a name, which ends beside its mark."""
        return self.width - 2 * self._gap - self._bar_width - line.width

    def _paint_bar(
        self, painter: QPainter, corner: QPointF, lane: str, colour: QColor, scale: float
    ) -> None:
        height = self._look.row_height * _BAR_HEIGHT
        top = corner.y() + (self._look.row_height - height) / 2
        left = corner.x() + self.width - self._gap - self._bar_width
        bar = QRectF(left, top, self._bar_width, height)
        painter.save()
        painter.scale(scale, scale)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for part in _split_bar(bar, _DASHES[self._lanes.index(lane) % len(_DASHES)]):
            radius = self._bar_width / 2
            if self._look.edge.is_visible:
                painter.setBrush(self._look.edge.colour)
                painter.drawRoundedRect(part.adjusted(-1, -1, 1, 1), radius + 1, radius + 1)
            painter.setBrush(colour)
            painter.drawRoundedRect(part, radius, radius)
        painter.restore()


def _make_name_font(font: QFont) -> QFont:
    name_font = QFont(font)
    name_font.setPixelSize(max(_MIN_NAME_PX, round(font.pixelSize() * _NAME_SCALE)))
    return name_font


def _split_bar(bar: QRectF, parts: int) -> list[QRectF]:
    """Split a bar into parts of equal height, with gaps of half that height between them."""
    height = bar.height() / (parts * 1.5 - 0.5)
    return [
        QRectF(bar.left(), bar.top() + number * height * 1.5, bar.width(), height)
        for number in range(parts)
    ]
