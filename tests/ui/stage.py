"""A child program of the tests: an overlay, or a backdrop behind it, that obeys lines of JSON.

It runs as a process of its own so that Qt uses the virtual screen's X server, while the tests
themselves run on Qt's offscreen platform. Each line on standard input is one order; what happens is
written to standard output, a line of JSON each.
"""

import json
import sys
from typing import Any

from PySide6.QtCore import QSocketNotifier, Qt, QTimer
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from captions.model.rollup import Row, Rows, Run
from captions.settings import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.loop import application
from captions.ui.menu import Menu
from captions.ui.overlay import SETTLED_MS, Overlay


def tell(what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
    """Write what happened, for the test to read."""
    sys.stdout.write(json.dumps({"what": what, **more}) + "\n")
    sys.stdout.flush()


class Backdrop(QWidget):
    """Fills the screen with a colour or a picture, and tells of clicks and of losing focus."""

    def __init__(self, ground: str) -> None:
        super().__init__()
        self._colour = QColor(ground)
        self._picture = QPixmap() if self._colour.isValid() else QPixmap(ground)
        self.setWindowState(Qt.WindowState.WindowMaximized)
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


def overlay(options: dict[str, Any]) -> Overlay:
    """Make an overlay that tells what happens to it and to the menu that it opens."""
    shown = Overlay(
        AppearanceSettings(**options.get("appearance", {})),
        CaptionSettings(**options.get("captions", {})),
        WindowSettings(**options.get("window", {})),
    )
    shown.painted.connect(lambda rows: tell("painted", rows=len(rows)))
    shown.quit_requested.connect(lambda: tell("quit"))
    menu = Menu()
    menu.quit_requested.connect(lambda: tell("quit"))
    menu.setParent(shown, menu.windowFlags())
    shown.menu_requested.connect(menu.popup)
    return shown


def obey(shown: QWidget, order: dict[str, Any]) -> None:
    """Do what one line says."""
    if isinstance(shown, Overlay) and "rows" in order:
        shown.show_rows(rows_of(order["rows"]))
    if isinstance(shown, Overlay) and "status" in order:
        shown.show_status(order["status"])
    if "where" in order:
        place = shown.geometry()
        tell("where", x=place.x(), y=place.y(), width=place.width(), height=place.height())


def main() -> int:
    """Show what the arguments say until standard input ends."""
    kind, options = sys.argv[1], json.loads(sys.argv[2])
    app = application()
    shown = Backdrop(options["ground"]) if kind == "backdrop" else overlay(options)
    app.focusWindowChanged.connect(lambda window: tell("focus", mine=window is not None))

    def read() -> None:
        line = sys.stdin.readline()
        if line:
            obey(shown, json.loads(line))
        else:
            app.quit()

    orders = QSocketNotifier(0, QSocketNotifier.Type.Read, parent=app)
    orders.activated.connect(read)
    shown.show()
    QTimer.singleShot(2 * SETTLED_MS, lambda: tell("shown"))
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
