"""Paints one row of the list of sessions: a day, or the two lines of a session."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from captions.ui.theme.metrics import GRID
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_entry
from captions.ui.theme.type_scale import TextRole, scale_font

LEFT = 2 * GRID
"""Distance of the text from the left edge, in logical pixels."""
LINE_GAP = 2
"""Distance between the two lines of a session, in logical pixels."""
_DOT = 8


def small_font(font: QFont) -> QFont:
    """Return the font of days and details."""
    return scale_font(font, TextRole.CAPTION)


class SessionPainter:
    """Paints in the area and the state of one row."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._area: QRect = option.rect
        self._colours = find_colours(option.palette)
        self._ink, self._quiet = QColor(self._colours.text), QColor(self._colours.quiet_text)
        self._font: QFont = option.font
        self._state: QStyle.StateFlag = option.state
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint_day(self, text: str) -> None:
        """Paint the name of a day above its sessions."""
        font = small_font(self._font)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        top = self._area.bottom() + 1 - GRID // 2 - metrics.height()
        self._paint_line(self._area.left() + LEFT, top, font, text, self._quiet)

    def paint_session(self, title: str, details: str, live: str) -> None:
        """Paint a session; ``live`` is a word for the one being written, else empty."""
        area = self._area.adjusted(GRID // 2, 1, -GRID // 2, -1)
        paint_entry(self._painter, area, self._state, self._colours)
        left, top = self._area.left() + LEFT, self._area.top() + GRID
        self._paint_line(left, top, self._font, title, self._ink)
        top += QFontMetrics(self._font).height() + LINE_GAP
        small = small_font(self._font)
        if live:
            left = self._paint_live(left, top, live)
        self._paint_line(left, top, small, details, self._quiet)

    def _paint_live(self, left: int, top: int, text: str) -> int:
        """Paint a dot and a word; return the left end of what follows."""
        font = small_font(self._font)
        metrics = QFontMetrics(font)
        colour = QColor(self._colours.good)
        middle = top + metrics.height() // 2
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(colour)
        self._painter.drawEllipse(left, middle - _DOT // 2, _DOT, _DOT)
        left += _DOT + GRID - LINE_GAP
        self._paint_line(left, top, font, text, colour)
        return left + metrics.horizontalAdvance(text) + GRID

    def _paint_line(self, left: int, top: int, font: QFont, text: str, colour: QColor) -> None:
        metrics = QFontMetrics(font)
        width = self._area.right() + 1 - LEFT - left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        self._painter.drawText(left, top + metrics.ascent(), shown)
