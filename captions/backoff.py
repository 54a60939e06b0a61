"""Exponential backoff with jitter for retries."""

import random

FIRST_SECONDS = 0.25
MAX_SECONDS = 30.0


class Backoff:
    """Computes retry delays from the number of consecutive failures."""

    def __init__(self, first_delay: float = FIRST_SECONDS) -> None:
        """``first_delay`` is in seconds, before jitter."""
        self._first_delay = first_delay
        self._failures = 0

    def next_delay(self, max_delay: float = MAX_SECONDS) -> float:
        """Return the delay before the next attempt in seconds, at most ``max_delay``."""
        seconds = min(self._first_delay * 2**self._failures, max_delay)
        if seconds < max_delay:
            self._failures += 1
        # Jitter: clients that lost the same server must not all reconnect at once.
        return float(seconds * random.uniform(0.5, 1.0))  # noqa: S311  # not used for security

    def reset(self) -> None:
        """Reset the delay after a successful attempt."""
        self._failures = 0
