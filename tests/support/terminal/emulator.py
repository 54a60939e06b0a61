"""A terminal emulator: pyte's screen and history, with support for faint text."""

import pyte
from pyte.screens import HistoryScreen
from typing_extensions import override

_FAINT, _NORMAL = 2, 22
_ITALIC, _UPRIGHT = 3, 23
HISTORY = 2000


class Screen(HistoryScreen):
    """A screen that stores faint text, which pyte does not support, as italics."""

    @override
    def select_graphic_rendition(self, *attributes: int, **more: object) -> None:
        stand_in = {_FAINT: _ITALIC, _NORMAL: _UPRIGHT}
        super().select_graphic_rendition(*(stand_in.get(one, one) for one in attributes), **more)


class Emulator:
    """Interprets the output of a program, and returns the visible text and its style."""

    def __init__(self, columns: int = 80, rows: int = 24) -> None:
        self.screen = Screen(columns, rows, history=HISTORY, ratio=0.5)
        self._stream = pyte.ByteStream(self.screen)

    def feed(self, data: bytes) -> None:
        self._stream.feed(data)

    def write(self, text: str) -> None:
        self.feed(text.encode())

    def lines(self) -> list[str]:
        """Return the lines on the screen, without blank lines at the end."""
        lines = [line.rstrip() for line in self.screen.display]
        while lines and not lines[-1]:
            lines.pop()
        return lines

    def history(self) -> list[str]:
        """Return all lines: those that have scrolled away, then those on the screen."""
        columns = self.screen.columns
        above = [
            "".join(line[column].data for column in range(columns)).rstrip()
            for line in self.screen.history.top
        ]
        return above + self.lines()

    def faint(self) -> str:
        """Return the faint text on the screen."""
        return self._text(faint=True)

    def bright(self) -> str:
        """Return the text on the screen in the terminal's default colour."""
        return self._text(faint=False)

    def colours(self) -> set[str]:
        """Return the names of the colours on the screen."""
        return {
            cell.fg
            for line in self.screen.buffer.values()
            for cell in line.values()
            if cell.data != " "
        }

    @property
    def cursor_is_shown(self) -> bool:
        return not self.screen.cursor.hidden

    @property
    def wraps(self) -> bool:
        return pyte.modes.DECAWM in self.screen.mode

    def _text(self, *, faint: bool) -> str:
        lines = (
            "".join(
                line[column].data if line[column].italics is faint else " "
                for column in range(self.screen.columns)
            )
            for _, line in sorted(self.screen.buffer.items())
        )
        return " ".join(" ".join(lines).split())
