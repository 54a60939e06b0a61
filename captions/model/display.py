"""The three ways in which captions come, as CEA-608 and 47 CFR 79.103 have them."""

from collections.abc import Mapping

from captions.model.painton import PaintOn
from captions.model.popon import PopOn
from captions.model.rollup import RollUp
from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure
from captions.model.style import Mode, Style

__all__ = ["Mode", "Style", "display"]


def display(
    style: Style, measure: Measure, width: float, labels: Mapping[str, str] = NO_LABELS
) -> Display:
    """Make a display whose screen is empty.

    Args:
        style: how it shows what is said.
        measure: the width of a text.
        width: what a row holds, by ``measure``.
        labels: who is heard in each lane; without one, a lane's rows have no label.
    """
    room = Room(measure, width)
    match style.mode:
        case Mode.ROLL_UP:
            return RollUp(style, room, labels)
        case Mode.POP_ON:
            return PopOn(style, room, labels)
        case Mode.PAINT_ON:
            return PaintOn(style, room, labels)
