"""An endless sequence of rows, of which a display shows a part.

Each row contains words of one lane. Rows are ordered by the time at which they began. A lane fills
its last row before it begins another row at the end. The end of a row depends only on the words
before it, so a committed word never moves. The same holds for settled words, which precede the rest
of the current hypothesis; only the words after them may change.

Some words, such as articles, belong to the next word. Such a word starts a new row if hardly any
word would fit after it. This, too, depends only on the words before it.

When the lane or the speaker changes, the new row starts with their label. The label of a speaker is
inserted when the segment is committed, because who has spoken is known only then.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from captions.model.closed_segments import ClosedSegments, find_open_segments
from captions.model.layout.lane_progress import LaneProgress
from captions.model.line_breaking import leans_on_next, split_pieces
from captions.model.row_fitter import RowFitter
from captions.model.rows import UNKNOWN_SPEAKER_MARK, Row, TextRun, lane_label
from captions.model.transcript import PendingSegment, Transcript

_TYPICAL_NEXT_WORD = " letter"
"""Placeholder for the word after an article or a similar word. The rule was measured on 2,000 words
of spoken English in rows of 42 characters. It lowers the share of rows that end in such a word from
35 % to 9 %, and adds 5 % more rows."""

_MAX_REBUILT_SEGMENTS = 12
"""Number of segments restored after a resize; hardly any screen shows more."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A laid-out row, as a display sees it."""

    row: Row
    is_stable: bool
    """True if no word of the row is expected to change, regardless of its colour."""
    number: int = 0
    """Number that identifies the row for as long as the layout exists."""

    def with_white_prefix(self, size: int) -> "LaidRow":
        """Return the same row with at least its first ``size`` characters in white."""
        if size <= self.white_size:
            return self  # As after nearly every event.
        text, white = self.row.text, size
        runs = (TextRun(text[:white], settled=True), TextRun(text[white:], settled=False))
        row = Row(tuple(run for run in runs if run.text), self.row.lane, self.row.speaker)
        return LaidRow(row, self.is_stable, self.number)

    @property
    def white_size(self) -> int:
        """Number of characters in white, which come first."""
        return sum([len(run.text) for run in self.row.runs if run.settled])

    @property
    def is_white(self) -> bool:
        """True if all words are white."""
        return all(run.settled for run in self.row.runs)


@dataclass(slots=True)
class _OpenRow:
    """A row that is being filled: fixed words, then white words, then grey words."""

    lane: str
    number: int
    label: str = ""
    """Label to place before the first word, if any."""
    fixed: str = ""
    """Words that never change, including the label."""
    white: str = ""
    grey: str = ""
    is_stable: bool = True
    end: int = 0
    """Number of pieces of the lane's open segment up to the end of the row."""
    speaker: str = ""
    """Who spoke the fixed words; empty where that is not certain."""

    @property
    def text(self) -> str:
        return self.fixed + self.white + self.grey

    @property
    def laid_row(self) -> LaidRow:
        runs = (TextRun(self.fixed + self.white, settled=True), TextRun(self.grey, settled=False))
        row = Row(tuple(run for run in runs if run.text), self.lane, self.speaker)
        return LaidRow(row, self.is_stable, self.number)

    @property
    def owner(self) -> "_Owner":
        return _Owner(self.lane, self.speaker)

    def clear_open_words(self) -> None:
        """Remove the words of the open segment."""
        self.white = self.grey = ""
        self.is_stable, self.end = True, 0

    def fix_words(self) -> None:
        """Make the words of the open segment permanent."""
        self.fixed = self.text
        self.clear_open_words()

    def add_piece(self, piece: "_RowPiece") -> None:
        text = piece.text if self.text else piece.text.lstrip()
        self.is_stable = self.is_stable and piece.is_stable
        self.end = piece.end
        if piece.is_white and not self.grey:
            self.white += text
        else:
            self.grey += text


@dataclass(frozen=True, slots=True)
class _RowPiece:
    """A piece to place in a row."""

    text: str
    is_white: bool = True
    is_stable: bool = True
    end: int = 0
    """Position of the piece in the lane's open segment, counted from 1."""


class _Owner(NamedTuple):
    """Whose words a row has."""

    lane: str
    speaker: str = ""
    """Empty where the speaker is not certain."""


class RowLayout:
    """Lays out a growing transcript in rows, numbered from the first row ever."""

    def __init__(
        self,
        fitter: RowFitter,
        labels: Mapping[str, str],
        *,
        until_commit: bool,
        starts_rows: bool = False,
    ) -> None:
        """Create an empty layout.

        Args:
            fitter: the row width and how to measure it.
            labels: names by lane and by speaker; rows of those without a name have no label.
            until_commit: True if settled words stay grey until they are committed.
            starts_rows: True if each segment starts a row.
        """
        self._starts_rows = starts_rows
        self._fitter = fitter
        self._labels = labels
        self._until_commit = until_commit
        self._closed_segments = ClosedSegments()
        self._recent_segments: deque[tuple[str, str, str]] = deque(maxlen=_MAX_REBUILT_SEGMENTS)
        """Lanes, speakers and texts of the last fixed segments since the last reset."""
        self._rows: list[_OpenRow] = []
        self.first_row = 0
        """Number of rows that were dropped; positions of rows count from the first row ever."""
        self._last_number = 0
        self._previous_owner: _Owner | None = None
        """Owner of the row before the first one."""
        self._lane_rows: dict[str, list[_OpenRow]] = {}
        """Rows that the open segment of each lane may fill: the row in which it began, and later
        ones."""
        self._open_segments: Sequence[PendingSegment] = ()
        self._progress = LaneProgress()
        """Words of the open segments that are fixed or were removed by a reset."""

    @property
    def end_row(self) -> int:
        """Number after the last row."""
        return self.first_row + len(self._rows)

    def update(self, transcript: Transcript, *, partials: bool = True) -> None:
        """Lay out a transcript that continues the last one.

        Args:
            transcript: the new transcript.
            partials: True to include the open segments.
        """
        for row in self._rows:
            row.clear_open_words()
        for segment in self._closed_segments.collect_closed(transcript):
            pieces = self._fitter.split_pieces(segment.text)
            rest = pieces[self._progress.close_segment(segment.lane, pieces) :]
            self._append_fixed(segment.lane, rest, segment.speaker)
            self._lane_rows.pop(segment.lane, None)
        self._open_segments = find_open_segments(transcript) if partials else ()
        open_lanes = {turn.lane for turn in self._open_segments}
        self._progress.keep_lanes(open_lanes)
        self._lane_rows = {
            lane: rows for lane, rows in self._lane_rows.items() if lane in open_lanes
        }
        self._place_open_segments()

    def get_rows(self, number: int, count: int) -> list[LaidRow]:
        """Return up to ``count`` rows, starting with row ``number``."""
        return [row.laid_row for row in self._rows[number - self.first_row :][:count]]

    def skip_committed(self, transcript: Transcript) -> None:
        """Skip the segments that a transcript has committed."""
        self._closed_segments.collect_closed(transcript)

    def find_last_rows(self) -> set[int]:
        """Return the numbers of the rows that lanes with an open segment are filling."""
        filled = [[row for row in rows if row.text] for rows in self._lane_rows.values()]
        return {rows[-1].number for rows in filled if rows}

    def fix_before(self, number: int) -> None:
        """Fix the rows before position ``number`` as they are; later words follow them."""
        for row in self._rows[: max(0, number - self.first_row)]:
            self._fix_row(row)

    def drop_before(self, number: int) -> list[Row]:
        """Fix the rows before position ``number``, drop them, and return them."""
        return self._drop_rows(self._rows[: max(0, number - self.first_row)])

    def drop_numbered(self, numbers: Iterable[int]) -> list[Row]:
        """Fix the rows with these numbers, drop them, and return them."""
        wanted = set(numbers)
        return self._drop_rows([row for row in self._rows if row.number in wanted])

    def _drop_rows(self, dropped: Sequence[_OpenRow]) -> list[Row]:
        if not dropped:
            return []
        for row in dropped:
            self._fix_row(row)
        self._previous_owner = dropped[-1].owner
        gone = {row.number for row in dropped}
        self._rows = [row for row in self._rows if row.number not in gone]
        self.first_row += len(dropped)
        self._exclude_rows(dropped)  # No word may enter a row that is no longer on screen.
        return [row.laid_row.row for row in dropped]

    def _fix_row(self, row: _OpenRow) -> None:
        turn = next((turn for turn in self._open_segments if turn.lane == row.lane), None)
        if row.end and turn is not None:
            pieces = self._fitter.split_pieces(turn.text)
            self._recent_segments.append(
                (row.lane, "", "".join(pieces[self._count_done(turn, pieces) : row.end]))
            )
            self._progress.mark_done(row.lane, pieces[: row.end])
        row.fix_words()

    def count_words(self) -> int:
        """Return the number of pieces in all rows that are kept."""
        return sum(len(split_pieces(row.text)) for row in self._rows)

    def pop_finished(self) -> list[Row]:
        """Drop the leading rows that are white and complete, and return them."""
        last = {row.lane: row for row in self._rows}
        count = 0
        for row in self._rows[:-1]:
            may_grow = row.lane in self._lane_rows and last[row.lane] is row
            awaits_speaker = self._starts_rows and row.end > 0
            if may_grow or awaits_speaker or not row.laid_row.is_white:
                break
            count += 1
        finished = [row.laid_row.row for row in self._rows[:count]]
        self.drop_before(self.first_row + count)
        return finished

    @property
    def fixed_rows(self) -> list[Row]:
        """Fixed words of all rows."""
        return [Row((TextRun(row.fixed, settled=True),)) for row in self._rows if row.fixed]

    def reset(self) -> None:
        """Start with an empty row; earlier words do not appear again."""
        self.first_row = self.end_row
        self._rows, self._lane_rows, self._previous_owner = [], {}, None
        self._recent_segments.clear()
        for turn in self._open_segments:
            self._progress.mark_done(turn.lane, self._fitter.split_pieces(turn.text))

    def rebuilt(self, fitter: RowFitter) -> "RowLayout":
        """Return a layout with other rows, containing the last segments of this one."""
        layout = RowLayout(
            fitter,
            self._labels,
            until_commit=self._until_commit,
            starts_rows=self._starts_rows,
        )
        for lane, speaker, text in self._recent_segments:
            layout._append_fixed(lane, fitter.split_pieces(text), speaker)
            layout._lane_rows.clear()
        layout._closed_segments = self._closed_segments
        layout._progress = self._progress.copy()
        return layout

    def continued_with(self, fitter: RowFitter, *, after_fixed: bool = False) -> "RowLayout":
        """Return a layout with other rows that continues the rows of this one.

        Args:
            fitter: the new row width and how to measure it.
            after_fixed: True to continue after the fixed words.
        """
        layout = RowLayout(
            fitter, {}, until_commit=self._until_commit, starts_rows=self._starts_rows
        )
        layout._closed_segments = self._closed_segments
        layout._progress = self._progress.copy()
        if not after_fixed:
            layout._previous_owner = self._previous_owner
            for row in self._rows:  # No labels: the fixed words include them.
                layout._append_fixed(row.lane, fitter.split_pieces(row.fixed), row.speaker)
                layout._lane_rows.clear()
            if layout._rows:
                layout._previous_owner = layout._rows[0].owner
        layout._labels = self._labels
        return layout

    def _append_fixed(self, lane: str, pieces: Sequence[str], speaker: str = "") -> None:
        if pieces:
            self._recent_segments.append((lane, speaker, "".join(pieces)))
        owner = _Owner(lane, speaker)
        self._label_open_rows(owner)
        for row in self._place_pieces(owner, map(_RowPiece, pieces), is_closed=True):
            row.fix_words()
            row.speaker = speaker

    def _label_open_rows(self, owner: _Owner) -> None:
        """Give rows that an open segment has filled to its speaker, who is known by now."""
        if not self._starts_rows:
            return
        for place, row in enumerate(self._rows):
            if row.text or not any(row is other for other in self._lane_rows.get(owner.lane, ())):
                continue
            before = self._rows[place - 1].owner if place else self._previous_owner
            row.label = self._find_label(before, owner, is_closed=True)
            row.speaker = owner.speaker

    def _place_open_segments(self) -> None:
        """Lay out the open segments, and drop trailing rows that became empty."""
        for turn in self._open_segments:
            pieces = self._fitter.split_pieces(turn.text)
            done, settled = self._count_done(turn, pieces), self._count_settled(turn, pieces)
            self._place_pieces(
                _Owner(turn.lane),
                (
                    _RowPiece(piece, end <= settled and not self._until_commit, end <= settled, end)
                    for end, piece in enumerate(pieces[done:], done + 1)
                ),
            )
        while self._rows and not self._rows[-1].text:
            self._exclude_rows([self._rows.pop()])

    def _count_done(self, segment: PendingSegment, pieces: Sequence[str]) -> int:
        return self._progress.count_done(segment.lane, pieces)

    def _count_settled(self, segment: PendingSegment, pieces: Sequence[str]) -> int:
        """Return how many pieces of an open segment are settled."""
        pairs = zip(self._fitter.split_pieces(segment.settled), pieces, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _place_pieces(
        self, owner: _Owner, pieces: Iterable[_RowPiece], *, is_closed: bool = False
    ) -> list[_OpenRow]:
        """Place pieces in the rows of their lane, and return the rows that may contain them."""
        last = [] if self._starts_rows else self._rows[-1:]
        shared = [row for row in last if row.lane == owner.lane]
        rows = self._lane_rows.setdefault(owner.lane, shared)
        fixed = [index for index, row in enumerate(rows) if row.fixed]
        current = first = fixed[-1] if fixed else 0
        for piece in pieces:
            while current < len(rows) and self._ends_before(rows[current].text, piece.text):
                current += 1
            if current == len(rows):
                rows.append(self._append_row(owner, is_closed=is_closed))
            row = rows[current]
            if not row.text and row.label and not self._ends_before(row.label, piece.text):
                row.white = row.label
            row.add_piece(piece)
        return rows[first : current + 1]

    def _append_row(self, owner: _Owner, *, is_closed: bool) -> _OpenRow:
        before = self._rows[-1].owner if self._rows else self._previous_owner
        self._last_number += 1
        label = self._find_label(before, owner, is_closed=is_closed)
        row = _OpenRow(owner.lane, self._last_number, label, speaker=owner.speaker)
        self._rows.append(row)
        return row

    def _find_label(self, before: _Owner | None, owner: _Owner, *, is_closed: bool) -> str:
        """Return the label of a row; empty if the row before it has the same owner.

        Args:
            before: owner of the row before; `None` if there is no row.
            owner: owner of the row.
            is_closed: False while the segment is open, whose speaker is not known yet.
        """
        if before == owner or (before is not None and before.lane == owner.lane and not is_closed):
            return ""
        label = lane_label(self._labels, *owner)
        follows_speaker = before is not None and bool(lane_label(self._labels, *before))
        return label or (UNKNOWN_SPEAKER_MARK if follows_speaker and self._starts_rows else "")

    def _exclude_rows(self, excluded: Sequence[_OpenRow]) -> None:
        """Exclude some rows from further words."""
        self._lane_rows = {
            lane: [row for row in rows if not any(row is other for other in excluded)]
            for lane, rows in self._lane_rows.items()
        }

    def _ends_before(self, row: str, piece: str) -> bool:
        """Return True if a row ends before a piece."""
        if not row:
            return False
        longer = row + piece
        return not self._fitter.fits(
            longer + _TYPICAL_NEXT_WORD if leans_on_next(piece) else longer
        )
