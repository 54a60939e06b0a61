"""Shows captions in the overlay window and restores the window's position."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, Signal

from captions.app.presenter import CaptionPresenter, make_style
from captions.audio.lanes import lane_labels
from captions.engine.library.translation import find_translation
from captions.events import CaptionEvent, Committed, Speech, Translated
from captions.model.layout.caption_mode import create_display
from captions.model.live.translated_text import TranslationChoice
from captions.model.live.translations import TranslationFilter
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
from captions.ui.overlay.painter_shape import TRANSLATION_MARK
from captions.ui.overlay.placement import describe_monitors
from captions.ui.overlay.saved_positions import SavedPositions
from captions.ui.overlay.toolbar.hover import ToolbarHover
from captions.ui.overlay.toolbar.toolbar import FADE_MS, HoverToolbar
from captions.ui.presets import KEY_LOOKS, PRESETS
from captions.ui.tray.look_menu import LookMenu
from captions.ui.widgets.motion import prefers_reduced_motion
from captions.wording import hints, sample
from captions.words.compiled_rules import compile_rules


class OverlayPresenter(QObject):
    """Owns the overlay window with its toolbar, and shows captions in it."""

    look_chosen = Signal(object)
    """The user chose a look in the toolbar; carries its `AppearanceSettings`."""

    def __init__(
        self, settings: Settings, positions: SavedPositions, looks: LookStore | None = None
    ) -> None:
        """Prepare to show captions.

        Args:
            settings: settings currently in use.
            positions: stores where the user dragged the captions.
            looks: looks of the user; by default those in the configuration folder.
        """
        super().__init__()
        self._looks = looks or LookStore()
        self._settings = settings
        self._positions = positions
        self.overlay = Overlay(*_overlay_settings(settings))
        """The overlay window."""
        self.overlay.show_lanes(_lane_marks(settings))
        self.toolbar = HoverToolbar(fade_ms=0 if prefers_reduced_motion() else FADE_MS)
        """The toolbar beside the captions."""
        self.toolbar.set_excluded(excluded=settings.window.hide_from_sharing)
        self._hover = ToolbarHover(self.toolbar, self.overlay)
        self._look_menu = LookMenu()
        self._is_live = True
        self._sample: CaptionPresenter | None = None
        """Presents the sample while it plays in place of the captions."""
        self._rules = compile_rules(settings.words.overlay, settings)
        self._presenter = CaptionPresenter(
            settings, self._new_display, self._show_rows, self._rules, _make_filter(settings)
        )
        self._presenter.on_commit = self._announce_segment
        self._is_announced = False
        """True while another window announces speech to screen readers."""
        self._translation = CaptionPresenter(
            _without_clearing(settings),
            self._new_translation_display,
            self.overlay.show_translation,
            self._rules,
        )
        """Presents the translation below the captions; it is cleared together with them."""
        self.wait_until_read = self._presenter.wait_until_read
        self._connect_signals()

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
        self._presenter.show_speech(event)
        if isinstance(event, Translated) and find_translation(self._settings) == "below":
            text = Committed(event.text, (), event.language, event.lane)
            self._translation.show_speech(text)

    def clear(self) -> None:
        """Clear the captions and their translation."""
        self._presenter.clear()
        self._translation.clear()

    def _announce_segment(self, segment: Committed) -> None:
        if not self._settings.captions.read_out or self._is_announced:
            return
        text = self._rules.apply_text(segment.text)
        if text.strip():
            who = lane_label(lane_labels(self._settings.sound), segment.lane)
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
        self._translation.replace_rules(self._rules)
        self.overlay.show_lanes(_lane_marks(settings))
        rows = _count_rows(before)
        if _overlay_settings(before) != _overlay_settings(settings):
            self.overlay.apply(*_overlay_settings(settings))
        if self._presenter.apply(settings) or rows != _count_rows(settings):
            self._update_layout(self.overlay.row_width)
        if bool(_speaker_labels(before.sound)) is not bool(_speaker_labels(settings.sound)):
            self._presenter.replace_display()
        self._apply_translation(before, settings)
        if before.window.position != settings.window.position:
            self._restore_position()
        self.toolbar.set_excluded(excluded=settings.window.hide_from_sharing)
        if settings.window.click_through:
            self._hover.dismiss()

    def _apply_translation(self, before: Settings, settings: Settings) -> None:
        self._translation.apply(_without_clearing(settings))
        if find_translation(before) != find_translation(settings):
            self._presenter.replace_translations(_make_filter(settings))
            self._translation.clear()

    def with_resized(self, captions: CaptionSettings) -> CaptionSettings:
        """Return the settings after the user has dragged an edge of the captions."""
        shown = _overlay_settings(self._settings)[1]
        return with_changes(self._settings.captions, shown, captions)

    def fill_look_menu(self, menu: LookMenu) -> None:
        """List the built-in looks and those of the user in a menu."""
        groups = (PRESETS, KEY_LOOKS, self._looks.list_looks())
        menu.show_looks(groups, self._settings.appearance)

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
        if not any(row.text for row in rows):
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
        labels = _speaker_labels(settings.sound)
        caption_style = replace(
            make_style(settings), rows=_count_rows(settings), keeps_lanes=bool(labels)
        )
        return create_display(caption_style, self.overlay.measure, self.overlay.row_width)

    def _new_translation_display(self, settings: Settings) -> CaptionDisplay:
        """Return a display for the translations that follow."""
        measure, width, rows = self.overlay.translation_layout
        return create_display(replace(make_style(settings), rows=rows), measure, width)

    def _update_layout(self, width: float) -> None:
        """Lay out the rows for another width or font; the captions on screen stay."""
        for presenter in filter(None, (self._presenter, self._sample)):
            presenter.update_layout(self.overlay.measure, width, _count_rows(self._settings))
        self._translation.update_layout(*self.overlay.translation_layout)


def _speaker_labels(sound: SoundSettings) -> dict[str, str]:
    """Return the name of each lane if both sides of a call are captioned; empty otherwise."""
    is_call = parse_source(sound.source) is CapturedSource.BOTH
    return lane_labels(sound) if is_call else {}


def _lane_marks(settings: Settings) -> dict[str, str]:
    """Return what stands beside the rows of each lane: its name, and the mark of a translation."""
    labels = _speaker_labels(settings.sound)
    if find_translation(settings) != "instead":
        return labels
    marked = {lane: f"{label} {TRANSLATION_MARK}".lstrip() for lane, label in labels.items()}
    return marked or {"": TRANSLATION_MARK}


def _make_filter(settings: Settings) -> TranslationFilter:
    """Return the filter of the captions; the mark stands beside the rows, not in the text."""
    is_replaced = find_translation(settings) == "instead"
    choice = TranslationChoice.TRANSLATION if is_replaced else TranslationChoice.ORIGINAL
    return TranslationFilter(choice, marks=False)


def _without_clearing(settings: Settings) -> Settings:
    """Return settings for rows that other rows clear."""
    return replace(settings, captions=replace(settings.captions, clear_seconds=0.0))


def _count_rows(settings: Settings) -> int:
    """Return the number of rows on screen: at least one for each lane."""
    return max(settings.captions.rows, len(_speaker_labels(settings.sound)))


def _overlay_settings(
    settings: Settings,
) -> tuple[AppearanceSettings, CaptionSettings, WindowSettings]:
    """Return the settings that the overlay depends on."""
    translation = find_translation(settings)
    captions = replace(settings.captions, rows=_count_rows(settings), translation=translation)
    return settings.appearance, captions, settings.window
