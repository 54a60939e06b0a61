"""Reads the commands of a test program: lines of JSON on standard input, until its end."""

import json
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

Order = dict[str, Any]


def follow(app: QApplication, obey: Callable[[Order], None]) -> None:
    """Call ``obey`` for each command from now on; quit the app at the end of the input."""
    begun = b""

    def read() -> None:
        nonlocal begun
        # readline may buffer a second line, for which the notifier would not fire.
        told = os.read(0, 65536)
        *lines, begun = (begun + told).split(b"\n")
        for line in lines:
            obey(json.loads(line))
        if not told:
            app.quit()

    QSocketNotifier(0, QSocketNotifier.Type.Read, parent=app).activated.connect(read)
