"""The cue that is being made: what it says so far, and how long that takes to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from captions.formats.cues.cue import CueLine, TimedPiece, count_cells
from captions.formats.cues.line_layout import (
    MAX_PIECES,
    CueRoom,
    break_lines,
    count_fitting,
    count_pieces,
    reading_seconds,
)
from captions.formats.cues.passages import Passage, Speaker


@dataclass(frozen=True, slots=True)
class DraftPart:
    """What one speaker says in a cue."""

    passage: Passage
    """What the speaker says, in this cue and after it."""
    count: int
    """Number of the passage's pieces in this cue."""
    mark: str

    @property
    def pieces(self) -> Sequence[TimedPiece]:
        """The pieces in this cue."""
        return self.passage.pieces[self.passage.first : self.passage.first + self.count]

    @property
    def rest(self) -> Passage | None:
        """What the speaker says after this cue, if anything."""
        return self.passage.after(self.count)

    @property
    def speaker(self) -> Speaker:
        """Who speaks."""
        return self.passage.speaker

    @property
    def cells(self) -> int:
        """Width of the text with its mark."""
        return count_cells(self.mark) + sum([piece.full_cells for piece in self.pieces])


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue without its end."""

    begin: float
    """When it can be shown, in seconds: not before the last cue ends."""
    end: float
    """End of the speech in seconds."""
    parts: tuple[DraftPart, ...]
    """One speaker, or two with a line each."""
    cells: int
    """Width of the text."""
    is_closed: bool = False
    """True if nothing may be added for the same speaker."""

    @classmethod
    def from_parts(cls, begin: float, *parts: DraftPart, is_closed: bool = False) -> "Draft":
        """Return a cue of one part or two."""
        end = max([piece.end for part in parts for piece in part.pieces])
        return cls(begin, end, parts, sum(part.cells for part in parts), is_closed)

    @property
    def is_pair(self) -> bool:
        """True if two speakers share the cue."""
        return len(self.parts) > 1

    @property
    def needed(self) -> float:
        """Seconds needed to read the text."""
        return reading_seconds(self.cells)

    def make_lines(self) -> tuple[CueLine, ...]:
        """Return the text as lines."""
        return tuple(
            line
            for part in self.parts
            for line in break_lines(part.pieces, part.speaker.label, part.mark)
        )


def extend_part(part: DraftPart, passage: Passage, begin: float) -> DraftPart | None:
    """Return the part with as much of a passage as fits its cue; `None` if nothing does.

    Args:
        part: what the cue says so far.
        passage: what the same speaker says next.
        begin: start of the cue in seconds.
    """
    added = passage.pieces[passage.first : passage.first + MAX_PIECES]
    room = CueRoom(begin, count_cells(part.mark), at_least=part.count + 1)
    count = count_pieces([*part.pieces, *added], 0, room)
    if count <= part.count:
        return None
    if passage.is_same(part.rest):
        return replace(part, count=count)
    pieces = [*part.pieces, *passage.pieces[passage.first :]]
    position = part.passage.position + part.passage.first
    joined = replace(part.passage, pieces=pieces, first=0, position=position)
    return replace(part, passage=joined, count=count)


def split_line(passage: Passage, limit: int | None, begin: float, mark: str) -> int:
    """Return how many pieces of a passage make the best single line; 0 if none fits.

    Args:
        passage: what is said.
        limit: maximum number of pieces; `None` for any.
        begin: start of the cue in seconds.
        mark: text at the start of the line.
    """
    room = CueRoom(begin, count_cells(mark), lines=1)
    fitting = count_fitting(passage.pieces, passage.first, room)
    left = len(passage.pieces) - passage.first if limit is None else limit
    if fitting >= left:
        return left
    return count_pieces(passage.pieces, passage.first, room)
