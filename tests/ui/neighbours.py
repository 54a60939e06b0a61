"""A child program of the tests: windows of other programs that no window manager places.

It obeys as the stage does, and makes an overlay that tells whenever it has looked at the desktop.
"""

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from captions.ui.stacking import Sight
from captions.ui.stacking_x11 import X11Desktop
from tests.ui import stage


class Cover(QWidget):
    """Fills the screen with a colour, on top of all or below all, and may hold the keyboard."""

    def __init__(self, colour: str, *, on_top: bool = True, holds_keyboard: bool = False) -> None:
        super().__init__()
        self._colour = QColor(colour)
        self.setWindowFlags(Qt.WindowType.X11BypassWindowManagerHint)
        self.setGeometry(QGuiApplication.primaryScreen().geometry())
        self.show()
        if not on_top:
            self.windowHandle().lower()
        if holds_keyboard:
            self.grabKeyboard()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), self._colour)


def menu(options: dict[str, Any]) -> QWidget:
    """Make a menu of one colour that opens over an area, and closes at the Escape key."""
    area = QRect(*options["area"])
    shown = QMenu()
    shown.setStyleSheet(f"background: {options['colour']}; color: {options['colour']}")
    shown.addAction("x")
    shown.setFixedSize(area.size())
    shown.popup(QPoint(area.left(), area.top()))
    return shown


def looking_overlay(options: dict[str, Any]) -> QWidget:
    """Make an overlay that tells of each look at the desktop."""
    look = X11Desktop.look

    def tell_and_look(self: X11Desktop, own: int) -> Sight:
        found = look(self, own)
        stage.tell("looked", window=own)
        return found

    X11Desktop.look = tell_and_look  # type: ignore[method-assign]  # a child program's own
    return stage.overlay(options)


stage._MAKERS.update(
    {"cover": lambda options: Cover(**options), "menu": menu, "overlay": looking_overlay}
)

if __name__ == "__main__":
    raise SystemExit(stage.main())
