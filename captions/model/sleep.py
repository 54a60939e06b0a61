"""Notices that the computer slept, from two clocks that disagree about it.

The clock of the day goes on in sleep. A monotonic clock stands still meanwhile on Linux and macOS,
and goes on with it on Windows, where the next look comes late instead.
"""

_DIFFERENCE_SECONDS = 5.0
"""A smaller one is the clock of the day being set right."""
_LATE_SECONDS = 30.0
"""No program that is awake is held up for so long."""


class Sleep:
    """Compares two clocks again and again."""

    def __init__(self, wall: float, monotonic: float) -> None:
        """Begin with what the clocks show, in seconds."""
        self._wall = wall
        self._monotonic = monotonic

    def since_last_look(self, wall: float, monotonic: float) -> float:
        """Return how many seconds the computer slept since the last look; 0 if it was awake.

        Look every few seconds, and more often than every 30 s.
        """
        passed, counted = wall - self._wall, monotonic - self._monotonic
        self._wall, self._monotonic = wall, monotonic
        if counted > _LATE_SECONDS:
            return max(passed, counted)
        return passed - counted if passed - counted > _DIFFERENCE_SECONDS else 0.0
