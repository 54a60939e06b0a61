"""Caption modes and their timing, as in CEA-608 and 47 CFR 79.103."""

from dataclasses import dataclass
from enum import StrEnum


class CaptionMode(StrEnum):
    """How words appear on screen."""

    ROLL_UP = "roll-up"
    """Words appear as they are spoken; rows roll up from below."""
    POP_ON = "pop-on"
    """Whole sentences appear once they are settled."""
    PAINT_ON = "paint-on"
    """Words appear one by one on a page that is replaced when it is full."""


@dataclass(frozen=True, slots=True)
class CaptionStyle:
    """How a display presents a transcript."""

    mode: CaptionMode = CaptionMode.ROLL_UP
    rows: int = 2
    """Maximum number of rows on screen."""
    hold: float = 1.0
    """Minimum time in seconds for which a whole block or page stays on screen."""
    until_commit: bool = False
    """True if settled words stay grey until they are committed or have to leave the screen."""
    keeps_lanes: bool = False
    """True if each lane keeps a row on screen while it speaks, however much the others say. Rows
    then need a mark of their lane, because they may leave from between those of another."""
    starts_rows: bool = False
    """True if each segment starts a row, so that a row has the words of one speaker.

    Pop-on captions then show committed words only, because who has spoken is not known before."""
