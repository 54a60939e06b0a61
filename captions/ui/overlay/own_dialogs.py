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
BUTTON_MARGIN = 16
"""Height of the part of the margin below the buttons that captions may cover."""


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


def avoid_dialogs(
    captions: QRect, dialogs: Sequence[QRect], area: QRect, *, is_chosen: bool = False
) -> QPoint:
    """Return the nearest place of the captions beside all dialogs.

    Where there is no room, buttons stay free, and as little as possible of the dialogs is covered.

    Args:
        captions: where the captions are wanted.
        dialogs: the dialogs.
        area: the available part of the screen.
        is_chosen: True if the user has put the captions there. If there is no room beside the
            dialogs, they then stay there, unless they cover buttons.

    Returns:
        The top left corner; the wanted one if there is no better place.
    """
    buttons = [_button_row(dialog) for dialog in dialogs]

    def cost(corner: QPoint) -> tuple[bool, int, int]:
        place = QRect(corner, captions.size())
        covered = _covered_pixels(place, dialogs)
        return (
            any(map(place.intersects, buttons)),
            min(covered, 1) if is_chosen else covered,
            (corner - captions.topLeft()).manhattanLength(),
        )

    places = [
        corner
        for corner in _iter_places(captions, [*dialogs, *buttons], area)
        if area.contains(QRect(corner, captions.size()))
    ]
    return min([captions.topLeft(), *places], key=cost)


def _button_row(dialog: QRect) -> QRect:
    """Return the part of a dialog with its buttons, without the margin below them."""
    top = max(0, dialog.height() - BUTTON_ROW_HEIGHT)
    return dialog.adjusted(0, top, 0, -min(BUTTON_MARGIN, dialog.height()))


def _covered_pixels(place: QRect, dialogs: Sequence[QRect]) -> int:
    """Return how many square pixels of dialogs a place covers."""
    covered = [place.intersected(dialog) for dialog in dialogs]
    return sum(part.width() * part.height() for part in covered)


def _iter_places(captions: QRect, obstacles: Sequence[QRect], area: QRect) -> Iterator[QPoint]:
    """Yield the places directly beside each obstacle and at the screen's edges."""
    x, y = captions.x(), captions.y()
    for obstacle in obstacles:
        yield QPoint(x, obstacle.top() - GAP - captions.height())
        yield QPoint(x, obstacle.bottom() + 1 + GAP)
        yield QPoint(obstacle.left() - GAP - captions.width(), y)
        yield QPoint(obstacle.right() + 1 + GAP, y)
    yield QPoint(x, area.top())
    yield QPoint(x, area.bottom() + 1 - captions.height())
