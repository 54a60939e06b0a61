"""The status line: a dot and a few words on a small ground of its own.

It is no caption, so it does not take the colours of captions: whatever those are, and even where
they have no ground at all, it stays readable.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextLayout, QTextOption

from captions.ui.look import STATUS_DOTS, Look
from captions.ui.typeset import clean
from captions.wording.status import Light

MOST_LINES = 3
"""More of a status is cut off."""
GROUND, OPACITY, LETTERS = "#000000", 0.8, "#ffffff"


class _LaidOut(NamedTuple):
    layout: QTextLayout
    width: float
    height: float


class StatusPill:
    """Paints one status, broken into lines where it is long."""

    def __init__(self, look: Look, width: float) -> None:
        """``width`` is the most that it may take, in logical pixels."""
        self._font = look.status_font
        self._metrics = QFontMetricsF(look.status_font)
        self._radius = look.radius * 0.7
        self._width = width
        self._pad = round(self._metrics.height() * 0.6)
        self._laid_out: tuple[str, _LaidOut] | None = None
        self.most_height = round(MOST_LINES * self._metrics.lineSpacing() + self._pad) + 1
        """Logical pixels."""

    def size(self, text: str) -> QSizeF:
        """Return how much room a status takes, in logical pixels."""
        status = self._status(text)
        width = min(self._width, status.width + self._metrics.height() + 2 * self._pad)
        return QSizeF(round(width), round(status.height + self._pad))

    def paint(self, painter: QPainter, area: QRectF, text: str, light: Light) -> None:
        """Paint a status into an area of its `size`."""
        ground = QColor(GROUND)
        ground.setAlphaF(OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(area, self._radius, self._radius)
        text_top = area.top() + self._pad / 2
        middle = text_top + self._metrics.lineSpacing() / 2
        dot = self._metrics.xHeight() * 0.42
        painter.setBrush(QColor(STATUS_DOTS[light]))
        painter.drawEllipse(QPointF(area.left() + self._pad + dot, middle), dot, dot)
        painter.setPen(QColor(LETTERS))
        text_left = area.left() + self._pad + self._metrics.height()
        self._status(text).layout.draw(painter, QPointF(text_left, text_top))

    def _status(self, text: str) -> _LaidOut:
        if self._laid_out is None or self._laid_out[0] != text:
            self._laid_out = (text, self._lay_out(clean(text)))
        return self._laid_out[1]

    def _lay_out(self, text: str) -> _LaidOut:
        layout = QTextLayout(text, self._font)
        layout.setTextOption(_wrapped())
        room = self._width - self._metrics.height() - 2 * self._pad
        width = height = 0.0
        layout.beginLayout()
        for _ in range(MOST_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(room)
            line.setPosition(QPointF(0, height))
            height += self._metrics.lineSpacing()
            width = max(width, line.naturalTextWidth())
        layout.endLayout()
        return _LaidOut(layout, width, height)


def _wrapped() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
