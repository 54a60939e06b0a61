"""Queues of audio that waits for recognition, bounded per session and in total.

When a session's queue is full, the server stops reading its connection, and TCP flow control slows
the client down. When the queues of all sessions together are full, the session that sends more
gets the error `queue_overflow`.
"""

import asyncio
from collections import deque
from dataclasses import dataclass, replace

from captions.engine.serving.limits import PaceLimits, ServerLimits
from captions.engine.serving.session import RecognitionWork, SessionError
from captions.protocol.options import AudioFormat

SLICE_SECONDS = 1.0
"""Maximum audio recognised in one turn, in seconds."""


@dataclass(slots=True)
class QueueUsage:
    """Queued audio of all sessions together."""

    queued_bytes: int = 0
    """Queued audio in bytes."""
    queued_seconds: float = 0.0
    """Queued audio in seconds."""


class InputQueue:
    """Queued audio and commits of one session."""

    def __init__(self, audio_format: AudioFormat, limits: ServerLimits, usage: QueueUsage) -> None:
        self._bytes_per_second = audio_format.rate * audio_format.sample_bytes
        self._slice_bytes = int(SLICE_SECONDS * audio_format.rate) * audio_format.sample_bytes
        self._limits = limits
        self._usage = usage
        self._queue: deque[RecognitionWork] = deque()
        self._queued_bytes = 0
        self._queued_commits = 0
        self._has_work = asyncio.Event()
        self._has_drained = asyncio.Event()

    @property
    def is_empty(self) -> bool:
        """True if no work waits."""
        return not self._queue

    def put(self, work: RecognitionWork) -> None:
        """Append work to the queue.

        Raises:
            SessionError: the server's queues are full, or too many commits wait in this session.
        """
        if self._usage.queued_bytes + len(work.data) > self._limits.max_queued_bytes:
            raise SessionError(
                "queue_overflow",
                "The server's audio queue is full: send the audio later or more slowly.",
            )
        if work.commit and self._queued_commits >= self._limits.max_queued_commits:
            raise SessionError(
                "commit_throttled",
                f"{self._queued_commits} commits are waiting for an answer: commit less often.",
            )
        self._queue.append(work)
        self._update_usage(work, 1)
        self._has_work.set()

    async def wait_for_work(self) -> None:
        """Wait until work has been added since the last call."""
        await self._has_work.wait()
        self._has_work.clear()

    async def wait_for_capacity(self) -> None:
        """Wait until the queue is below its limit."""
        while self._queued_bytes > self._limits.max_queued_seconds * self._bytes_per_second:
            self._has_drained.clear()
            await self._has_drained.wait()

    def pop_slice(self) -> RecognitionWork | None:
        """Remove and return the oldest work, up to a slice or a commit; `None` if there is none."""
        if not self._queue:
            return None
        first = self._queue.popleft()
        parts = [first.data]
        size, commit = len(first.data), first.commit
        while not commit and size < self._slice_bytes and self._queue and not first.context:
            following = self._queue.popleft()
            parts.append(following.data)
            size, commit = size + len(following.data), following.commit
        work = replace(first, data=b"".join(parts), commit=commit)
        if size > self._slice_bytes:
            work = self._put_back(work)
        self._update_usage(work, -1)
        return work

    def discard_all(self) -> None:
        """Discard all queued work."""
        for work in self._queue:
            self._update_usage(work, -1)
        self._queue.clear()

    def audio_seconds(self, work: RecognitionWork) -> float:
        """Return the duration of the audio in seconds."""
        return len(work.data) / self._bytes_per_second

    def _put_back(self, work: RecognitionWork) -> RecognitionWork:
        """Return the first slice, and put the rest back at the front of the queue."""
        self._queue.appendleft(replace(work, data=work.data[self._slice_bytes :], context=""))
        return replace(work, data=work.data[: self._slice_bytes], commit=False)

    def _update_usage(self, work: RecognitionWork, sign: int) -> None:
        self._queued_bytes += sign * len(work.data)
        self._queued_commits += sign * work.commit
        self._usage.queued_bytes += sign * len(work.data)
        self._usage.queued_seconds += sign * self.audio_seconds(work)
        self._has_drained.set()


class PaceMonitor:
    """Detects that the recognition of one session falls behind speech, and that it caught up."""

    def __init__(self, limits: PaceLimits) -> None:
        self._limits = limits
        self.is_behind = False
        """True from falling behind until recognition has been on time for some time."""
        self._since: float | None = None
        """When the session became late, or on time again; `None` if it is neither."""
        self._recognised_seconds = 0.0
        """Audio recognised since then, in seconds."""

    def record_turn(self, now: float, audio_seconds: float, delay: float) -> bool:
        """Record a turn of recognition.

        Args:
            now: seconds of any monotonic clock.
            audio_seconds: recognised audio in seconds.
            delay: seconds from receiving the audio to its recognition.

        Returns:
            True if `is_behind` has changed.
        """
        limits = self._limits
        is_changing = delay <= limits.on_time if self.is_behind else delay >= limits.late
        if not is_changing:
            self._since = None
            return False
        if self._since is None:
            self._since, self._recognised_seconds = now, 0.0
            return False
        self._recognised_seconds += audio_seconds
        elapsed = now - self._since
        if elapsed < (limits.steady_seconds if self.is_behind else limits.judged_seconds):
            return False
        is_changed = self.is_behind or self._recognised_seconds < limits.catch_up_speed * elapsed
        self.is_behind ^= is_changed
        self._since = None
        return is_changed
