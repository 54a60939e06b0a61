"""Reading time of a text, and how it shrinks when the backlog of unread text grows.

The speed is that of `reading_limits`: 20 characters a second in English, fewer in Chinese, Japanese
and Korean.
"""

from captions.model.writing.reading_limits import count_cells, find_limits

MAX_BACKLOG_SECONDS = 6.0
"""Backlog in seconds of reading time; beyond it, display times shrink in proportion."""
_MIN_DISPLAY_SECONDS = 1 / 3
"""Minimum display time in seconds: content must not flash more than three times a second (WCAG 2.2,
success criterion 2.3.1)."""


def estimate_seconds(text: str) -> float:
    """Return the time needed to read a text, in seconds."""
    return count_cells(text) / find_limits(text).cells_per_second


def display_seconds(needed: float, backlog: float) -> float:
    """Return how long to display a text, in seconds.

    Args:
        needed: its reading time in seconds, used in full if there is no backlog.
        backlog: reading time of the text that waits, in seconds.
    """
    hurry = max(1.0, backlog / MAX_BACKLOG_SECONDS)
    return max(needed / hurry, min(needed, _MIN_DISPLAY_SECONDS))
