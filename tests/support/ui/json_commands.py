"""Reads the commands of a test program, and reports its events, as lines of JSON.

Commands come on standard input until its end; events go to standard output.
"""

import json
import os
import sys
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

Order = dict[str, Any]


def follow(app: QApplication, obey: Callable[[Order], None]) -> None:
    """Call ``obey`` for each command from now on; quit the app at the end of the input.

    Keys and clicks come from the window system, and commands from a pipe. Those that a test sent
    before a command are handled before it.
    """
    begun = b""

    def read() -> None:
        nonlocal begun
        # readline may buffer a second line, for which the notifier would not fire.
        told = os.read(0, 65536)
        *lines, begun = (begun + told).split(b"\n")
        notifier.setEnabled(False)  # The events of the window system must not bring commands.
        for line in lines:
            QGuiApplication.sync()
            obey(json.loads(line))
        notifier.setEnabled(True)
        if not told:
            app.quit()

    notifier = QSocketNotifier(0, QSocketNotifier.Type.Read, parent=app)
    notifier.activated.connect(read)


def report_event(what: str, **fields: Any) -> None:  # noqa: ANN401  # JSON
    """Write an event for the test to read.

    Args:
        what: name of the event.
        fields: more fields of the line.
    """
    sys.stdout.write(json.dumps({"what": what, **fields}) + "\n")
    sys.stdout.flush()
