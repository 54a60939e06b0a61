"""Keeps a window above others, as long as there is something to be seen in it.

Windows of other programs that stay on top are put above it whenever they like. X11 tells of it, and
costs nothing while nothing happens; on Windows the window is put on top again now and then. Others
keep such a window on top themselves, or not at all.
"""

from typing import Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from captions.ui.stacking import Sight, move
from captions.ui.stacking_x11 import X11Desktop

SOON_MS = 100
"""How long changes of the desktop may gather before one looks at them, in milliseconds."""
LATER_MS = 1000
"""When one looks again, counted from the last change: it may have been the first of several."""
RAISE_MS = 700
"""How often the window is put on top on Windows, in milliseconds."""


class Topmost:
    """Keeps one window above others."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._keeper: _Keeper | None = None

    def keep(self, *, seen: bool) -> None:
        """Stay above others from now on, or no longer."""
        wanted = seen and self._window.isVisible()
        if wanted and self._keeper is None:
            self._keeper = _keeper(self._window)
        elif not wanted and self._keeper is not None:
            self._keeper.stop()
            self._keeper = None


class _Keeper(Protocol):
    """Keeps a window above others until it is told to stop."""

    def stop(self) -> None:
        """Leave the window where it is."""


class _AmongWindows(QObject):
    """Finds a window's place among those of an X server, whenever others have changed theirs."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._own = int(window.winId())
        self._desktop = X11Desktop()
        self._seen = Sight()
        self._soon = QTimer(self, interval=SOON_MS, singleShot=True)
        self._soon.timeout.connect(self._look)
        self._later = QTimer(self, interval=LATER_MS, singleShot=True)
        self._later.timeout.connect(self._look_again)
        self._told = QSocketNotifier(self._desktop.descriptor, QSocketNotifier.Type.Read, self)
        self._told.activated.connect(self._wait)
        self._look()
        self._later.start()

    def stop(self) -> None:
        """Leave the window where it is."""
        self._soon.stop()
        self._later.stop()
        self._told.setEnabled(False)
        self._desktop.close()

    def _wait(self) -> None:
        """Let changes gather."""
        self._told.setEnabled(False)
        self._soon.start()
        self._later.start()

    def _look(self) -> None:
        self._stand(before=Sight())

    def _look_again(self) -> None:
        self._stand(before=self._seen)

    def _stand(self, before: Sight) -> None:
        self._desktop.has_changed()
        self._seen = self._desktop.look(self._own)
        where = move(self._seen, before, self._own)
        if where is not None:
            self._desktop.move(self._own, where)
        self._told.setEnabled(True)
        # What was told together with the answers is not to be read any more.
        if self._desktop.has_changed():
            self._wait()


class _AboveAll(QObject):
    """Puts a window on top again and again."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._timer = QTimer(self, interval=RAISE_MS)
        self._timer.timeout.connect(self._raise)
        self._timer.start()
        self._raise()

    def stop(self) -> None:
        """Leave the window where it is."""
        self._timer.stop()

    def _raise(self) -> None:
        # A menu of the app's own stays above.
        if QApplication.activePopupWidget() is None:
            self._window.windowHandle().raise_()


def _keeper(window: QWidget) -> _Keeper | None:
    """Start what this system needs, if anything."""
    match QGuiApplication.platformName():
        case "xcb":
            return _AmongWindows(window)
        case "windows":
            return _AboveAll(window)
        case _:
            return None
