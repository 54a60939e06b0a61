"""What is marked in a text: matches, the word being played, corrections and selections."""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtGui import QPalette

from captions.model.live.translated_text import mark_translation
from captions.model.saved_transcript import SavedSegment
from captions.model.search_words import find_matches
from captions.ui.history.segments.corrections import find_corrected_parts
from captions.ui.history.view.segment_layout import TextMark
from captions.ui.history.view.text_look import TextLook

if TYPE_CHECKING:
    from captions.ui.history.segments.word_times import TimedWord


_MAX_CACHED = 256
"""Marks are found again only for texts that were not painted lately."""
_find_matches = lru_cache(_MAX_CACHED)(find_matches)
_find_corrected_parts = lru_cache(_MAX_CACHED)(find_corrected_parts)


class TextSelection(NamedTuple):
    """Characters of one segment that are selected."""

    place: QPersistentModelIndex
    anchor: int
    """Position where the selection starts, before or after `end`."""
    end: int

    @property
    def span(self) -> tuple[int, int]:
        """Position of the first selected character, and after the last."""
        return min(self.anchor, self.end), max(self.anchor, self.end)


class TextMarker:
    """Finds the marks of a segment."""

    def __init__(self) -> None:
        self.query = ""
        """Words of the search; empty for none."""
        self.current_hit: int | None = None
        """Segment that the search stands on."""
        self.spoken: tuple[int, TimedWord] | None = None
        """Segment and word that is being played."""
        self.selection: TextSelection | None = None
        """Characters that the user selected."""

    def find_marks(
        self, row: int, segment: SavedSegment, look: TextLook, palette: QPalette
    ) -> list[TextMark]:
        """Return the marks of a segment; later ones are painted over earlier ones."""
        if segment.is_gap:
            return []
        return [
            *self._mark_corrections(segment),
            *self._mark_hits(segment, segment.text, look),
            *self._mark_spoken(segment, look),
            *self._mark_selection(row, palette),
        ]

    def find_translation_marks(self, segment: SavedSegment, look: TextLook) -> list[TextMark]:
        """Return the marks of a segment's translation as it is shown, after its own mark."""
        before = len(mark_translation(segment.translation)) - len(segment.translation)
        return [
            replace(mark, first=before + mark.first, after=before + mark.after)
            for mark in self._mark_hits(segment, segment.translation, look)
        ]

    def _mark_corrections(self, segment: SavedSegment) -> Iterator[TextMark]:
        if segment.is_corrected:
            for first, after in _find_corrected_parts(segment.shown_text, segment.text):
                yield TextMark(first, after, is_underlined=True)

    def _mark_hits(self, segment: SavedSegment, text: str, look: TextLook) -> Iterator[TextMark]:
        if self.query:
            colour = look.current_hit if segment.id == self.current_hit else look.hit
            for first, after in _find_matches(text, self.query):
                yield TextMark(first, after, colour)

    def _mark_spoken(self, segment: SavedSegment, look: TextLook) -> Iterator[TextMark]:
        if self.spoken is not None and self.spoken[0] == segment.id:
            word = self.spoken[1]
            yield TextMark(word.first, word.after, look.spoken)

    def _mark_selection(self, row: int, palette: QPalette) -> Iterator[TextMark]:
        if self.selection is not None and self.selection.place.row() == row:
            background = palette.color(QPalette.ColorRole.Highlight)
            letters = palette.color(QPalette.ColorRole.HighlightedText)
            yield TextMark(*self.selection.span, background, letters)
