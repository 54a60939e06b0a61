"""The overlay: the rows of captions in a window, and where it stands."""

from PySide6.QtCore import QPoint

from captions.audio.opening import labels
from captions.events import Committed, Speech
from captions.model.display import display
from captions.model.rows import Display, label
from captions.presenter import CaptionPresenter, style
from captions.settings import AppearanceSettings, CaptionSettings, Settings, WindowSettings
from captions.ui.overlay import Overlay
from captions.ui.placement import layout
from captions.ui.places import Places


class Screen:
    """Owns the window, and shows captions in it."""

    def __init__(self, settings: Settings, places: Places) -> None:
        """Prepare to show captions; ``places`` knows where they were dragged to before."""
        self._settings = settings
        self._places = places
        self.overlay = Overlay(*_seen(settings))
        """The window."""
        self._presenter = CaptionPresenter(settings, self._new_display, self.overlay.show_rows)
        self.clear = self._presenter.clear
        self.read = self._presenter.read
        self.overlay.row_width_changed.connect(self._lay_out_again)
        self.overlay.screens_changed.connect(self._stand)

    def open(self) -> None:
        """Put the window up."""
        self._stand()
        self.overlay.show()

    def show(self, event: Speech) -> None:
        """Show what was said."""
        self._presenter.show(event)
        if isinstance(event, Committed) and event.text and self._settings.captions.read_out:
            who = label(labels(self._settings.sound), event.lane)
            self.overlay.announce(f"{who} {event.text}".lstrip())

    def apply(self, settings: Settings) -> None:
        """Put other settings in force; what is on the screen stays, if it can."""
        before, self._settings = self._settings, settings
        if _seen(before) != _seen(settings):
            self.overlay.apply(*_seen(settings))
        if self._presenter.apply(settings):
            self._lay_out_again(self.overlay.row_width)
        if before.window.position != settings.window.position:
            self._stand()

    def remember(self, place: QPoint) -> None:
        """Keep where the captions were dragged to, for this layout of monitors.

        Raises:
            OutputError: it can be kept no longer than the app runs.
        """
        self._places.remember(layout(), place)

    def close(self) -> None:
        """Take the window away."""
        self._presenter.close()
        self.overlay.hide()

    def _stand(self) -> None:
        """Stand where the captions were dragged to in this layout of monitors, if they were."""
        place = self._places.recall(layout())
        if place is not None:
            self.overlay.stand_at(place)

    def _new_display(self, settings: Settings) -> Display:
        """Return a display for words from now on."""
        wanted = style(settings)._replace(rows=settings.captions.rows)
        names = labels(settings.sound)
        return display(wanted, self.overlay.measure, self.overlay.row_width, names)

    def _lay_out_again(self, width: float) -> None:
        """Break the rows for another width or font; what is on screen stays."""
        self._presenter.lay_out(self.overlay.measure, width)


def _seen(settings: Settings) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return what the window goes by."""
    return settings.appearance, settings.captions, settings.window
