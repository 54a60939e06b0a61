"""Sound that is not committed yet: what is still to be sent, and what must be sent again."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from captions.events import Gap
from captions.pcm import SAMPLE_BYTES, Chunk

LONGEST_SECONDS = 300.0
"""Kept at most; beyond that the oldest is given up, and counted."""
_MAX_DEATHS = 3
"""Servers in a row that may die of the same sound."""
_DEADLY_SECONDS = 1.0
"""Audio given up after the part that all of them received. Noise or music that kills a server goes
on for a moment, and the first server may have died at its beginning."""


Resample = Callable[[list[Chunk]], Iterable[Chunk]]


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
        self._reached = float("inf")
        """Stream time up to which every server that died since the last commit was sent sound."""
        self._deaths = 0
        """Servers that died since the last commit, after they were sent sound."""
        self._sent_until: float | None = None
        """Stream time up to which a server was sent sound that is not committed; `None` once its
        death is counted. It outlasts the connection, which may end before its server is found
        dead."""
        self._lost: list[Gap] = []
        self._changed = asyncio.Event()
        self.finished = False
        """True if no chunk will follow."""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to send, now or again."""
        return not self._kept

    @property
    def rate(self) -> int | None:
        """Samples a second; `None` if nothing is kept."""
        return self._kept[0].chunk.rate if self._kept else None

    @property
    def over(self) -> bool:
        """Whether nothing is left of a stream that has ended."""
        return self.finished and self.empty

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
        self.finished = True
        self._changed.set()

    def reopen(self) -> None:
        """Let chunks of another source follow."""
        self.finished = False

    async def next(self, now: float) -> Item | None:
        """Wait for what to send next; `None` once all of a finished stream is sent.

        Args:
            now: any clock's seconds, for `forget_quiet`.
        """
        while self._commit_now or self._sent == len(self._kept):
            if self._commit_now:  # Before whatever came since it was asked for.
                self._commit_now = False
                return Item(None, commit=True)
            if self.finished:
                return None
            self._changed.clear()
            await self._changed.wait()
        kept = self._kept[self._sent]
        kept.sent_at = now
        self._sent += 1
        self._sent_until = _end(kept.chunk)
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

    def hand_over(self) -> "Backlog":
        """Move everything kept to a new backlog, for another session to send from its beginning.

        This one is left empty, and never gives anything to send again.
        """
        heir = Backlog()
        heir._kept, self._kept = self._kept, heir._kept  # of the same class
        heir._lost, self._lost = self._lost, []
        heir.finished = self.finished
        heir.seconds = self.seconds
        self.rewind()
        self.seconds = 0.0
        self.finish()
        return heir

    def resampled(self, resample: Resample) -> "Backlog":
        """Return a backlog with the same sound and marks at another rate.

        Args:
            resample: takes chunks that follow each other, and returns the same sound in others.
        """
        other = Backlog()
        piece: list[Chunk] = []
        for kept in self._kept:
            piece.append(kept.chunk)
            if kept.commit:
                other._add_all(resample(piece))  # of the same class
                other.mark()
                piece = []
        other._add_all(resample(piece))
        other._lost, other.finished = self._lost, self.finished
        return other

    def forget(self, until: float) -> None:
        """Drop sent sound before a moment of stream time: it is committed."""
        if until > self._start:
            self._deaths, self._reached = 0, float("inf")
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

    def note_death(self) -> None:
        """Count a server that died of what it was sent, as far as one can tell.

        What several in a row were sent without committing anything is given up: the next one would
        die of it as well. If it does, what it was sent goes too.
        """
        if self._sent_until is None:
            return
        self._deaths += 1
        self._reached = min(self._reached, self._sent_until)
        self._sent_until = None
        if self._deaths < _MAX_DEATHS:
            return
        while self._kept and self._start < self._reached + _DEADLY_SECONDS:
            gone = self._drop_oldest()
            self._lost.append(Gap(gone.stream_time, gone.seconds))
        self._reached = float("inf")
        self._changed.set()

    def take_gap(self) -> Gap | None:
        """Return what was given up since the last call, as one gap."""
        lost, self._lost = self._lost, []
        if not lost:
            return None
        return Gap(lost[0].start, sum(gap.seconds for gap in lost))

    @property
    def _start(self) -> float:
        """Stream time of the oldest sound that is kept."""
        return self._kept[0].chunk.stream_time if self._kept else float("inf")

    def _add_all(self, chunks: Iterable[Chunk]) -> None:
        for chunk in chunks:
            self.add(chunk)

    def _drop_oldest(self) -> Chunk:
        chunk = self._kept.popleft().chunk
        self.seconds -= chunk.seconds
        if self._sent:
            self._sent -= 1
            self._sent_seconds -= chunk.seconds
            if not self._sent:
                self._sent_until = None
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
