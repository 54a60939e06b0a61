"""Pop-on captions: whole blocks of committed words, each for as long as it takes to be read.

What is committed waits for its turn; only when its turn comes is it made into a block, so that
short sentences which had to wait stand together. A block has the words of one lane, behind its
label. Where so much is said without a pause that a block can hold no more, the block is shown as
a guess; once the words are committed, it becomes what they are.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from typing_extensions import override

from captions.events import Committed
from captions.model import blocks, reading
from captions.model.closing import Closing, still_open
from captions.model.resuming import resume
from captions.model.room import Room
from captions.model.rows import Display, Measure, Row, Rows, Run, label
from captions.model.transcript import Transcript, Turn

_Ending = Callable[[Sequence[str], Room, int], int]
"""Says how many pieces a block has."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What is on screen."""

    lane: str = ""
    pieces: Sequence[str] = ()
    settled: bool = True
    since: float = float("-inf")
    rows: Rows = ()


@dataclass(frozen=True, slots=True)
class _Waiting:
    """What one lane has said that is committed and was not shown yet."""

    lane: str
    pieces: Sequence[str]


class PopOn(Display):
    """Shows one block of a transcript after the other."""

    due: float | None = None

    def __init__(
        self, measure: Measure, width: float, rows: int, labels: Mapping[str, str], hold: float
    ) -> None:
        """Begin with an empty screen.

        Args:
            measure: the width of a text.
            width: what a row holds, by ``measure``.
            rows: the most that a block has.
            labels: who is heard in each lane; without one, a lane's blocks have no label.
            hold: seconds that any block stays at least, unless too much waits.
        """
        self._room = Room(measure, width)
        self._rows = rows
        self._labels = labels
        self._hold = hold
        self._block = _Block()
        self._waiting: list[_Waiting] = []
        self._closing = Closing()
        self._begun: dict[str, Sequence[str]] = {}
        """What of each lane's open segment was made into blocks."""

    @override
    def show(self, transcript: Transcript, now: float) -> Rows:
        for segment in self._closing.closed(transcript):
            self._take(segment)
        turns = still_open(transcript)
        self._correct_guesses(turns)
        if now >= self._read_by():
            self._pop(turns, now)
        due = self._read_by()
        self.due = due if now < due else None
        return self._block.rows

    @override
    def clear(self) -> None:
        self._waiting.clear()
        self._block = _Block()
        self.due = None

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
        block = self._block
        pieces = self._room.pieces("".join(block.pieces))
        end = self._first(blocks.fitting, block.lane, pieces)
        self._put_up(replace(block, pieces=pieces[:end]))
        self._put_back(block, pieces[end:])

    def _take(self, segment: Committed) -> None:
        """Let a segment wait, but for what of it was shown as a guess."""
        lane, pieces = segment.lane, self._room.pieces(segment.text)
        rest = pieces[self._correct(lane, pieces, settled=True) :]
        self._begun.pop(lane, None)
        if not rest:
            return
        if self._waiting and self._waiting[-1].lane == lane:
            rest = [*self._waiting.pop().pieces, *rest]
        self._waiting.append(_Waiting(lane, rest))

    def _correct_guesses(self, turns: Sequence[Turn]) -> None:
        """Make what was shown of the open segments what they are now; those that are gone, go."""
        texts = {turn.lane: turn.text for turn in turns}
        for lane in list(self._begun):
            pieces = self._room.pieces(texts.get(lane, ""))
            self._begun[lane] = pieces[: self._correct(lane, pieces, settled=False)]
            if not pieces:
                del self._begun[lane]

    def _correct(self, lane: str, pieces: Sequence[str], *, settled: bool) -> int:
        """Make the block on screen what its segment is now; return how much of that was shown."""
        begun, block = self._begun.get(lane, ()), self._block
        done = resume(begun, pieces)
        if block.settled or block.lane != lane:
            return done
        start = resume(begun[: len(begun) - len(block.pieces)], pieces)
        end = start + self._first(blocks.fitting, lane, pieces[start : max(start, done)])
        self._put_up(replace(block, pieces=pieces[start:end], settled=settled))
        return end

    def _pop(self, turns: Sequence[Turn], now: float) -> None:
        """Put the next block up, if there is one."""
        if self._waiting:
            said = self._waiting.pop(0)
            end = self._first(blocks.end, said.lane, said.pieces)
            self._put_up(_Block(said.lane, said.pieces[:end], settled=True, since=now))
            self._put_back(self._block, said.pieces[end:])
            return
        for turn in turns:
            pieces = self._room.pieces(turn.text)
            begun = resume(self._begun.get(turn.lane, ()), pieces)
            end = begun + self._first(blocks.end, turn.lane, pieces[begun:])
            if end < len(pieces):
                self._begun[turn.lane] = pieces[:end]
                self._put_up(_Block(turn.lane, pieces[begun:end], settled=False, since=now))
                return

    def _put_up(self, block: _Block) -> None:
        """Show a block; one without words is nothing to be read."""
        texts = blocks.broken(self._headed(block.lane, block.pieces), self._room)
        rows = tuple(Row((Run(text, block.settled),)) for text in texts)
        self._block = replace(block, rows=rows) if rows else _Block()

    def _put_back(self, block: _Block, rest: Sequence[str]) -> None:
        """Let what a block could not hold be the next that is shown."""
        if rest and block.settled:
            self._waiting.insert(0, _Waiting(block.lane, rest))
        elif rest:
            begun = self._begun[block.lane]
            self._begun[block.lane] = begun[: max(0, len(begun) - len(rest))]

    def _first(self, ending: _Ending, lane: str, pieces: Sequence[str]) -> int:
        """Return how many of a lane's pieces the next block has, behind their label."""
        headed = self._headed(lane, pieces)
        end = ending(headed, self._room, self._rows) - (len(headed) - len(pieces))
        return max(1, end) if pieces else 0

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
        return block.since + reading.stay(max(self._hold, reading.seconds(text)), waiting)
