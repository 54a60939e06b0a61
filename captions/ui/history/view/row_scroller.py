"""Scrolling through rows whose heights are known only once they are measured.

The position is anchored to a row: the first visible row, and how many of its pixels are above the
upper edge. Nothing depends on the heights of rows far away, so nothing jumps when they are measured
or inserted, and memory does not depend on the number of rows. The scroll bar counts rows: a row of
any height is `ROW_STEPS` steps.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

REVEAL_MARGIN = 16
"""Space below a row that is revealed, in pixels."""
ROW_STEPS = 64
"""Steps of the scroll bar for each row."""


class ScrollPosition(NamedTuple):
    """The first visible row, and its pixels above the upper edge."""

    row: int = 0
    hidden: int = 0


class VisibleRow(NamedTuple):
    """A row in the viewport, in pixels below its upper edge; `top` may be negative."""

    row: int
    top: int
    height: int


class RowScroller:
    """The position in a list of rows."""

    def __init__(self, measure: Callable[[int], int]) -> None:
        """``measure`` returns the height of a row in pixels; it must be positive."""
        self._measure = measure
        self.row_count = 0
        self.viewport_height = 0
        self.position = ScrollPosition()

    @property
    def end(self) -> ScrollPosition:
        """Position at which the last row touches the lower edge."""
        row, room = self.row_count, self.viewport_height
        while row > 0 and room > 0:
            row -= 1
            room -= self._measure(row)
        return ScrollPosition(row, max(0, -room))

    @property
    def is_at_end(self) -> bool:
        """True if the end of the last row is visible."""
        return self.position >= self.end

    def place(self, row: int, hidden: int = 0) -> None:
        """Move to a position, as far as the rows reach."""
        self.position = ScrollPosition(max(0, min(row, self.row_count - 1)), 0)
        self.move_by(hidden)

    def move_by(self, pixels: int) -> None:
        """Move down, or up by a negative number, as far as the rows reach."""
        row, hidden = self.position
        hidden += pixels
        while hidden < 0 and row > 0:
            row -= 1
            hidden += self._measure(row)
        while row < self.row_count - 1 and hidden >= self._measure(row):
            hidden -= self._measure(row)
            row += 1
        self.position = min(ScrollPosition(row, max(0, hidden)), self.end)

    def move_to_end(self) -> None:
        """Move to the end of the last row."""
        self.position = self.end

    def reveal(self, row: int) -> None:
        """Move as little as possible until a row is visible, or its beginning if it is too tall."""
        shown = {item.row: item for item in self.iter_visible()}.get(row)
        if shown is not None and shown.top >= 0 and self._fits(shown):
            return
        is_below = row > self.position.row
        room = self.viewport_height - self._measure(row) - REVEAL_MARGIN
        self.place(row, -room if is_below and room > 0 else 0)

    def centre(self, row: int) -> None:
        """Move a row to the upper third, unless it is completely visible already."""
        shown = {item.row: item for item in self.iter_visible()}.get(row)
        if shown is None or shown.top < 0 or not self._fits(shown):
            self.place(row, -self.viewport_height // 3)

    def iter_visible(self) -> Iterator[VisibleRow]:
        """Yield the rows in the viewport from top to bottom."""
        row, top = self.position.row, -self.position.hidden
        while row < self.row_count and top < self.viewport_height:
            height = self._measure(row)
            yield VisibleRow(row, top, height)
            top += height
            row += 1

    @property
    def bar_value(self) -> int:
        """Value of the scroll bar at the current position."""
        return self._to_steps(self.position)

    @property
    def bar_maximum(self) -> int:
        """Value of the scroll bar at the end."""
        return self._to_steps(self.end)

    def move_to_step(self, value: int) -> None:
        """Move to a value of the scroll bar."""
        row, steps = divmod(value, ROW_STEPS)
        row = max(0, min(row, self.row_count - 1))
        self.place(row, round(steps * self._measure(row) / ROW_STEPS) if self.row_count else 0)

    def _fits(self, shown: VisibleRow) -> bool:
        """Return True if a row ends within the viewport."""
        return shown.top + shown.height <= self.viewport_height

    def _to_steps(self, position: ScrollPosition) -> int:
        if not 0 <= position.row < self.row_count:
            return 0
        part = position.hidden / self._measure(position.row)
        return position.row * ROW_STEPS + round(part * ROW_STEPS)
