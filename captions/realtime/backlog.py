"""Sound that is not committed yet: what is still to be sent, and what must be sent again."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

from captions.events import Gap
from captions.pcm import SAMPLE_BYTES, Chunk

LONGEST_SECONDS = 300.0
"""Kept at most; beyond that the oldest is given up, and counted."""


class Item(NamedTuple):
    """What to send next."""

    chunk: Chunk | None
    """`None` if there is only a commit to send."""
    commit: bool
    """Whether to commit behind it."""


@dataclass(slots=True)
class _Kept:
    chunk: Chunk
    commit: bool = False
    sent_at: float = 0.0


class Backlog:
    """Chunks between the source and the last commit; filled and emptied on one loop."""

    def __init__(self) -> None:
        self._kept: deque[_Kept] = deque()
        self._sent = 0
        """How many of them, from the oldest on, are sent."""
        self.seconds = 0.0
        """How much is kept."""
        self._sent_seconds = 0.0
        self.quiet = True
        """Whether the server hears nothing in what it was sent; whoever listens says so."""
        self._commit_now = False
        self._lost: list[Gap] = []
        self._changed = asyncio.Event()
        self._finished = False

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send, now or again."""
        return not self._kept

    @property
    def over(self) -> bool:
        """Whether nothing is left of a stream that has ended."""
        return self._finished and self.empty

    @property
    def unsent_seconds(self) -> float:
        """How much is kept that was not sent to the present server."""
        return self.seconds - self._sent_seconds

    def add(self, chunk: Chunk) -> None:
        """Keep a chunk; what is too much goes, from the oldest on."""
        self._kept.append(_Kept(chunk))
        self.seconds += chunk.seconds
        while self.seconds > LONGEST_SECONDS:
            heard_in_vain = self._sent and self.quiet
            gone = self._drop_oldest()
            if not heard_in_vain:
                self._lost.append(Gap(gone.stream_time, gone.seconds))
        self._changed.set()

    def mark(self) -> None:
        """Have everything so far committed; a mark is kept, and sent again, like the sound."""
        if not self._kept:
            return
        self._kept[-1].commit = True
        if self._sent == len(self._kept):
            self._commit_now = True
            self._changed.set()

    def finish(self) -> None:
        """Say that no chunk will follow."""
        self._finished = True
        self._changed.set()

    async def next(self, now: float) -> Item | None:
        """Wait for what to send next; `None` once all of a finished stream is sent.

        Args:
            now: any clock's seconds, for `forget_quiet`.
        """
        while self._commit_now or self._sent == len(self._kept):
            if self._commit_now:  # Before whatever came since it was asked for.
                self._commit_now = False
                return Item(None, commit=True)
            if self._finished:
                return None
            self._changed.clear()
            await self._changed.wait()
        kept = self._kept[self._sent]
        kept.sent_at = now
        self._sent += 1
        self._changed.set()  # There is room for a source that waits for it.
        self._sent_seconds += kept.chunk.seconds
        return Item(kept.chunk, kept.commit)

    async def room(self, seconds: float) -> None:
        """Wait until less than ``seconds`` are kept that were not sent."""
        while self.unsent_seconds >= seconds:
            self._changed.clear()
            await self._changed.wait()

    def rewind(self) -> None:
        """Send everything again that is not committed: a new session knows none of it."""
        self._sent = 0
        self._sent_seconds = 0.0
        self._commit_now = False
        self.quiet = True

    def forget(self, until: float) -> None:
        """Drop sent sound before a moment of stream time: it is committed."""
        while self._sent and _end(self._kept[0].chunk) <= until:
            self._drop_oldest()
        if self._sent and self._kept[0].chunk.stream_time < until:
            self._cut_oldest(until)
        self._lost = [gap for gap in self._lost if gap.start >= until]
        self._changed.set()

    def forget_quiet(self, before: float) -> None:
        """Drop what was sent before a moment of the clock of `next`, if nothing was heard in it."""
        while self.quiet and self._sent and self._kept[0].sent_at < before:
            self._drop_oldest()

    def take_gap(self) -> Gap | None:
        """Return what was given up since the last call, as one gap."""
        lost, self._lost = self._lost, []
        if not lost:
            return None
        return Gap(lost[0].start, sum(gap.seconds for gap in lost))

    def _drop_oldest(self) -> Chunk:
        chunk = self._kept.popleft().chunk
        self.seconds -= chunk.seconds
        if self._sent:
            self._sent -= 1
            self._sent_seconds -= chunk.seconds
        return chunk

    def _cut_oldest(self, until: float) -> None:
        kept = self._kept[0]
        chunk = kept.chunk
        samples = round((until - chunk.stream_time) * chunk.rate)
        rest = chunk.data[samples * SAMPLE_BYTES :]
        kept.chunk = Chunk(rest, chunk.rate, chunk.stream_time + samples / chunk.rate)
        gone = chunk.seconds - kept.chunk.seconds
        self.seconds -= gone
        self._sent_seconds -= gone


def _end(chunk: Chunk) -> float:
    return chunk.stream_time + chunk.seconds
