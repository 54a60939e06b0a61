"""How captions come on the screen, as CEA-608 and 47 CFR 79.103 have it."""

from enum import StrEnum
from typing import NamedTuple


class Mode(StrEnum):
    """How words come."""

    ROLL_UP = "roll-up"
    """Row by row from below, as they are spoken."""
    POP_ON = "pop-on"
    """In whole sentences, once they are settled."""
    PAINT_ON = "paint-on"
    """Word by word onto a page that is turned when it is full."""


class Style(NamedTuple):
    """How a display shows what is said."""

    mode: Mode = Mode.ROLL_UP
    rows: int = 2
    """The most that are on screen."""
    hold: float = 1.0
    """Seconds that a whole block or page stays at least."""
    until_commit: bool = False
    """True if settled words stay grey until they are committed, or have to leave the screen."""
