"""When to commit somebody who does not pause, before the service does it in the middle of a word.

The service commits by itself about every 36 s of sound, and stalls if a client's commit comes
shortly before that; so a client commits in the first short gap between 30 and 33.5 s.
"""

from collections import deque

from captions.pcm import Chunk

_EARLIEST_SECONDS = 30.0
_LATEST_SECONDS = 33.5
_REMEMBERED_CHUNKS = 300
_QUIET_SHARE = 0.25
"""How far between the quietest and the loudest a gap may lie."""
_FAINTEST_DBFS = -80.0
"""Whatever is fainter counts as this: digital silence must not be the measure of a gap."""


class Breaks:
    """Listens to how loud the chunks of a segment are."""

    def __init__(self) -> None:
        self._seconds = 0.0
        self._levels: deque[float] = deque(maxlen=_REMEMBERED_CHUNKS)

    def add(self, chunk: Chunk) -> bool:
        """Take a chunk that was sent; true if this is the place to commit behind it."""
        loud = max(chunk.level.rms, _FAINTEST_DBFS)
        self._levels.append(loud)
        self._seconds += chunk.seconds
        if self._seconds + chunk.seconds > _LATEST_SECONDS:
            return True
        return self._seconds >= _EARLIEST_SECONDS and self._is_quiet(loud)

    def committed(self) -> None:
        """Begin to count anew."""
        self._seconds = 0.0

    def _is_quiet(self, loud: float) -> bool:
        ordered = sorted(self._levels)
        low, high = ordered[len(ordered) // 20], ordered[-1 - len(ordered) // 20]
        return loud <= low + (high - low) * _QUIET_SHARE
