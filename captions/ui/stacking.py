"""Where captions belong among an X11 desktop's windows: above what people do, below what locks it.

The rule, for windows of three kinds:

* A window that a window manager manages may fill the screen, and captions are there to be read over
  it: they go right above it.
* Menus, drop-downs, tooltips, notifications and what is being dragged are managed by nobody, like
  the captions. They stay above the captions if they opened there. They soon go; and two programs
  that both put themselves on top would never be done with it.
* A screen locker is managed by nobody either. It hides the captions whole, and holds the keyboard.
  Captions go below it: what was said in private is not for whoever passes by.

What hides the captions whole, is managed by nobody, holds no keyboard and stays is none of these (a
film, a game or a moving wallpaper, of a program that manages itself): captions go above it.

Captions never go "to the top", where a locker may have come since one looked, but next to a window
that was seen.
"""

from itertools import takewhile
from typing import NamedTuple

from PySide6.QtCore import QRect


class Window(NamedTuple):
    """A window that is to be seen."""

    name: int
    """The X server's name for it."""
    box: QRect
    """Its place on the screen, and no more of it than is on the screen, in the server's pixels."""
    managed: bool
    """Whether it is a window manager's to place, or the frame of one that is."""

    def hides(self, box: QRect) -> bool:
        """Whether it is nobody's to place, larger than a box, and lies over the whole of it.

        Of two captions in the same place, neither hides the other.
        """
        return not self.managed and self.box != box and self.box.contains(box)


class Sight(NamedTuple):
    """What a look at the desktop found."""

    windows: tuple[Window, ...] = ()
    """From the lowest to the highest; the captions' own is among them."""
    keyboard_held: bool = False
    """Whether a program has all keys to itself, as menus and screen lockers do."""


class Move(NamedTuple):
    """Go right above a window, or right below it."""

    neighbour: int
    above: bool


def move(now: Sight, before: Sight, own: int) -> Move | None:
    """Decide where the captions go.

    Args:
        now: what is to be seen.
        before: what was to be seen before it was left alone for a while; nothing if it was not.
        own: the captions' window.

    Returns:
        Where they go; nothing if they stand where they belong.
    """
    place = next((at for at, window in enumerate(now.windows) if window.name == own), None)
    if place is None:
        return None
    box, lower, higher = now.windows[place].box, now.windows[:place], now.windows[place + 1 :]
    hiding = {window.name for window in lower + higher if window.hides(box)}
    lockers = hiding if now.keyboard_held else set[int]()
    lasting = hiding & _free_names(before) - lockers
    in_reach = takewhile(lambda window: window.name not in lockers, higher)
    covering = [
        window.name
        for window in in_reach
        if (window.managed and window.box.intersects(box)) or window.name in lasting
    ]
    if covering:
        return Move(covering[-1], above=True)
    # One below a managed window is no locker but a wallpaper.
    on_top = takewhile(lambda window: not window.managed, reversed(lower))
    above_locker = [window.name for window in on_top if window.name in lockers]
    return Move(above_locker[-1], above=False) if above_locker else None


def _free_names(sight: Sight) -> set[int]:
    """Return the windows of a sight in which no program could be a locker."""
    return set() if sight.keyboard_held else {window.name for window in sight.windows}
