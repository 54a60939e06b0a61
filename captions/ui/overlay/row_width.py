"""Conversion between the row width in the settings and the row width in pixels.

All distances are logical pixels.
"""

from dataclasses import replace

from captions.settings.schema import CaptionSettings
from captions.ui.overlay.look import OverlayLook
from captions.ui.overlay.placement import MAX_WIDTH_SHARE

MIN_CHARS = 16
MAX_CHARS = 120
MIN_PERCENT = 10
MAX_PERCENT = 90


def row_width(captions: CaptionSettings, look: OverlayLook, screen_width: int) -> float:
    """Return the width of a row on a screen of this width.

    Args:
        captions: the settings of the rows.
        look: appearance of the overlay.
        screen_width: width of the screen, less the column of the speakers.
    """
    if captions.row_percent:
        width = screen_width * captions.row_percent / 100 - 2 * look.pad_x
    else:
        width = captions.row_chars * look.char_width
    max_width = int(screen_width * MAX_WIDTH_SHARE) - 2 * look.pad_x
    return float(max(look.row_height, min(round(width), max_width)))


def with_row_width(
    captions: CaptionSettings, width: float, look: OverlayLook, screen_width: int
) -> CaptionSettings:
    """Return the settings for this row width, in the unit that the settings used before."""
    if captions.row_percent:
        percent = round(100 * (width + 2 * look.pad_x) / screen_width)
        return replace(captions, row_percent=max(MIN_PERCENT, min(percent, MAX_PERCENT)))
    max_chars = (screen_width * MAX_WIDTH_SHARE - 2 * look.pad_x) / look.char_width
    chars = min(round(width / look.char_width), int(max_chars))
    return replace(captions, row_chars=max(MIN_CHARS, min(chars, MAX_CHARS)))
