"""Text to glyphs: how wide a text is, and which glyphs go where.

Measuring and painting share one layout, so that a row which fits by `Typesetter.measure` also fits
on the screen. A row is laid out as one text, whatever its colours: the guess behind a committed
word cannot change how that word is shaped.
"""

import unicodedata
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QGlyphRun, QTextLayout, QTextOption

from captions.model.rows import Row

MEASURES_KEPT = 8192
LONGEST = 2000
"""Characters; more fit a row only if they have no width, and thousands of those take their time."""
_NO_LIMIT = 1e7
"""A line width that no text reaches, in logical pixels."""
_CONTROLS = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029))
"""Characters that are no text: dropped before they reach the shaper."""


class Line(NamedTuple):
    """One row's glyphs; positions are relative to its left end and its baseline."""

    committed: list[QGlyphRun]
    partial: list[QGlyphRun]
    width: float
    from_right: bool
    """Whether the row reads from right to left, and so starts at its right end."""
    baseline: QPointF
    """Where the runs' own positions have the line's left end and baseline."""


class Typesetter:
    """Lays out one-line texts in one font."""

    def __init__(self, font: QFont, *, upper_case: bool = False) -> None:
        self._font = font
        self._upper_case = upper_case
        self.measure = lru_cache(MEASURES_KEPT)(self._measure)
        """Width of a text in logical pixels."""

    def line(self, row: Row) -> Line:
        """Lay a row out."""
        settled = self._shown("".join(run.text for run in row.runs if run.settled))
        guessed = self._shown("".join(run.text for run in row.runs if not run.settled))
        settled, text = settled[:LONGEST], (settled + guessed)[:LONGEST]
        from_right = reads_from_right(text)
        layout = self._layout(text, from_right=from_right)
        split, end = utf16_length(settled), utf16_length(text)
        first = layout.lineAt(0)
        return Line(
            layout.glyphRuns(0, split) if split else [],
            layout.glyphRuns(split, end - split) if end > split else [],
            first.horizontalAdvance(),
            from_right,
            QPointF(first.x(), first.y() + first.ascent()),
        )

    def _measure(self, text: str) -> float:
        text = self._shown(text)
        layout = self._layout(text, from_right=reads_from_right(text))
        return layout.lineAt(0).horizontalAdvance()

    def _shown(self, text: str) -> str:
        # Not the font's own capitalisation: Qt changes letter by letter and leaves the German "ß".
        return clean(text).upper() if self._upper_case else clean(text)

    def _layout(self, text: str, *, from_right: bool) -> QTextLayout:
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        # A plain QTextOption(Qt.AlignLeft) would force every text to read from left to right.
        option.setTextDirection(
            Qt.LayoutDirection.RightToLeft if from_right else Qt.LayoutDirection.LeftToRight
        )
        option.setFlags(QTextOption.Flag.IncludeTrailingSpaces)
        layout.setTextOption(option)
        layout.beginLayout()
        layout.createLine().setLineWidth(_NO_LIMIT)
        layout.endLayout()
        return layout


def clean(text: str) -> str:
    """Drop control characters."""
    return text.translate(_CONTROLS)


def utf16_length(text: str) -> int:
    """Count as Qt does: characters beyond the basic plane are two units."""
    return len(text) + sum(character > "\uffff" for character in text)


def reads_from_right(text: str) -> bool:
    """Tell a text's direction by its first letter that has one (rule P2 of Unicode's bidi)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("L", "R", "AL"):
            return kind != "L"
    return False
