"""Shows captions in the overlay window and restores the window's position."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QRect, Signal

from captions.app.presenting.presenter import CaptionPresenter, make_style
from captions.app.presenting.row_marks import count_rows, find_lane_names, make_row_marks
from captions.app.presenting.translation_rows import TranslationRows
from captions.audio.lanes import lane_labels
from captions.engine.library.translation import find_translation
from captions.events import CaptionEvent, Committed
from captions.model.layout.caption_mode import create_display
from captions.model.live.translated_text import TranslationChoice
from captions.model.live.translations import TranslationFilter
from captions.model.rows import CaptionDisplay, Rows, lane_label
from captions.settings.looks import LookStore
from captions.settings.schema import (
    AppearanceSettings,
    CaptionSettings,
    Settings,
    WindowSettings,
    with_changes,
)
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.placement import describe_monitors
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.overlay.toolbar.hover import ToolbarHover
from captions.ui.overlay.toolbar.toolbar import HoverToolbar
from captions.ui.overlay.toolbar.toolbar_place import find_menu_place
from captions.ui.presets import KEY_LOOKS, PRESETS
from captions.ui.tray.look_menu import LookMenu, OfferedLook
from captions.ui.widgets.motion import MotionPreference
from captions.wording import hints, sample
from captions.wording.speaker_names import OwnerNames, SpeakerNames
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
        self.use_names(SpeakerNames())
        self.toolbar = HoverToolbar(self.motion.is_reduced)
        """The toolbar beside the captions."""
        self._hover = ToolbarHover(self.toolbar, self.overlay)
        self._look_menu = LookMenu()
        self._is_live = True
        self._sample: CaptionPresenter | None = None
        """Presents the sample while it plays in place of the captions."""
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter = CaptionPresenter(
            settings, self._new_display, self._show_rows, self._rules, _make_filter(settings)
        )
        self._is_announced = False
        """True while another window announces speech to screen readers."""
        self._translation = TranslationRows(settings, self.overlay, self._rules)
        self.wait_until_read = self._presenter.wait_until_read
        self._connect_parts()

    def use_names(self, names: SpeakerNames) -> None:
        """Show the names of lanes, and these of speakers, beside the rows."""
        self._names = names
        self._named = make_row_marks(self._settings, names)
        self.overlay.show_lanes(self._named)

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

    def show_speech(self, event: CaptionEvent, *, is_announced: bool = False) -> None:
        """Show a segment or its translation, and announce committed text to screen readers.

        Args:
            event: the segment.
            is_announced: True if another window announces it.
        """
        self._is_announced = is_announced
        self._learn_speaker(event)
        self._presenter.show_speech(event)
        if self._sample is None:
            self._translation.show_speech(event)

    def _learn_speaker(self, event: CaptionEvent) -> None:
        """Show the name of a speaker who is new, before the words are laid out beside it."""
        speaker = event.speaker if isinstance(event, Committed) else ""
        if speaker and self._settings.recognition.speakers and speaker not in self._named:
            self._names.find_name(speaker)
            self.use_names(self._names)

    def clear(self) -> None:
        """Clear the captions and their translation, which may not have arrived yet."""
        self._translation.drop_awaited()
        self._presenter.clear()
        self._translation.clear()

    def _announce_segment(self, segment: Committed) -> None:
        if not self._settings.captions.read_out or self._is_announced:
            return
        text = self._rules.apply_text(segment.text)
        if text.strip():
            names = OwnerNames(lane_labels(self._settings.sound), self._names)
            who = lane_label(names, segment.speaker or segment.lane)
            self.overlay.announce_sentence(f"{who} {text}".lstrip())

    @property
    def shows_sample(self) -> bool:
        """True while the sample plays."""
        return self._sample is not None

    @property
    def is_sample_full(self) -> bool:
        """True if the sample occupies all rows."""
        return self.shows_sample and len(self.overlay.shown_rows) >= count_rows(self._settings)

    @property
    def is_being_read(self) -> bool:
        """True while captions wait to be shown or read, or the user sees earlier ones."""
        return self._presenter.has_unread_words or not self._presenter.is_live

    def start_sample(self) -> None:
        """Show a sample in place of the captions; it is marked, and never cleared by silence."""
        if self._sample is not None:
            self._sample.close()
        self._translation.clear()
        shown = replace(self._settings.captions, clear_seconds=0.0)
        self._sample = CaptionPresenter(
            replace(self._settings, captions=shown),
            self._new_display,
            self._show_sample_rows,
            self._rules,
        )

    def show_sample(self, event: CaptionEvent) -> None:
        """Show a segment of the sample or its translation; screen readers do not announce it."""
        if self._sample is not None:
            self._sample.show_speech(event)
            self._translation.show_speech(event)

    def end_sample(self) -> None:
        """Return to the captions."""
        if self._sample is not None:
            self._sample.close()
            self._sample = None
            self._translation.clear()
            self._presenter.update_rows()

    def apply(self, settings: Settings) -> None:
        """Apply other settings; the captions on screen stay if possible."""
        before, self._settings = self._settings, settings
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter.replace_rules(self._rules)
        self._translation.replace_rules(self._rules)
        self.use_names(self._names)
        rows = count_rows(before)
        if _overlay_settings(before) != _overlay_settings(settings):
            self.overlay.apply(*_overlay_settings(settings))
        if self._presenter.apply(settings) or rows != count_rows(settings):
            self._update_layout(self.overlay.row_width)
        if bool(find_lane_names(before.sound)) != bool(find_lane_names(settings.sound)):
            self._presenter.replace_display()
        if self._translation.apply(settings):
            self._presenter.replace_translations(_make_filter(settings))
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
        self._translation.close()
        if self._sample is not None:
            self._sample.close()
        self.hide()

    def _connect_parts(self) -> None:
        self._presenter.on_commit = self._announce_segment
        self.toolbar.set_excluded(excluded=self._settings.window.hide_from_sharing)
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

    def _open_looks(self, button: QRect) -> None:
        self.fill_look_menu(self._look_menu)
        menu, overlay = self._look_menu, self.overlay
        areas = (overlay.covered_area, overlay.screen_area)
        menu.popup(find_menu_place(menu.sizeHint(), button, *areas))

    def _show_rows(self, rows: Rows) -> None:
        """Show rows unless the sample plays, and say so if they are earlier ones."""
        is_live = self._presenter.is_live
        if self._sample is None and not any(row.text for row in rows):
            self._translation.clear()
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
        caption_style = replace(
            make_style(settings),
            rows=count_rows(settings),
            keeps_lanes=bool(find_lane_names(settings.sound)),
        )
        return create_display(caption_style, self.overlay.measure, self.overlay.row_width)

    def _update_layout(self, width: float) -> None:
        """Lay out the rows for another width or font; the captions on screen stay."""
        for presenter in filter(None, (self._presenter, self._sample)):
            presenter.update_layout(self.overlay.measure, width, count_rows(self._settings))
        self._translation.update_layout()


def _make_filter(settings: Settings) -> TranslationFilter:
    """Return the filter of the captions; the mark stands beside the rows, not in the text."""
    is_replaced = find_translation(settings) == "instead"
    choice = TranslationChoice.TRANSLATION if is_replaced else TranslationChoice.ORIGINAL
    return TranslationFilter(choice, marks=False)


def _overlay_settings(
    settings: Settings,
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return the settings that the overlay depends on."""
    translation = find_translation(settings)
    captions = replace(settings.captions, rows=count_rows(settings), translation=translation)
    return settings.appearance, captions, settings.window
