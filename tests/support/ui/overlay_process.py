"""Shows an overlay or a backdrop behind it, controlled by lines of JSON; a program.

It is a separate process so that Qt uses the virtual screen's X server, while the tests themselves
use Qt's offscreen platform. Each line on standard input is a command; each event is a line of JSON
on standard output.
"""

import json
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.eventloop.loop import get_application
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import describe_monitors
from captions.ui.tray.menu import TrayMenu
from tests.support.ui import json_commands
from tests.support.ui.json_commands import report_event

SETTLED_MS = 300
"""Time in milliseconds in which a window manager shows a window."""


class Backdrop(QWidget):
    """Fills the screen with a colour or a picture, and reports clicks and the loss of focus."""

    def __init__(self, ground: str, *, full_screen: bool = False) -> None:
        super().__init__()
        self._colour = QColor(ground)
        self._picture = QPixmap() if self._colour.isValid() else QPixmap(ground)
        self.setWindowState(
            Qt.WindowState.WindowFullScreen if full_screen else Qt.WindowState.WindowMaximized
        )
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._colour.isValid():
            painter.fillRect(self.rect(), self._colour)
        else:
            painter.drawPixmap(self.rect(), self._picture)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        position = event.globalPosition()
        report_event("click", x=position.x(), y=position.y())


def rows_of(told: list[list[list[Any]]]) -> Rows:
    """Read rows from JSON; each row is a list of runs of a text and its ``settled`` flag."""
    return tuple(
        Row(tuple(TextRun(text, settled=settled) for text, settled in row)) for row in told
    )


def settings_of(
    told: dict[str, Any],
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Read an overlay's settings from JSON; missing ones have their defaults."""
    return (
        AppearanceSettings(**told.get("appearance", {})),
        CaptionSettings(**told.get("captions", {})),
        WindowSettings(**told.get("window", {})),
    )


def overlay(options: dict[str, Any]) -> QWidget:
    """Create an overlay that reports its events and those of its menu."""
    shown = Overlay(*settings_of(options))
    shown.painted.connect(lambda rows: report_event("painted", rows=len(rows)))
    shown.quit_requested.connect(lambda: report_event("quit"))
    shown.moved.connect(lambda corner: report_event("moved", x=corner.x(), y=corner.y()))
    shown.resized.connect(lambda captions: report_event("resized", row_chars=captions.row_chars))
    shown.screens_changed.connect(lambda: report_event("screens", layout=describe_monitors()))
    shown.problem_found.connect(lambda sentence: report_event("problem", sentence=sentence))
    menu = TrayMenu()
    menu.quit_requested.connect(lambda: report_event("quit"))
    menu.setParent(shown, menu.windowFlags())
    shown.menu_requested.connect(menu.popup)
    return shown


class KeyHolder(Backdrop):
    """A backdrop that grabs keys of the whole screen, and reports each press."""

    def __init__(self, ground: str) -> None:
        super().__init__(ground)
        self._hotkeys = GlobalHotkeys()
        self._hotkeys.pressed.connect(lambda name: report_event("pressed", name=name))

    def take(self, texts: dict[str, str]) -> None:
        """Grab keys, and report those that are refused."""
        wanted = {name: QKeySequence(text) for name, text in texts.items()}
        report_event("problems", problems=self._hotkeys.apply_keys(wanted))


def obey(shown: QWidget, order: dict[str, Any]) -> None:
    """Execute a command."""
    if isinstance(shown, KeyHolder) and "keys" in order:
        shown.take(order["keys"])
    if isinstance(shown, Overlay) and "rows" in order:
        shown.show_rows(rows_of(order["rows"]))
    if isinstance(shown, Overlay) and "status" in order:
        shown.show_status(order["status"])
    if isinstance(shown, Overlay) and "apply" in order:
        shown.apply(*settings_of(order["apply"]))
    if isinstance(shown, Overlay) and "stand_at" in order:
        shown.restore_position(QPoint(*order["stand_at"]))
    if "where" in order:
        place = shown.geometry()
        report_event("where", x=place.x(), y=place.y(), width=place.width(), height=place.height())


_MAKERS: dict[str, Callable[[dict[str, Any]], QWidget]] = {
    "backdrop": lambda options: Backdrop(**options),
    "hotkeys": lambda options: KeyHolder(options["ground"]),
    "overlay": overlay,
}


def main() -> int:
    """Show the window named by the arguments until standard input ends."""
    kind, options = sys.argv[1], json.loads(sys.argv[2])
    app = get_application()
    shown = _MAKERS[kind](options)
    app.focusWindowChanged.connect(lambda window: report_event("focus", mine=window is not None))

    json_commands.follow(app, partial(obey, shown))
    shown.show()
    QTimer.singleShot(SETTLED_MS, lambda: report_event("shown"))
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
