"""Creates the display for each of the three caption modes of CEA-608 and 47 CFR 79.103."""

from collections.abc import Mapping

from captions.model.layout.paint_on import PaintOn
from captions.model.layout.pop_on import PopOn
from captions.model.layout.roll_up import RollUp
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.row_fitter import RowFitter
from captions.model.rows import NO_LABELS, CaptionDisplay, Measure


def create_display(
    style: CaptionStyle, measure: Measure, width: float, labels: Mapping[str, str] = NO_LABELS
) -> CaptionDisplay:
    """Create a display with an empty screen.

    Args:
        style: the caption mode, number of rows and timing.
        measure: returns the width of a text.
        width: width of a row, in the unit of ``measure``.
        labels: speaker names by lane; rows of a lane without a name have no label.
    """
    fitter = RowFitter(measure, width)
    match style.mode:
        case CaptionMode.ROLL_UP:
            return RollUp(style, fitter, labels)
        case CaptionMode.POP_ON:
            return PopOn(style, fitter, labels)
        case CaptionMode.PAINT_ON:
            return PaintOn(style, fitter, labels)
