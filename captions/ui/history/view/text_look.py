"""Fonts, colours and distances of the transcript, derived from the window's font and palette.

Distances are logical pixels on a grid of 8. Colours keep a contrast of at least 4.5 to 1 to the
background (WCAG 2.2 AA), in light and dark palettes.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette

from captions.ui.theme.metrics import GRID
from captions.ui.theme.palette import find_colours, is_light

MARGIN = 3 * GRID
"""Distance of the times from the left edge, and of the text from the right edge."""
SPEAKER_GAP = 2 * GRID
"""Space above a speaker's name."""
PARAGRAPH_GAP = GRID // 2
"""Space above and below a segment."""
_GUTTER_GAP = 2 * GRID
_TEXT_SCALE, _LABEL_SCALE, _TIME_SCALE = 1.15, 1.0, 0.92
"""Font sizes relative to the window's font."""
_LINE_SCALE = 1.45
"""Distance of lines relative to the font size."""
_MEASURE_EM = 44
"""Maximum width of the text relative to its font size; longer lines are hard to read."""
_SPEAKERS_ON_LIGHT = ("#1259b5", "#a1370a", "#166334", "#7a2a9c", "#8f1d4f", "#0b5f6b")
_SPEAKERS_ON_DARK = ("#8ab8ff", "#ffb088", "#86dba3", "#d9a6f5", "#ff9ec2", "#79d3df")
"""Colours of speakers' names, in the order in which speakers are told apart."""
_HIT_COLOURS = ("#ffe58a", "#ffb53d"), ("#5f5218", "#985e00")
"""Backgrounds of what a search found, and of the current match, on light and on dark."""
_SPOKEN_COLOURS = "#bfe0ff", "#17507f"
"""Background of the word that is being played, on light and on dark."""


@dataclass(frozen=True, slots=True)
class TextLook:
    """All values needed to lay out and paint segments."""

    text_font: QFont
    label_font: QFont
    time_font: QFont
    translation_font: QFont
    """Font of the machine translation below a text."""
    line_height: int
    label_height: int
    gutter_width: int
    """Distance of the text from the left edge."""
    max_text_width: int
    text: QColor
    paper: QColor
    """Background of the text."""
    muted: QColor
    highlight: QColor
    """Colour of selections and of the focus."""
    hit: QColor
    current_hit: QColor
    spoken: QColor
    speakers: tuple[QColor, ...]

    def find_speaker_colour(self, label: str, known: Sequence[str]) -> QColor:
        """Return the colour of a speaker; ``known`` are those with a colour of their own."""
        number = known.index(label) if label in known else crc32(label.encode())
        return self.speakers[number % len(self.speakers)]

    def text_width(self, view_width: int) -> int:
        """Return the width of the text in a view of this width."""
        return max(8 * GRID, min(view_width - self.gutter_width - MARGIN, self.max_text_width))


def compute_text_look(font: QFont, palette: QPalette, zoom: float, longest_time: str) -> TextLook:
    """Compute the look.

    Args:
        font: the window's font.
        palette: the window's palette.
        zoom: factor of all font sizes.
        longest_time: the widest time in the gutter.
    """
    base = QFontInfo(font).pixelSize() * zoom
    text_font, time_font = _scaled(font, base * _TEXT_SCALE), _scaled(font, base * _TIME_SCALE)
    label_font = _scaled(font, base * _LABEL_SCALE)
    label_font.setWeight(QFont.Weight.DemiBold)
    time_width = QFontMetrics(time_font).horizontalAdvance(longest_time)
    number = 0 if is_light(palette) else 1
    hits = _HIT_COLOURS[number]
    speakers = (_SPEAKERS_ON_LIGHT, _SPEAKERS_ON_DARK)[number]
    return TextLook(
        text_font=text_font,
        label_font=label_font,
        time_font=time_font,
        translation_font=_scaled(font, base * _LABEL_SCALE),
        line_height=max(round(base * _TEXT_SCALE * _LINE_SCALE), QFontMetrics(text_font).height()),
        label_height=QFontMetrics(label_font).height() + GRID // 2,
        gutter_width=MARGIN + time_width + _GUTTER_GAP,
        max_text_width=round(base * _TEXT_SCALE * _MEASURE_EM),
        text=palette.color(QPalette.ColorRole.Text),
        paper=palette.color(QPalette.ColorRole.Base),
        muted=QColor(find_colours(palette).quiet_text),
        highlight=palette.color(QPalette.ColorRole.Highlight),
        hit=QColor(hits[0]),
        current_hit=QColor(hits[1]),
        spoken=QColor(_SPOKEN_COLOURS[number]),
        speakers=tuple(map(QColor, speakers)),
    )


def _scaled(font: QFont, pixels: float) -> QFont:
    scaled = QFont(font)
    scaled.setPixelSize(max(1, round(pixels)))
    return scaled
