"""Speech that waits for its cue, in the order of time and, for each lane, of the text."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from captions.formats.cues.cue import TimedPiece
from captions.model.writing.reading_limits import ALPHABETIC_LIMITS, ReadingLimits


class Speaker(NamedTuple):
    """Who speaks, as far as it is known."""

    lane: str
    label: str
    """Empty for none."""


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """Pieces of one speaker that belong to no cue yet, from ``first`` to the end."""

    pieces: Sequence[TimedPiece]
    speaker: Speaker
    segment_number: int
    first: int = 0
    position: int = 0
    """Place of `pieces` in the segment, for passages that start at the same time."""
    limits: ReadingLimits = ALPHABETIC_LIMITS
    """Limits of the text, by its script."""
    mark: str = ""
    """Text before the pieces in each of their cues, such as ``[EN] `` for a translation."""

    @property
    def start(self) -> float:
        """Start of the first piece in seconds."""
        return self.pieces[self.first].start

    @property
    def sort_key(self) -> tuple[float, int, int]:
        """The order of passages; a part of a passage precedes what follows it."""
        return self.start, self.segment_number, self.position + self.first

    def is_same(self, other: "Passage | None") -> bool:
        """Return True if both are the same part of the same speech."""
        return other is not None and self.pieces is other.pieces and self.first == other.first

    def after(self, count: int) -> "Passage | None":
        """Return the rest after some pieces, or `None` if there is none."""
        first = self.first + count
        return replace(self, first=first) if first < len(self.pieces) else None


class PassageQueue:
    """Passages, earliest first."""

    def __init__(self) -> None:
        self._heap: list[tuple[tuple[float, int, int], Passage]] = []

    def add_passage(self, passage: Passage | None) -> None:
        """Add a passage; `None` is ignored."""
        if passage is not None:
            heapq.heappush(self._heap, (passage.sort_key, passage))

    def remove_passage(self, passage: Passage | None) -> None:
        """Remove a passage that was added; `None` is ignored."""
        if passage is not None:
            self._heap = [item for item in self._heap if item[0] != passage.sort_key]
            heapq.heapify(self._heap)

    def pop_passage(self, until: float) -> Passage | None:
        """Remove and return the earliest passage, if it starts no later than ``until``."""
        if self._heap and self._heap[0][1].start <= until:
            return heapq.heappop(self._heap)[1]
        return None
