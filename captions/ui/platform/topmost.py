"""Keeps a window above others while it has something to show.

Other programs can raise their own topmost windows above it at any time. X11 reports such changes,
so no polling is needed. On Windows, a timer raises the window at intervals. Other
systems keep a topmost window on top themselves, or not at all.
"""

from typing import Protocol

from PySide6.QtCore import QObject, QSocketNotifier, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from captions.ui.platform.stacking import DesktopView, decide_move
from captions.ui.platform.stacking_x11 import X11Desktop

CHECK_DELAY_MS = 100
"""Delay in milliseconds that collects several desktop changes into one check."""
RECHECK_DELAY_MS = 1000
"""Delay in milliseconds from the last change to a second check, which finds persisting windows."""
RAISE_MS = 700
"""Interval in milliseconds at which the window is raised on Windows."""


class TopmostWindow:
    """Keeps a window above others while it is visible."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._keeper: _StackingKeeper | None = None

    def keep_topmost(self, *, active: bool) -> None:
        """Start or stop keeping the window above others; ``active`` is True to start."""
        wanted = active and self._window.isVisible()
        if wanted and self._keeper is None:
            self._keeper = _make_keeper(self._window)
        elif not wanted and self._keeper is not None:
            self._keeper.stop()
            self._keeper = None


class _StackingKeeper(Protocol):
    """Keeps a window above others until it is stopped."""

    def stop(self) -> None:
        """Stop moving the window."""


class _X11StackingKeeper(QObject):
    """Restacks a window on an X server whenever other windows change."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._own = int(window.winId())
        self._desktop = X11Desktop()
        self._view = DesktopView()
        self._check_timer = QTimer(self, interval=CHECK_DELAY_MS, singleShot=True)
        self._check_timer.timeout.connect(self._check_stacking)
        self._recheck_timer = QTimer(self, interval=RECHECK_DELAY_MS, singleShot=True)
        self._recheck_timer.timeout.connect(self._recheck_stacking)
        self._notifier = QSocketNotifier(
            self._desktop.file_descriptor, QSocketNotifier.Type.Read, self
        )
        self._notifier.activated.connect(self._collect_changes)
        self._check_stacking()
        self._recheck_timer.start()

    def stop(self) -> None:
        """Stop moving the window."""
        self._check_timer.stop()
        self._recheck_timer.stop()
        self._notifier.setEnabled(False)
        self._desktop.close()

    def _collect_changes(self) -> None:
        """Collect further changes before the next check."""
        self._notifier.setEnabled(False)
        self._check_timer.start()
        self._recheck_timer.start()

    def _check_stacking(self) -> None:
        self._restack_window(before=DesktopView())

    def _recheck_stacking(self) -> None:
        self._restack_window(before=self._view)

    def _restack_window(self, before: DesktopView) -> None:
        self._desktop.has_changed()
        self._view = self._desktop.query_view(self._own)
        where = decide_move(self._view, before, self._own)
        if where is not None:
            self._desktop.move_window(self._own, where)
        self._notifier.setEnabled(True)
        # Events that arrived together with the replies do not make the socket readable.
        if self._desktop.has_changed():
            self._collect_changes()


class _IntervalRaiser(QObject):
    """Raises a window at intervals."""

    def __init__(self, window: QWidget) -> None:
        super().__init__()
        self._window = window
        self._timer = QTimer(self, interval=RAISE_MS)
        self._timer.timeout.connect(self._raise_window)
        self._timer.start()
        self._raise_window()

    def stop(self) -> None:
        """Stop moving the window."""
        self._timer.stop()

    def _raise_window(self) -> None:
        # The app's own menus stay above.
        if QApplication.activePopupWidget() is None:
            self._window.windowHandle().raise_()


def _make_keeper(window: QWidget) -> _StackingKeeper | None:
    """Return the keeper for this system, or nothing if it needs none."""
    match QGuiApplication.platformName():
        case "xcb":
            return _X11StackingKeeper(window)
        case "windows":
            return _IntervalRaiser(window)
        case _:
            return None
