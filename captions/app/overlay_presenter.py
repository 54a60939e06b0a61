"""Shows captions in the overlay window and restores the window's position."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal

from captions.app.presenter import CaptionPresenter, make_style
from captions.audio.lanes import lane_labels
from captions.events import Committed, Speech
from captions.model.layout.caption_mode import create_display
from captions.model.rows import CaptionDisplay, Rows, lane_label
from captions.settings.looks import LookStore
from captions.settings.schema import (
    AppearanceSettings,
    CaptionSettings,
    Settings,
    SoundSettings,
    WindowSettings,
    with_changes,
)
from captions.settings.source import CapturedSource, parse_source
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import describe_monitors
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.overlay.toolbar.hover import ToolbarHover
from captions.ui.overlay.toolbar.toolbar import HoverToolbar
from captions.ui.presets import KEY_LOOKS, PRESETS
from captions.ui.tray.look_menu import LookMenu, OfferedLook
from captions.ui.widgets.motion import MotionPreference
from captions.wording import hints, sample
from captions.wording.speaker_names import SpeakerNames
from captions.words.compiled_rules import compile_rules


class OverlayPresenter(QObject):
    """Owns the overlay window with its toolbar, and shows captions in it."""

    look_chosen = Signal(object)
    """The user chose a look in the toolbar; carries the look."""

    def __init__(
        self,
        settings: Settings,
        positions: SavedPositions,
        looks: LookStore | None = None,
    ) -> None:
        """Prepare to show captions.

        Args:
            settings: settings currently in use.
            positions: stores where the user dragged the captions.
            looks: looks of the user; by default those in the configuration folder.
        """
        super().__init__()
        self.looks = looks or LookStore()
        """Looks of the user, and which look is in use."""
        self.motion = MotionPreference()
        """Whether the user wants windows without animations."""
        self._settings = settings
        self._positions = positions
        self.overlay = Overlay(*_overlay_settings(settings))
        """The overlay window."""
        self._names = SpeakerNames()
        self.use_names(self._names)
        self.toolbar = HoverToolbar(self.motion.is_reduced)
        """The toolbar beside the captions."""
        self.toolbar.set_excluded(excluded=settings.window.hide_from_sharing)
        self._hover = ToolbarHover(self.toolbar, self.overlay)
        self._look_menu = LookMenu()
        self._is_live = True
        self._sample: CaptionPresenter | None = None
        """Presents the sample while it plays in place of the captions."""
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter = CaptionPresenter(
            settings, self._new_display, self._show_rows, self._rules
        )
        self.clear = self._presenter.clear
        self.wait_until_read = self._presenter.wait_until_read
        self._connect_signals()

    def use_names(self, names: SpeakerNames) -> None:
        """Show the names of lanes, and these of speakers, beside the rows."""
        self._names = names
        labels = _lane_names(self._settings.sound)
        if self._settings.recognition.speakers:
            labels |= names.list_names()
        self.overlay.show_lanes(labels)

    def open(self) -> None:
        """Show the overlay at its saved position."""
        self._restore_position()
        self.overlay.show()

    def show(self) -> None:
        """Show the captions, and say that they are there, even if nothing is being said."""
        self.overlay.show()
        locked = self._settings.window.click_through
        self.overlay.show_hint(hints.describe_running(is_locked=locked))

    def hide(self) -> None:
        """Hide the captions until `show` is called."""
        self._hover.dismiss()
        self.overlay.hide()

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
                names = {**lane_labels(self._settings.sound), **self._names.list_names()}
                who = lane_label(names, event.speaker or event.lane)
                self.overlay.announce_sentence(f"{who} {text}".lstrip())

    @property
    def shows_sample(self) -> bool:
        """True while the sample plays."""
        return self._sample is not None

    @property
    def is_sample_full(self) -> bool:
        """True if the sample occupies all rows."""
        return self.shows_sample and len(self.overlay.shown_rows) >= _count_rows(self._settings)

    @property
    def is_being_read(self) -> bool:
        """True while captions wait to be shown or read, or the user sees earlier ones."""
        return self._presenter.has_unread_words or not self._presenter.is_live

    def start_sample(self) -> None:
        """Show a sample in place of the captions; it is marked, and never cleared by silence."""
        if self._sample is not None:
            self._sample.close()
        shown = replace(self._settings.captions, clear_seconds=0.0)
        self._sample = CaptionPresenter(
            replace(self._settings, captions=shown),
            self._new_display,
            self._show_sample_rows,
            self._rules,
        )

    def show_sample(self, event: Speech) -> None:
        """Show a segment of the sample; screen readers do not announce it."""
        if self._sample is not None:
            self._sample.show_speech(event)

    def end_sample(self) -> None:
        """Return to the captions."""
        if self._sample is not None:
            self._sample.close()
            self._sample = None
            self._presenter.update_rows()

    def apply(self, settings: Settings) -> None:
        """Apply other settings; the captions on screen stay if possible."""
        before, self._settings = self._settings, settings
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter.replace_rules(self._rules)
        self.use_names(self._names)
        rows = _count_rows(before)
        if _overlay_settings(before) != _overlay_settings(settings):
            self.overlay.apply(*_overlay_settings(settings))
        if self._presenter.apply(settings) or rows != _count_rows(settings):
            self._update_layout(self.overlay.row_width)
        if _row_owners(before) != _row_owners(settings):
            self._presenter.replace_display()
        if before.window.position != settings.window.position:
            self._restore_position()
        self.toolbar.set_excluded(excluded=settings.window.hide_from_sharing)
        if settings.window.click_through:
            self._hover.dismiss()

    def with_resized(self, captions: CaptionSettings) -> CaptionSettings:
        """Return the settings after the user has dragged an edge of the captions."""
        shown = _overlay_settings(self._settings)[1]
        return with_changes(self._settings.captions, shown, captions)

    def fill_look_menu(self, menu: LookMenu) -> None:
        """List the built-in looks and those of the user in a menu."""
        own, current = self.looks.list_looks(), self._settings.appearance
        looks: list[OfferedLook] = [*own, *PRESETS, *KEY_LOOKS]
        base = self.looks.find_base(current, looks)
        menu.show_looks((PRESETS, KEY_LOOKS, own), current, base)

    def save_position(self, position: QPoint) -> None:
        """Save the position of the captions for this layout of monitors.

        Raises:
            OutputError: the position can only be kept until the app quits.
        """
        self._positions.save_position(describe_monitors(), position)

    def close(self) -> None:
        """Hide the overlay."""
        self._presenter.close()
        if self._sample is not None:
            self._sample.close()
        self.hide()

    def _connect_signals(self) -> None:
        overlay, hover = self.overlay, self._hover
        overlay.row_width_changed.connect(self._update_layout)
        overlay.screens_changed.connect(self._restore_position)
        overlay.scrolled.connect(self._presenter.scroll)
        overlay.pointer_entered.connect(hover.enter_captions)
        overlay.pointer_left.connect(hover.leave_captions)
        overlay.area_changed.connect(hover.follow_captions)
        overlay.moved.connect(hover.dismiss)
        self.toolbar.looks_requested.connect(self._open_looks)
        self._look_menu.look_chosen.connect(self.look_chosen)

    def _open_looks(self, corner: QPoint) -> None:
        self.fill_look_menu(self._look_menu)
        self._look_menu.popup(corner)

    def _show_rows(self, rows: Rows) -> None:
        """Show rows unless the sample plays, and say so if they are earlier ones."""
        is_live = self._presenter.is_live
        if self._sample is None or not is_live:
            self.overlay.show_rows(rows)
        if is_live is not self._is_live:
            self._is_live = is_live
            self.overlay.show_notice("" if is_live else hints.describe_earlier())
            if self._sample is not None:
                self._sample.update_rows()

    def _show_sample_rows(self, rows: Rows) -> None:
        """Show rows of the sample unless the user sees earlier captions."""
        if self._presenter.is_live:
            self.overlay.show_rows(rows, sample.describe_mark())

    def _restore_position(self) -> None:
        """Move the overlay to the position saved for this layout of monitors, if there is one."""
        place = self._positions.get_position(describe_monitors())
        if place is not None:
            self.overlay.restore_position(place)

    def _new_display(self, settings: Settings) -> CaptionDisplay:
        """Return a display for the words that follow."""
        keeps_lanes, starts_rows = _row_owners(settings)
        caption_style = replace(
            make_style(settings),
            rows=_count_rows(settings),
            keeps_lanes=keeps_lanes,
            starts_rows=starts_rows,
        )
        return create_display(caption_style, self.overlay.measure, self.overlay.row_width)

    def _update_layout(self, width: float) -> None:
        """Lay out the rows for another width or font; the captions on screen stay."""
        for presenter in filter(None, (self._presenter, self._sample)):
            presenter.update_layout(self.overlay.measure, width, _count_rows(self._settings))


def _row_owners(settings: Settings) -> tuple[bool, bool]:
    """Return whether rows belong to lanes, and whether they belong to speakers."""
    return bool(_lane_names(settings.sound)), settings.recognition.speakers


def _lane_names(sound: SoundSettings) -> dict[str, str]:
    """Return the name of each lane if both sides of a call are captioned; empty otherwise."""
    is_call = parse_source(sound.source) is CapturedSource.BOTH
    return lane_labels(sound) if is_call else {}


def _count_rows(settings: Settings) -> int:
    """Return the number of rows on screen: at least one for each lane."""
    return max(settings.captions.rows, len(_lane_names(settings.sound)))


def _overlay_settings(
    settings: Settings,
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return the settings that the overlay depends on."""
    captions = replace(settings.captions, rows=_count_rows(settings))
    return settings.appearance, captions, settings.window
