"""How long to wait before the next try: longer each time, and never the same for two clients."""

import random

FIRST_SECONDS = 0.25
LONGEST_SECONDS = 30.0


class Backoff:
    """Counts the tries of one kind that failed in a row."""

    def __init__(self) -> None:
        self._tries = 0

    def next(self, longest: float = LONGEST_SECONDS) -> float:
        """Return the seconds until the next try, at most ``longest``."""
        seconds = min(FIRST_SECONDS * 2**self._tries, longest)
        if seconds < longest:
            self._tries += 1
        # Many clients that lost one server must not all come back at the same moment.
        return float(seconds * random.uniform(0.5, 1.0))  # noqa: S311  # no secret hangs on it

    def reset(self) -> None:
        """Begin anew: a try was of use."""
        self._tries = 0
