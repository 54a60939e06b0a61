"""The grid of times that a file can express: frames, milliseconds or centiseconds."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from captions.formats.cues.cue import MAX_CUE_SECONDS, MIN_CUE_SECONDS

_GAP_FRAMES = 2
"""Fewest frames between two cues that do not touch (Netflix timed text style guide)."""
_DEFAULT_FRAME_RATE = 24
MAX_SECONDS = 1e7
"""Latest time in a file, in seconds; a later one is an error of a server."""


@dataclass(frozen=True)
class TimeGrid:
    """Converts seconds to ticks, with the limits of cues in ticks."""

    rate: Fraction = Fraction(1000)
    """Ticks per second."""
    gap_ticks: int = math.ceil(_GAP_FRAMES * 1000 / _DEFAULT_FRAME_RATE)
    """Shortest gap between two cues."""

    @classmethod
    def from_frame_rate(cls, frame_rate: Fraction) -> "TimeGrid":
        """Return the grid of a video's frames."""
        return cls(frame_rate, _GAP_FRAMES)

    @classmethod
    def from_resolution(cls, ticks_per_second: int) -> "TimeGrid":
        """Return the grid of a format that counts fractions of a second."""
        gap = math.ceil(Fraction(_GAP_FRAMES * ticks_per_second, _DEFAULT_FRAME_RATE))
        return cls(Fraction(ticks_per_second), gap)

    @cached_property
    def min_ticks(self) -> int:
        """Shortest display time of a cue."""
        return max(1, math.ceil(MIN_CUE_SECONDS * self.rate))

    @cached_property
    def max_ticks(self) -> int:
        """Longest display time of a cue."""
        return math.floor(MAX_CUE_SECONDS * self.rate)

    def to_ticks(self, seconds: float) -> int:
        """Return the tick nearest to a time."""
        return round(min(seconds, MAX_SECONDS) * self._numerator / self._denominator)

    def to_seconds(self, ticks: int) -> float:
        """Return the time of a tick."""
        return ticks * self._denominator / self._numerator

    def ticks_within(self, seconds: float) -> int:
        """Return the smallest number of ticks that last at least some seconds."""
        return math.ceil(seconds * self._numerator / self._denominator)

    @cached_property
    def _numerator(self) -> int:
        return self.rate.numerator  # Properties of `Fraction` are slow.

    @cached_property
    def _denominator(self) -> int:
        return self.rate.denominator
