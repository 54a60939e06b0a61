"""A child program of the tests: a tray icon with its menu, which tells what is wanted of it.

Each line on standard input is one order; what is asked for is a line of JSON on standard output.
"""

import asyncio
import json
import sys
from functools import partial
from typing import Any

from captions.settings import ShortcutSettings
from captions.ui.loop import application
from captions.ui.menu import Menu
from captions.ui.tray import Tray
from tests.ui import orders

INTENTS = ("pause", "commit", "clear", "show", "lock", "settings", "quit")


def tell(what: str, **more: Any) -> None:  # noqa: ANN401  # JSON
    """Write what is wanted, for the test to read."""
    sys.stdout.write(json.dumps({"what": what, **more}) + "\n")
    sys.stdout.flush()


class Stage:
    """A tray that obeys."""

    def __init__(self) -> None:
        self._menu = Menu()
        self._menu.set_shortcuts(ShortcutSettings())
        self._menu.set_source("mic")
        self._tray = Tray(self._menu)
        for name in INTENTS:
            getattr(self._menu, f"{name}_requested").connect(partial(tell, name))
        self._menu.source_requested.connect(lambda source: tell("source", source=source))
        self._tray.show_requested.connect(partial(tell, "clicked"))

    def obey(self, order: dict[str, Any]) -> None:
        """Do what one line says, then say so."""
        if "state" in order:
            self._tray.set_state(order["state"], order["tooltip"])
        if "notify" in order:
            asyncio.run(self._tray.notify(*order["notify"]))
        tell("done")


def main() -> int:
    """Show a tray icon until standard input ends."""
    app = application()
    stage = Stage()

    orders.follow(app, stage.obey)
    tell("shown")
    return app.exec()


if __name__ == "__main__":
    raise SystemExit(main())
