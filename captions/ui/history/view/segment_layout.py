"""One segment laid out for a width: its height, and how to paint it and to find its characters.

Qt counts UTF-16 code units and Python counts characters; positions outside this module are
characters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption

from captions.model.writing.direction import is_right_to_left
from captions.ui.history.view.text_look import PARAGRAPH_GAP, SPEAKER_GAP, TextLook
from captions.ui.text.typeset import utf16_length
from captions.ui.theme.metrics import GRID

_SPACES = dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029), " ")
"""Control characters, which are shown as spaces."""


@dataclass(frozen=True, slots=True)
class TextMark:
    """A part of a text that is painted differently."""

    first: int
    after: int
    background: QColor | None = None
    foreground: QColor | None = None
    """Colour of the letters on the background; `None` for the colour of the text."""
    is_underlined: bool = False


@dataclass(frozen=True, slots=True)
class SegmentText:
    """What a row says."""

    text: str
    label: str = ""
    """Name to show above the text; empty for none."""
    is_speaker_known: bool = True
    """False if the label says that nobody knows who speaks."""
    translation: str = ""
    """Marked machine translation below the text; empty for none."""


class SegmentLayout:
    """A segment's name of the speaker and its text, below each other."""

    def __init__(
        self,
        text: SegmentText,
        look: TextLook,
        width: int,
        *,
        top_gap: int = 0,
    ) -> None:
        """Lay a segment out.

        Args:
            text: the text, and what is above and below it.
            look: fonts and distances.
            width: width of the text in pixels.
            top_gap: additional space above in pixels.
        """
        self.text = text.text
        self.label = label = text.label
        self.is_speaker_known = text.is_speaker_known
        self._look = look
        self._layout = _lay_out(text.text, look, width)
        self._shown_translation = text.translation
        self._translation = None
        translation_height = 0
        if text.translation:
            self._translation = _lay_out(text.translation, look, width, look.translation_font)
            translation_height = look.line_height * self._translation.lineCount()
        self.text_top = top_gap + PARAGRAPH_GAP + (SPEAKER_GAP + look.label_height if label else 0)
        """Distance of the text from the top of the row."""
        self.text_height = look.line_height * self._layout.lineCount()
        self.height = self.text_top + self.text_height + translation_height + PARAGRAPH_GAP
        self._is_wide = utf16_length(self.text) != len(self.text)
        """True if the text has characters of two code units."""

    @property
    def is_right_to_left(self) -> bool:
        """True if the text is written from right to left."""
        return is_right_to_left(self.text)

    @property
    def first_baseline(self) -> int:
        """Distance of the first line's baseline from the top of the row."""
        line = self._layout.lineAt(0)
        return self.text_top + round(line.y() + line.ascent())

    def paint_text(self, painter: QPainter, origin: QPointF, marks: Sequence[TextMark]) -> None:
        """Paint the text; ``origin`` is the text's upper left corner."""
        self._layout.draw(painter, origin, [self._to_format(mark, self.text) for mark in marks])

    def paint_translation(
        self, painter: QPainter, origin: QPointF, marks: Sequence[TextMark]
    ) -> None:
        """Paint the translation, if there is one; ``origin`` is its upper left corner."""
        if self._translation is not None:
            formats = [self._to_format(mark, self._shown_translation) for mark in marks]
            self._translation.draw(painter, origin, formats)

    def find_character(self, point: QPointF) -> int | None:
        """Return the position between characters nearest to a point; `None` if it is off the text.

        The point is relative to the text's upper left corner.
        """
        number = int(point.y() // self._look.line_height)
        if not 0 <= number < self._layout.lineCount():
            return None
        line = self._layout.lineAt(number)
        shown = line.naturalTextRect().adjusted(-GRID, 0, GRID, 0)
        is_beside = not shown.left() <= point.x() <= shown.right()
        return None if is_beside else self._to_index(line.xToCursor(point.x()))

    def find_nearest(self, point: QPointF) -> int:
        """Return the position between characters nearest to a point anywhere."""
        last = self._layout.lineCount() - 1
        line = self._layout.lineAt(max(0, min(int(point.y() // self._look.line_height), last)))
        return self._to_index(line.xToCursor(point.x()))

    def _to_format(self, mark: TextMark, text: str) -> QTextLayout.FormatRange:
        found = QTextLayout.FormatRange()
        found.start = utf16_length(text[: mark.first])
        found.length = utf16_length(text[mark.first : mark.after])
        style = QTextCharFormat()
        if mark.background is not None:
            style.setBackground(mark.background)
            style.setForeground(mark.foreground or self._look.text)
        if mark.is_underlined:
            style.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
            style.setUnderlineColor(self._look.muted)
        found.format = style
        return found

    def _to_index(self, units: int) -> int:
        """Return a position in characters."""
        if not self._is_wide:
            return units
        index = min(units, len(self.text))
        while utf16_length(self.text[:index]) > units:
            index -= 1
        return index


def _lay_out(text: str, look: TextLook, width: int, font: QFont | None = None) -> QTextLayout:
    layout = QTextLayout(text.translate(_SPACES), font or look.text_font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    is_rtl = is_right_to_left(text)
    if is_rtl:
        option.setAlignment(Qt.AlignmentFlag.AlignRight)
    option.setTextDirection(
        Qt.LayoutDirection.RightToLeft if is_rtl else Qt.LayoutDirection.LeftToRight
    )
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    layout.beginLayout()
    top = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top + (look.line_height - line.height()) / 2))
        top += look.line_height
    layout.endLayout()
    return layout
