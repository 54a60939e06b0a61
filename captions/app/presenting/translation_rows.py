"""Shows the translation in rows of its own below the captions."""

from dataclasses import replace

from captions.app.presenting.presenter import (
    CaptionPresenter,
    adapt_for_translation,
    make_style,
)
from captions.engine.library.translation import find_translation
from captions.events import CaptionEvent, Committed, Translated
from captions.model.layout.caption_mode import create_display
from captions.model.live.translations import AwaitedTranslations
from captions.model.rows import CaptionDisplay
from captions.model.word_rules.word_rules import WordRules
from captions.settings.schema import Settings
from captions.ui.overlay.overlay import Overlay


class TranslationRows:
    """Presents translations below the captions; they are cleared together with the captions."""

    def __init__(self, settings: Settings, overlay: Overlay, rules: WordRules) -> None:
        self._settings = settings
        self._overlay = overlay
        self._presenter = CaptionPresenter(
            adapt_for_translation(settings), self._new_display, overlay.show_translation, rules
        )
        self._awaited = AwaitedTranslations()
        self.clear = self._presenter.clear
        self.drop_awaited = self._awaited.clear
        self.close = self._presenter.close
        self.replace_rules = self._presenter.replace_rules

    def show_speech(self, event: CaptionEvent) -> None:
        """Show the translation of a segment, if the settings ask for it below the captions."""
        self._awaited.add_segment(event)
        if isinstance(event, Translated):
            self._show_translation(event)

    def apply(self, settings: Settings) -> bool:
        """Apply other settings; return True if translations are shown elsewhere from now on."""
        before, self._settings = self._settings, settings
        self._presenter.apply(adapt_for_translation(settings))
        has_moved = find_translation(before) != find_translation(settings)
        if has_moved:
            self.clear()
        return has_moved

    def update_layout(self) -> None:
        """Lay out the rows for another width or font."""
        self._presenter.update_layout(*self._overlay.translation_layout)

    def _show_translation(self, event: Translated) -> None:
        segment = self._awaited.pop_segment(event)
        if segment is not None and find_translation(self._settings) == "below":
            text = Committed(event.text, (), event.language, event.lane, segment.speaker)
            self._presenter.show_speech(text)

    def _new_display(self, settings: Settings) -> CaptionDisplay:
        measure, width, rows = self._overlay.translation_layout
        return create_display(replace(make_style(settings), rows=rows), measure, width)
