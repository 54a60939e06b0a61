"""Sound that was taken in and waits to be recognised: bounded for a session, and for all together.

When much waits in a session, its connection is not read until less does: the network then holds its
client back, which is the kindest answer to a burst. Memory is bounded by the sum over all sessions
too, and there the answer is an error, `queue_overflow`.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, replace

from captions.engine.serving.limits import Limits
from captions.engine.serving.session import SessionError, Work
from captions.protocol.options import AudioFormat

SLICE_SECONDS = 1.0
"""At most so much sound is recognised in one turn."""


@dataclass(slots=True)
class Room:
    """What waits in all sessions together."""

    taken_bytes: int = 0
    seconds: float = 0.0


class Waiting:
    """What waits in one session."""

    def __init__(self, audio_format: AudioFormat, limits: Limits, room: Room) -> None:
        self._a_second = audio_format.rate * audio_format.sample_bytes
        self._slice_bytes = int(SLICE_SECONDS * audio_format.rate) * audio_format.sample_bytes
        self._limits = limits
        self._room = room
        self._queue: deque[Work] = deque()
        self._bytes = 0
        self._commits = 0
        self._arrived = asyncio.Event()
        self._drained = asyncio.Event()

    def put(self, work: Work) -> None:
        """Let work wait.

        Raises:
            SessionError: too much waits here, or in all sessions together.
        """
        if self._room.taken_bytes + len(work.data) > self._limits.waiting_bytes:
            raise SessionError(
                "queue_overflow",
                "The server has too much audio waiting to be recognised: send it later or slower.",
            )
        if work.commit and self._commits >= self._limits.waiting_commits:
            raise SessionError(
                "commit_throttled",
                f"{self._commits} commits wait to be answered: commit less often.",
            )
        self._queue.append(work)
        self._count(work, 1)
        self._arrived.set()

    async def arrival(self) -> None:
        """Wait until something was put in since the last time."""
        await self._arrived.wait()
        self._arrived.clear()

    async def room(self) -> None:
        """Wait until more may be put in."""
        while self._bytes > self._limits.waiting * self._a_second:
            self._drained.clear()
            await self._drained.wait()

    def take(self) -> Work | None:
        """Take out what waits longest, up to a slice or to a commit; `None` if nothing does."""
        if not self._queue:
            return None
        first = self._queue.popleft()
        parts = [first.data]
        size, commit = len(first.data), first.commit
        while not commit and size < self._slice_bytes and self._queue and not first.context:
            more = self._queue.popleft()
            parts.append(more.data)
            size, commit = size + len(more.data), more.commit
        work = replace(first, data=b"".join(parts), commit=commit)
        if size > self._slice_bytes:
            work = self._put_back(work)
        self._count(work, -1)
        return work

    def forget(self) -> None:
        """Give up what waits, and the room that it takes."""
        for work in self._queue:
            self._count(work, -1)
        self._queue.clear()

    def seconds(self, work: Work) -> float:
        """Return how long work sounds."""
        return len(work.data) / self._a_second

    def _put_back(self, work: Work) -> Work:
        """Put what is more than a slice back in front, and return the slice."""
        self._queue.appendleft(replace(work, data=work.data[self._slice_bytes :], context=""))
        return replace(work, data=work.data[: self._slice_bytes], commit=False)

    def _count(self, work: Work, sign: int) -> None:
        self._bytes += sign * len(work.data)
        self._commits += sign * work.commit
        self._room.taken_bytes += sign * len(work.data)
        self._room.seconds += sign * self.seconds(work)
        self._drained.set()
