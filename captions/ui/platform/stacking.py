"""Decides the stacking position of the captions on X11: above applications, below screen lockers.

There are three kinds of windows:

* Windows under the control of the window manager, which may fill the screen. Captions go directly
  above them.
* Menus, drop-downs, tooltips, notifications and drag icons. Like the captions, they are unmanaged:
  the window manager does not control them. If they opened above the captions they stay there,
  because they soon close, and two programs that both raise themselves would never stop.
* Screen lockers, which are unmanaged too. A locker covers the captions completely and has grabbed
  the keyboard. Captions go below it, because private speech must not appear on a locked screen.

An unmanaged window that covers the captions completely, has not grabbed the keyboard and persists
is none of these (a film, a game or an animated wallpaper). Captions go above it.

Captions never move "to the top", where a locker may have appeared since the last query, but next to
a window that the query returned.
"""

from itertools import takewhile
from typing import NamedTuple

from PySide6.QtCore import QRect


class VisibleWindow(NamedTuple):
    """A visible window."""

    name: int
    """Window ID on the X server."""
    box: QRect
    """Position and size, clipped to the screen, in the server's pixels."""
    managed: bool
    """True for a window that the window manager controls, and for its frame."""

    def covers(self, box: QRect) -> bool:
        """Return True if it is unmanaged, larger than a box and covers the box completely.

        Two caption windows in the same place do not hide each other.
        """
        return not self.managed and self.box != box and self.box.contains(box)


class DesktopView(NamedTuple):
    """A snapshot of the desktop's windows."""

    windows: tuple[VisibleWindow, ...] = ()
    """Windows from the lowest to the highest, including the captions' own."""
    keyboard_held: bool = False
    """True if a program has grabbed the keyboard, as menus and screen lockers do."""


class StackingMove(NamedTuple):
    """A move directly above or below another window."""

    neighbour: int
    """Window ID of the other window."""
    above: bool
    """True to move above it."""


def decide_move(now: DesktopView, before: DesktopView, own: int) -> StackingMove | None:
    """Decide where to move the captions.

    Args:
        now: the current desktop.
        before: an earlier snapshot that tells which windows persist; empty if there is none.
        own: window ID of the captions.

    Returns:
        The move; `None` if the captions are already in position.
    """
    place = next((at for at, window in enumerate(now.windows) if window.name == own), None)
    if place is None:
        return None
    box, lower, higher = now.windows[place].box, now.windows[:place], now.windows[place + 1 :]
    hiding = {window.name for window in lower + higher if window.covers(box)}
    lockers = hiding if now.keyboard_held else set[int]()
    lasting = hiding & _unlocked_names(before) - lockers
    in_reach = takewhile(lambda window: window.name not in lockers, higher)
    covering = [
        window.name
        for window in in_reach
        if (window.managed and window.box.intersects(box)) or window.name in lasting
    ]
    if covering:
        return StackingMove(covering[-1], above=True)
    # A window below a managed window is a wallpaper, not a locker.
    on_top = takewhile(lambda window: not window.managed, reversed(lower))
    above_locker = [window.name for window in on_top if window.name in lockers]
    return StackingMove(above_locker[-1], above=False) if above_locker else None


def _unlocked_names(view: DesktopView) -> set[int]:
    """Return the windows of a snapshot; empty if one of them may be a screen locker."""
    return set() if view.keyboard_held else {window.name for window in view.windows}
