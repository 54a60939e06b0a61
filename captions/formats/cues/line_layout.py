"""Decides how many pieces a cue takes, and where its line breaks.

Both follow the Netflix and BBC guides: a cue ends with a sentence or a clause if it can, a line
breaks after punctuation or before a conjunction or preposition, and lines have similar lengths.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from captions.formats.cues.cue import (
    MAX_CUE_SECONDS,
    MAX_LINES,
    MIN_CUE_SECONDS,
    CueLine,
    TimedPiece,
)
from captions.model import line_breaking, punctuation
from captions.model.writing.reading_limits import (
    ALPHABETIC_LIMITS,
    ReadingLimits,
    count_cells,
)
from captions.model.writing.scripts import is_unspaced

PAUSE_SECONDS = 1.0
"""A pause of this length ends a cue; the BBC closes shorter gaps."""
MAX_PIECES = MAX_LINES * ALPHABETIC_LIMITS.line_cells
"""Maximum pieces in a cue; only pieces without width could exceed it."""
_MIN_FULLNESS = 0.4
"""A cue that ends within a sentence has at least this share of the text that would fit."""
_EMPTINESS_WEIGHT = 0.8
"""Cost of ending a cue early, multiplied by the share of its text that is left out; full cues are
fewer, and are displayed longer."""
_REST_WEIGHT = 0.3
"""Cost of a cut that leaves a short rest, which would be displayed too briefly to be read."""
_SHORT_REST_CELLS = 12
"""Width in cells below which a rest is short."""
_IMBALANCE_WEIGHT = 1.5
"""Cost of lines of different widths, multiplied by the difference as a share of a full line; the
eye moves least between lines of similar widths."""
_UNSPACED_IMBALANCE_WEIGHT = 0.7
"""The same in scripts without spaces, where most breaks are within a phrase."""
_CUT_WORD_COST = 2.0
"""Cost of a break within a word that is longer than a line."""
_TOP_HEAVY_COST = 0.1
"""Cost of a first line that is longer than the second; the other way hides less of a picture."""


@dataclass(frozen=True, slots=True)
class CueRoom:
    """The space and time that a cue offers to pieces."""

    begin: float
    """When the cue starts, in seconds."""
    mark_cells: int = 0
    """Width of the mark before the first piece."""
    limits: ReadingLimits = ALPHABETIC_LIMITS
    lines: int = MAX_LINES
    at_least: int = 1
    """Number of pieces that belong to the cue in any case."""

    def can_be_read(self, cells: int, until: float) -> bool:
        """Return True if a text of a width can be displayed for long enough until a time."""
        seconds = max(MIN_CUE_SECONDS, cells / self.limits.cells_per_second)
        return until - self.begin >= seconds


def count_pieces(pieces: Sequence[TimedPiece], first: int, room: CueRoom) -> int:
    """Return how many pieces, beginning with the one at ``first``, make the best cue.

    The result is less than `CueRoom.at_least` if so many do not fit.
    """
    widths = _fit_pieces(pieces, first, room)
    longest = len(widths)
    if longest <= room.at_least:
        return longest
    for count in range(room.at_least, min(longest, len(pieces) - first - 1) + 1):
        at = first + count
        if _ends_thought(pieces[at - 1], pieces[at], room, widths[count - 1]):
            return count
    if first + longest == len(pieces):
        return longest
    return _choose_cut(pieces, first, room, widths)


def count_fitting(pieces: Sequence[TimedPiece], first: int, room: CueRoom) -> int:
    """Return how many pieces fit at most."""
    return len(_fit_pieces(pieces, first, room))


def break_lines(
    pieces: Sequence[TimedPiece], label: str, mark: str, limits: ReadingLimits
) -> tuple[CueLine, ...]:
    """Return the one or two lines of pieces that fit a cue."""
    mark_cells = count_cells(mark)
    total = mark_cells + _line_cells(pieces)
    if total <= limits.line_cells or len(pieces) + bool(mark) < MAX_LINES:
        return (CueLine(tuple(pieces), label, mark),)
    at = min(_line_costs(pieces, mark_cells, limits.line_cells))[1]
    return CueLine(tuple(pieces[:at]), label, mark), CueLine(tuple(pieces[at:]), label)


def _fit_pieces(pieces: Sequence[TimedPiece], first: int, room: CueRoom) -> list[int]:
    """Return the width of the text up to each piece that fits, beginning with ``first``."""
    widths: list[int] = []
    line, used, total = 1, room.mark_cells, room.mark_cells
    until = room.begin + MAX_CUE_SECONDS
    for piece in pieces[first : first + MAX_PIECES]:
        if widths and piece.end > until:
            break
        is_first = used == 0 or not widths
        cells = piece.cells if is_first else piece.full_cells
        if used + cells > room.limits.line_cells:
            if line == room.lines:
                break
            line, used, cells = line + 1, 0, piece.cells
        used += cells
        total += cells
        widths.append(total)
    return widths


def _ends_thought(before: TimedPiece, after: TimedPiece, room: CueRoom, cells: int) -> bool:
    """Return True if a sentence, or speech before a pause, ends between pieces and can be read."""
    is_paused = after.start - before.end >= PAUSE_SECONDS
    if not is_paused and before.text[-1].isalnum():
        return False
    if not room.can_be_read(cells, after.start):
        return False
    return is_paused or punctuation.ends_sentence(before.text, after.text.strip())


def _choose_cut(
    pieces: Sequence[TimedPiece], first: int, room: CueRoom, widths: Sequence[int]
) -> int:
    """Return the count of pieces after which a sentence is best interrupted."""
    longest = len(widths)
    breaks = _find_break_costs(pieces[first : first + longest + 1])
    costs = [
        (
            breaks[count - 1] + _cut_cost(pieces, first + count, widths[count - 1] / widths[-1]),
            -count,
        )
        for count in range(room.at_least, longest + 1)
        if widths[count - 1] >= _MIN_FULLNESS * widths[-1]
        and room.can_be_read(widths[count - 1], pieces[first + count].start)
    ]
    return -min(costs, default=(0, -longest))[1]


def _cut_cost(pieces: Sequence[TimedPiece], at: int, fullness: float) -> float:
    rest = pieces[at : at + _SHORT_REST_CELLS]
    is_short = at + len(rest) == len(pieces) and sum(p.cells for p in rest) < _SHORT_REST_CELLS
    return _EMPTINESS_WEIGHT * (1 - fullness) + _REST_WEIGHT * is_short


def _line_cells(pieces: Sequence[TimedPiece]) -> int:
    cells = sum([piece.full_cells for piece in pieces])
    return cells - pieces[0].full_cells + pieces[0].cells


def _line_costs(
    pieces: Sequence[TimedPiece], mark_cells: int, line_cells: int
) -> Iterator[tuple[float, int]]:
    """Yield the cost and the index of each line break that leaves two lines that fit."""
    total, breaks = mark_cells + _line_cells(pieces), _find_break_costs(pieces)
    is_spaced = not any(is_unspaced(piece.text) for piece in pieces)
    imbalance_weight = _IMBALANCE_WEIGHT if is_spaced else _UNSPACED_IMBALANCE_WEIGHT
    upper = mark_cells + pieces[0].cells - pieces[0].full_cells
    if mark_cells:
        yield float("inf"), 0
    for at in range(1, len(pieces)):
        upper += pieces[at - 1].full_cells
        lower = total - upper + pieces[at].cells - pieces[at].full_cells
        if max(upper, lower) <= line_cells:
            cost = breaks[at - 1] + imbalance_weight * abs(upper - lower) / line_cells
            yield cost + _TOP_HEAVY_COST * (upper > lower), at


def _find_break_costs(pieces: Sequence[TimedPiece]) -> list[float]:
    """Return the cost of a break after each piece but the last."""
    texts = [piece.text for piece in pieces]
    costs = [_break_cost(before, after) for before, after in pairwise(texts)]
    if not any(map(is_unspaced, texts)):
        return costs
    return [
        _CUT_WORD_COST if cost == _CUT_WORD_COST else unspaced
        for cost, unspaced in zip(costs, line_breaking.break_costs(texts), strict=True)
    ]


@lru_cache(maxsize=8192)
def _break_cost(before: str, after: str) -> float:
    is_cut = after[0] != " " and len(line_breaking.split_pieces(before.strip() + after)) == 1
    if is_cut:
        return _CUT_WORD_COST
    return line_breaking.break_cost(before, after)
