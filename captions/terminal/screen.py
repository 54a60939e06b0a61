"""The terminal as a screen for captions: rows and status at the bottom, final rows above."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TextIO

from captions.model.rows import Row, Rows
from captions.settings.schema import CaptionSettings
from captions.terminal.keys import TerminalKeys
from captions.terminal.output import TerminalOutput
from captions.terminal.painter import RegionPainter
from captions.terminal.styles import StyledLines
from captions.wording.status import CaptionStatus

FRAME_SECONDS = 1 / 30
"""Minimum interval between two updates of the screen."""

_POLL_SECONDS = 0.3
"""Polling interval at which a background job checks whether it is in the foreground."""


class ScreenEvents(NamedTuple):
    """Callbacks of a screen."""

    on_key: Callable[[str], None]
    """Called with each key."""
    on_resize: Callable[[], None]
    """Called when the row width may have changed."""
    on_paint: Callable[[Rows], None]
    """Called with the rows that were written, final ones first."""
    on_closed: Callable[[], None]
    """Called when the terminal has been closed."""


class TerminalScreen:
    """Owns the bottom lines of a terminal from `open` to `close`."""

    def __init__(
        self, stream: TextIO, environment: Mapping[str, str], events: ScreenEvents
    ) -> None:
        """``stream`` is standard output, a terminal that can rewrite lines."""
        self._events = events
        self._output = TerminalOutput(stream, self._schedule_draw, events.on_closed)
        self._keys = TerminalKeys(self._output.descriptor, events.on_key, events.on_closed)
        self._styles = StyledLines(stream, environment)
        self._painter = RegionPainter()
        self._size = self._output.size
        self._rows: Rows = ()
        self._status = CaptionStatus("", "waiting")
        self._hints: Sequence[tuple[str, str]] = ()
        self._pending_lines: list[str] = []
        """Final lines that are not written yet."""
        self._pending_rows: list[Row] = []
        """Final rows that are not written yet."""
        self._timer: asyncio.TimerHandle | None = None
        self._open = False
        """True after `open`, but not after `suspend`."""
        self._is_drawn = False
        """True while the region is on screen."""

    def open(self) -> None:
        """Start drawing once this program is the foreground job; also used after `suspend`."""
        self._open = True
        self._draw_region()

    def close(self) -> None:
        """Leave the captions as text, and restore the terminal."""
        left = [self._styles.render_row(row) for row in self._rows if row.runs]
        self._release_terminal([*self._pending_lines, *left])
        self._output.close_descriptor()

    def suspend(self) -> None:
        """Restore the terminal while this program is stopped."""
        self._open = False
        self._release_terminal(self._pending_lines)
        self._pending_lines = []

    def row_width(self, captions: CaptionSettings) -> int:
        """Return the width of a row in columns: that of the settings, limited by the terminal."""
        columns = self._output.size.columns
        width = columns * captions.row_percent // 100 or captions.row_chars
        return max(1, min(width, columns - 1))

    def show_rows(self, rows: Rows) -> None:
        """Show rows that may still change."""
        self._rows = rows
        self._schedule_draw()

    def add_rows(self, rows: Rows) -> None:
        """Write final rows, which scroll away above the region."""
        self._pending_rows += rows
        self._pending_lines += map(self._styles.render_row, rows)
        self._schedule_draw()

    def add_notice(self, sentence: str) -> None:
        """Write a sentence for the user, which scrolls away as well."""
        self._pending_lines += self._styles.render_notice(sentence, self._max_columns)
        self._schedule_draw()

    def show_status(self, now: CaptionStatus) -> None:
        """Show the status below the captions."""
        self._status = now
        self._schedule_draw()

    def show_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Show what the keys do."""
        self._hints = hints
        self._schedule_draw()

    def scroll_away(self) -> None:
        """Scroll everything on screen into the terminal's scrollback."""
        self._pending_lines += [""] * self._size.rows
        self._schedule_draw()

    def redraw_all(self) -> None:
        """Redraw every line after a resize or foreign output."""
        self._painter.invalidate_lines()
        self._size = self._output.size
        self._events.on_resize()
        self._schedule_draw()

    @property
    def _max_columns(self) -> int:
        """Maximum width of a line; some terminals already wrap at their last column."""
        return max(1, self._size.columns - 1)

    def _schedule_draw(self) -> None:
        """Draw after `FRAME_SECONDS`, once for all changes until then."""
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(FRAME_SECONDS, self._draw_region)

    def _draw_region(self) -> None:
        self._cancel_timer()
        if self._output.is_busy or not self._open:
            return
        if not self._keys.open():
            self._timer = asyncio.get_running_loop().call_later(_POLL_SECONDS, self._draw_region)
            return
        if not self._is_drawn:
            self._output.open()
            self._painter = RegionPainter()
            self._is_drawn = True
        if self._output.size != self._size:
            self.redraw_all()
            self._cancel_timer()
        text = self._painter.paint(self._region_lines(), self._pending_lines)
        rows = (*self._pending_rows, *self._rows)
        self._pending_lines, self._pending_rows = [], []
        if text:
            self._output.write(text)
            self._events.on_paint(rows)

    def _region_lines(self) -> list[str]:
        """Return the lines of the region; only the last rows if the terminal is small."""
        footer = self._styles.render_footer(self._status, self._hints, self._max_columns)
        least = 1 if self._rows else 0
        footer = footer[: max(0, self._size.rows - least)]
        capacity = max(least, self._size.rows * 2 // 3 - len(footer))
        return [*map(self._styles.render_row, self._rows[-capacity:] if capacity else ()), *footer]

    def _release_terminal(self, above: Sequence[str]) -> None:
        self._cancel_timer()
        self._keys.close()
        if self._is_drawn:
            self._output.close(self._painter.paint([], above))
        self._is_drawn = False

    def _cancel_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
