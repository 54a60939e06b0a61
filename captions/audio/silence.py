"""Drops long digital silence, so that no recogniser is paid for empty audio.

A muted microphone and a computer that plays nothing deliver zero samples for hours.
"""

from collections import deque
from collections.abc import Iterator

import numpy as np

from captions.pcm import Chunk

_PREROLL_SECONDS = 0.5
"""Pre-roll in seconds: audio kept before the first sound, so that no phoneme is lost."""
_MARGIN_SECONDS = 1.0
"""Silence passed through beyond the commit threshold, in seconds."""
_MAX_SILENT_AMPLITUDE = 1
"""Largest silent amplitude, out of 32768; dither and rounding make the last bit flicker."""


class SilenceGate:
    """Passes audio through, and drops silence once it is too long."""

    def __init__(self, commit_seconds: float) -> None:
        """``commit_seconds`` of silence commit a segment; slightly more is passed through."""
        self._max_silence = commit_seconds + _MARGIN_SECONDS
        self._silence = 0.0
        """Silence so far, in seconds."""
        self._held_back: deque[Chunk] = deque()
        """Last chunks that were held back."""

    def feed(self, chunk: Chunk) -> Iterator[Chunk]:
        """Feed the next chunk, and yield the chunks to send now."""
        if not _is_silent(chunk):
            self._silence = 0.0
            while self._held_back:
                yield self._held_back.popleft()
            yield chunk
        elif self._silence < self._max_silence:
            self._silence += chunk.seconds
            yield chunk
        else:
            self._held_back.append(chunk)
            while (
                sum(kept.seconds for kept in self._held_back) - self._held_back[0].seconds
                >= _PREROLL_SECONDS
            ):
                self._held_back.popleft()


def _is_silent(chunk: Chunk) -> bool:
    samples = np.frombuffer(chunk.data, "<i2")
    return not samples.size or bool(
        max(samples.max(), -int(samples.min())) <= _MAX_SILENT_AMPLITUDE
    )
