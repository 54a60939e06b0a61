"""Converts text to glyphs: the width of a text and the positions of its glyphs.

Measuring and painting share one layout, so a row that fits by `Typesetter.measure` also fits on
screen. A row is laid out as one text regardless of its colours. A partial therefore cannot change
the shaping of a committed word before it.
"""

from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QTextLayout, QTextOption

from captions.model.rows import Row, TextRun
from captions.model.writing.direction import is_right_to_left

MAX_CACHED_WIDTHS = 8192
MAX_CHARS = 2000
"""Maximum length in characters. A longer text fits a row only if its characters have no width;
laying out thousands is slow."""
_NO_LIMIT = 1e7
"""Line width that no text reaches, in logical pixels."""
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029))
"""Control characters, which are removed before shaping."""


class TypesetLine(NamedTuple):
    """Glyphs of one row; positions are relative to its left end and its baseline."""

    committed: list[QGlyphRun]
    partial: list[QGlyphRun]
    width: float
    is_right_to_left: bool
    """True if the row is right-to-left, and so starts at its right end."""
    baseline: QPointF
    """Left end of the baseline in the coordinates of the runs."""
    alerts: tuple[QGlyphRun, ...] = ()
    """Glyphs of words that the user wants to notice; those of the other runs exclude them."""


class _RowGlyphs:
    """Glyphs of a row by their appearance."""

    def __init__(self) -> None:
        self.committed: list[QGlyphRun] = []
        self.partial: list[QGlyphRun] = []
        self.alerts: list[QGlyphRun] = []

    def find_list(self, run: TextRun) -> list[QGlyphRun]:
        """Return the list for the glyphs of a run."""
        if run.is_alert:
            return self.alerts
        return self.committed if run.settled else self.partial


class Typesetter:
    """Lays out one-line texts in one font."""

    def __init__(self, font: QFont, *, upper_case: bool = False) -> None:
        self._font = font
        self._upper_case = upper_case
        self.measure = lru_cache(MAX_CACHED_WIDTHS)(self._measure_width)
        """Function that returns the width of a text in logical pixels."""

    def typeset_row(self, row: Row) -> TypesetLine:
        """Return the glyphs of a row."""
        texts = [self._displayed_text(run.text) for run in row.runs]
        text = "".join(texts)[:MAX_CHARS]
        right_to_left = is_right_to_left(text)
        layout = self._create_layout(text, right_to_left=right_to_left)
        glyphs = _RowGlyphs()
        start = 0
        for run, shown in zip(row.runs, texts, strict=True):
            end = min(start + len(shown), MAX_CHARS)
            first_unit, size = utf16_length(text[:start]), utf16_length(text[start:end])
            if size:
                glyphs.find_list(run).extend(layout.glyphRuns(first_unit, size))
            start = end
        first = layout.lineAt(0)
        return TypesetLine(
            glyphs.committed,
            glyphs.partial,
            first.horizontalAdvance(),
            right_to_left,
            QPointF(first.x(), first.y() + first.ascent()),
            tuple(glyphs.alerts),
        )

    def _measure_width(self, text: str) -> float:
        text = self._displayed_text(text)
        layout = self._create_layout(text, right_to_left=is_right_to_left(text))
        return layout.lineAt(0).horizontalAdvance()

    def _displayed_text(self, text: str) -> str:
        # The font's own capitalisation converts letter by letter, and so keeps the German "ß".
        return strip_controls(text).upper() if self._upper_case else strip_controls(text)

    def _create_layout(self, text: str, *, right_to_left: bool) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        # A plain QTextOption(Qt.AlignLeft) would force every text to be left-to-right.
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if right_to_left else Qt.LayoutDirection.LeftToRight
        )
        option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
        layout.setTextOption(option)
        layout.beginLayout()
        layout.createLine().setLineWidth(_NO_LIMIT)
        layout.endLayout()
        return layout


def strip_controls(text: str) -> str:
    """Remove control characters."""
    return text.translate(_CONTROLS)


def utf16_length(text: str) -> int:
    """Return the length in UTF-16 code units, as Qt counts: two for characters beyond the BMP."""
    return len(text) + sum(character > "\uffff" for character in text)
