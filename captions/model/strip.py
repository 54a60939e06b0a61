"""An endless strip of rows, of which a display shows a part.

A row has the words of one lane. Rows stand in the order in which they were begun, and a lane fills
its last row before it begins another one at the end of the strip. A row's end depends on the words
before it alone, so that a committed word never changes its row or its place in it. The same is true
of settled words, which stand in front of the present hypothesis; only the words behind them may
change.

A word that leans on the next one, such as an article, opens a row where hardly any word would fit
behind it; that, too, is known from what stands before. Where another lane goes on, a row begins
with its label.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import NamedTuple

from captions.model.breaking import leans
from captions.model.closing import Closing, still_open
from captions.model.progress import Progress
from captions.model.room import Room
from captions.model.rows import Row, Run, label
from captions.model.transcript import Transcript, Turn

_NEXT_WORD = " letter"
"""Stands for the word behind one that leans on it. In 2,000 words of English that were spoken,
rows of 42 characters ended in a leaning word in 35 of 100 cases without this rule, and end so in 9
with it; there are 5 of 100 rows more."""

_SEGMENTS_AGAIN = 12
"""More of them are hardly on any screen."""


@dataclass(frozen=True, slots=True)
class LaidRow:
    """A row of the strip, as a display sees it."""

    row: Row
    firm: bool
    """True if none of its words is expected to change, whether they are white already or not."""

    def whitened(self, size: int) -> "LaidRow":
        """Return the same row with at least its first ``size`` characters in white."""
        text = self.row.text
        white = max(size, sum(len(run.text) for run in self.row.runs if run.settled))
        runs = (Run(text[:white], settled=True), Run(text[white:], settled=False))
        return LaidRow(Row(tuple(run for run in runs if run.text)), self.firm)

    @property
    def white(self) -> bool:
        """True if all of its words are white."""
        return all(run.settled for run in self.row.runs)


@dataclass(slots=True)
class _Filling:
    """A row that is being filled: with words for good, then with white ones, then with grey."""

    lane: str
    label: str = ""
    """What is to stand before its words, if there are any."""
    fixed: str = ""
    """The words that were laid out for good, with the label."""
    white: str = ""
    grey: str = ""
    firm: bool = True
    end: int = 0
    """How many pieces of the lane's open turn stand before the end of the row."""

    @property
    def text(self) -> str:
        return self.fixed + self.white + self.grey

    @property
    def laid(self) -> LaidRow:
        runs = (Run(self.fixed + self.white, settled=True), Run(self.grey, settled=False))
        return LaidRow(Row(tuple(run for run in runs if run.text)), self.firm)

    def clear(self) -> None:
        """Take out the words of the open turn."""
        self.white = self.grey = ""
        self.firm, self.end = True, 0

    def fix(self) -> None:
        """Keep the words of the open turn for good."""
        self.fixed = self.text
        self.clear()

    def add(self, piece: "_Piece") -> None:
        text = piece.text if self.text else piece.text.lstrip()
        self.firm = self.firm and piece.firm
        self.end = piece.end
        if piece.white and not self.grey:
            self.white += text
        else:
            self.grey += text


class _Piece(NamedTuple):
    """What to put into a row."""

    text: str
    white: bool = True
    firm: bool = True
    end: int = 0
    """Its place in the lane's open turn, counted from 1."""


class Strip:
    """Lays a growing transcript out in rows, numbered from the first row ever."""

    def __init__(self, room: Room, labels: Mapping[str, str], *, until_commit: bool) -> None:
        """Begin an empty strip.

        Args:
            room: what a row holds.
            labels: who is heard in each lane; without one, a lane's rows have no label.
            until_commit: True if settled words stay grey until they are committed.
        """
        self._room = room
        self._labels = labels
        self._until_commit = until_commit
        self._closing = Closing()
        self._recent: deque[tuple[str, str]] = deque(maxlen=_SEGMENTS_AGAIN)
        """Lanes and texts that were laid out for good last, since the strip was torn off."""
        self._rows: list[_Filling] = []
        self.first = 0
        """Number of the first row that is remembered."""
        self._last_lane: str | None = None
        """The lane of the row before that one."""
        self._lanes: dict[str, list[_Filling]] = {}
        """The rows that each lane's open segment may fill: the one it began in, and its others."""
        self._turns: Sequence[Turn] = ()
        """The open turns."""
        self._progress = Progress()
        """What of the open turns was laid out for good, or torn off."""

    @property
    def end(self) -> int:
        """The number after the last row."""
        return self.first + len(self._rows)

    def lay(self, transcript: Transcript, *, partials: bool = True) -> None:
        """Lay out a transcript that continues the last one, with its open turns or without."""
        for row in self._rows:
            row.clear()
        for segment in self._closing.closed(transcript):
            pieces = self._room.pieces(segment.text)
            self._lay_for_good(segment.lane, pieces[self._progress.close(segment.lane, pieces) :])
            self._lanes.pop(segment.lane, None)
        self._turns = still_open(transcript) if partials else ()
        open_lanes = {turn.lane for turn in self._turns}
        self._progress.keep(open_lanes)
        self._lanes = {lane: rows for lane, rows in self._lanes.items() if lane in open_lanes}
        self._fill()

    def rows(self, number: int, count: int) -> list[LaidRow]:
        """Return so many rows from one on, or fewer at the end."""
        return [row.laid for row in self._rows[number - self.first :][:count]]

    def skip(self, transcript: Transcript) -> None:
        """Take what a transcript has committed as laid out."""
        self._closing.closed(transcript)

    def settle(self, number: int) -> None:
        """Lay the rows before one out for good, as they are; further words follow them."""
        for row in self._rows[: max(0, number - self.first)]:
            turn = next((turn for turn in self._turns if turn.lane == row.lane), None)
            if row.end and turn is not None:
                pieces = self._room.pieces(turn.text)
                self._recent.append((row.lane, "".join(pieces[self._done(turn, pieces) : row.end])))
                self._progress.mark(row.lane, pieces[: row.end])
            row.fix()

    def forget(self, number: int) -> None:
        """Lay the rows before one out for good, and drop them."""
        self.settle(number)
        gone = self._rows[: max(0, number - self.first)]
        if gone:
            self._last_lane = gone[-1].lane
            self._rows = self._rows[len(gone) :]
            self.first += len(gone)
            self._leave_out(gone)  # No word may fall into a row that is not seen any more.

    def take(self) -> list[Row]:
        """Return the first rows that are white and take no further word, and drop them."""
        last = {row.lane: row for row in self._rows}
        count = 0
        for row in self._rows[:-1]:
            may_grow = row.lane in self._lanes and last[row.lane] is row
            if may_grow or not row.laid.white:
                break
            count += 1
        taken = [row.laid.row for row in self._rows[:count]]
        self.forget(self.first + count)
        return taken

    @property
    def fixed(self) -> list[Row]:
        """The words of all rows that were laid out for good."""
        return [Row((Run(row.fixed, settled=True),)) for row in self._rows if row.fixed]

    def tear(self) -> None:
        """Begin an empty row; what was laid out so far does not come back."""
        self.first = self.end
        self._rows, self._lanes, self._last_lane = [], {}, None
        self._recent.clear()
        for turn in self._turns:
            self._progress.mark(turn.lane, self._room.pieces(turn.text))

    def again(self, room: Room) -> "Strip":
        """Return a strip for other rows, with the last of what was laid out on this one."""
        strip = Strip(room, self._labels, until_commit=self._until_commit)
        for lane, text in self._recent:
            strip._lay_for_good(lane, room.pieces(text))
            strip._lanes.clear()
        strip._closing = self._closing
        strip._progress = self._progress.copy()
        return strip

    def continued(self, room: Room, *, behind: bool = False) -> "Strip":
        """Return a strip for other rows that goes on with the rows of this one.

        Args:
            room: what a row holds from now on.
            behind: True to continue after the words that were laid out for good.
        """
        strip = Strip(room, {}, until_commit=self._until_commit)
        strip._closing = self._closing
        strip._progress = self._progress.copy()
        if not behind:
            strip._last_lane = self._last_lane
            for row in self._rows:  # Without labels: they stand in the rows already.
                strip._lay_for_good(row.lane, room.pieces(row.fixed))
                strip._lanes.clear()
            if strip._rows:
                strip._last_lane = strip._rows[0].lane
        strip._labels = self._labels
        return strip

    def _lay_for_good(self, lane: str, pieces: Sequence[str]) -> None:
        if pieces:
            self._recent.append((lane, "".join(pieces)))
        for row in self._put(lane, map(_Piece, pieces)):
            row.fix()

    def _fill(self) -> None:
        """Lay the open turns out, and drop the rows at the end that they no longer need."""
        for turn in self._turns:
            pieces = self._room.pieces(turn.text)
            done, settled = self._done(turn, pieces), self._settled(turn, pieces)
            self._put(
                turn.lane,
                (
                    _Piece(piece, at < settled and not self._until_commit, at < settled, at + 1)
                    for at, piece in enumerate(pieces[done:], done)
                ),
            )
        while self._rows and not self._rows[-1].text:
            self._leave_out([self._rows.pop()])

    def _done(self, turn: Turn, pieces: Sequence[str]) -> int:
        return self._progress.of(turn.lane, pieces)

    def _settled(self, turn: Turn, pieces: Sequence[str]) -> int:
        """Return how many pieces of an open turn are settled."""
        pairs = zip(self._room.pieces(turn.settled), pieces, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _put(self, lane: str, pieces: Iterable[_Piece]) -> list[_Filling]:
        """Put pieces into a lane's rows, and return the rows that may have taken them."""
        shared = [row for row in self._rows[-1:] if row.lane == lane]
        rows = self._lanes.setdefault(lane, shared)
        begun = [number for number, row in enumerate(rows) if row.fixed]
        at = first = begun[-1] if begun else 0
        for piece in pieces:
            while at < len(rows) and self._ends(rows[at].text, piece.text):
                at += 1
            if at == len(rows):
                rows.append(self._new_row(lane))
            row = rows[at]
            if not row.text and row.label and not self._ends(row.label, piece.text):
                row.white = row.label
            row.add(piece)
        return rows[first : at + 1]

    def _new_row(self, lane: str) -> _Filling:
        before = self._rows[-1].lane if self._rows else self._last_lane
        row = _Filling(lane, "" if before == lane else label(self._labels, lane))
        self._rows.append(row)
        return row

    def _leave_out(self, gone: Sequence[_Filling]) -> None:
        """Put no more words into some rows."""
        self._lanes = {
            lane: [row for row in rows if not any(row is other for other in gone)]
            for lane, rows in self._lanes.items()
        }

    def _ends(self, row: str, piece: str) -> bool:
        """Return True if a row ends before a piece."""
        if not row:
            return False
        longer = row + piece
        return not self._room.fits(longer + _NEXT_WORD if leans(piece) else longer)
