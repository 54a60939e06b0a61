"""What is seen: captions out of what was said, and where they stand."""

import asyncio

from PySide6.QtCore import QPoint

from captions.audio.opening import labels
from captions.events import Committed, Speech
from captions.model.display import Mode, Style, display
from captions.model.rows import Display, label
from captions.model.transcript import Transcript
from captions.settings import AppearanceSettings, CaptionSettings, Settings, WindowSettings
from captions.ui.overlay import Overlay
from captions.ui.placement import layout
from captions.ui.places import Places


class Screen:
    """Owns the transcript, and shows as much of it as the settings want."""

    def __init__(self, settings: Settings, places: Places) -> None:
        """Prepare to show captions; ``places`` knows where they were dragged to before."""
        self._settings = settings
        self._places = places
        self._transcript = Transcript()
        self._next_look: asyncio.TimerHandle | None = None
        """When captions change by time alone: they have been read, or it was silent for long."""
        self._all_read = asyncio.Event()
        self._all_read.set()
        self.overlay = Overlay(*_seen(settings))
        """The window."""
        self._display = self._new_display()
        self.overlay.row_width_changed.connect(self._lay_out_again)
        self.overlay.screens_changed.connect(self._stand)

    def open(self) -> None:
        """Put the window up."""
        self._stand()
        self.overlay.show()

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._transcript = self._transcript.apply(event)
        self._show_captions()
        if isinstance(event, Committed) and event.text and self._settings.captions.read_out:
            who = label(labels(self._settings.sound), event.lane)
            self.overlay.announce(f"{who} {event.text}".lstrip())

    def clear(self) -> None:
        """Empty the screen, of what waits to be shown as well."""
        if self._next_look is not None:
            self._next_look.cancel()
        self._display.clear()
        self._all_read.set()
        now = asyncio.get_running_loop().time()
        self.overlay.show_rows(self._display.show(self._transcript, now))

    def apply(self, settings: Settings) -> None:
        """Go by other settings from now on; what is on the screen stays, if it can."""
        before, self._settings = self._settings, settings
        if _seen(before) != _seen(settings):
            self.overlay.apply(*_seen(settings))
        if _style(before) != _style(settings) or labels(before.sound) != labels(settings.sound):
            self._display = self._new_display()
            self._show_captions()
        elif before.captions.rows != settings.captions.rows:
            self._lay_out_again(self.overlay.row_width)
        if before.window.position != settings.window.position:
            self._stand()

    def remember(self, place: QPoint) -> None:
        """Keep where the captions were dragged to, for this layout of monitors.

        Raises:
            OutputError: it can be kept no longer than the app runs.
        """
        self._places.remember(layout(), place)

    async def read(self) -> None:
        """Wait until all that was said has been shown for long enough to be read."""
        await self._all_read.wait()

    def close(self) -> None:
        """Take the window away."""
        if self._next_look is not None:
            self._next_look.cancel()
        self.overlay.hide()

    def _stand(self) -> None:
        """Stand where the captions were dragged to in this layout of monitors, if they were."""
        place = self._places.recall(layout())
        if place is not None:
            self.overlay.stand_at(place)

    def _show_captions(self) -> None:
        """Show captions, and look again when they are due to change or it was silent for long."""
        if self._next_look is not None:
            self._next_look.cancel()
        loop = asyncio.get_running_loop()
        self.overlay.show_rows(self._display.show(self._transcript, loop.time()))
        seconds = self._settings.captions.clear_seconds
        if self._display.due is not None:
            self._all_read.clear()
            self._next_look = loop.call_at(self._display.due, self._show_captions)
            return
        self._all_read.set()
        if seconds:
            self._next_look = loop.call_later(seconds, self.clear)

    def _new_display(self) -> Display:
        """Return a display for words from now on."""
        style = _style(self._settings)._replace(rows=self._settings.captions.rows)
        names = labels(self._settings.sound)
        new = display(style, self.overlay.measure, self.overlay.row_width, names)
        new.skip(self._transcript)
        return new

    def _lay_out_again(self, width: float) -> None:
        """Break the rows for another width or font; what is on screen stays."""
        self._display.resize(self.overlay.measure, width, self._settings.captions.rows)
        self._show_captions()


def _seen(settings: Settings) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return what the window goes by."""
    return settings.appearance, settings.captions, settings.window


def _style(settings: Settings) -> Style:
    """Return how captions come, but for the number of rows, which may change meanwhile."""
    captions = settings.captions
    return Style(Mode(captions.mode), hold=captions.hold_seconds)
