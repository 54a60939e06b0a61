"""Time of a commit during continuous speech, before the service forces one.

In manual mode, the service commits after about 36 s of uncommitted audio (commit guide; measured:
35.8 to 36.5 s), possibly within a word. A client's commit in the last 1 or 2 s before that stalled
the session (third-party client ``elevenlabs_realtime.rs``, measured 2026-07-28). That client
commits in a gap between 30 and 33.5 s, and so does this one.
"""

from collections import deque

from captions.pcm import Chunk

_EARLIEST_SECONDS = 30.0
"""Uncommitted audio in seconds from which a gap is used; see the module."""
_LATEST_SECONDS = 33.5
"""Uncommitted audio in seconds at which to commit without a gap; see the module."""
_MAX_LEVELS = 300
"""Number of chunks whose levels define quiet and loud."""
_QUIET_SHARE = 0.25
"""Threshold of a gap, as a share of the range from quiet to loud."""
_FLOOR_DBFS = -80.0
"""Lowest level in dBFS, so that digital silence does not define the threshold."""


class ForcedCommitTimer:
    """Measures the audio of a segment and its level."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._levels: deque[float] = deque(maxlen=_MAX_LEVELS)

    def add_chunk(self, chunk: Chunk) -> bool:
        """Record a chunk that was sent; return True to commit after it."""
        level = max(chunk.level.rms, _FLOOR_DBFS)
        self._levels.append(level)
        self._seconds += chunk.seconds
        if self._seconds + chunk.seconds > _LATEST_SECONDS:
            return True
        return self._seconds >= _EARLIEST_SECONDS and self._is_quiet(level)

    def reset(self) -> None:
        """Reset the measured audio after a commit."""
        self._seconds = 0.0

    def _is_quiet(self, level: float) -> bool:
        ordered = sorted(self._levels)
        low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
        return level <= low + (high - low) * _QUIET_SHARE
