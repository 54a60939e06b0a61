"""Shapes from which controls are painted: boxes with an edge, and focus rings."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from captions.ui.theme.colours import ThemeColours
from captions.ui.theme.metrics import CONTROL_RADIUS, FOCUS_WIDTH

_HALF_LINE = 0.5


def paint_box(
    painter: QPainter, area: QRect | QRectF, fill: str, edge: str, radius: float = CONTROL_RADIUS
) -> None:
    """Paint a rounded box with an edge of one pixel, in colours such as ``#ffffff``."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QColor(fill))
    painter.setPen(QPen(QColor(edge), 1.0))
    painter.drawRoundedRect(_inset(area, _HALF_LINE), radius, radius)
    painter.restore()


def paint_focus_ring(
    painter: QPainter, area: QRect | QRectF, colours: ThemeColours, radius: float = CONTROL_RADIUS
) -> None:
    """Paint a ring inside the edge of an area; a gap keeps it apart from a coloured control."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for colour, inset in ((colours.card, 1.5 * FOCUS_WIDTH), (colours.text, 0.5 * FOCUS_WIDTH)):
        painter.setPen(QPen(QColor(colour), FOCUS_WIDTH))
        painter.drawRoundedRect(_inset(area, inset), radius, radius)
    painter.restore()


def _inset(area: QRect | QRectF, by: float) -> QRectF:
    return QRectF(area).adjusted(by, by, -by, -by)
