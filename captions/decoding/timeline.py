"""Where decoded sound belongs in time: gaps in timestamps become silence, nothing is lost.

ffmpeg's own ``aresample=async=1:first_pts=0`` does the same in simple cases. It drops sound whose
timestamps start again, as in joined broadcasts, and it adds silence wherever the number of channels
changes.
"""

from typing import NamedTuple

LONGEST_GAP = 86_400.0
"""Seconds; in a file, a longer jump of timestamps is a fault of it."""
LONGEST_GAP_OF_STREAM = 60.0
"""Seconds; in a stream, a longer jump is another programme, with a clock of its own."""

_TOLERANCE = 0.1
"""Seconds by which timestamps may be rough before they are believed; aresample's default."""


class Placement(NamedTuple):
    """What to do with the next frames."""

    silence: int
    """Samples of silence before them."""
    skip: int
    """Samples of them to leave out."""


class Timeline:
    """Counts the samples of one stream from time 0 and compares them with its timestamps."""

    def __init__(self, longest_gap: float) -> None:
        """Start at 0.

        Args:
            longest_gap: seconds; a longer jump is another clock, not a gap.
        """
        self._longest_gap = longest_gap
        self._end = 0.0
        """Where the samples so far end, in seconds."""
        self._offset = 0.0
        """Seconds that are added to timestamps."""
        self._last_time = float("-inf")
        self._last_seconds = 0.0

    def place(self, time: float, samples: int, rate: int) -> Placement:
        """Return where frames belong.

        Args:
            time: their timestamp in seconds.
            samples: how many there are.
            rate: samples a second.
        """
        # A muxer repeats its last timestamp instead of going back.
        advanced = time - self._last_time >= self._last_seconds / 2
        self._last_time, self._last_seconds = time, samples / rate
        ahead = time + self._offset - self._end
        placement = Placement(0, 0)
        if ahead > self._longest_gap or (ahead < -_TOLERANCE and not advanced):
            self._offset -= ahead
        elif ahead > _TOLERANCE:
            placement = Placement(round(ahead * rate), 0)
        elif ahead < -_TOLERANCE:
            placement = Placement(0, min(samples, round(-ahead * rate)))
        self._end += (placement.silence + samples - placement.skip) / rate
        return placement
