"""What a drag of the mouse does to the captions: it moves them, or makes their rows longer.

All distances are logical pixels of the whole desktop.
"""

from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

EDGE = 12
"""How near to an end of the rows a hand takes hold of that end."""


class Side(IntEnum):
    """Which part of the box the hand holds; each is the direction in which it makes rows longer."""

    LEFT = -1
    MIDDLE = 0
    RIGHT = 1


class Grip(NamedTuple):
    """Where the hand took hold, and how everything was then."""

    at: QPoint
    box: QRect
    row_width: float
    side: Side

    def corner(self, hand: QPoint) -> QPoint:
        """Return where the box's top left corner goes if it is moved."""
        return self.box.topLeft() + hand - self.at

    def width(self, hand: QPoint, *, centred: bool) -> float:
        """Return the width that rows get; a box that stays centred grows at both ends."""
        ends = 2 if centred else 1
        return self.row_width + self.side * ends * (hand.x() - self.at.x())


def side_at(place: int, width: int) -> Side:
    """Return what a hand takes hold of, that far from the left of a box."""
    if place < EDGE:
        return Side.LEFT
    return Side.RIGHT if place >= width - EDGE else Side.MIDDLE
