"""How the overlay looks, worked out from the settings: font, colours and distances.

Distances follow the size of the font, as the BBC's subtitle guidelines have them: half an em of
background beside the text, and rows 1.28 times as high as the font. All are logical pixels, which
the system scales with the display.
"""

from dataclasses import dataclass
from typing import Literal

from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF

from captions.settings import AppearanceSettings

Light = Literal["listening", "waiting", "error"]
"""How it all is, at a glance: in the tray, and beside the status line."""

PREFERRED_FAMILIES = (
    "Inter",
    "Segoe UI",
    "SF Pro Text",
    "Helvetica Neue",
    "Noto Sans",
    "Roboto",
    "Open Sans",
    "Cantarell",
    "Ubuntu",
    "DejaVu Sans",
    "Liberation Sans",
    "Arial",
)
"""Sans serifs with open, sturdy letters, best first; the system's own where none is installed."""

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
    committed: QColor
    partial: QColor
    outline: QColor
    outline_width: float
    background: QColor
    char_width: float
    """Average width of a character of running text."""
    row_height: int
    baseline: int
    """From the top of a row to the line that letters stand on."""
    pad_x: int
    pad_y: int
    radius: float
    status_font: QFont
    gap: int
    """Between the captions and the status line."""


def look(appearance: AppearanceSettings) -> Look:
    """Work out how captions look with these settings."""
    em = appearance.font_px
    font = _font(appearance.font, em)
    metrics = QFontMetricsF(font)
    row_height = round(em * LINE_HEIGHT)
    return Look(
        font=font,
        committed=QColor(appearance.committed_colour),
        partial=QColor(appearance.partial_colour),
        outline=QColor("#000000"),
        outline_width=appearance.outline_px,
        background=_background(appearance),
        char_width=metrics.horizontalAdvance(_SAMPLE) / len(_SAMPLE),
        row_height=row_height,
        baseline=round((row_height + _letter_height(metrics)) / 2),
        pad_x=round(em * 0.5),
        pad_y=round(em * 0.28),
        radius=em * 0.3,
        status_font=_font(appearance.font, max(MIN_STATUS_PX, round(em * STATUS_SCALE))),
        gap=round(em * 0.25),
    )


def _letter_height(metrics: QFontMetricsF) -> float:
    """Return a height that looks centred: between small letters and capitals."""
    return metrics.xHeight() * 0.4 + metrics.capHeight() * 0.6


def _background(appearance: AppearanceSettings) -> QColor:
    colour = QColor(appearance.background_colour)
    colour.setAlphaF(appearance.background_opacity)
    return colour


def _font(family: str, pixels: int) -> QFont:
    font = QFont(_family(family))
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.Medium)
    # Letters keep their true widths, so that a row is as wide on every display and at every scale.
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(QFont.StyleStrategy.PreferAntialias)
    return font


def _family(wanted: str) -> str:
    installed = set(QFontDatabase.families())
    for name in (wanted, *PREFERRED_FAMILIES):
        if name in installed:
            return name
    return QFontInfo(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)).family()
