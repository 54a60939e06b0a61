"""Keeps captions off the app's own dialogs, whose buttons the user needs.

All distances are logical pixels in desktop coordinates.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QGuiApplication, Qt, QWindow
from shiboken6 import isValid

GAP = 8
"""Distance between captions and a dialog."""
BUTTON_ROW_HEIGHT = 72
"""Height of a row of buttons with its margins. Where there is no room beside a dialog, captions may
cover the rest of it."""


class OwnDialogs(QObject):
    """Knows where the visible dialogs of the app are."""

    changed = Signal()
    """Emitted after dialogs were opened, closed, moved or resized."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: list[QWindow] = []
        # Several signals of one change are handled once.
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self.changed)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._watch_dialogs)

    @property
    def frames(self) -> list[QRect]:
        """Rectangles of the visible dialogs, with their frames."""
        return [window.frameGeometry() for window in self._find_visible()]

    def _find_visible(self) -> list[QWindow]:
        # Qt destroys the window of a dialog that is deleted.
        self._watched = [window for window in self._watched if isValid(window)]
        return [window for window in self._watched if window.isVisible()]

    def _watch_dialogs(self) -> None:
        """Watch the dialogs that were opened; a dialog takes the focus when it opens."""
        self._find_visible()
        for window in QGuiApplication.topLevelWindows():
            if window.type() is Qt.WindowType.Dialog and window not in self._watched:
                self._watched.append(window)
                window.destroyed.connect(self._report_later)
                for signal in (
                    window.xChanged,
                    window.yChanged,
                    window.widthChanged,
                    window.heightChanged,
                    window.visibleChanged,
                ):
                    signal.connect(self._report_later)
        self._report_later()

    def _report_later(self) -> None:
        """Emit `changed` once for several signals; the values that they carry are not needed."""
        self._timer.start()


def avoid_dialogs(captions: QRect, dialogs: Sequence[QRect], area: QRect) -> QPoint:
    """Return the nearest place of the captions beside all dialogs.

    Args:
        captions: where the captions are wanted.
        dialogs: the dialogs.
        area: the available part of the screen.

    Returns:
        The top left corner; the wanted one if there is no better place.
    """
    button_rows = [
        dialog.adjusted(0, max(0, dialog.height() - BUTTON_ROW_HEIGHT), 0, 0) for dialog in dialogs
    ]
    for obstacles in (dialogs, button_rows):
        free = [
            corner
            for corner in _iter_places(captions, obstacles, area)
            if _is_free(QRect(corner, captions.size()), obstacles, area)
        ]
        if free:
            return min(free, key=lambda corner: (corner - captions.topLeft()).manhattanLength())
    return captions.topLeft()


def _iter_places(captions: QRect, obstacles: Sequence[QRect], area: QRect) -> Iterator[QPoint]:
    """Yield the wanted place, and those directly beside each obstacle and at the screen's edges."""
    x, y = captions.x(), captions.y()
    yield captions.topLeft()
    for obstacle in obstacles:
        yield QPoint(x, obstacle.top() - GAP - captions.height())
        yield QPoint(x, obstacle.bottom() + 1 + GAP)
        yield QPoint(obstacle.left() - GAP - captions.width(), y)
        yield QPoint(obstacle.right() + 1 + GAP, y)
    yield QPoint(x, area.top())
    yield QPoint(x, area.bottom() + 1 - captions.height())


def _is_free(place: QRect, obstacles: Sequence[QRect], area: QRect) -> bool:
    return area.contains(place) and not any(map(place.intersects, obstacles))
