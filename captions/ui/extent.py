"""How long rows are: from the settings to pixels, and back from where a hand has dragged them.

All distances are logical pixels.
"""

from dataclasses import replace

from captions.settings import CaptionSettings
from captions.ui.look import Look
from captions.ui.placement import MAX_SHARE

FEWEST_CHARS, MOST_CHARS = 16, 120
LEAST_PERCENT, MOST_PERCENT = 10, 90


def row_width(captions: CaptionSettings, look: Look, screen_width: int) -> float:
    """Return the width of a row on a screen."""
    if captions.row_percent:
        wanted = screen_width * captions.row_percent / 100 - 2 * look.pad_x
    else:
        wanted = captions.row_chars * look.char_width
    most = int(screen_width * MAX_SHARE) - 2 * look.pad_x
    return float(max(look.row_height, min(round(wanted), most)))


def with_row_width(
    captions: CaptionSettings, width: float, look: Look, screen_width: int
) -> CaptionSettings:
    """Return the settings for rows about that wide, by what they went by before."""
    if captions.row_percent:
        percent = round(100 * (width + 2 * look.pad_x) / screen_width)
        return replace(captions, row_percent=max(LEAST_PERCENT, min(percent, MOST_PERCENT)))
    most = (screen_width * MAX_SHARE - 2 * look.pad_x) / look.char_width
    chars = min(round(width / look.char_width), int(most))
    return replace(captions, row_chars=max(FEWEST_CHARS, min(chars, MOST_CHARS)))
