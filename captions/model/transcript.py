"""The transcript: all committed segments, and the current hypotheses for the next ones.

Sound may arrive in several *lanes*, such as the microphone and the sound of the computer. The
segments of all lanes are ordered by the time at which they began.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from typing_extensions import override

from captions.events import Committed, Speech

MAX_KEPT = 500
"""Minimum number of segments kept: several screens, and more than a display may lag."""


@dataclass(frozen=True, slots=True)
class PendingSegment:
    """A segment that is open, or closed but waiting for one that began earlier."""

    lane: str
    text: str
    """The current hypothesis, or the committed text."""
    committed: Committed | None = None
    """The committed segment, once it is closed."""
    settled: str = ""
    """Prefix of the hypothesis that is not expected to change."""


class Segments(Sequence[Committed]):
    """All segments so far, of which only the last ones are kept in memory.

    The length includes dropped segments, and indexes count from the first segment ever. A slice
    omits dropped segments.
    """

    def __init__(self, kept: Iterable[Committed] = (), forgotten: int = 0) -> None:
        """Create a sequence of segments.

        Args:
            kept: the segments in memory.
            forgotten: number of segments dropped before them.
        """
        self._kept = tuple(kept)
        self._forgotten = forgotten

    @override
    def __len__(self) -> int:
        return self._forgotten + len(self._kept)

    @overload
    def __getitem__(self, place: int) -> Committed: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Committed, ...]: ...

    @override
    def __getitem__(self, place: int | slice) -> Committed | tuple[Committed, ...]:
        if isinstance(place, slice):
            indexes = range(*place.indices(len(self)))
            first = max(indexes.start, self._forgotten) - self._forgotten
            return self._kept[first : max(indexes.stop - self._forgotten, 0) : indexes.step]
        number = place + len(self) if place < 0 else place
        if number < self._forgotten:
            raise IndexError("This segment is no longer kept.")
        return self._kept[number - self._forgotten]

    @override
    def __iter__(self) -> Iterator[Committed]:
        return iter(self._kept)

    @override
    def __eq__(self, other: object) -> bool:
        if isinstance(other, Segments):
            return (self._kept, self._forgotten) == (other._kept, other._forgotten)
        return isinstance(other, tuple) and not self._forgotten and self._kept == other

    @override
    def __hash__(self) -> int:
        return hash((self._kept, self._forgotten))

    @override
    def __repr__(self) -> str:
        return f"Segments({self._kept!r}, forgotten={self._forgotten})"

    def with_appended(self, more: tuple[Committed, ...]) -> "Segments":
        """Return a sequence with more segments at the end."""
        if not more:
            return self
        kept = self._kept + more
        excess = len(kept) - MAX_KEPT if len(kept) > 2 * MAX_KEPT else 0
        return Segments(kept[excess:], self._forgotten + excess)


@dataclass(frozen=True, slots=True)
class Transcript:
    """All committed segments and the current hypotheses; each event creates a new transcript."""

    segments: Segments = field(default_factory=Segments)
    """Committed segments that contain words, in order. Segments are only ever appended."""
    pending: tuple[PendingSegment, ...] = ()
    """Pending segments after them, in the order in which they began; at most one open segment per
    lane."""

    def apply(self, event: Speech) -> "Transcript":
        """Return the transcript after an event."""
        turns = _replace_pending(self.pending, _to_pending(event))
        closed = itertools.takewhile(lambda turn: turn.committed is not None, turns)
        ready = tuple(turn.committed for turn in closed if turn.committed is not None)
        return Transcript(self.segments.with_appended(ready), turns[len(ready) :])


def _to_pending(event: Speech) -> PendingSegment:
    text = event.text.strip()
    if isinstance(event, Committed):
        return PendingSegment(event.lane, text, event)
    return PendingSegment(event.lane, text, settled=event.settled_text.strip())


def _replace_pending(
    pending: tuple[PendingSegment, ...], segment: PendingSegment
) -> tuple[PendingSegment, ...]:
    """Replace the open segment of a lane, or append one; an empty one is removed."""
    place = next(
        (
            place
            for place, other in enumerate(pending)
            if other.lane == segment.lane and other.committed is None
        ),
        len(pending),
    )
    return (*pending[:place], *([segment] if segment.text else []), *pending[place + 1 :])
