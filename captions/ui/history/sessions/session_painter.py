"""Paints one row of the list of sessions: a day, or the two lines of a session."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPalette, QPen
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from captions.ui.theme.metrics import GRID
from captions.ui.theme.palette import is_light

LEFT = 2 * GRID
"""Distance of the text from the left edge, in logical pixels."""
LINE_GAP = 2
"""Distance between the two lines of a session, in logical pixels."""
_RADIUS = 6
_SMALL_SCALE = 0.9
_MUTED_OPACITY = 0.74
_UNFOCUSED_OPACITY = 0.18
"""Opacity of the selection while the list has no keyboard focus."""
_DOT = 8
_LIVE_COLOURS = "#b3241a", "#ff8a80"
"""Colour of the dot for the session being written, on light and on dark."""


def small_font(font: QFont) -> QFont:
    """Return the font of days and details."""
    small = QFont(font)
    if font.pixelSize() > 0:
        small.setPixelSize(round(font.pixelSize() * _SMALL_SCALE))
    else:
        small.setPointSizeF(font.pointSizeF() * _SMALL_SCALE)
    return small


class SessionPainter:
    """Paints in the area and the state of one row."""

    def __init__(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        self._painter = painter
        self._area: QRect = option.rect
        self._palette: QPalette = option.palette
        self._font: QFont = option.font
        state: QStyle.StateFlag = option.state
        self._is_selected = bool(state & QStyle.StateFlag.State_Selected)
        self._is_current = bool(state & QStyle.StateFlag.State_HasFocus)
        self._has_focus = option.widget is not None and option.widget.hasFocus()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint_day(self, text: str) -> None:
        """Paint the name of a day above its sessions."""
        font = small_font(self._font)
        font.setWeight(QFont.Weight.DemiBold)
        metrics = QFontMetrics(font)
        top = self._area.bottom() + 1 - GRID // 2 - metrics.height()
        self._paint_line(self._area.left() + LEFT, top, font, text, _fade(self._ink))

    def paint_session(self, title: str, details: str, live: str) -> None:
        """Paint a session; ``live`` is a word for the one being written, else empty."""
        self._paint_selection()
        is_strong = self._is_selected and self._has_focus
        left, top = self._area.left() + LEFT, self._area.top() + GRID
        self._paint_line(left, top, self._font, title, self._ink)
        top += QFontMetrics(self._font).height() + LINE_GAP
        small = small_font(self._font)
        if live:
            left = self._paint_live(left, top, live)
        self._paint_line(left, top, small, details, self._ink if is_strong else _fade(self._ink))

    @property
    def _ink(self) -> QColor:
        """Colour of the text. Days are disabled, but must be legible."""
        is_strong = self._is_selected and self._has_focus
        role = QPalette.ColorRole.HighlightedText if is_strong else QPalette.ColorRole.WindowText
        return self._palette.color(QPalette.ColorGroup.Active, role)

    def _paint_selection(self) -> None:
        area = QRectF(self._area.adjusted(GRID // 2, 0, -GRID // 2, 0))
        colour = self._palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Highlight)
        if self._is_current and not self._is_selected:
            self._painter.setPen(QPen(colour, 2))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
        if self._is_selected:
            if not self._has_focus:
                colour.setAlphaF(_UNFOCUSED_OPACITY)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colour)
            self._painter.drawRoundedRect(area, _RADIUS, _RADIUS)

    def _paint_live(self, left: int, top: int, text: str) -> int:
        """Paint a dot and a word; return the left end of what follows."""
        font = small_font(self._font)
        metrics = QFontMetrics(font)
        colour = QColor(_LIVE_COLOURS[0 if is_light(self._palette) else 1])
        if self._is_selected and self._has_focus:
            colour = self._ink
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


def _fade(colour: QColor) -> QColor:
    faded = QColor(colour)
    faded.setAlphaF(_MUTED_OPACITY)
    return faded
