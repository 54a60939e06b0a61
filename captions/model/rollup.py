"""Roll-up captions: words fill rows from left to right, and rows only ever move up.

The display model is that of CEA-608 roll-up captions. Committed words are laid out once: since a
row is broken by what stands before it alone, a committed word never changes its row or its place
in it. Only the words of the present guess, behind them, may change. When a guess becomes shorter,
the rows that it had opened stay open and empty: no row that is seen ever rolls back down. Only
where a guess shrinks so far that nothing of what is left would be seen does the last row of it
come back, on top of the empty screen.

Where another lane goes on, a row begins with its label.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from captions.events import Committed
from captions.model.transcript import Transcript, Turn

Measure = Callable[[str], float]
"""Width of a text as the screen will show it, in whatever unit the row's width has."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words side by side that look alike."""

    text: str
    settled: bool
    """Whether the words are committed."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the caption: first what is committed, then what is guessed."""

    runs: tuple[Run, ...] = ()

    @property
    def text(self) -> str:
        """The whole row."""
        return "".join(run.text for run in self.runs)


Rows = tuple[Row, ...]
NO_LABELS: Mapping[str, str] = MappingProxyType({})


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
        spaced = f" {piece}" if self.text else piece
        if settled and not self.guessed:
            self.settled += spaced
        else:
            self.guessed += spaced


class RollUp:
    """Lays a growing transcript out in rows; it keeps what it has laid out and never goes back."""

    def __init__(
        self, measure: Measure, width: float, rows: int, labels: Mapping[str, str] = NO_LABELS
    ) -> None:
        """Begin with an empty screen.

        Args:
            measure: the width of a text.
            width: what a row holds, by ``measure``.
            rows: the most that are shown.
            labels: who is heard in each lane; without one, a lane's rows have no label.
        """
        self._measure = measure
        self._width = width
        self._rows = rows
        self._labels = labels
        self._segments_done = 0
        self._full: list[str] = []
        """The last committed rows that no further word fits into."""
        self._gone = 0
        """How many rows have left the list above."""
        self._open = ""
        """The committed words of the row that is being filled."""
        self._lane = ""
        """The lane of the row that is being filled."""
        self._top = 0
        """Number of the topmost row on screen, counted from the first row ever."""
        self._height = 0
        """How many rows are on screen; it only grows until the screen is cleared."""
        self._breaks: list[Committed] = []
        """Segments that wait for one that began before them, and have begun a row."""
        self._guessed: dict[str, int] = {}
        """How many words each lane's first turn had when it was shown last."""
        self._cleared: dict[str, int] = {}
        """How many words of it were on screen when that was cleared."""

    def show(self, transcript: Transcript) -> Rows:
        """Return the rows on screen for a transcript, which must continue the one before."""
        for segment in transcript.segments[self._segments_done :]:
            seen = self._cleared.pop(segment.lane, 0)
            self._commit(segment, segment.text.split()[seen:])
        self._segments_done = len(transcript.segments)
        first = {turn.lane: turn for turn in reversed(transcript.turns)}
        self._guessed = {lane: len(turn.text.split()) for lane, turn in first.items()}
        self._cleared = {lane: seen for lane, seen in self._cleared.items() if lane in first}
        settled = [Row((Run(text, settled=True),)) for text in self._full]
        following = self._follow(transcript.turns)
        self._breaks = [
            segment
            for segment in self._breaks
            if any(turn.committed is segment for turn in transcript.turns)
        ]
        return self._window([*settled, *following])

    def clear(self) -> None:
        """Empty the screen; words that were shown do not come back."""
        self._gone += len(self._full) + (1 if self._open else 0)
        self._full, self._open, self._lane = [], "", ""
        self._top = self._gone
        self._height = 0
        self._cleared = self._guessed

    def _commit(self, segment: Committed, words: list[str]) -> None:
        if words and (segment.lane != self._lane or self._broke(segment)):
            if self._open:
                self._full.append(self._open)
            self._open, self._lane = self._label(segment.lane), segment.lane
        for word in words:
            for piece in self._pieces(word):
                joined = f"{self._open} {piece}" if self._open else piece
                if self._open and self._measure(joined) > self._width:
                    self._full.append(self._open)
                    joined = piece
                self._open = joined
        spare = len(self._full) - self._rows
        if spare > 0:
            del self._full[:spare]
            self._gone += spare

    def _follow(self, turns: Iterable[Turn]) -> list[Row]:
        """Lay out the open row and, behind its committed words, the turns."""
        rows: list[Row] = []
        lane, row = self._lane, _Filling(self._open)
        unseen = dict(self._cleared)
        for turn in turns:
            words = turn.text.split()[unseen.pop(turn.lane, 0) :]
            if words and (turn.lane != lane or self._broke(turn.committed)):
                rows += row.finished
                lane, row = turn.lane, _Filling(self._label(turn.lane))
                if turn.committed is not None and not self._broke(turn.committed):
                    self._breaks.append(turn.committed)
            for piece in (piece for word in words for piece in self._pieces(word)):
                if row.text and self._measure(f"{row.text} {piece}") > self._width:
                    rows += row.finished
                    row = _Filling()
                row.add(piece, settled=turn.committed is not None)
        return [*rows, *row.finished]

    def _broke(self, segment: Committed | None) -> bool:
        """Say whether a segment has begun a row, though what stood between may be gone by now."""
        return any(segment is known for known in self._breaks)

    def _label(self, lane: str) -> str:
        name = self._labels.get(lane, "")
        return f"{name}:" if name else ""

    def _pieces(self, word: str) -> list[str]:
        """Cut a word that no row can hold into pieces that fit; others stay whole."""
        pieces = []
        while word:
            size = self._longest_prefix(word)
            pieces.append(word[:size])
            word = word[size:]
        return pieces

    def _longest_prefix(self, word: str) -> int:
        """Find how much of a word a row can hold, without measuring far more than that."""
        low, high = 1, 16
        while high < len(word) and self._measure(word[:high]) <= self._width:
            low, high = high, 2 * high
        high = min(high, len(word))
        if self._measure(word[:high]) <= self._width:
            return high
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (
                (middle, high) if self._measure(word[:middle]) <= self._width else (low, middle - 1)
            )
        return low

    def _window(self, rows: list[Row]) -> Rows:
        """Cut the last rows out; what has rolled away stays away unless nothing else is left."""
        last = self._gone + max(0, len(rows) - 1)
        self._top = min(max(self._top, last + 1 - self._rows), last)
        shown = rows[self._top - self._gone :]
        self._height = max(self._height, len(shown))
        return (*shown, *(Row() for _ in range(self._height - len(shown))))
