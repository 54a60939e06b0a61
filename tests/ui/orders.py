"""How a program of the tests takes its orders: lines of JSON on standard input, until that ends."""

import json
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QSocketNotifier
from PySide6.QtWidgets import QApplication

Order = dict[str, Any]


def follow(app: QApplication, obey: Callable[[Order], None]) -> None:
    """Obey what comes from now on; the app quits with the last of it."""
    begun = b""

    def read() -> None:
        nonlocal begun
        # Not by readline, which may keep a second line for itself that nothing tells of.
        told = os.read(0, 65536)
        *lines, begun = (begun + told).split(b"\n")
        for line in lines:
            obey(json.loads(line))
        if not told:
            app.quit()

    QSocketNotifier(0, QSocketNotifier.Type.Read, parent=app).activated.connect(read)
