"""Sound between the event loop and PortAudio's thread, and the time at which it becomes audible."""

from collections import deque
from typing import NamedTuple

from typing_extensions import Buffer

_MAX_TIMED_PARTS = 256
"""Number of parts whose times are kept; more than any device buffers."""


class _TimedPart(NamedTuple):
    """Contiguous sound that PortAudio has fetched."""

    audible_at: float
    """Time of its first sample at the output, on the monotonic clock."""
    stream_time: float
    """Stream time of its first sample in seconds."""
    seconds: float


class PlayQueue:
    """Queue of samples that the event loop fills, and PortAudio's thread empties.

    It is not limited; the player checks `queued_seconds` before it adds more.
    """

    def __init__(self, bytes_per_second: int) -> None:
        """``bytes_per_second`` is that of the samples of all channels."""
        self._bytes_per_second = bytes_per_second
        self._queue: deque[tuple[memoryview, float]] = deque()
        self._current = (memoryview(b""), 0.0)
        """Rest of the part that is being fetched, and its stream time; of PortAudio's thread."""
        self._fetched: deque[_TimedPart] = deque(maxlen=_MAX_TIMED_PARTS)
        self._is_finished = False
        self.fill_count = 0
        """Number of buffers that PortAudio has requested so far."""

    @property
    def queued_seconds(self) -> float:
        """Duration that PortAudio has not fetched yet."""
        return sum(len(data) for data, _ in tuple(self._queue)) / self._bytes_per_second

    def put(self, data: bytes, stream_time: float) -> None:
        """Append samples; the first is at a stream time in seconds."""
        self._queue.append((memoryview(data), stream_time))

    def finish(self) -> None:
        """Mark the end of the sound."""
        self._is_finished = True

    def fill(self, buffer: Buffer, audible_at: float) -> None:
        """Fill PortAudio's buffer on its thread, with silence if nothing is queued.

        Args:
            buffer: receives the samples.
            audible_at: time of its first sample at the output, on the monotonic clock.
        """
        out = memoryview(buffer).cast("B")
        done = 0
        while done < len(out) and self._fetch_part():
            data, stream_time = self._current
            part = data[: len(out) - done]
            out[done : done + len(part)] = part
            start = audible_at + done / self._bytes_per_second
            seconds = len(part) / self._bytes_per_second
            self._fetched.append(_TimedPart(start, stream_time, seconds))
            self._current = data[len(part) :], stream_time + seconds
            done += len(part)
        out[done:] = bytes(len(out) - done)
        self.fill_count += 1

    def find_position(self, now: float) -> float | None:
        """Return the stream time that is audible, in seconds; None before the first sample.

        ``now`` is on the monotonic clock.
        """
        position = None
        for part in tuple(self._fetched):
            if part.audible_at > now:
                break
            position = part.stream_time + min(now - part.audible_at, part.seconds)
        return position

    def is_played(self, now: float) -> bool:
        """Return True if all sound was audible by a time on the monotonic clock."""
        if not self._is_finished or self._queue or len(self._current[0]):
            return False
        last = self._fetched[-1] if self._fetched else None
        return last is None or now >= last.audible_at + last.seconds

    def _fetch_part(self) -> bool:
        """Return True if there is a part to continue with."""
        if not len(self._current[0]) and self._queue:
            self._current = self._queue.popleft()
        return len(self._current[0]) > 0
