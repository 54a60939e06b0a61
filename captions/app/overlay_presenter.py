"""Shows captions in the overlay window and restores the window's position."""

from dataclasses import replace

from PySide6.QtCore import QPoint

from captions.app.presenter import CaptionPresenter, make_style
from captions.audio.lanes import lane_labels
from captions.events import Committed, Speech
from captions.model.layout.caption_mode import create_display
from captions.model.rows import CaptionDisplay, lane_label
from captions.settings.schema import AppearanceSettings, CaptionSettings, Settings, WindowSettings
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import describe_monitors
from captions.ui.overlay.saved_positions import SavedPositions
from captions.words.compiled_rules import compile_rules


class OverlayPresenter:
    """Owns the overlay window, and shows captions in it."""

    def __init__(self, settings: Settings, positions: SavedPositions) -> None:
        """Prepare to show captions; ``positions`` stores where the user dragged them."""
        self._settings = settings
        self._positions = positions
        self.overlay = Overlay(*_overlay_settings(settings))
        """The overlay window."""
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter = CaptionPresenter(
            settings, self._new_display, self.overlay.show_rows, self._rules
        )
        self.clear = self._presenter.clear
        self.wait_until_read = self._presenter.wait_until_read
        self.overlay.row_width_changed.connect(self._update_layout)
        self.overlay.screens_changed.connect(self._restore_position)

    def open(self) -> None:
        """Show the overlay at its saved position."""
        self._restore_position()
        self.overlay.show()

    def show_speech(self, event: Speech, *, is_announced: bool = False) -> None:
        """Show a partial or committed segment, and announce a committed one to screen readers.

        Args:
            event: the segment.
            is_announced: True if another window announces it.
        """
        self._presenter.show_speech(event)
        reads_out = self._settings.captions.read_out and not is_announced
        if isinstance(event, Committed) and reads_out:
            text = self._rules.apply_text(event.text)
            if text.strip():
                who = lane_label(lane_labels(self._settings.sound), event.lane)
                self.overlay.announce_sentence(f"{who} {text}".lstrip())

    def apply(self, settings: Settings) -> None:
        """Apply other settings; the captions on screen stay if possible."""
        before, self._settings = self._settings, settings
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter.replace_rules(self._rules)
        if _overlay_settings(before) != _overlay_settings(settings):
            self.overlay.apply(*_overlay_settings(settings))
        if self._presenter.apply(settings):
            self._update_layout(self.overlay.row_width)
        if before.window.position != settings.window.position:
            self._restore_position()

    def save_position(self, position: QPoint) -> None:
        """Save the position of the captions for this layout of monitors.

        Raises:
            OutputError: the position can only be kept until the app quits.
        """
        self._positions.save_position(describe_monitors(), position)

    def close(self) -> None:
        """Hide the overlay."""
        self._presenter.close()
        self.overlay.hide()

    def _restore_position(self) -> None:
        """Move the overlay to the position saved for this layout of monitors, if there is one."""
        place = self._positions.get_position(describe_monitors())
        if place is not None:
            self.overlay.restore_position(place)

    def _new_display(self, settings: Settings) -> CaptionDisplay:
        """Return a display for the words that follow."""
        caption_style = replace(make_style(settings), rows=settings.captions.rows)
        names = lane_labels(settings.sound)
        return create_display(caption_style, self.overlay.measure, self.overlay.row_width, names)

    def _update_layout(self, width: float) -> None:
        """Lay out the rows for another width or font; the captions on screen stay."""
        self._presenter.update_layout(self.overlay.measure, width)


def _overlay_settings(
    settings: Settings,
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return the settings that the overlay depends on."""
    return settings.appearance, settings.captions, settings.window
