"""Look and place of a new text source: large white letters at the bottom left of the safe area."""

from dataclasses import dataclass

from captions.outputs.obs.messages import Data

_HEIGHT_SHARE = 1 / 15
"""Largest height of the letters, as a share of the picture's: 72 pixels of 1080."""
_LETTER_WIDTH = 0.72
"""Width of an average character of `estimate_width`, as a share of the height: up to 0.70 in DejaVu
Sans Bold, the widest of the usual fonts."""
_WIDTH_SHARE = 0.9
_BOTTOM_SHARE = 0.95
"""Lower edge of the text, within the safe area of EBU R 95."""
_TEXT_ROWS = 3
_LINE_SPACING = 1.3
_ALIGN_LEFT_BOTTOM = 1 | 8
"""OBS_ALIGN_LEFT | OBS_ALIGN_BOTTOM: new words then move neither the others nor the row."""
_BOLD = 1
"""Flag of OBS' fonts, OBS_FONT_BOLD."""
_WHITE, _BLACK = 0xFFFFFFFF, 0xFF000000
_OUTLINE_SHARE = 1 / 12
"""Width of the outline, as a share of the letters' height."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """Size of OBS' picture in pixels."""

    width: int
    height: int


def make_text_transform(canvas: Canvas) -> Data:
    """Return where a text source is placed."""
    return {
        "alignment": _ALIGN_LEFT_BOTTOM,
        "positionX": canvas.width * (1 - _WIDTH_SHARE) / 2,
        "positionY": canvas.height * _BOTTOM_SHARE,
    }


def make_text_settings(kind: str, face: str, canvas: Canvas, row_chars: int) -> Data:
    """Return the settings of a new text source.

    Args:
        kind: kind of the source.
        face: name of the font; empty for any font without serifs.
        canvas: size of the picture.
        row_chars: characters in a row.
    """
    width = round(canvas.width * _WIDTH_SHARE)
    size = round(min(canvas.height * _HEIGHT_SHARE, width / (row_chars * _LETTER_WIDTH)))
    settings = {
        "text": "",
        "font": {"face": face or "Sans", "size": size, "style": "Bold", "flags": _BOLD},
        "outline": True,
    }
    if kind.startswith("text_gdiplus"):
        return settings | {
            "color": _WHITE,
            "outline_color": _BLACK,
            "outline_opacity": 100,
            "outline_size": max(2, round(size * _OUTLINE_SHARE)),
            "valign": "bottom",
            "extents": True,
            "extents_wrap": True,
            "extents_cx": width,
            "extents_cy": round(_TEXT_ROWS * size * _LINE_SPACING),
        }
    return settings | {
        "color1": _WHITE,
        "color2": _WHITE,
        "drop_shadow": True,
        "word_wrap": True,
        "custom_width": width,
    }
