"""The terminal as a screen for captions: rows and status at the bottom, final rows above."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TextIO

from captions.model.rows import Row, Rows
from captions.settings import CaptionSettings
from captions.terminal.keys import TerminalKeys
from captions.terminal.output import TerminalOutput
from captions.terminal.painter import RegionPainter
from captions.terminal.styles import Styles
from captions.wording.status import Status

FRAME_SECONDS = 1 / 30
"""Shortest time between two changes of the screen."""

_LOOK_SECONDS = 0.3
"""Interval at which a job in the background looks whether it has come to the foreground."""


class ScreenEvents(NamedTuple):
    """What a screen calls when something happens to it."""

    pressed: Callable[[str], None]
    """Is given each key."""
    resized: Callable[[], None]
    """The row width may be another."""
    painted: Callable[[Rows], None]
    """Is given the rows that were written, final ones first."""
    gone: Callable[[], None]
    """There is no terminal any more."""


class TerminalScreen:
    """Owns the lowest lines of a terminal from `open` to `close`."""

    def __init__(
        self, stream: TextIO, environment: Mapping[str, str], events: ScreenEvents
    ) -> None:
        """``stream`` is standard output, a terminal that can rewrite its lines."""
        self._events = events
        self._output = TerminalOutput(stream, self._schedule, events.gone)
        self._keys = TerminalKeys(self._output.descriptor, events.pressed, events.gone)
        self._styles = Styles(stream, environment)
        self._painter = RegionPainter()
        self._size = self._output.size
        self._rows: Rows = ()
        self._status = Status("", "waiting")
        self._hints: Sequence[tuple[str, str]] = ()
        self._above: list[str] = []
        """Final lines that are not written yet."""
        self._finished: list[Row] = []
        """Final rows among them."""
        self._timer: asyncio.TimerHandle | None = None
        self._open = False
        """True from `open` on, but not after `suspend`."""
        self._taken = False
        """True while the region is on the screen."""

    def open(self) -> None:
        """Take the terminal as soon as it is not another job's; again after `suspend`."""
        self._open = True
        self._draw()

    def close(self) -> None:
        """Leave the captions as text, and the terminal as it was."""
        left = [self._styles.row(row) for row in self._rows if row.runs]
        self._leave([*self._above, *left])
        self._output.release()

    def suspend(self) -> None:
        """Give the terminal to the shell while this program is stopped."""
        self._open = False
        self._leave(self._above)
        self._above = []

    def row_width(self, captions: CaptionSettings) -> int:
        """Return how many columns a row of captions has: as chosen, as far as there is room."""
        columns = self._output.size.columns
        wanted = columns * captions.row_percent // 100 or captions.row_chars
        return max(1, min(wanted, columns - 1))

    def show_rows(self, rows: Rows) -> None:
        """Show rows that may still change."""
        self._rows = rows
        self._schedule()

    def add_rows(self, rows: Rows) -> None:
        """Write final rows, which scroll away above the others."""
        self._finished += rows
        self._above += map(self._styles.row, rows)
        self._schedule()

    def add_notice(self, sentence: str) -> None:
        """Write a sentence for the user, which scrolls away as well."""
        self._above += self._styles.notice(sentence, self._columns)
        self._schedule()

    def show_status(self, now: Status) -> None:
        """Show the status below the captions."""
        self._status = now
        self._schedule()

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show what keys do."""
        self._hints = hints
        self._schedule()

    def scroll_away(self) -> None:
        """Scroll all that is on the screen into the terminal's history."""
        self._above += [""] * self._size.rows
        self._schedule()

    def refresh(self) -> None:
        """Draw every line again: after a resize, or when something else wrote to the terminal."""
        self._painter.forget()
        self._size = self._output.size
        self._events.resized()
        self._schedule()

    @property
    def _columns(self) -> int:
        """Columns that a line may have; some terminals wrap at the last one already."""
        return max(1, self._size.columns - 1)

    def _schedule(self) -> None:
        """Draw in a moment, once for all changes until then."""
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(FRAME_SECONDS, self._draw)

    def _draw(self) -> None:
        self._cancel_timer()
        if self._output.busy or not self._open:
            return
        if not self._keys.open():
            self._timer = asyncio.get_running_loop().call_later(_LOOK_SECONDS, self._draw)
            return
        if not self._taken:
            self._output.open()
            self._painter = RegionPainter()
            self._taken = True
        if self._output.size != self._size:
            self.refresh()
            self._cancel_timer()
        text = self._painter.paint(self._lines(), self._above)
        rows = (*self._finished, *self._rows)
        self._above, self._finished = [], []
        if text:
            self._output.write(text)
            self._events.painted(rows)

    def _lines(self) -> list[str]:
        """Return the lines of the region; where there is little room, the last ones."""
        footer = self._styles.footer(self._status, self._hints, self._columns)
        least = 1 if self._rows else 0
        footer = footer[: max(0, self._size.rows - least)]
        room = max(least, self._size.rows * 2 // 3 - len(footer))
        return [*map(self._styles.row, self._rows[-room:] if room else ()), *footer]

    def _leave(self, above: Sequence[str]) -> None:
        self._cancel_timer()
        self._keys.close()
        if self._taken:
            self._output.close(self._painter.paint([], above))
        self._taken = False

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
