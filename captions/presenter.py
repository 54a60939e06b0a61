"""Turns what was said into rows, and shows them as they change: for overlay and terminal."""

import asyncio
from collections.abc import Callable

from captions.audio.opening import labels
from captions.events import Speech
from captions.model.display import Mode, Style
from captions.model.rows import Display, Measure, Rows
from captions.model.transcript import Transcript
from captions.settings import Settings


class CaptionPresenter:
    """Owns the transcript, and shows as much of it as the settings want."""

    def __init__(
        self,
        settings: Settings,
        make_display: Callable[[Settings], Display],
        show_rows: Callable[[Rows], None],
    ) -> None:
        """Begin with an empty transcript.

        Args:
            settings: in force.
            make_display: makes what decides which words are shown.
            show_rows: is called with the rows to show.
        """
        self._settings = settings
        self._make_display = make_display
        self._show_rows = show_rows
        self._transcript = Transcript()
        self._next_look: asyncio.TimerHandle | None = None
        """When captions change by time alone: they have been read, or it was silent for long."""
        self._all_read = asyncio.Event()
        self._all_read.set()
        self._display = make_display(settings)

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._transcript = self._transcript.apply(event)
        self._refresh()

    def clear(self) -> None:
        """Empty the display, also of what waits to be shown."""
        if self._next_look is not None:
            self._next_look.cancel()
        self._display.clear()
        self._all_read.set()
        self._show_rows(self._display.show(self._transcript, asyncio.get_running_loop().time()))

    def apply(self, settings: Settings) -> bool:
        """Put other settings in force; what is on display stays, if it can.

        Returns:
            True if the rows have to be laid out again for another number of rows.
        """
        before, self._settings = self._settings, settings
        if style(before) == style(settings) and labels(before.sound) == labels(settings.sound):
            return before.captions.rows != settings.captions.rows
        self._display.clear()
        self._display = self._make_display(settings)
        self._display.skip(self._transcript)
        self._refresh()
        return False

    def lay_out(self, measure: Measure, width: float) -> None:
        """Break the rows for another width or font; what is on display stays."""
        self._display.resize(measure, width, self._settings.captions.rows)
        self._refresh()

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""
        await self._all_read.wait()

    def close(self) -> None:
        """Stop changing what is on display."""
        if self._next_look is not None:
            self._next_look.cancel()

    def _refresh(self) -> None:
        """Show the rows, and again when they are due to change or it was silent for long."""
        if self._next_look is not None:
            self._next_look.cancel()
        loop = asyncio.get_running_loop()
        self._show_rows(self._display.show(self._transcript, loop.time()))
        seconds = self._settings.captions.clear_seconds
        if self._display.due is not None:
            self._all_read.clear()
            self._next_look = loop.call_at(self._display.due, self._refresh)
            return
        self._all_read.set()
        if seconds:
            self._next_look = loop.call_later(seconds, self.clear)


def style(settings: Settings) -> Style:
    """Return how captions come, apart from the number of rows, which may change meanwhile."""
    captions = settings.captions
    return Style(Mode(captions.mode), hold=captions.hold_seconds)
