"""Mouse drags that move the captions or change the width of their rows.

All distances are logical pixels in desktop coordinates.
"""

from enum import IntEnum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect

EDGE_WIDTH = 12
"""Width of the grab area at each end of the rows, in logical pixels."""


class DragSide(IntEnum):
    """Part of the box being dragged; the value is the direction that makes rows wider."""

    LEFT = -1
    MIDDLE = 0
    RIGHT = 1


class RowDrag(NamedTuple):
    """State of the pointer and the box when a drag started."""

    start_pointer: QPoint
    start_box: QRect
    start_row_width: float
    side: DragSide

    def moved_corner(self, pointer: QPoint) -> QPoint:
        """Return the top left corner of the box after a move."""
        return self.start_box.topLeft() + pointer - self.start_pointer

    def dragged_row_width(self, pointer: QPoint, *, centred: bool) -> float:
        """Return the row width after a resize; a box that stays centred grows at both ends."""
        ends = 2 if centred else 1
        return self.start_row_width + self.side * ends * (pointer.x() - self.start_pointer.x())


def side_at(offset: int, width: int) -> DragSide:
    """Return the part of a box that the pointer grabs at a distance from its left edge."""
    if offset < EDGE_WIDTH:
        return DragSide.LEFT
    return DragSide.RIGHT if offset >= width - EDGE_WIDTH else DragSide.MIDDLE
