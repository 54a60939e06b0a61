"""The status line: a dot and a short text on its own background.

The status line is not a caption and does not use the caption colours. It stays readable whatever
those colours are, even if captions have no background.
"""

from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QTextLayout, QTextOption

from captions.ui.overlay.look import STATUS_DOTS, OverlayLook
from captions.ui.text.typeset import strip_controls
from captions.wording.status import Light

MAX_LINES = 3
"""Maximum number of lines; a longer status is cut off."""
BACKGROUND_COLOUR = "#000000"
BACKGROUND_OPACITY = 0.8
TEXT_COLOUR = "#ffffff"


class _StatusLayout(NamedTuple):
    layout: QTextLayout
    width: float
    height: float


class StatusLine:
    """Paints a status, wrapped into lines if it is long."""

    def __init__(self, look: OverlayLook, width: float, *, has_dot: bool = True) -> None:
        """Create a status line.

        Args:
            look: appearance of the overlay.
            width: maximum width in logical pixels.
            has_dot: True for a coloured dot before the text.
        """
        self._has_dot = has_dot
        self._font = look.status_font
        self._metrics = QFontMetricsF(look.status_font)
        self._radius = look.radius * 0.7
        self._width = width
        self._pad = round(self._metrics.height() * 0.6)
        self._dot_width = self._metrics.height() if has_dot else 0.0
        """Width of the dot with the space after it."""
        self._cached_layout: tuple[str, _StatusLayout] | None = None
        self.max_height = round(MAX_LINES * self._metrics.lineSpacing() + self._pad) + 1
        """Maximum height in logical pixels."""

    def compute_size(self, text: str) -> QSizeF:
        """Return the size of a status in logical pixels."""
        status = self._get_layout(text)
        width = min(self._width, status.width + self._dot_width + 2 * self._pad)
        return QSizeF(round(width), round(status.height + self._pad))

    def paint(self, painter: QPainter, area: QRectF, text: str, light: Light) -> None:
        """Paint a status into an area of the size from `compute_size`."""
        background = QColor(BACKGROUND_COLOUR)
        background.setAlphaF(BACKGROUND_OPACITY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(background)
        painter.drawRoundedRect(area, self._radius, self._radius)
        text_top = area.top() + self._pad / 2
        middle = text_top + self._metrics.lineSpacing() / 2
        if self._has_dot:
            dot = self._metrics.xHeight() * 0.42
            painter.setBrush(QColor(STATUS_DOTS[light]))
            painter.drawEllipse(QPointF(area.left() + self._pad + dot, middle), dot, dot)
        painter.setPen(QColor(TEXT_COLOUR))
        text_left = area.left() + self._pad + self._dot_width
        self._get_layout(text).layout.draw(painter, QPointF(text_left, text_top))

    def _get_layout(self, text: str) -> _StatusLayout:
        if self._cached_layout is None or self._cached_layout[0] != text:
            self._cached_layout = (text, self._create_layout(strip_controls(text)))
        return self._cached_layout[1]

    def _create_layout(self, text: str) -> _StatusLayout:
        layout = QTextLayout(text, self._font)
        layout.setTextOption(_wrap_option())
        available = self._width - self._dot_width - 2 * self._pad
        width = height = 0.0
        layout.beginLayout()
        for _ in range(MAX_LINES):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(available)
            line.setPosition(QPointF(0, height))
            height += self._metrics.lineSpacing()
            width = max(width, line.naturalTextWidth())
        layout.endLayout()
        return _StatusLayout(layout, width, height)


def _wrap_option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option
