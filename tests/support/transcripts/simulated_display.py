"""A transcript, a display that shows it, and a clock that tests advance."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hypothesis import strategies as st

from captions.events import Committed, Partial
from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionMode, CaptionStyle
from captions.model.rows import NO_LABELS, CaptionDisplay, Row, Rows, TextRun
from captions.model.transcript import Transcript

WIDTH = 20
"""Width of a row; each character is one unit wide."""
WORDS = st.lists(st.text("abc", min_size=1, max_size=9), max_size=14).map(" ".join)
LANES = {"you": "You", "others": "Others"}


@dataclass(frozen=True)
class Clear:
    """Step that clears the screen."""


@dataclass(frozen=True)
class Wait:
    """Step that advances the time."""

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
    """A transcript and the rows that show it."""

    display: CaptionDisplay
    transcript: Transcript = field(default_factory=Transcript)
    now: float = 100.0

    def partial(self, text: str, lane: str = "", *, settled: str = "") -> Rows:
        return self._after(Partial(text, lane, settled))

    def commit(self, text: str, lane: str = "", speaker: str = "") -> Rows:
        return self._after(Committed(text, lane=lane, speaker=speaker))

    def clear(self) -> Rows:
        self.display.clear()
        return self.look()

    def look(self) -> Rows:
        return self.display.show(self.transcript, self.now)

    def wait(self, seconds: float) -> Rows:
        """Advance the time, and update the display whenever it is due."""
        for _ in self.passing(seconds):
            pass
        return self.look()

    def passing(self, seconds: float = float("inf")) -> Iterator[Rows]:
        """Advance the time, and yield the rows each time that the display is due."""
        end = self.now + seconds
        while self.display.next_deadline is not None and self.display.next_deadline <= end:
            assert self.display.next_deadline > self.now, "what is due is not over yet"
            self.now = self.display.next_deadline
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
    mode: CaptionMode,
    rows: int = 2,
    *,
    width: float = WIDTH,
    hold: float = 1.0,
    labels: Mapping[str, str] = NO_LABELS,
) -> Screen:
    return Screen(create_display(CaptionStyle(mode, rows, hold), len, width, labels))


def manual(mode: CaptionMode, rows: int = 2, *, width: float = WIDTH) -> Screen:
    """Return a screen whose words stay grey until the user commits them."""
    return Screen(create_display(CaptionStyle(mode, rows, until_commit=True), len, width, LANES))


def texts(rows: Rows) -> list[str]:
    return [row.text for row in rows]


def committed(*rows: str) -> Rows:
    return tuple(Row((TextRun(text, settled=True),)) for text in rows)


def guessed(*rows: str) -> Rows:
    return tuple(Row((TextRun(text, settled=False),)) for text in rows)


def numbered(text: str, first: int) -> str:
    """Make every word of a text unique, so that it can be found on the screen."""
    return " ".join(
        f"{word}{first + number}" if len(word) < WIDTH else unlike(len(word), first + number)
        for number, word in enumerate(text.split())
    )


def unlike(length: int, number: int) -> str:
    """Return a word of unique Hangul syllables, between which no row breaks."""
    return "".join(chr(0xAC00 + number * length + place) for place in range(length))


def places(rows: Rows) -> dict[str, tuple[int, int]]:
    """Return the row and column of each settled word."""
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
