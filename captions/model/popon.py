"""Pop-on captions: whole sentences in white, each block for as long as it takes to be read.

A block is made only of settled words, and only when its turn comes, so that short sentences which
had to wait stand together. It has the words of one lane, behind its label, and ends with a
sentence. A sentence that no block can hold is split at a clause. The beginning of a sentence waits
for its end, but not for long: its speaker may have stopped.

Where settled words are revised nevertheless, which can happen to estimated ones (see `stability`),
the block on screen becomes what they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from captions.events import Committed
from captions.model import blocks, reading
from captions.model.closing import Closing, still_open
from captions.model.progress import Progress
from captions.model.resuming import resume
from captions.model.room import Room
from captions.model.rows import NO_LABELS, Display, Measure, Row, Rows, Run, label
from captions.model.style import Style
from captions.model.transcript import Transcript, Turn

_PAUSE_SECONDS = 1.0
"""Time for which the beginning of a sentence waits for its speaker to go on after a commit."""
_LONGEST_SECONDS = 6.0
"""Time for which it waits for its end while the speaker goes on."""

_Ending = Callable[[Sequence[str], Room, int], int]
"""Returns how many pieces a block has; 0 for none yet."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What is on screen."""

    lane: str = ""
    closed: Sequence[str] = ()
    """Its words that belong to closed segments."""
    before: Sequence[str] = ()
    """The words of the open segment that stood in earlier blocks."""
    open: Sequence[str] = ()
    """Its words that belong to the open segment, behind ``closed``."""
    since: float = float("-inf")
    rows: Rows = ()

    @property
    def pieces(self) -> Sequence[str]:
        return [*self.closed, *self.open]


@dataclass(frozen=True, slots=True)
class _Waiting:
    """Settled words of one lane that will not be revised and were not shown yet."""

    lane: str
    pieces: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Next:
    """What the next block is made of: closed words, and settled ones of the open segment."""

    lane: str
    closed: Sequence[str]
    open: Sequence[str]
    began: float
    """When the first of them was settled."""
    grew: float
    """When the last of them was settled."""

    @property
    def pieces(self) -> Sequence[str]:
        return [*self.closed, *self.open]


class PopOn(Display):
    """Shows one block of a transcript after the other."""

    due: float | None = None

    def __init__(self, style: Style, room: Room, labels: Mapping[str, str] = NO_LABELS) -> None:
        """Begin with an empty screen.

        Args:
            style: how many rows a block has, and how long any block stays at least, unless too
                much waits.
            room: what a row holds.
            labels: who is heard in each lane; without one, a lane's blocks have no label.
        """
        self._style = style
        self._room = room
        self._rows = style.rows
        self._labels = labels
        self._block = _Block()
        self._waiting: list[_Waiting] = []
        self._next: _Next | None = None
        self._closing = Closing()
        self._turns: Sequence[Turn] = ()
        self._progress = Progress()
        """What of each open segment was shown, or waits as closed."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        self._turns = still_open(transcript)
        for segment in self._closing.closed(transcript):
            self._close_all_but(segment.lane)
            self._take(segment)
        self._progress.keep(turn.lane for turn in self._turns)
        if len(self._turns) > 1:
            self._close_all_but(None)
        for turn in self._turns:
            self._correct(turn.lane, self._room.pieces(turn.text))
        self._next = self._find_next(now)
        if now >= self._read_by():
            self._pop(now)
        self.due = self._due(now)
        return self._block.rows

    @override
    def clear(self) -> None:
        self._close_all_but(None)
        self._waiting.clear()
        self._block, self._next = _Block(), None
        self.due = None

    @override
    def settle(self) -> None:
        """Change nothing: all words on screen are white."""

    @override
    def skip(self, transcript: Transcript) -> None:
        self._closing.closed(transcript)

    @override
    def resize(self, measure: Measure, width: float, rows: int) -> None:
        self._room = Room(measure, width)
        self._rows = rows
        self._waiting = [
            replace(said, pieces=self._room.pieces("".join(said.pieces))) for said in self._waiting
        ]
        self._refit()

    def _refit(self) -> None:
        """Lay the block on screen out again; what has no room any more comes next."""
        block = self._block
        closed, opened = (self._room.pieces("".join(part)) for part in (block.closed, block.open))
        end = self._first(blocks.fitting, block.lane, [*closed, *opened])
        fits = opened[: max(0, end - len(closed))]
        if len(fits) < len(opened):
            self._progress.mark(block.lane, [*block.before, *fits])
        if end < len(closed):
            self._waiting.insert(0, _Waiting(block.lane, closed[end:]))
        self._put_up(replace(block, closed=closed[:end], open=fits))

    def _take(self, segment: Committed) -> None:
        """Let what was not shown of a closed segment wait."""
        lane, pieces = segment.lane, self._room.pieces(segment.text)
        self._correct(lane, pieces)
        if self._block.lane == lane and self._block.open:
            self._block = replace(self._block, closed=self._block.pieces, before=(), open=())
        self._wait(lane, pieces[self._progress.close(lane, pieces) :])

    def _wait(self, lane: str, pieces: Sequence[str]) -> None:
        if not pieces:
            return
        if self._waiting and self._waiting[-1].lane == lane:
            pieces = [*self._waiting.pop().pieces, *pieces]
        self._waiting.append(_Waiting(lane, pieces))

    def _close_all_but(self, lane: str | None) -> None:
        """Let what is settled of the open segments wait as it is, but for one lane's."""
        for turn in self._turns:
            if turn.lane != lane:
                pieces, done, settled = self._settled(turn)
                if settled > done:
                    self._progress.mark(turn.lane, pieces[:settled])
                    self._wait(turn.lane, pieces[done:settled])

    def _settled(self, turn: Turn) -> tuple[Sequence[str], int, int]:
        """Return an open segment's pieces, and how many of them are done and settled."""
        pieces = self._room.pieces(turn.text)
        settled = 0 if self._style.until_commit else len(self._room.pieces(turn.settled))
        return pieces, self._progress.of(turn.lane, pieces), min(settled, len(pieces))

    def _correct(self, lane: str, pieces: Sequence[str]) -> None:
        """Make the block on screen what its segment is now."""
        block = self._block
        if block.lane != lane or not block.open:
            return
        start = resume(block.before, pieces)
        now = pieces[start : resume([*block.before, *block.open], pieces)]
        if list(now) == list(block.open):
            return
        fits = self._first(blocks.fitting, lane, [*block.closed, *now]) - len(block.closed)
        self._progress.mark(lane, pieces[: start + max(0, fits)])
        self._put_up(replace(block, before=pieces[:start], open=now[: max(0, fits)]))

    def _find_next(self, now: float) -> _Next | None:
        """Return what the next block is made of, if there is anything."""
        lane, closed = (
            (self._waiting[0].lane, self._waiting[0].pieces) if self._waiting else ("", ())
        )
        opened: Sequence[str] = ()
        for turn in self._turns:
            if not self._waiting or (turn.lane == lane and len(self._waiting) == 1):
                pieces, done, settled = self._settled(turn)
                lane, opened = turn.lane, pieces[done:settled]
                break
        if not closed and not opened:
            return None
        was = self._next
        if was is None or was.lane != lane:
            return _Next(lane, closed, opened, now, now)
        grown = list(was.pieces) != [*closed, *opened]
        return replace(was, closed=closed, open=opened, grew=now if grown else was.grew)

    def _until(self, coming: _Next) -> float:
        """Return until when the beginning of a sentence waits for its end."""
        if len(self._waiting) > 1 or self._style.until_commit:
            return coming.grew  # Somebody else has spoken since, or the user wants it as it is.
        if any(turn.lane == coming.lane for turn in self._turns):
            return coming.began + _LONGEST_SECONDS
        return coming.grew + _PAUSE_SECONDS

    def _pop(self, now: float) -> None:
        """Put the next block up, if it is complete or has waited for long enough."""
        coming = self._next
        if coming is None:
            return
        end = self._first(blocks.sentences, coming.lane, coming.pieces)
        if not end and now >= self._until(coming):
            end = self._first(blocks.end, coming.lane, coming.pieces)
        if not end:
            return
        rest = coming.closed[end:]
        if coming.closed:
            self._waiting[:1] = [_Waiting(coming.lane, rest)] if rest else []
        before = self._progress.done(coming.lane)
        opened = coming.open[: max(0, end - len(coming.closed))]
        if opened:
            self._progress.mark(coming.lane, [*before, *opened])
        self._put_up(_Block(coming.lane, coming.closed[:end], before, opened, now))
        self._next = None
        self._next = self._find_next(now)

    def _put_up(self, block: _Block) -> None:
        """Show a block; one without words is nothing to be read."""
        texts = blocks.broken(self._headed(block.lane, block.pieces), self._room)
        rows = tuple(Row((Run(text, settled=True),)) for text in texts)
        self._block = replace(block, rows=rows) if rows else _Block()

    def _first(self, ending: _Ending, lane: str, pieces: Sequence[str]) -> int:
        """Return how many of a lane's pieces the next block has, behind their label."""
        headed = self._headed(lane, pieces)
        end = ending(headed, self._room, self._rows) if pieces else 0
        return max(1, end - (len(headed) - len(pieces))) if end else 0

    def _headed(self, lane: str, pieces: Sequence[str]) -> Sequence[str]:
        """Put a lane's label before its words, unless no word would have room beside it."""
        name = label(self._labels, lane)
        if not name or not pieces:
            return pieces
        headed = [f" {name}", f" {pieces[0].lstrip()}", *pieces[1:]]
        both = blocks.fitting(headed[:2], self._room, self._rows) == len(headed[:2])
        return headed if both and self._room.fits(name) else pieces

    def _read_by(self) -> float:
        """Return when the block on screen has been read."""
        block = self._block
        text = " ".join(row.text for row in block.rows)
        waiting = sum(reading.seconds("".join(said.pieces)) for said in self._waiting)
        return block.since + reading.stay(max(self._style.hold, reading.seconds(text)), waiting)

    def _due(self, now: float) -> float | None:
        """Return when time alone will change the screen, or the block on it is still being read."""
        if now < self._read_by():
            return self._read_by()
        return None if self._next is None else self._until(self._next)
