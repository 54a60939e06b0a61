"""The cue that is being made: what it says so far, and how long that takes to read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from captions.formats.cues.cue import MIN_CUE_SECONDS, CueLine, TimedPiece
from captions.formats.cues.line_layout import (
    MAX_PIECES,
    CueRoom,
    break_lines,
    count_fitting,
    count_pieces,
)
from captions.formats.cues.passages import Passage, Speaker
from captions.model.writing.reading_limits import count_cells


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
    def reading_seconds(self) -> float:
        """Seconds needed to read the text with its mark."""
        cells = count_cells(self.mark) + sum([piece.full_cells for piece in self.pieces])
        return cells / self.passage.limits.cells_per_second


@dataclass(frozen=True, slots=True)
class Draft:
    """A cue without its end."""

    begin: float
    """When it can be shown, in seconds: not before the last cue ends."""
    end: float
    """End of the speech in seconds."""
    parts: tuple[DraftPart, ...]
    """One speaker, or two with a line each."""
    reading_seconds: float
    """Seconds needed to read the text."""
    is_closed: bool = False
    """True if nothing may be added for the same speaker."""

    @classmethod
    def from_parts(cls, begin: float, *parts: DraftPart, is_closed: bool = False) -> "Draft":
        """Return a cue of one part or two."""
        end = max([piece.end for part in parts for piece in part.pieces])
        return cls(begin, end, parts, sum(part.reading_seconds for part in parts), is_closed)

    @property
    def is_pair(self) -> bool:
        """True if two speakers share the cue."""
        return len(self.parts) > 1

    @property
    def needed(self) -> float:
        """Seconds for which the cue should be displayed at least."""
        return max(MIN_CUE_SECONDS, self.reading_seconds)

    def make_lines(self) -> tuple[CueLine, ...]:
        """Return the text as lines."""
        return tuple(
            line
            for part in self.parts
            for line in break_lines(part.pieces, part.speaker.label, part.mark, part.passage.limits)
        )


def extend_part(part: DraftPart, passage: Passage, begin: float) -> DraftPart | None:
    """Return the part with as much of a passage as fits its cue; `None` if nothing does.

    Args:
        part: what the cue says so far.
        passage: what the same speaker says next.
        begin: start of the cue in seconds.
    """
    added = passage.pieces[passage.first : passage.first + MAX_PIECES]
    room = CueRoom(begin, count_cells(part.mark), part.passage.limits, at_least=part.count + 1)
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
    room = CueRoom(begin, count_cells(mark), passage.limits, lines=1)
    fitting = count_fitting(passage.pieces, passage.first, room)
    left = len(passage.pieces) - passage.first if limit is None else limit
    if fitting >= left:
        return left
    return count_pieces(passage.pieces, passage.first, room)
