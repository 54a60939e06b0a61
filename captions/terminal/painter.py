"""The bottom lines of a terminal: a region that is rewritten, below final lines that scroll.

The cursor always rests at the start of the region. A resized terminal keeps the cursor at its place
in the text, whether or not it rewraps lines. The region can therefore be found and erased
afterwards without knowing how the terminal moved it. The region starts at the bottom of the screen:
a terminal that rewraps lines moves the topmost ones into its scrollback, where nothing can be
erased. The alternate screen is not used, so that captions stay in the scrollback.
"""

from collections.abc import Sequence

_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"
"""DECAWM: a line that the terminal measures as too wide is clipped, and moves no other line."""
_ERASE_LINE, _ERASE_BELOW = "\x1b[K", "\x1b[J"
_ERASE_REGION = f"\r\x1b7{_ERASE_LINE}\x1b[B{_ERASE_BELOW}\x1b8"
"""Erases from the line below the first. Erasing from the top of the screen would make tmux move all
lines into its history (its option scroll-on-clear)."""
_NEXT_LINE = "\r\n"
_MANY_ROWS = 9999
"""More rows than any screen has; the cursor stops at the last one."""


class RegionPainter:
    """Creates the control sequences that update the region."""

    def __init__(self) -> None:
        self._shown: list[str] = []
        """Lines of the region on screen."""
        self._invalid = False
        """True after the terminal may have moved or wrapped the lines."""
        self._placed = False
        """True once the region is at the bottom of the screen."""

    def paint(self, lines: Sequence[str], above: Sequence[str] = ()) -> str:
        """Return the output that replaces the lines of the region.

        Args:
            lines: each at most as wide as the terminal, with its attributes.
            above: final lines, which scroll away above the region.
        """
        target = [*above, *(lines or [""])]
        erased = _ERASE_REGION if self._invalid else ""
        before = [] if self._invalid else self._shown
        placed = "" if self._placed else _move_to_bottom(len(target))
        self._invalid, self._placed = False, True
        self._shown = list(lines or [""])
        if target == before and not above:
            return ""  # Lines that become final look the same, but the region moves below them.
        text = _NEXT_LINE.join(
            "" if before[place : place + 1] == [line] else f"{line}{_ERASE_LINE}"
            for place, line in enumerate(target)
        )
        below = len(target) - 1 - len(above)
        if len(before) > len(target):
            text += f"{_NEXT_LINE}{_ERASE_BELOW}"
            below += 1
        return f"{_NO_WRAP}{erased}{placed}{text}{_move_up(below)}\r{_WRAP}"

    def invalidate_lines(self) -> None:
        """Repaint every line next time, because the terminal may have moved them."""
        self._invalid = True


def _move_to_bottom(lines: int) -> str:
    """Return the output that frees lines at the bottom, and moves to the first of them."""
    return f"{_NEXT_LINE * (lines - 1)}\x1b[{_MANY_ROWS}B{_move_up(lines - 1)}"


def _move_up(lines: int) -> str:
    return f"\x1b[{lines}A" if lines else ""
