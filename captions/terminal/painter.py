"""The lowest lines of a terminal: a region that is rewritten, below final lines that scroll away.

The cursor always rests at the start of the region. A terminal keeps the cursor at its place in the
text when it is resized, whether or not it wraps lines again, so the region can be found and erased
afterwards without knowing how the terminal moved it. The alternate screen is not used: what has
scrolled away stays in the terminal's history.
"""

from collections.abc import Sequence

_NO_WRAP, _WRAP = "\x1b[?7l", "\x1b[?7h"
"""DECAWM: a line whose width the terminal sees otherwise is clipped, and moves no other line."""
_ERASE_LINE, _ERASE_BELOW = "\x1b[K", "\x1b[J"
_NEXT = "\r\n"


class RegionPainter:
    """Makes the control sequences that change what is on screen to what should be."""

    def __init__(self) -> None:
        self._shown: list[str] = []
        """Lines of the region."""
        self._unknown = False
        """True after the terminal may have moved or wrapped the lines."""

    def paint(self, lines: Sequence[str], above: Sequence[str] = ()) -> str:
        """Return what to write so that the region has other lines.

        Args:
            lines: each at most as wide as the terminal, with its attributes.
            above: final lines, which scroll away above the region.
        """
        wanted = [*above, *(lines or [""])]
        erased = f"\r{_ERASE_BELOW}" if self._unknown else ""
        before = [] if self._unknown else self._shown
        self._unknown = False
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
        return f"{_NO_WRAP}{erased}{text}{_up(below)}\r{_WRAP}"

    def forget(self) -> None:
        """Paint every line again next time: the terminal may have moved them."""
        self._unknown = True


def _up(lines: int) -> str:
    return f"\x1b[{lines}A" if lines else ""
