"""Lays out the rows of an output: of one text, or of the original above its translation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from typing_extensions import override

from captions.app.presenting.presenter import (
    CaptionPresenter,
    adapt_for_translation,
    make_style,
)
from captions.audio.lanes import lane_labels
from captions.events import CaptionEvent, Committed, Translated
from captions.model.layout.caption_mode import create_display
from captions.model.live.translated_text import (
    TranslationChoice,
    mark_translation,
    translation_lane,
)
from captions.model.live.translations import AwaitedTranslations, TranslationFilter
from captions.model.rows import CaptionDisplay, Row, Rows
from captions.model.word_rules.word_rules import WordRules
from captions.outputs.caption_state import RowFormat
from captions.settings.schema import Settings
from captions.wording.speaker_names import OwnerNames, SpeakerNames

_LANE = translation_lane("")
"""Lane of all rows of a translation, by which an output knows them."""


@dataclass(frozen=True, slots=True)
class OutputWording:
    """How the words of an output are written."""

    rules: WordRules
    """Rules for the words."""
    names: SpeakerNames
    """Names of the speakers."""


class OutputRows(Protocol):
    """Turns speech into rows, and passes them on whenever they change."""

    def show_speech(self, event: CaptionEvent) -> None:
        """Show a segment or its translation."""

    def apply(self, settings: Settings) -> bool:
        """Apply other settings; return True if the rows must be laid out again."""

    def replace_rules(self, rules: WordRules) -> None:
        """Apply other word rules."""

    def clear(self) -> None:
        """Empty the screen."""

    def close(self) -> None:
        """Cancel changes that depend on time alone."""


def present_rows(
    settings_and_format: tuple[Settings, RowFormat],
    show_rows: Callable[[Rows], None],
    wording: OutputWording,
    choice: TranslationChoice,
) -> OutputRows:
    """Return what lays out the rows of an output; the arguments are those of `RowsPresenter`.

    Both texts have rows of their own, unless the number of rows is limited.
    """
    if choice is TranslationChoice.BOTH and settings_and_format[1].rows is None:
        return BothTexts(*settings_and_format, show_rows, wording)
    return RowsPresenter(settings_and_format, show_rows, wording, choice)


class RowsPresenter(CaptionPresenter):
    """Lays out rows in the format of an output."""

    def __init__(
        self,
        settings_and_format: tuple[Settings, RowFormat],
        show_rows: Callable[[Rows], None],
        wording: OutputWording,
        choice: TranslationChoice = TranslationChoice.ORIGINAL,
    ) -> None:
        """Start with an empty screen.

        Args:
            settings_and_format: settings currently in use, and the format of the output.
            show_rows: called with the rows to show.
            wording: how the words of this output are written.
            choice: which text is shown of segments that were translated.
        """
        settings, self._format = settings_and_format
        self._names = wording.names
        translations = TranslationFilter(choice)
        super().__init__(
            self._adapt(settings), self._new_display, show_rows, wording.rules, translations
        )

    @override
    def apply(self, settings: Settings) -> bool:
        """Apply other settings; the rows are laid out again if their width or number changed."""
        adapted = self._adapt(settings)
        before = self._settings.captions
        if super().apply(adapted) or before.row_chars != adapted.captions.row_chars:
            rows = adapted.captions.rows
            self.update_layout(self._format.measure, adapted.captions.row_chars, rows)
        return False

    @override
    def mark_rows(self, rows: Rows) -> Rows:
        """Return the rows as they are: alert words are the user's, not the audience's."""
        return rows

    def _adapt(self, settings: Settings) -> Settings:
        """Return settings with the format's number of rows, mode and width."""
        captions, wanted = settings.captions, self._format
        mode = captions.mode if wanted.mode is None else wanted.mode.value
        return replace(
            settings,
            captions=replace(
                captions,
                mode=mode,
                rows=captions.rows if wanted.rows is None else wanted.rows,
                row_chars=captions.row_chars if wanted.width is None else round(wanted.width),
            ),
        )

    def _new_display(self, settings: Settings) -> CaptionDisplay:
        style = replace(make_style(settings), rows=settings.captions.rows)
        width = settings.captions.row_chars
        labels = OwnerNames(lane_labels(settings.sound), self._names)
        return create_display(style, self._format.measure, width, labels)


class BothTexts:
    """Shows the translation in rows of its own below the original, so that neither moves the other.

    Both are cleared together.
    """

    def __init__(
        self,
        settings: Settings,
        row_format: RowFormat,
        show_rows: Callable[[Rows], None],
        wording: OutputWording,
    ) -> None:
        """Start with an empty screen; the arguments are those of `RowsPresenter`."""
        self._show_rows = show_rows
        self._settings = settings
        self._rows: Rows = ()
        self._translated_rows: Rows = ()
        self._awaited = AwaitedTranslations()
        self._original = RowsPresenter((settings, row_format), self._show_original, wording)
        self._translation = _TranslationPresenter(
            (adapt_for_translation(settings), row_format), self._show_translation, wording
        )

    def show_speech(self, event: CaptionEvent) -> None:
        """Show a segment, or its translation if the segment was shown."""
        self._awaited.add_segment(event)
        if not isinstance(event, Translated):
            self._original.show_speech(event)
            return
        segment = self._awaited.pop_segment(event)
        if segment is not None and event.text.strip():
            text = mark_translation(event.text, event.language)
            self._translation.show_speech(
                Committed(text, (), event.language, event.lane, segment.speaker)
            )

    def apply(self, settings: Settings) -> bool:
        """Apply other settings; the rows on screen stay if possible."""
        self._settings = settings
        self._translation.apply(adapt_for_translation(settings))
        return self._original.apply(settings)

    def replace_rules(self, rules: WordRules) -> None:
        """Apply other word rules to both texts."""
        self._original.replace_rules(rules)
        self._translation.replace_rules(rules)

    def clear(self) -> None:
        """Empty the screen; translations that have not arrived yet are given up."""
        self._awaited.clear()
        self._original.clear()
        self._translation.clear()

    def close(self) -> None:
        """Cancel changes that depend on time alone."""
        self._original.close()
        self._translation.close()

    def _show_original(self, rows: Rows) -> None:
        had_text, self._rows = _has_text(self._rows), rows
        if had_text and not _has_text(rows):
            self._translation.clear()
        self._show_both()

    def _show_translation(self, rows: Rows) -> None:
        # A row that was left empty has no lane of its own.
        self._translated_rows = tuple(replace(row, lane=_LANE) for row in rows)
        self._show_both()

    def _show_both(self) -> None:
        """Show both texts; the translation has all its rows, also before it arrives."""
        if not _has_text((*self._rows, *self._translated_rows)):
            self._show_rows(self._rows)
            return
        missing = self._settings.captions.rows - len(self._translated_rows)
        empty = (Row((), _LANE),) * max(0, missing)
        self._show_rows((*self._rows, *self._translated_rows, *empty))


class _TranslationPresenter(RowsPresenter):
    """Lays out a translation, whose letters may be smaller than those of the original."""

    @override
    def _adapt(self, settings: Settings) -> Settings:
        adapted = super()._adapt(settings)
        width = round(adapted.captions.row_chars / self._format.translation_scale)
        return replace(adapted, captions=replace(adapted.captions, row_chars=width))


def _has_text(rows: Rows) -> bool:
    return any(row.text for row in rows)
