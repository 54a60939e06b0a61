"""Collection of Python's reference cycles between Qt's events, never within one.

By itself, Python collects cycles whenever enough objects have been created: also in a function that
Qt calls in the middle of its work, and in any thread. A cycle may own a window that Qt still uses.
`QGuiApplication`, for instance, emits ``focusWindowChanged`` and then lets the window that had the
focus before emit ``activeChanged``. The program crashes there if that window was collected.
"""

import gc
import itertools

from PySide6.QtCore import QObject, QThread, QTimer

_INTERVAL_MS = 5_000
"""Interval between two collections of young objects, in milliseconds."""
_OLDEST_EVERY = 60
"""Number of collections of which one includes all objects, which takes longest."""


class GarbageCollector(QObject):
    """Collects cycles in the main thread, while Qt runs no event handler."""

    def __init__(self, parent: QObject, interval_ms: int = _INTERVAL_MS) -> None:
        """Replace Python's automatic collection for as long as the process runs."""
        super().__init__(parent)
        gc.disable()
        # Modules and classes live as long as the process. They need not be searched again.
        gc.freeze()
        self._turns = itertools.count(1)
        self._timer = QTimer(self, interval=interval_ms)
        self._timer.timeout.connect(self._collect)
        self._timer.start()

    def _collect(self) -> None:
        # A menu or dialog may run a loop of its own within an event handler.
        if QThread.currentThread().loopLevel() <= 1:
            gc.collect(2 if next(self._turns) % _OLDEST_EVERY == 0 else 1)
