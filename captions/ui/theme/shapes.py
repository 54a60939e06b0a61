"""Shapes from which controls are painted: boxes with an edge, and focus rings."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle

from captions.ui.theme.colours import ThemeColours
from captions.ui.theme.metrics import CONTROL_RADIUS, FOCUS_WIDTH

_HALF_LINE = 0.5
_BAR = (3, 16)
"""Width and height of the mark at the left of a selected entry, in logical pixels."""


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


def paint_entry(
    painter: QPainter, area: QRect | QRectF, state: QStyle.StateFlag, colours: ThemeColours
) -> None:
    """Paint the background of an entry of a list: selected, below the pointer, or neither."""
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    if is_selected or state & QStyle.StateFlag.State_MouseOver:
        fill = colours.selected if is_selected else colours.hover
        paint_box(painter, area, fill, fill)
    if is_selected:
        bar = QRectF(QRectF(area).left(), 0, *_BAR)
        bar.moveTop(QRectF(area).center().y() - bar.height() / 2)
        paint_box(painter, bar, colours.accent, colours.accent, radius=1)
    is_focused = state & QStyle.StateFlag.State_HasFocus
    if is_focused and state & QStyle.StateFlag.State_KeyboardFocusChange:
        paint_focus_ring(painter, area, colours)


def _inset(area: QRect | QRectF, by: float) -> QRectF:
    return QRectF(area).adjusted(by, by, -by, -by)
