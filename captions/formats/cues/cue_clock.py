"""Gives cues their times: in order, without overlap, and within the limits of display time."""

import math

from captions.formats.cues.cue import Cue
from captions.formats.cues.draft import Draft
from captions.formats.cues.line_layout import PAUSE_SECONDS
from captions.formats.cues.time_grid import TimeGrid

_FASTEST_READING = 2
"""A cue that delays the next one is displayed for its reading time divided by this."""


class CueClock:
    """Assigns consecutive times to cues."""

    def __init__(self, grid: TimeGrid) -> None:
        self._grid = grid
        self._last_tick: int | None = None
        """End of the last cue."""

    @property
    def ready(self) -> float:
        """The earliest start of the next cue in seconds."""
        return 0.0 if self._last_tick is None else self._grid.to_seconds(self._last_tick)

    def make_cue(self, draft: Draft, until: float, *, is_followed: bool) -> Cue:
        """Return a finished cue.

        Args:
            draft: its text and the time of its speech.
            until: when it should end at the latest, in seconds.
            is_followed: True if the next cue is to start then.
        """
        start = self._find_start(draft)
        end = self._find_end(draft, start, until)
        if is_followed:
            end = self._close_gap(start, end, self._grid.to_ticks(until))
        self._last_tick = end
        to_seconds = self._grid.to_seconds
        return Cue(to_seconds(start), to_seconds(end), draft.make_lines())

    def _find_start(self, draft: Draft) -> int:
        start = self._grid.to_ticks(draft.begin)
        if self._last_tick is None:
            return start
        is_close = start - self._last_tick < self._grid.gap_ticks
        return self._last_tick if is_close else start

    def _find_end(self, draft: Draft, start: int, until: float) -> int:
        grid = self._grid
        reading = max(grid.min_ticks, grid.ticks_within(draft.reading_seconds))
        shortest = max(grid.min_ticks, reading // _FASTEST_READING)
        end = max(grid.to_ticks(draft.end), start + reading)
        if math.isfinite(until):
            end = min(end, max(grid.to_ticks(until), start + shortest))
        return min(end, start + grid.max_ticks)

    def _close_gap(self, start: int, end: int, following: int) -> int:
        """Return the end of a cue, moved so that no short gap is left before the next one."""
        gap = following - end
        if not 0 < gap < max(self._grid.gap_ticks, self._grid.to_ticks(PAUSE_SECONDS)):
            return end
        if following - start <= self._grid.max_ticks:
            return following
        return min(end, following - self._grid.gap_ticks)
