"""The three ways in which captions come, as CEA-608 and 47 CFR 79.103 have them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from captions.model.painton import PaintOn
from captions.model.popon import PopOn
from captions.model.rollup import RollUp
from captions.model.rows import NO_LABELS, Display, Measure


class Mode(StrEnum):
    """How words come."""

    ROLL_UP = "roll-up"
    """Row by row from below, as they are spoken."""
    POP_ON = "pop-on"
    """In whole blocks, once they are committed."""
    PAINT_ON = "paint-on"
    """Word by word onto a page that is turned when it is full."""


class Style(NamedTuple):
    """How a display shows what is said."""

    mode: Mode = Mode.ROLL_UP
    rows: int = 2
    """The most that are on screen."""
    hold: float = 1.0
    """Seconds that a whole block or page stays at least."""


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
    if style.mode is Mode.ROLL_UP:
        return RollUp(measure, width, style.rows, labels)
    kind = PopOn if style.mode is Mode.POP_ON else PaintOn
    return kind(measure, width, style.rows, labels, style.hold)
