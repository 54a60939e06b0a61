"""Shows windows of other programs that bypass the window manager; a program.

It has the commands of `overlay_process`. Its overlay reports each time it has read the desktop.
"""

from typing import Any

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget
from typing_extensions import override

from captions.ui.platform.stacking import DesktopView
from captions.ui.platform.stacking_x11 import X11Desktop
from tests.support.ui import overlay_process
from tests.support.ui.json_commands import report_event


class Cover(QWidget):
    """A window that fills the screen, on top or at the bottom, and may grab the keyboard."""

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
    """Create a menu of one colour over an area, which the Escape key closes."""
    area = QRect(*options["area"])
    shown = QMenu()
    shown.setStyleSheet(f"background: {options['colour']}; color: {options['colour']}")
    shown.addAction("x")
    shown.setFixedSize(area.size())
    shown.popup(QPoint(area.left(), area.top()))
    return shown


def looking_overlay(options: dict[str, Any]) -> QWidget:
    """Create an overlay that reports each time it reads the desktop."""
    look = X11Desktop.query_view

    def tell_and_look(self: X11Desktop, own: int) -> DesktopView:
        found = look(self, own)
        report_event("looked", window=own)
        return found

    X11Desktop.query_view = tell_and_look  # type: ignore[method-assign]  # only in this child program
    return overlay_process.overlay(options)


overlay_process._MAKERS.update(
    {"cover": lambda options: Cover(**options), "menu": menu, "overlay": looking_overlay}
)

if __name__ == "__main__":
    raise SystemExit(overlay_process.main())
