"""Where windows open: away from the captions. All distances are logical pixels."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer
from PySide6.QtWidgets import QDialog, QWidget
from typing_extensions import override

from captions.ui.widgets.controls.control_setup import set_up_controls

GAP = 8
"""Minimum distance between a window and the captions."""
_MAX_HEIGHT_SHARE = 2 / 3
"""Maximum share of the screen's height for a window, which leaves room for the captions."""
_TITLE_BAR_HEIGHT = 40
"""Maximum height of a window's frame; its real height is unknown until the window is shown."""
_NO_CAPTIONS = QRect()


class CaptionPlace(NamedTuple):
    """Where the captions are, with the room for their status line, in desktop coordinates."""

    wanted: QRect = _NO_CAPTIONS
    """Rectangle of the captions where no window is in their way; empty if it is unknown."""
    current: QRect = _NO_CAPTIONS


def open_window(window: QWidget, *, captions_at_top: bool, captions: QRect = _NO_CAPTIONS) -> None:
    """Show a window away from the captions, or bring it to the front.

    Args:
        window: a window; it keeps its place if it is visible.
        captions_at_top: True if captions in an unknown place are at the upper edge of the screen.
        captions: rectangle of the captions where no window is in their way, if it is known.
    """
    if not window.isVisible():
        if window.findChild(TitleBarGuard) is None:
            TitleBarGuard(window)
        set_up_controls(window)
        if not window.testAttribute(Qt.WidgetAttribute.WA_Resized):
            window.adjustSize()
        place_window(window, captions_at_top=captions_at_top, captions=captions)
    window.show()
    window.raise_()
    window.activateWindow()


def place_window(window: QWidget, *, captions_at_top: bool, captions: QRect = _NO_CAPTIONS) -> None:
    """Move a window away from the captions; the arguments are those of `open_window`."""
    # WORKAROUND(Qt 6.11.3, xcb): the window manager may place the window at 0, 0, with its title
    # bar outside the screen.
    area = window.screen().availableGeometry()
    known = captions if captions.intersects(area) else _NO_CAPTIONS
    if known.isValid():
        captions_at_top = known.center().y() < area.center().y()
    window.resize(min(window.width(), area.width()), _limit_height(window, area, known))
    margins = area.size() - window.size()
    share = 3 if captions_at_top else 1
    top = area.top() + share * margins.height() // 4
    lowest = area.bottom() + 1 - window.height() - _TITLE_BAR_HEIGHT
    if known.isValid() and captions_at_top:
        top = min(lowest, max(top, known.bottom() + 1 + GAP))
    elif known.isValid():
        top = min(top, known.top() - GAP - window.height() - _TITLE_BAR_HEIGHT)
    window.move(area.left() + margins.width() // 2, max(area.top(), top))


def make_room(window: QWidget, place: CaptionPlace, *, has_moved: bool) -> None:
    """Move and shrink a visible window if it stands where captions should be.

    Args:
        window: the window.
        place: where the captions are.
        has_moved: True if a setting has moved the captions to another edge: they should then be
            there, and not where they have found room.
    """
    captions = place.wanted if has_moved else place.current
    if window.isVisible() and window.frameGeometry().intersects(captions):
        place_window(window, captions_at_top=False, captions=place.wanted)


class TitleBarGuard(QObject):
    """Keeps the title bar of a window on the screen.

    WORKAROUND(Qt 6.11.3, xcb): if the window is resized before the window manager has added the
    frame, the content is placed where the frame should be.
    """

    def __init__(self, window: QWidget) -> None:
        """Guard a window for as long as it exists."""
        super().__init__(window)
        self._window = window
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._move_into_screen)
        window.installEventFilter(self)

    def _move_into_screen(self) -> None:
        frame, area = self._window.frameGeometry(), self._window.screen().availableGeometry()
        if frame.top() < area.top():
            self._window.move(frame.left(), area.top())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize):
            self._timer.start()
        return False


def _limit_height(window: QWidget, area: QRect, captions: QRect) -> int:
    """Return the height of a window that leaves room for the captions, if it can be so small."""
    room = _find_room(area, captions, is_avoided=isinstance(window, QDialog))
    most = min(round(area.height() * _MAX_HEIGHT_SHARE), room - GAP - _TITLE_BAR_HEIGHT)
    return min(window.height(), max(window.minimumSizeHint().height(), most))


def _find_room(area: QRect, captions: QRect, *, is_avoided: bool) -> int:
    """Return the height of the screen beside the captions, which avoid dialogs alone."""
    if is_avoided or not captions.isValid():
        return area.height() - captions.height()
    return max(captions.top() - area.top(), area.bottom() - captions.bottom())
