"""A transcript, a display that shows it, and a clock that goes only when it is told to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.display import Mode, Style, display
from captions.model.rows import NO_LABELS, Display, Row, Rows, Run
from captions.model.transcript import Transcript

WIDTH = 20
"""Of a row; a character is one unit wide."""
WORDS = st.lists(st.text("abc", min_size=1, max_size=9), max_size=14).map(" ".join)
LANES = {"you": "You", "others": "Others"}


@dataclass(frozen=True)
class Clear:
    """Empty the screen."""


@dataclass(frozen=True)
class Wait:
    """Let time go by."""

    seconds: float


Step = Partial | Committed | Clear | Wait
STEPS = st.lists(
    st.one_of(
        WORDS.map(Partial), WORDS.map(Committed), st.builds(Clear), st.just(Committed("x" * 45))
    ),
    max_size=25,
)
TIMED_STEPS = st.lists(
    st.one_of(
        st.builds(Partial, WORDS, st.sampled_from(["you", "others"])),
        st.builds(Committed, WORDS, lane=st.sampled_from(["you", "others"])),
        st.builds(Wait, st.floats(0, 5)),
    ),
    max_size=25,
)


@dataclass
class Screen:
    """What is said, and what is seen of it."""

    display: Display
    transcript: Transcript = field(default_factory=Transcript)
    now: float = 100.0

    def partial(self, text: str, lane: str = "", *, settled: str = "") -> Rows:
        return self._after(Partial(text, lane, settled))

    def commit(self, text: str, lane: str = "") -> Rows:
        return self._after(Committed(text, lane=lane))

    def clear(self) -> Rows:
        self.display.clear()
        return self.look()

    def look(self) -> Rows:
        return self.display.show(self.transcript, self.now)

    def wait(self, seconds: float) -> Rows:
        """Let time go by; the display is shown whenever it is due."""
        for _ in self.passing(seconds):
            pass
        return self.look()

    def passing(self, seconds: float = float("inf")) -> Iterator[Rows]:
        """Let time go by, and yield what is seen each time that the display is due."""
        end = self.now + seconds
        while self.display.due is not None and self.display.due <= end:
            assert self.display.due > self.now, "what is due is not over yet"
            self.now = self.display.due
            yield self.look()
        self.now = end if seconds < float("inf") else self.now

    def does(self, step: Step) -> Rows:
        match step:
            case Partial(text, lane, settled):
                return self.partial(text, lane, settled=settled)
            case Committed(text, lane=lane):
                return self.commit(text, lane)
            case Clear():
                return self.clear()
            case Wait(seconds):
                return self.wait(seconds)

    def _after(self, event: Partial | Committed) -> Rows:
        self.transcript = self.transcript.apply(event)
        return self.look()


def screen(
    mode: Mode,
    rows: int = 2,
    *,
    width: float = WIDTH,
    hold: float = 1.0,
    labels: Mapping[str, str] = NO_LABELS,
) -> Screen:
    return Screen(display(Style(mode, rows, hold), len, width, labels))


def manual(mode: Mode, rows: int = 2, *, width: float = WIDTH) -> Screen:
    """Return a screen whose words stay grey until the user commits them."""
    return Screen(display(Style(mode, rows, until_commit=True), len, width, LANES))


def texts(rows: Rows) -> list[str]:
    return [row.text for row in rows]


def committed(*rows: str) -> Rows:
    return tuple(Row((Run(text, settled=True),)) for text in rows)


def guessed(*rows: str) -> Rows:
    return tuple(Row((Run(text, settled=False),)) for text in rows)


def numbered(text: str, first: int) -> str:
    """Make every word of a text unlike any other, so that it can be found again on the screen."""
    return " ".join(
        f"{word}{first + number}" if len(word) < WIDTH else unlike(len(word), first + number)
        for number, word in enumerate(text.split())
    )


def unlike(length: int, number: int) -> str:
    """Return a word of letters that no other word has; between those of Hangul no row ends."""
    return "".join(chr(0xAC00 + number * length + place) for place in range(length))


def places(rows: Rows) -> dict[str, tuple[int, int]]:
    """Return row and column of each committed word."""
    found: dict[str, tuple[int, int]] = {}
    for number, row in enumerate(rows):
        column = 0
        for run in row.runs:
            for word in run.text.split(" "):
                if word and run.settled:
                    found[word] = (number, column)
                column += len(word) + 1
            column -= 1
    return found
