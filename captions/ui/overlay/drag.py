"""Mouse drags that move the captions, or change the width or the number of their rows.

All distances are logical pixels in desktop coordinates.
"""

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt

EDGE_WIDTH = 12
"""Width of the grab area at each end of the rows, in logical pixels."""
EDGE_HEIGHT = 8
"""Height of the grab area at the bottom of the captions, in logical pixels."""


class DragSide(Enum):
    """Part of the box being dragged."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"
    BOTTOM = "bottom"

    @property
    def cursor(self) -> Qt.CursorShape:
        """Pointer that shows what a drag of this part changes."""
        match self:
            case DragSide.MIDDLE:
                return Qt.CursorShape.SizeAllCursor
            case DragSide.BOTTOM:
                return Qt.CursorShape.SizeVerCursor
            case _:
                return Qt.CursorShape.SizeHorCursor


class RowDrag(NamedTuple):
    """State of the pointer and the box when a drag started."""

    start_pointer: QPoint
    start_box: QRect
    start_row_width: float
    start_rows: int
    side: DragSide

    def moved_corner(self, pointer: QPoint) -> QPoint:
        """Return the top left corner of the box after a move."""
        return self.start_box.topLeft() + pointer - self.start_pointer

    def dragged_row_width(self, pointer: QPoint, *, centred: bool) -> float:
        """Return the row width after a resize; a box that stays centred grows at both ends."""
        ends = (2 if centred else 1) * (-1 if self.side is DragSide.LEFT else 1)
        return self.start_row_width + ends * (pointer.x() - self.start_pointer.x())

    def dragged_rows(self, pointer: QPoint, row_height: int) -> int:
        """Return the number of rows after a drag of the bottom edge, without bounds."""
        return self.start_rows + round((pointer.y() - self.start_pointer.y()) / row_height)


def side_at(point: QPoint, area: QRect) -> DragSide:
    """Return the part of the captions that the pointer grabs.

    Args:
        point: where the pointer is.
        area: the painted area, in the same coordinates.
    """
    if point.x() < area.left() + EDGE_WIDTH:
        return DragSide.LEFT
    if point.x() > area.right() - EDGE_WIDTH:
        return DragSide.RIGHT
    at_bottom = area.bottom() - EDGE_HEIGHT < point.y() <= area.bottom()
    return DragSide.BOTTOM if at_bottom else DragSide.MIDDLE
