"""A child program of the tests: an overlay, or a backdrop behind it, that obeys lines of JSON.

It runs as a process of its own so that Qt uses the virtual screen's X server, while the tests
themselves run on Qt's offscreen platform. Each line on standard input is one order; what happens is
written to standard output, a line of JSON each.
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

from captions.model.rows import Row, Rows, Run
from captions.settings import (
    AppearanceSettings,
    CaptionSettings,
    WindowSettings,
)
from captions.ui.hotkeys import Hotkeys
from captions.ui.loop import application
from captions.ui.menu import Menu
from captions.ui.overlay import Overlay
from captions.ui.placement import layout
from tests.ui import orders

SETTLED_MS = 300
"""How long window managers take to put up a window, in milliseconds."""


def tell(what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
    """Write what happened, for the test to read."""
    sys.stdout.write(json.dumps({"what": what, **more}) + "\n")
    sys.stdout.flush()


class Backdrop(QWidget):
    """Fills the screen with a colour or a picture, and tells of clicks and of losing focus."""

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
        tell("click", x=position.x(), y=position.y())


def rows_of(told: list[list[list[Any]]]) -> Rows:
    """Read rows from JSON: each a list of runs, each a text and whether it is settled."""
    return tuple(Row(tuple(Run(text, settled=settled) for text, settled in row)) for row in told)


def settings_of(
    told: dict[str, Any],
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Read an overlay's settings from JSON; what is not told is default."""
    return (
        AppearanceSettings(**told.get("appearance", {})),
        CaptionSettings(**told.get("captions", {})),
        WindowSettings(**told.get("window", {})),
    )


def overlay(options: dict[str, Any]) -> QWidget:
    """Make an overlay that tells what happens to it and to the menu that it opens."""
    shown = Overlay(*settings_of(options))
    shown.painted.connect(lambda rows: tell("painted", rows=len(rows)))
    shown.quit_requested.connect(lambda: tell("quit"))
    shown.moved.connect(lambda corner: tell("moved", x=corner.x(), y=corner.y()))
    shown.resized.connect(lambda captions: tell("resized", row_chars=captions.row_chars))
    shown.screens_changed.connect(lambda: tell("screens", layout=layout()))
    shown.problem_found.connect(lambda sentence: tell("problem", sentence=sentence))
    menu = Menu()
    menu.quit_requested.connect(lambda: tell("quit"))
    menu.setParent(shown, menu.windowFlags())
    shown.menu_requested.connect(menu.popup)
    return shown


class KeyHolder(Backdrop):
    """A backdrop that takes keys from the whole screen, and tells which are pressed."""

    def __init__(self, ground: str) -> None:
        super().__init__(ground)
        self._hotkeys = Hotkeys()
        self._hotkeys.pressed.connect(lambda name: tell("pressed", name=name))

    def take(self, texts: dict[str, str]) -> None:
        """Take keys, and tell which cannot be had."""
        wanted = {name: QKeySequence(text) for name, text in texts.items()}
        tell("problems", problems=self._hotkeys.set(wanted))


def obey(shown: QWidget, order: dict[str, Any]) -> None:
    """Do what one line says."""
    if isinstance(shown, KeyHolder) and "keys" in order:
        shown.take(order["keys"])
    if isinstance(shown, Overlay) and "rows" in order:
        shown.show_rows(rows_of(order["rows"]))
    if isinstance(shown, Overlay) and "status" in order:
        shown.show_status(order["status"])
    if isinstance(shown, Overlay) and "apply" in order:
        shown.apply(*settings_of(order["apply"]))
    if isinstance(shown, Overlay) and "stand_at" in order:
        shown.stand_at(QPoint(*order["stand_at"]))
    if "where" in order:
        place = shown.geometry()
        tell("where", x=place.x(), y=place.y(), width=place.width(), height=place.height())


_MAKERS: dict[str, Callable[[dict[str, Any]], QWidget]] = {
    "backdrop": lambda options: Backdrop(**options),
    "hotkeys": lambda options: KeyHolder(options["ground"]),
    "overlay": overlay,
}


def main() -> int:
    """Show what the arguments say until standard input ends."""
    kind, options = sys.argv[1], json.loads(sys.argv[2])
    app = application()
    shown = _MAKERS[kind](options)
    app.focusWindowChanged.connect(lambda window: tell("focus", mine=window is not None))

    orders.follow(app, partial(obey, shown))
    shown.show()
    QTimer.singleShot(SETTLED_MS, lambda: tell("shown"))
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
