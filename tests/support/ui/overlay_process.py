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

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QColor, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.eventloop.loop import get_application
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import describe_monitors
from captions.ui.overlay.toolbar.hover import ToolbarHover
from captions.ui.overlay.toolbar.toolbar import HoverToolbar
from captions.ui.tray.menu import TrayMenu
from tests.support.ui import json_commands
from tests.support.ui.json_commands import report_event

_kept: list[QObject] = []
"""Objects that live as long as the process."""
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


def rows_of(told: list[list[Any]]) -> Rows:
    """Read rows from JSON: lists of runs, each a text and its ``settled`` flag.

    A row may begin with the name of its lane.
    """
    return tuple(_row_of(row) for row in told)


def _row_of(told: list[Any]) -> Row:
    lane, runs = (told[0], told[1:]) if told and isinstance(told[0], str) else ("", told)
    return Row(tuple(TextRun(text, settled=settled) for text, settled in runs), lane)


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
    """Create an overlay that reports its events, and those of its menu and its toolbar."""
    shown = Overlay(*settings_of(options))
    if options.get("toolbar"):
        add_toolbar(shown)
    shown.painted.connect(lambda rows: report_event("painted", rows=len(rows)))
    shown.quit_requested.connect(lambda: report_event("quit"))
    shown.hide_requested.connect(lambda: report_event("hide"))
    shown.moved.connect(lambda corner: report_event("moved", x=corner.x(), y=corner.y()))
    shown.resized.connect(
        lambda captions: report_event("resized", row_chars=captions.row_chars, rows=captions.rows)
    )
    shown.scrolled.connect(lambda rows: report_event("scrolled", rows=rows))
    shown.transcript_requested.connect(lambda: report_event("transcript"))
    shown.screens_changed.connect(lambda: report_event("screens", layout=describe_monitors()))
    shown.problem_found.connect(lambda sentence: report_event("problem", sentence=sentence))
    menu = TrayMenu()
    menu.quit_requested.connect(lambda: report_event("quit"))
    menu.setParent(shown, menu.windowFlags())
    shown.menu_requested.connect(menu.popup)
    return shown


def add_toolbar(shown: Overlay) -> None:
    """Add the toolbar, which reports where it is and what is wanted of it."""
    toolbar = HoverToolbar()
    hover = ToolbarHover(toolbar, shown)
    shown.pointer_entered.connect(hover.enter_captions)
    shown.pointer_left.connect(hover.leave_captions)
    shown.area_changed.connect(hover.follow_captions)
    toolbar.command_requested.connect(lambda command: report_event("command", name=command.value))
    toolbar.looks_requested.connect(lambda button: report_event("looks", x=button.x()))
    toolbar.installEventFilter(ToolbarReporter(toolbar))
    _kept.extend([toolbar, hover])


class ToolbarReporter(QObject):
    """Reports when a toolbar is shown, with the middle of each button, and when it is hidden."""

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, HoverToolbar) and event.type() in (
            QEvent.Type.Show,
            QEvent.Type.Hide,
        ):
            QTimer.singleShot(SETTLED_MS, lambda: self._report(watched))
        return False

    def _report(self, toolbar: HoverToolbar) -> None:
        place = toolbar.frameGeometry()
        buttons = {
            button.objectName(): button.mapToGlobal(button.rect().center()).toTuple()
            for button in toolbar.findChildren(QToolButton)
        }
        report_event("toolbar", shown=toolbar.isVisible(), place=place.getRect(), buttons=buttons)


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
    if isinstance(shown, Overlay):
        obey_overlay(shown, order)
    if "where" in order:
        place = shown.geometry()
        report_event("where", x=place.x(), y=place.y(), width=place.width(), height=place.height())


def obey_overlay(shown: Overlay, order: dict[str, Any]) -> None:
    """Execute a command of an overlay."""
    executed: dict[str, Callable[[Any], object]] = {
        "rows": lambda told: shown.show_rows(rows_of(told)),
        "status": shown.show_status,
        "lanes": shown.show_lanes,
        "hint": shown.show_hint,
        "apply": lambda told: shown.apply(*settings_of(told)),
        "stand_at": lambda told: shown.restore_position(QPoint(*told)),
    }
    for word, execute in executed.items():
        if order.get(word) is not None:
            execute(order[word])


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
