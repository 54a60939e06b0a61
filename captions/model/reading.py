"""How long a text has to stay to be read, and how that shrinks when more waits than can be read.

The figures: 20 characters a second is the most for adults in Netflix' timed text style guide; the
same guide has 9 for Chinese, which is why a wide character counts as two.
"""

import unicodedata

_CHARACTERS_PER_SECOND = 20.0
MOST_BEHIND = 6.0
"""Seconds of reading that may wait; what is shown stays the shorter, the more it is than that."""
_SHORTEST = 1 / 3
"""Seconds; WCAG 2.2, 2.3.1: nothing flashes more than three times a second."""


def seconds(text: str) -> float:
    """Return how long a text takes to be read."""
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in text)
    return (len(text) + wide) / _CHARACTERS_PER_SECOND


def stay(needed: float, waiting: float) -> float:
    """Return how long something stays on screen that needs some seconds.

    Args:
        needed: seconds, if nothing else waited.
        waiting: seconds that what waits for its place will need.
    """
    hurry = max(1.0, waiting / MOST_BEHIND)
    return max(needed / hurry, min(needed, _SHORTEST))
