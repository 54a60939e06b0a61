"""The transcript: everything that was committed, and the present guesses for what comes next.

Sound may come in several *lanes*, such as this microphone and what the computer plays. Segments of
all of them stand in the order in which they began: who began to speak first is read first.
"""

import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import overload

from typing_extensions import override

from captions.events import Committed, Speech

MAX_KEPT = 500
"""Segments that are always kept: several screens full, and more than a display may lag behind."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A segment that is open, or that waits for one that began before it."""

    lane: str
    text: str
    """The present guess, or what was committed."""
    committed: Committed | None = None
    """The segment, once it is closed."""
    settled: str = ""
    """The beginning of a hypothesis that is not expected to change any more."""


class Segments(Sequence[Committed]):
    """All segments so far, of which only the last are kept.

    Its length counts them all, and places are counted from the first of all. What is no longer kept
    is missing from a slice.
    """

    def __init__(self, kept: Iterable[Committed] = (), forgotten: int = 0) -> None:
        """Keep segments, after so many that are no longer kept."""
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
            wanted = range(*place.indices(len(self)))
            first = max(wanted.start, self._forgotten) - self._forgotten
            return self._kept[first : max(wanted.stop - self._forgotten, 0) : wanted.step]
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

    def extended(self, more: tuple[Committed, ...]) -> "Segments":
        """Return the segments with others after them."""
        if not more:
            return self
        kept = self._kept + more
        spare = len(kept) - MAX_KEPT if len(kept) > 2 * MAX_KEPT else 0
        return Segments(kept[spare:], self._forgotten + spare)


@dataclass(frozen=True, slots=True)
class Transcript:
    """All of what has been said; each event makes a new one."""

    segments: Segments = field(default_factory=Segments)
    """Committed segments that hold words, in order; they only ever grow in number."""
    turns: tuple[Turn, ...] = ()
    """What follows them, in the order in which it began: at most one open turn in each lane."""

    def apply(self, event: Speech) -> "Transcript":
        """Return the transcript after an event."""
        turns = _with(self.turns, _turn(event))
        closed = itertools.takewhile(lambda turn: turn.committed is not None, turns)
        ready = tuple(turn.committed for turn in closed if turn.committed is not None)
        return Transcript(self.segments.extended(ready), turns[len(ready) :])


def _turn(event: Speech) -> Turn:
    text = event.text.strip()
    if isinstance(event, Committed):
        return Turn(event.lane, text, event)
    return Turn(event.lane, text, settled=event.settled_text.strip())


def _with(turns: tuple[Turn, ...], turn: Turn) -> tuple[Turn, ...]:
    """Put a turn in the place of its lane's open one, or last; without words it goes."""
    place = next(
        (
            place
            for place, other in enumerate(turns)
            if other.lane == turn.lane and other.committed is None
        ),
        len(turns),
    )
    return (*turns[:place], *([turn] if turn.text else []), *turns[place + 1 :])
