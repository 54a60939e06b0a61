"""The lowest lines of a terminal: a region that is rewritten, below final lines that scroll away.

The cursor always rests at the start of the region. A terminal keeps the cursor at its place in the
text when it is resized, whether or not it wraps lines again, so the region can be found and erased
afterwards without knowing how the terminal moved it. The region begins at the bottom of the screen:
a terminal that wraps lines again moves the topmost ones into its history, where nothing can be
erased. The alternate screen is not used: what has scrolled away stays in the history.
"""

from collections.abc import Sequence

_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"
"""DECAWM: a line whose width the terminal sees otherwise is clipped, and moves no other line."""
_ERASE_LINE, _ERASE_BELOW = "\x1b[K", "\x1b[J"
_ERASE_REGION = f"\r\x1b7{_ERASE_LINE}\x1b[B{_ERASE_BELOW}\x1b8"
"""Erases from the line below the first: tmux puts all lines into its history when it is told to
erase everything from the top of the screen (its option scroll-on-clear)."""
_NEXT = "\r\n"
_FAR = 9999
"""More rows than any screen has; the cursor stops at the last one."""


class RegionPainter:
    """Makes the control sequences that change what is on screen to what should be."""

    def __init__(self) -> None:
        self._shown: list[str] = []
        """Lines of the region."""
        self._unknown = False
        """True after the terminal may have moved or wrapped the lines."""
        self._placed = False
        """True once the region is at the bottom of the screen."""

    def paint(self, lines: Sequence[str], above: Sequence[str] = ()) -> str:
        """Return what to write so that the region has other lines.

        Args:
            lines: each at most as wide as the terminal, with its attributes.
            above: final lines, which scroll away above the region.
        """
        wanted = [*above, *(lines or [""])]
        erased = _ERASE_REGION if self._unknown else ""
        before = [] if self._unknown else self._shown
        placed = "" if self._placed else _to_bottom(len(wanted))
        self._unknown, self._placed = False, True
        self._shown = list(lines or [""])
        if wanted == before:
            return ""
        text = _NEXT.join(
            "" if before[place : place + 1] == [line] else f"{line}{_ERASE_LINE}"
            for place, line in enumerate(wanted)
        )
        below = len(wanted) - 1 - len(above)
        if len(before) > len(wanted):
            text += f"{_NEXT}{_ERASE_BELOW}"
            below += 1
        return f"{_NO_WRAP}{erased}{placed}{text}{_up(below)}\r{_WRAP}"

    def forget(self) -> None:
        """Paint every line again next time: the terminal may have moved them."""
        self._unknown = True


def _to_bottom(lines: int) -> str:
    """Return what makes room for lines, and moves to the first of the last ones on the screen."""
    return f"{_NEXT * (lines - 1)}\x1b[{_FAR}B{_up(lines - 1)}"


def _up(lines: int) -> str:
    return f"\x1b[{lines}A" if lines else ""
