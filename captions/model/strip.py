"""An endless strip of rows, of which a display shows a part.

Committed words are laid out once: since a row is broken by what stands before it alone, a committed
word never changes its row or its place in it. Only the words of the present guess, behind them, may
change. A word that leans on the next one, such as an article, opens a row where hardly any word
would fit behind it; that, too, is known from what stands before.

Where another lane goes on, a row begins with its label.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from captions.events import Committed
from captions.model.breaking import leans
from captions.model.resuming import resume
from captions.model.room import Room
from captions.model.rows import Row, Rows, Run, label
from captions.model.transcript import Turn

_NEXT_WORD = " letter"
"""Stands for the word behind one that leans on it. In 2,000 words of English that were spoken,
rows of 42 characters ended in a leaning word in 35 of 100 cases without this rule, and end so in 9
with it; there are 5 of 100 rows more."""

_SEGMENTS_AGAIN = 12
"""More of them are hardly on any screen."""


@dataclass(slots=True)
class _Filling:
    """A row that is being filled: first with committed words, then with guessed ones."""

    settled: str = ""
    guessed: str = ""

    @property
    def text(self) -> str:
        return self.settled + self.guessed

    @property
    def finished(self) -> list[Row]:
        """The row, if there is anything in it."""
        runs = (Run(self.settled, settled=True), Run(self.guessed, settled=False))
        found = tuple(run for run in runs if run.text)
        return [Row(found)] if found else []

    def add(self, piece: str, *, settled: bool) -> None:
        piece = piece if self.text else piece.lstrip()
        if settled and not self.guessed:
            self.settled += piece
        else:
            self.guessed += piece


class Strip:
    """Lays a growing transcript out in rows, numbered from the first row ever."""

    def __init__(self, room: Room, labels: Mapping[str, str]) -> None:
        """``labels`` says who is heard in each lane; without one, a lane's rows have no label."""
        self._room = room
        self._labels = labels
        self._recent: deque[Committed] = deque(maxlen=_SEGMENTS_AGAIN)
        """What was laid out last since the strip was torn off."""
        self._full: list[str] = []
        """The last committed rows that no further word fits into."""
        self.first = 0
        """Number of the first row that is remembered."""
        self._open = ""
        """The committed words of the row that is being filled."""
        self._lane = ""
        """The lane of the row that is being filled."""
        self._breaks: list[Committed] = []
        """Segments that wait for one that began before them, and have begun a row."""
        self._turns: Sequence[Turn] = ()
        """What was laid out behind the committed words."""
        self._cleared: dict[str, list[str]] = {}
        """The pieces of each lane's first turn that were torn off."""

    @property
    def open_row(self) -> Rows:
        """The committed words of the row that is being filled; nothing if there are none."""
        return tuple(_Filling(self._open).finished)

    def lay(self, segments: Iterable[Committed], turns: Sequence[Turn]) -> Rows:
        """Return the rows from `first` on.

        Args:
            segments: those that were closed since the last time, in any order that is kept.
            turns: what follows them for now.
        """
        for segment in segments:
            self._commit(segment, self._unseen(segment, self._cleared.pop(segment.lane, [])))
        self._turns = turns
        open_lanes = {turn.lane for turn in turns}
        self._cleared = {lane: seen for lane, seen in self._cleared.items() if lane in open_lanes}
        following = self._follow(turns)
        self._breaks = [
            segment for segment in self._breaks if any(turn.committed is segment for turn in turns)
        ]
        return (*(Row((Run(text, settled=True),)) for text in self._full), *following)

    def forget(self, number: int) -> None:
        """Drop the rows before one that are full of committed words."""
        gone = min(max(0, number - self.first), len(self._full))
        del self._full[:gone]
        self.first += gone

    def take(self) -> Rows:
        """Return the rows that are full of committed words and will not change, and drop them."""
        taken = tuple(Row((Run(text, settled=True),)) for text in self._full)
        self.forget(self.first + len(taken))
        return taken

    def tear(self) -> None:
        """Begin an empty row; what was laid out so far does not come back."""
        self.first += len(self._full) + (1 if self._open else 0)
        self._full, self._open, self._lane = [], "", ""
        self._recent.clear()
        first = {turn.lane: turn for turn in reversed(self._turns)}
        self._cleared = {lane: self._room.pieces(turn.text) for lane, turn in first.items()}

    def again(self, room: Room) -> "Strip":
        """Return a strip for other rows, with the last of what was laid out on this one."""
        strip = Strip(room, self._labels)
        for segment in self._recent:
            strip._commit(segment, room.pieces(segment.text))
        strip._cleared = dict(self._cleared)
        return strip

    def continued(self, room: Room) -> "Strip":
        """Return a strip for other rows that goes on with the row that is being filled."""
        strip = Strip(room, self._labels)
        strip._lane = self._lane  # So that the label, which is in the row, is not set again.
        strip._commit(Committed(self._open, lane=self._lane), room.pieces(self._open))
        strip._cleared = dict(self._cleared)
        strip._breaks = list(self._breaks)
        return strip

    def _commit(self, segment: Committed, pieces: Sequence[str]) -> None:
        self._recent.append(Committed("".join(pieces), lane=segment.lane))
        if pieces and (segment.lane != self._lane or self._broke(segment)):
            if self._open:
                self._full.append(self._open)
            self._open, self._lane = label(self._labels, segment.lane), segment.lane
        for piece in pieces:
            if self._ends(self._open, piece):
                self._full.append(self._open)
                self._open = ""
            self._open += piece if self._open else piece.lstrip()

    def _follow(self, turns: Iterable[Turn]) -> list[Row]:
        """Lay out the open row and, behind its committed words, the turns."""
        rows: list[Row] = []
        lane, row = self._lane, _Filling(self._open)
        cleared = dict(self._cleared)
        for turn in turns:
            pieces = self._unseen(turn, cleared.pop(turn.lane, []))
            if pieces and (turn.lane != lane or self._broke(turn.committed)):
                rows += row.finished
                lane, row = turn.lane, _Filling(label(self._labels, turn.lane))
                if turn.committed is not None and not self._broke(turn.committed):
                    self._breaks.append(turn.committed)
            for piece in pieces:
                if self._ends(row.text, piece):
                    rows += row.finished
                    row = _Filling()
                row.add(piece, settled=turn.committed is not None)
        return [*rows, *row.finished]

    def _unseen(self, said: Committed | Turn, cleared: Sequence[str]) -> list[str]:
        pieces = self._room.pieces(said.text)
        return pieces[resume(cleared, pieces) :]

    def _broke(self, segment: Committed | None) -> bool:
        """Say whether a segment has begun a row, though what stood between may be gone by now."""
        return any(segment is known for known in self._breaks)

    def _ends(self, row: str, piece: str) -> bool:
        """Say whether a row ends before a piece."""
        if not row:
            return False
        longer = row + piece
        return not self._room.fits(longer + _NEXT_WORD if leans(piece) else longer)
