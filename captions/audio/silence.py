"""Leaves out digital silence, so that nobody pays for the recognition of nothing.

A muted microphone and a computer that plays nothing give samples that are all zero, for hours.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np

from captions.pcm import Chunk

_KEPT_SECONDS = 0.5
"""Of what came before the first sound, so that no first phoneme is lost."""
_MARGIN_SECONDS = 1.0
_LOUDEST = 1
"""Of 32768: dither and rounding make the last bit of silence flicker."""


class SilenceGate:
    """Passes sound on, and silence until it is too long."""

    def __init__(self, commit_seconds: float) -> None:
        """``commit_seconds`` of silence commit a segment: more than that is passed on."""
        self._longest = commit_seconds + _MARGIN_SECONDS
        self._silent = 0.0
        """Seconds of silence so far."""
        self._kept: deque[Chunk] = deque()
        """The last of what was left out."""

    def feed(self, chunk: Chunk) -> Iterator[Chunk]:
        """Take the next chunk, and yield what is to be sent now."""
        if not _is_silent(chunk):
            self._silent = 0.0
            while self._kept:
                yield self._kept.popleft()
            yield chunk
        elif self._silent < self._longest:
            self._silent += chunk.seconds
            yield chunk
        else:
            self._kept.append(chunk)
            while sum(kept.seconds for kept in self._kept) - self._kept[0].seconds >= _KEPT_SECONDS:
                self._kept.popleft()


def _is_silent(chunk: Chunk) -> bool:
    samples = np.frombuffer(chunk.data, "<i2")
    return not samples.size or bool(max(samples.max(), -int(samples.min())) <= _LOUDEST)
