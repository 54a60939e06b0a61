"""Where the overlay stands: on which screen, at which edge, and always within sight.

All distances are logical pixels.
"""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QScreen

MAX_SHARE = 0.9
"""How much of a screen's width the overlay takes at most."""


def screen_named(name: str) -> QScreen:
    """Return the screen of that name, or the primary one where it is not there."""
    screens = [screen for screen in QGuiApplication.screens() if screen.name() == name]
    return screens[0] if screens else QGuiApplication.primaryScreen()


def at_edge(size: QSize, area: QRect, *, at_bottom: bool, margin: int) -> QPoint:
    """Return the top left corner of a window centred at an edge of an area."""
    left = area.left() + (area.width() - size.width()) // 2
    top = area.bottom() + 1 - margin - size.height() if at_bottom else area.top() + margin
    return within(QPoint(left, top), size, area)


def within(corner: QPoint, size: QSize, area: QRect) -> QPoint:
    """Return the nearest corner from which a window of that size lies within the area."""
    return QPoint(
        max(area.left(), min(corner.x(), area.right() + 1 - size.width())),
        max(area.top(), min(corner.y(), area.bottom() + 1 - size.height())),
    )
