"""Turns what was said into rows, and shows them as they change: for overlay and terminal."""

import asyncio
from collections.abc import Callable

from captions.audio.opening import labels
from captions.events import Speech
from captions.model.live import LiveCaptions
from captions.model.rows import Display, Measure, Rows
from captions.model.style import Mode, Style
from captions.settings import Settings


class CaptionPresenter:
    """Shows what is said, as the settings want it."""

    def __init__(
        self,
        settings: Settings,
        make_display: Callable[[Settings], Display],
        show_rows: Callable[[Rows], None],
    ) -> None:
        """Begin with nothing said.

        Args:
            settings: in force.
            make_display: makes what decides which words are shown.
            show_rows: is called with the rows to show.
        """
        self._settings = settings
        self._make_display = make_display
        self._show_rows = show_rows
        self._next_look: asyncio.TimerHandle | None = None
        """When captions may change by time alone."""
        self._all_read = asyncio.Event()
        self._all_read.set()
        self._captions = LiveCaptions(make_display(settings), settings.captions.clear_seconds)

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._present(self._captions.apply(event, _now()))

    def clear(self) -> None:
        """Empty the display, also of what waits to be shown."""
        self._present(self._captions.clear(_now()))

    def apply(self, settings: Settings) -> bool:
        """Put other settings in force; what is on display stays, if it can.

        Returns:
            True if the rows have to be laid out again for another number of rows.
        """
        before, self._settings = self._settings, settings
        self._captions.clear_seconds = settings.captions.clear_seconds
        if style(before) == style(settings) and labels(before.sound) == labels(settings.sound):
            return before.captions.rows != settings.captions.rows
        self._captions.replace(self._make_display(settings))
        self._refresh()
        return False

    def lay_out(self, measure: Measure, width: float) -> None:
        """Break the rows for another width or font; what is on display stays."""
        self._captions.resize(measure, width, self._settings.captions.rows)
        self._refresh()

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""
        await self._all_read.wait()

    def close(self) -> None:
        """Stop changing what is on display."""
        if self._next_look is not None:
            self._next_look.cancel()

    def _refresh(self) -> None:
        """Show the rows as they are now."""
        self._present(self._captions.look(_now()))

    def _present(self, rows: Rows) -> None:
        """Show rows until they change, if by time alone."""
        self.close()
        self._show_rows(rows)
        due = self._captions.due(_now())
        if due is not None:
            self._next_look = asyncio.get_running_loop().call_at(due, self._refresh)
        if self._captions.reading:
            self._all_read.clear()
        else:
            self._all_read.set()


def _now() -> float:
    return asyncio.get_running_loop().time()


def style(settings: Settings) -> Style:
    """Return how captions come, apart from the number of rows, which may change meanwhile."""
    captions = settings.captions
    manual = settings.recognition.manual
    return Style(Mode(captions.mode), hold=captions.hold_seconds, until_commit=manual)
