"""What a painter of captions depends on: when it changes, the overlay needs another painter."""

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

from captions.protocol.options import TRANSLATION_LANGUAGE
from captions.settings.schema import AppearanceSettings, CaptionSettings
from captions.ui.overlay.look import OverlayLook, compute_look
from captions.ui.overlay.painting.lane_marks import LaneMarks

_TRANSLATION_SCALE = 0.75
"""Height of the letters of a translation, as a share of those of the original. The same text then
needs three quarters of the rows."""
_MIN_FONT_PX = 12
TRANSLATION_MARK = TRANSLATION_LANGUAGE.upper()
"""Mark beside the rows of a machine translation."""


class TranslationStrip(NamedTuple):
    """Rows of the translation below those of the original."""

    look: OverlayLook
    row_width: float
    """Width of a row in logical pixels, without the column of the mark."""
    rows: int
    labels: tuple[tuple[str, str], ...]
    """Mark of each lane."""
    column_width: int
    """Width of the column of the mark, at least as wide as that of the speakers, so that both texts
    begin below each other."""
    gap: int
    """Distance from the rows of the original in logical pixels."""

    @property
    def height(self) -> int:
        """Height with the gap, in logical pixels."""
        return self.rows * self.look.row_height + self.gap


class PainterShape(NamedTuple):
    """Parameters of a painter."""

    look: OverlayLook
    row_width: float
    """Width of a row in logical pixels, without the column of the speakers."""
    rows: int
    """Maximum number of rows."""
    at_bottom: bool
    """True if the captions are aligned to the bottom of the area."""
    labels: tuple[tuple[str, str], ...] = ()
    """Name of each lane; empty with a single lane."""
    strip: TranslationStrip | None = None
    """Rows of the translation; `None` for none."""

    def has_same_breaks(self, other: "PainterShape") -> bool:
        """Return True if both shapes break rows at the same places."""
        return _list_breaks(self) == _list_breaks(other)


def make_strip(
    appearance: AppearanceSettings,
    captions: CaptionSettings,
    width: float,
    lanes: Mapping[str, str],
    speaker_width: int,
) -> TranslationStrip | None:
    """Return the rows of the translation; `None` unless it is shown below the original.

    Args:
        appearance: look of the captions.
        captions: rows of the captions.
        width: width of a row of the original, with the column of the speakers.
        lanes: name of each lane; empty with a single lane.
        speaker_width: width of the column of the speakers; 0 with a single lane.
    """
    if captions.translation != "below":
        return None
    font_px = max(_MIN_FONT_PX, round(appearance.font_px * _TRANSLATION_SCALE))
    outline = appearance.outline_px * _TRANSLATION_SCALE
    look = compute_look(replace(appearance, font_px=font_px, outline_px=outline))
    # The mark of rows without an owner comes last: the order decides on colours, which must be
    # those of the original.
    labels = dict.fromkeys((*lanes, ""), TRANSLATION_MARK)
    column_width = LaneMarks(look, labels, speaker_width).width
    return TranslationStrip(
        look,
        width - column_width,
        max(1, round(captions.rows * _TRANSLATION_SCALE)),
        tuple(labels.items()),
        column_width,
        look.pad_y,
    )


def _list_breaks(shape: PainterShape) -> tuple[object, ...]:
    """Return everything on which the breaks of rows depend."""
    strip = shape.strip and (shape.strip.row_width, shape.strip.look.font, shape.strip.rows)
    return (shape.row_width, shape.look.font, shape.look.upper_case, strip)
