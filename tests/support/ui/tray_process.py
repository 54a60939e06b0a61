"""Shows a tray icon with its menu, and reports the commands chosen there; a program.

Each line on standard input is a command for the program; each command that the user chooses is a
line of JSON on standard output.
"""

import asyncio
from functools import partial
from typing import Any

from captions.settings.schema import ShortcutSettings
from captions.ui.eventloop.loop import get_application
from captions.ui.tray.menu import TrayMenu
from captions.ui.tray.tray import TrayIcon
from tests.support.ui import json_commands
from tests.support.ui.json_commands import report_event

INTENTS = ("pause", "commit", "clear", "show", "lock", "settings", "quit")


class Stage:
    """A tray icon that is controlled by commands."""

    def __init__(self) -> None:
        self._menu = TrayMenu()
        self._menu.set_shortcuts(ShortcutSettings())
        self._menu.set_source("mic")
        self._tray = TrayIcon(self._menu)
        for name in INTENTS:
            getattr(self._menu, f"{name}_requested").connect(partial(report_event, name))
        self._menu.source_requested.connect(lambda source: report_event("source", source=source))
        self._tray.show_requested.connect(partial(report_event, "clicked"))

    def obey(self, order: dict[str, Any]) -> None:
        """Execute a command, then report that it is done."""
        if "state" in order:
            self._tray.set_state(order["state"], order["tooltip"])
        if "notify" in order:
            asyncio.run(self._tray.notify(*order["notify"]))
        report_event("done")


def main() -> int:
    """Show a tray icon until standard input ends."""
    app = get_application()
    stage = Stage()

    json_commands.follow(app, stage.obey)
    report_event("shown")
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
