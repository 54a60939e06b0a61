"""How the overlay looks, worked out from the settings: font, colours and distances.

Two grounds can lie behind words, as 47 CFR 79.103(c) has them: the *background* behind the letters
of each row, and the *window*, the whole box in which captions stand. Distances follow the size of
the font, as the BBC's subtitle guidelines have them: half an em of ground beside the text, and rows
1.28 times as high as the font. All are logical pixels, which the system scales with the display.
"""

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF

from captions.settings import AppearanceSettings
from captions.ui.edges import Edge
from captions.ui.fonts import caption_font
from captions.wording.status import Light

LINE_HEIGHT = 1.28
STATUS_SCALE = 0.5
MIN_STATUS_PX = 13
STATUS_DOTS: dict[Light, str] = {
    "listening": "#3ddc84",
    "waiting": "#ffb020",
    "error": "#ff5c4d",
}
"""The dot's colour by the state of it all; the words beside it say the same."""

_SAMPLE = "the captions say what is being said, word by word, as it is said and not much later. "
"""English with its usual share of narrow letters and spaces, to take an average width from."""


@dataclass(frozen=True, slots=True)
class Look:
    """Everything that painting needs to know, in logical pixels."""

    font: QFont
    upper_case: bool
    align: str
    """``left``, ``centre`` or ``right``; on the left, rows that read from the right mirror it."""
    committed: QColor
    partial: QColor
    text_opacity: float
    """Of letters and their edges, 0 to 1."""
    edge: Edge
    background: QColor
    """Of the band behind the letters of each row."""
    window: QColor
    """Of the box around all rows."""
    char_width: float
    """Average width of a character of running text."""
    row_height: int
    baseline: int
    """From the top of a row to the line that letters stand on."""
    pad_x: int
    pad_y: int
    """From the outermost letters and rows to the border of the window."""
    band_x: int
    band_y: int
    """From them to the border of the background."""
    radius: float
    status_font: QFont
    gap: int
    """Between the captions and the status line."""


def look(appearance: AppearanceSettings) -> Look:
    """Work out how captions look with these settings."""
    em = appearance.font_px
    font = caption_font(appearance.font, appearance.font_style, em)
    metrics = QFontMetricsF(font)
    edge = Edge(appearance.edge, QColor(appearance.edge_colour), appearance.outline_px)
    row_height = round(em * LINE_HEIGHT)
    status_px = max(MIN_STATUS_PX, round(em * STATUS_SCALE))
    sample = _SAMPLE.upper() if appearance.upper_case else _SAMPLE
    return Look(
        font=font,
        upper_case=appearance.upper_case,
        align=appearance.align,
        committed=QColor(appearance.committed_colour),
        partial=QColor(appearance.partial_colour),
        text_opacity=appearance.text_opacity,
        edge=edge,
        background=_ground(appearance.background_colour, appearance.background_opacity),
        window=_ground(appearance.window_colour, appearance.window_opacity),
        char_width=metrics.horizontalAdvance(sample) / len(sample),
        row_height=row_height,
        baseline=round((row_height + _letter_height(metrics)) / 2),
        # An edge that is wide for its letters must not be cut off by the border.
        pad_x=max(round(em * 0.5), math.ceil(edge.reach)),
        pad_y=max(round(em * 0.28), math.ceil(edge.reach)),
        band_x=round(em * 0.3),
        band_y=round(em * 0.1),
        radius=em * 0.3,
        status_font=caption_font(appearance.font, "sans", status_px),
        gap=round(em * 0.25),
    )


def _letter_height(metrics: QFontMetricsF) -> float:
    """Return a height that looks centred: between small letters and capitals."""
    return metrics.xHeight() * 0.4 + metrics.capHeight() * 0.6


def _ground(name: str, opacity: float) -> QColor:
    colour = QColor(name)
    colour.setAlphaF(opacity)
    return colour
