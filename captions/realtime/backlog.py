"""Sound that is not committed yet: what is still to be sent, and what must be sent again."""

import asyncio
from collections import deque

from captions.pcm import Chunk

LONGEST_SECONDS = 300.0
"""Kept at most; beyond that the oldest is given up, and counted."""


class Backlog:
    """Chunks between the microphone and the last commit; filled and emptied on one loop."""

    def __init__(self) -> None:
        self._chunks: deque[Chunk] = deque()
        self._sent = 0
        """How many of them, from the oldest on, are sent."""
        self._seconds = 0.0
        self._changed = asyncio.Event()
        self._finished = False

    def add(self, chunk: Chunk) -> float:
        """Keep a chunk; return the seconds of sound that were given up for it."""
        self._chunks.append(chunk)
        self._seconds += chunk.seconds
        self._changed.set()
        lost = 0.0
        while self._seconds > LONGEST_SECONDS:
            lost += self._drop_oldest()
        return lost

    def finish(self) -> None:
        """Say that no chunk will follow."""
        self._finished = True
        self._changed.set()

    async def next(self) -> Chunk | None:
        """Wait for the next chunk to send; `None` once all of a finished stream are sent."""
        while self._sent == len(self._chunks):
            if self._finished:
                return None
            self._changed.clear()
            await self._changed.wait()
        self._sent += 1
        return self._chunks[self._sent - 1]

    def rewind(self) -> None:
        """Send everything again that is not committed: a new session knows none of it."""
        self._sent = 0

    def forget(self, until: float) -> None:
        """Drop sent chunks that end at or before a moment of stream time: they are committed."""
        while self._sent and self._chunks[0].stream_time + self._chunks[0].seconds <= until:
            self._drop_oldest()

    def _drop_oldest(self) -> float:
        seconds = self._chunks.popleft().seconds
        self._seconds -= seconds
        self._sent = max(0, self._sent - 1)
        return seconds
