"""Buffer of uncommitted audio: chunks to send, and chunks to send again after a disconnect."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from captions.events import Gap
from captions.pcm import SAMPLE_BYTES, Chunk

MAX_BUFFER_SECONDS = 300.0
"""Maximum audio in seconds; beyond it, the oldest chunks are dropped and become a gap."""
_MAX_SERVER_EXITS = 3
"""Server exits without a commit after which the audio that all of them received is dropped."""
_CRASH_MARGIN_SECONDS = 1.0
"""Seconds of audio dropped after the part that all exited servers received.

Noise or music that crashes a server lasts for a moment, and the first server may have exited at the
start of it.
"""


Resample = Callable[[list[Chunk]], Iterable[Chunk]]
"""Function that converts consecutive chunks to another sample rate."""


class ReplayItem(NamedTuple):
    """Next item to send."""

    chunk: Chunk | None
    """Audio to send; `None` if only a commit is due."""
    commit: bool
    """True to commit after the chunk."""


@dataclass(slots=True)
class _BufferedChunk:
    """Chunk in the buffer, with its state."""

    chunk: Chunk
    commit: bool = False
    sent_at: float = 0.0


class ReplayBuffer:
    """Queue of chunks from the last commit to the newest audio, for one event loop."""

    def __init__(self, max_seconds: float = MAX_BUFFER_SECONDS) -> None:
        """``max_seconds`` is the maximum audio in the buffer."""
        self._max_seconds = max_seconds
        self._chunks: deque[_BufferedChunk] = deque()
        self._sent_count = 0
        """Number of chunks that were sent, from the oldest on."""
        self.seconds = 0.0
        """Seconds of audio in the buffer."""
        self._sent_seconds = 0.0
        self.is_silent = True
        """True while the server recognises nothing in the sent audio; set by the connection."""
        self._has_pending_commit = False
        self._sent_to_all_until = float("inf")
        """Stream time up to which every server that exited since the last commit received audio."""
        self._server_exits = 0
        """Server exits since the last commit, of servers that received audio."""
        self._sent_until: float | None = None
        """Stream time up to which a server received uncommitted audio; `None` after its exit.

        It outlasts the connection, which may end before the exit of its server is detected.
        """
        self._lost_gaps: list[Gap] = []
        self._changed = asyncio.Event()
        self.is_finished = False
        """True if no chunk will follow."""

    @property
    def is_empty(self) -> bool:
        """True if the buffer holds no chunk."""
        return not self._chunks

    @property
    def sample_rate(self) -> int | None:
        """Samples per second; `None` if the buffer is empty."""
        return self._chunks[0].chunk.rate if self._chunks else None

    @property
    def is_exhausted(self) -> bool:
        """True if the stream has ended and all of it is committed."""
        return self.is_finished and self.is_empty

    @property
    def unsent_seconds(self) -> float:
        """Seconds of audio that the current server was not sent."""
        return self.seconds - self._sent_seconds

    def add_chunk(self, chunk: Chunk) -> None:
        """Append a chunk; drop the oldest chunks beyond the maximum."""
        self._chunks.append(_BufferedChunk(chunk))
        self.seconds += chunk.seconds
        while self.seconds > self._max_seconds:
            was_silent = self._sent_count and self.is_silent
            dropped = self._drop_oldest()
            if not was_silent:
                self._lost_gaps.append(Gap(dropped.stream_time, dropped.seconds))
        self._changed.set()

    def mark_commit(self) -> None:
        """Mark everything so far for a commit; replays repeat the mark."""
        if not self._chunks:
            return
        self._chunks[-1].commit = True
        if self._sent_count == len(self._chunks):
            self._has_pending_commit = True
            self._changed.set()

    def finish(self) -> None:
        """End the stream: no chunk will follow."""
        self.is_finished = True
        self._changed.set()

    def reopen(self) -> None:
        """Accept chunks of another source."""
        self.is_finished = False

    async def next_item(self, now: float) -> ReplayItem | None:
        """Wait for the next item; return `None` once all audio of a finished stream is sent.

        Args:
            now: seconds of any monotonic clock, for `drop_silent`.
        """
        while self._has_pending_commit or self._sent_count == len(self._chunks):
            if self._has_pending_commit:  # Precedes the chunks that were added after it.
                self._has_pending_commit = False
                return ReplayItem(None, commit=True)
            if self.is_finished:
                return None
            self._changed.clear()
            await self._changed.wait()
        kept = self._chunks[self._sent_count]
        kept.sent_at = now
        self._sent_count += 1
        self._sent_until = _end_time(kept.chunk)
        self._changed.set()  # A source may wait in `wait_for_capacity`.
        self._sent_seconds += kept.chunk.seconds
        return ReplayItem(kept.chunk, kept.commit)

    async def wait_for_capacity(self, seconds: float) -> None:
        """Wait until less than ``seconds`` of audio are unsent."""
        while self.unsent_seconds >= seconds:
            self._changed.clear()
            await self._changed.wait()

    def rewind(self) -> None:
        """Start again from the oldest chunk, because a new session has received nothing."""
        self._sent_count = 0
        self._sent_seconds = 0.0
        self._has_pending_commit = False
        self.is_silent = True

    def move_contents(self) -> "ReplayBuffer":
        """Move all contents to a new buffer, for another session to send from the start.

        This buffer is then empty and finished.
        """
        other = ReplayBuffer(self._max_seconds)
        other._chunks, self._chunks = self._chunks, other._chunks  # same class
        other._lost_gaps, self._lost_gaps = self._lost_gaps, []
        other.is_finished = self.is_finished
        other.seconds = self.seconds
        self.rewind()
        self.seconds = 0.0
        self.finish()
        return other

    def copy_resampled(self, resample: Resample) -> "ReplayBuffer":
        """Return a buffer with the same audio and marks at another sample rate.

        Args:
            resample: converts consecutive chunks to the other rate.
        """
        other = ReplayBuffer(self._max_seconds)
        chunks: list[Chunk] = []
        for kept in self._chunks:
            chunks.append(kept.chunk)
            if kept.commit:
                other._add_chunks(resample(chunks))  # same class
                other.mark_commit()
                chunks = []
        other._add_chunks(resample(chunks))
        other._lost_gaps, other.is_finished = self._lost_gaps, self.is_finished
        return other

    def drop_committed(self, end: float) -> None:
        """Drop sent audio before a stream time, because it is committed."""
        if end > self._start_time:
            self._server_exits, self._sent_to_all_until = 0, float("inf")
        while self._sent_count and _end_time(self._chunks[0].chunk) <= end:
            self._drop_oldest()
        if self._sent_count and self._chunks[0].chunk.stream_time < end:
            self._trim_oldest(end)
        self._lost_gaps = [gap for gap in self._lost_gaps if gap.start >= end]
        self._changed.set()

    def drop_silent(self, before: float) -> None:
        """Drop chunks that were sent before a time, if the server recognises nothing.

        Args:
            before: time by the clock of `next_item`.
        """
        while self.is_silent and self._sent_count and self._chunks[0].sent_at < before:
            self._drop_oldest()

    def record_server_exit(self) -> None:
        """Record the exit of a server that received audio; drop audio that crashes servers.

        After several exits without a commit, the audio that all servers received is dropped and
        becomes a gap. Each further exit drops the audio that its server received.
        """
        if self._sent_until is None:
            return
        self._server_exits += 1
        self._sent_to_all_until = min(self._sent_to_all_until, self._sent_until)
        self._sent_until = None
        if self._server_exits < _MAX_SERVER_EXITS:
            return
        while self._chunks and self._start_time < self._sent_to_all_until + _CRASH_MARGIN_SECONDS:
            dropped = self._drop_oldest()
            self._lost_gaps.append(Gap(dropped.stream_time, dropped.seconds))
        self._sent_to_all_until = float("inf")
        self._changed.set()

    def pop_gap(self) -> Gap | None:
        """Return the audio dropped since the last call as one gap; `None` if there is none."""
        lost, self._lost_gaps = self._lost_gaps, []
        if not lost:
            return None
        return Gap(lost[0].start, sum(gap.seconds for gap in lost))

    @property
    def _start_time(self) -> float:
        """Stream time of the oldest chunk; infinite if the buffer is empty."""
        return self._chunks[0].chunk.stream_time if self._chunks else float("inf")

    def _add_chunks(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self.add_chunk(chunk)

    def _drop_oldest(self) -> Chunk:
        chunk = self._chunks.popleft().chunk
        self.seconds -= chunk.seconds
        if self._sent_count:
            self._sent_count -= 1
            self._sent_seconds -= chunk.seconds
            if not self._sent_count:
                self._sent_until = None
        return chunk

    def _trim_oldest(self, start: float) -> None:
        kept = self._chunks[0]
        chunk = kept.chunk
        samples = round((start - chunk.stream_time) * chunk.rate)
        rest = chunk.data[samples * SAMPLE_BYTES :]
        kept.chunk = Chunk(rest, chunk.rate, chunk.stream_time + samples / chunk.rate)
        dropped = chunk.seconds - kept.chunk.seconds
        self.seconds -= dropped
        self._sent_seconds -= dropped


def _end_time(chunk: Chunk) -> float:
    return chunk.stream_time + chunk.seconds
