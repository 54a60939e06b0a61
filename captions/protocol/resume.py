"""Where a session goes on behind a commit, for those who send and for those who listen.

Commits say where they end by their words' times alone. A client that lost its connection sends
again from `resume_at` the last committed word on; our engine listens anew from the same moment, so
that the words behind it come out the same, with or without a cut.
"""

import math

FRAME_SECONDS = 0.032
"""The frame by which sound is cut for voice detection (Silero's 512 samples at 16 kHz)."""
MARGIN_SECONDS = 3 * FRAME_SECONDS
"""Behind the end of a word, as the server gives it, this much still belongs to the word."""
_ROUNDING = 0.01
"""Of a frame: what is on the grid but for its last digits stays where it is."""


def resume_at(last_word_end: float) -> float:
    """Return the second of the session at which to go on; it lies on the grid of frames.

    Args:
        last_word_end: second of the session at which the last committed word ends.
    """
    return math.floor(last_word_end / FRAME_SECONDS + _ROUNDING) * FRAME_SECONDS + MARGIN_SECONDS
