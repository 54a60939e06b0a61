"""Appearance of the overlay, computed from the settings: fonts, colours and distances.

Two backgrounds can appear behind words (47 CFR 79.103(c)): the *background* behind the letters of
each row, and the *window*, the box around all rows. Distances scale with the font size, as in the
BBC subtitle guidelines: half an em of background beside the text, and rows 1.28 times as high as
the font. All distances are logical pixels, which the system scales for the display.
"""

import math
from dataclasses import dataclass

from PySide6.QtGui import QColor, QFont, QFontMetricsF, qGray

from captions.settings.schema import AppearanceSettings
from captions.ui.text.fonts import caption_font
from captions.ui.text.letter_edges import LetterEdge
from captions.wording.status import Light

LINE_HEIGHT = 1.28
STATUS_SCALE = 0.5
MIN_STATUS_PX = 13
STATUS_DOTS: dict[Light, str] = {
    "listening": "#3ddc84",
    "waiting": "#ffb020",
    "error": "#ff5c4d",
}
"""Colour of the dot for each overall state; the text beside it gives the same information."""

KEY_COLOURS = {"green": "#00ff00", "magenta": "#ff00ff", "black": "#000000"}
"""Key colours: the presets *Green* and *Magenta* of the chroma key filter of OBS, and black for its
luma key."""

_SAMPLE = "the captions say what is being said, word by word, as it is said and not much later. "
"""English text with typical shares of narrow letters and spaces, to measure the average width of a
character."""

_MIDDLE_GREY = 127
_LIGHT_ALERT_COLOURS = ("#ffd60a", "#7ee0ff")
"""Yellow, and cyan for users whose captions are yellow."""
_DARK_ALERT_COLOURS = ("#b3001b", "#0a3fb3")
"""Red, and blue for users whose captions are red."""


_LIGHT_LANE_COLOURS = ("#8ab8ff", "#ffb870", "#86dba3", "#d9a6f5", "#f0e07a", "#79d3df")
"""Blue and orange, which all common kinds of colour blindness keep apart, and four more for further
speakers; over black, all have a contrast of at least 10:1."""
_DARK_LANE_COLOURS = ("#0a4a9f", "#8a3f00", "#12572c", "#6b2389", "#5a4a00", "#09525b")
"""The same hues for captions in dark letters; over white, all have a contrast of at least 7:1."""


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """All values needed for painting, in logical pixels."""

    font: QFont
    upper_case: bool
    align: str
    """``left``, ``centre`` or ``right``; with ``left``, right-to-left rows align on the right."""
    committed: QColor
    partial: QColor
    alert: QColor
    """Colour of alert words, which are also underlined."""
    lane_colours: tuple[QColor, ...]
    """Colours of the marks and names of lanes and speakers, in their order."""
    text_opacity: float
    """Opacity of letters and their edges, from 0 to 1."""
    edge: LetterEdge
    background: QColor
    """Colour behind the letters of each row."""
    window: QColor
    """Colour of the box around all rows."""
    key: QColor | None
    """Colour that fills the overlay for chroma keying; None for a transparent overlay."""
    char_width: float
    """Average width of a character in running text."""
    row_height: int
    baseline: int
    """Distance from the top of a row to its baseline."""
    pad_x: int
    pad_y: int
    """Distance from the outermost letters and rows to the border of the window."""
    background_pad_x: int
    background_pad_y: int
    """Distance from the outermost letters and rows to the border of the background."""
    radius: float
    status_font: QFont
    status_gap: int
    """Distance between the captions and the status line."""


def compute_look(appearance: AppearanceSettings) -> OverlayLook:
    """Compute the appearance for these settings."""
    em = appearance.font_px
    font = caption_font(appearance.font, appearance.font_style, em)
    metrics = QFontMetricsF(font)
    edge = LetterEdge(appearance.edge, QColor(appearance.edge_colour), appearance.outline_px)
    row_height = round(em * LINE_HEIGHT)
    status_px = max(MIN_STATUS_PX, round(em * STATUS_SCALE))
    sample = _SAMPLE.upper() if appearance.upper_case else _SAMPLE
    return OverlayLook(
        font=font,
        upper_case=appearance.upper_case,
        align=appearance.align,
        committed=QColor(appearance.committed_colour),
        partial=QColor(appearance.partial_colour),
        alert=_choose_alert_colour(QColor(appearance.committed_colour)),
        lane_colours=_choose_lane_colours(QColor(appearance.committed_colour)),
        text_opacity=appearance.text_opacity,
        edge=edge,
        background=_with_opacity(appearance.background_colour, appearance.background_opacity),
        window=_with_opacity(appearance.window_colour, appearance.window_opacity),
        key=QColor(KEY_COLOURS[appearance.chroma_key]) if appearance.chroma_key else None,
        char_width=metrics.horizontalAdvance(sample) / len(sample),
        row_height=row_height,
        baseline=round((row_height + _letter_height(metrics)) / 2),
        # The border must not cut off a wide edge of a small font.
        pad_x=max(round(em * 0.5), math.ceil(edge.reach)),
        pad_y=max(round(em * 0.28), math.ceil(edge.reach)),
        background_pad_x=round(em * 0.3),
        background_pad_y=round(em * 0.1),
        radius=em * 0.3,
        status_font=caption_font(appearance.font, "sans", status_px),
        status_gap=round(em * 0.25),
    )


def left_margin(look: OverlayLook, spare: float, *, right_to_left: bool = False) -> float:
    """Return the part of the spare width of a row to leave on the left."""
    match look.align:
        case "centre":
            return spare / 2
        case "left" if not right_to_left:
            return 0.0
        case _:
            return spare


def _choose_alert_colour(committed: QColor) -> QColor:
    """Return the colour of alert words: as light or as dark as committed words.

    What is readable behind committed words is readable behind these. Over black, the lightest of
    the colours has a contrast of 14:1; over white, the darkest has one of 6.5:1 (WCAG 2.2 asks for
    4.5:1).
    """
    is_light = qGray(committed.rgb()) > _MIDDLE_GREY
    colours = _LIGHT_ALERT_COLOURS if is_light else _DARK_ALERT_COLOURS
    return max(map(QColor, colours), key=lambda colour: _measure_distance(colour, committed))


def _choose_lane_colours(committed: QColor) -> tuple[QColor, ...]:
    """Return the colours of lanes and speakers, as light or as dark as committed words."""
    is_light = qGray(committed.rgb()) > _MIDDLE_GREY
    return tuple(map(QColor, _LIGHT_LANE_COLOURS if is_light else _DARK_LANE_COLOURS))


def _measure_distance(one: QColor, other: QColor) -> int:
    """Return the sum of the differences in red, green and blue."""
    differences = (
        one.red() - other.red(),
        one.green() - other.green(),
        one.blue() - other.blue(),
    )
    return sum(map(abs, differences))


def _letter_height(metrics: QFontMetricsF) -> float:
    """Return the height to centre: between the x-height and the cap height."""
    return metrics.xHeight() * 0.4 + metrics.capHeight() * 0.6


def _with_opacity(name: str, opacity: float) -> QColor:
    colour = QColor(name)
    colour.setAlphaF(opacity)
    return colour
