"""Position at which recognition resumes after a commit, for client and server.

A commit states its end only through the times of its words. After a disconnect, the client sends
audio again from `compute_resume_time` of the last committed word. Our engine resumes from the same
position after every commit. So the words after it come out the same, with or without a disconnect.
"""

import math

RESUME_GRID_SECONDS = 0.032
"""Interval of the positions at which recognition resumes, in seconds of session time.

It is part of our extension of the protocol: the frame of our engine must have the same duration.
"""
WORD_MARGIN_SECONDS = 3 * RESUME_GRID_SECONDS
"""Audio after the reported end of a word that still belongs to the word."""
_GRID_TOLERANCE = 0.01
"""Tolerance as a fraction of the grid; rounding errors do not move a time that lies on the grid."""


def compute_resume_time(last_word_end: float) -> float:
    """Return the session time in seconds at which to resume; it lies on the grid.

    Args:
        last_word_end: session time in seconds at which the last committed word ends.
    """
    return (
        math.floor(last_word_end / RESUME_GRID_SECONDS + _GRID_TOLERANCE) * RESUME_GRID_SECONDS
        + WORD_MARGIN_SECONDS
    )
