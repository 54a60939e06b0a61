"""Detects that the computer was suspended, by comparing two clocks.

The wall clock continues during a suspend. A monotonic clock stops on Linux and macOS. On Windows it
continues, but the next poll comes late.
"""

_MIN_DIFFERENCE_SECONDS = 5.0
"""Minimum difference between the clocks in seconds; smaller ones are adjustments of the wall
clock."""
_MAX_POLL_SECONDS = 30.0
"""Maximum time in seconds between two polls of a program that is awake."""


class SuspendDetector:
    """Compares the wall clock with a monotonic clock at each poll."""

    def __init__(self, wall: float, monotonic: float) -> None:
        """Start with the current time of both clocks, in seconds."""
        self._wall = wall
        self._monotonic = monotonic

    def poll_suspended_seconds(self, wall: float, monotonic: float) -> float:
        """Return the seconds of suspend since the last poll; 0 if the computer was awake.

        Poll every few seconds, and always more often than every 30 s.
        """
        wall_passed, monotonic_passed = wall - self._wall, monotonic - self._monotonic
        self._wall, self._monotonic = wall, monotonic
        if monotonic_passed > _MAX_POLL_SECONDS:
            return max(wall_passed, monotonic_passed)
        difference = wall_passed - monotonic_passed
        return difference if difference > _MIN_DIFFERENCE_SECONDS else 0.0
