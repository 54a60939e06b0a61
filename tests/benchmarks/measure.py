"""From a trace to figures: pure, so that it can be tested with traces written by hand.

How an event finds its frame: the app hands its rows to the overlay at once, and a paint shows the
newest rows. So the first frame after an event shows it, or something newer, provided that the event
changes anything on screen. Whether it does is worked out by following what is said and what is
shown, letter by letter without the spaces, because rows break words that are too long. Committed
letters have to be white; others may be white as well, once they are settled.

A frame that shows the text without its end holds rows until their words are white. Events that wait
for it are *held*: words are on screen from the frame that shows them, but painting was not slow.
"""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

import numpy as np

Line = dict[str, Any]
"""One line of a trace, or anything else that was JSON."""
Fate = Literal["painted", "overtaken", "unchanged", "missing"]
"""Shown by a frame; replaced by a newer event before a frame; nothing to paint; never painted."""


@dataclass(slots=True)
class Speech:
    """One event of speech, and what became of it on screen."""

    t: float
    """When it was received, on the trace's clock."""
    kind: str
    """``partial`` or ``committed``."""
    text: str
    fate: Fate = "missing"
    shown: float = 0.0
    """When the frame was painted, for those that were painted or overtaken."""
    held: bool = False
    """True if it waited for rows with grey words to leave."""

    @property
    def delay(self) -> float:
        """Seconds from its receipt to the frame that shows it, or something newer."""
        return self.shown - self.t


class Usage(NamedTuple):
    """Resources used by the processes at a moment; `None` for a process that is not running."""

    t: float
    ui_cpu: float
    engine_cpu: float | None
    """Seconds since the process began."""
    ui_peak_mb: float
    engine_peak_mb: float | None


@dataclass(frozen=True, slots=True)
class Cost:
    """Resources that captioning used in one process."""

    cpu: float | None
    """Seconds of processor time a second of sound; loading is not part of it."""
    peak_mb: float | None
    """Most memory that it ever held at once."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures from one trace."""

    sound_start: float
    """Time of the first sample on the trace's clock."""
    sound_seconds: float
    speech: list[Speech] = field(default_factory=list)
    first_words: float | None = None
    """When words were first on screen, on the trace's clock."""
    listening: float | None = None
    """When the speech server was loaded and listened, on the trace's clock."""

    @property
    def paint_delays(self) -> list[float]:
        """Seconds from receiving an event to its frame, for all that changed the screen at once."""
        return [item.delay for item in self._shown if not item.held]

    @property
    def held_delays(self) -> list[float]:
        """The same for events that waited for rows with grey words to leave."""
        return [item.delay for item in self._shown if item.held]

    @property
    def _shown(self) -> list[Speech]:
        return [item for item in self.speech if item.fate in ("painted", "overtaken")]

    @property
    def unpainted(self) -> int:
        """How many events changed what is to be seen, and were never painted."""
        return sum(item.fate == "missing" for item in self.speech)


class _Text(NamedTuple):
    """Letters, and which of them are white: those on screen, or those that have to be."""

    letters: str = ""
    white: str = ""
    """A mark for each letter: ``1`` for white."""

    @classmethod
    def of(cls, runs: Iterable[tuple[str, bool]]) -> "_Text":
        """Take the letters out of texts that are white or not."""
        marked = [
            (letter, settled) for text, settled in runs for letter in text if not letter.isspace()
        ]
        white = "".join(str(int(settled)) for _, settled in marked)
        return cls("".join(letter for letter, _ in marked), white)

    def shown_by(self, shown: "_Text") -> Literal["whole", "held", "not"]:
        """Say whether the end of this text is on screen, or a part before it."""
        start = self.letters.rfind(shown.letters)
        end = start + len(shown.letters)
        pairs = zip(self.white[start:end], shown.white, strict=False)
        if start < 0 or any(needed > found for needed, found in pairs):
            return "not"
        return "whole" if end == len(self.letters) else "held"


class _Screen:
    """Follows what is said and what is shown."""

    def __init__(self) -> None:
        self._committed: list[str] = []
        self._guess: list[str] = []
        self._hidden = 0
        """Words that were cleared from the screen and do not come back."""
        self._shown = _Text()
        self._whole = True
        """True if nothing had rolled off the screen."""
        self._pending: list[Speech] = []
        self._holding = False
        """True if the last frame holds rows."""

    def add_speech(self, item: Speech) -> None:
        """Take in an event; one that changes nothing on screen waits for no frame."""
        words = item.text.split()
        if item.kind == "committed":
            self._committed += words
            words = []
        self._guess = words
        if not self._pending and self._is_shown():
            item.fate = "unchanged"
        else:
            item.held = self._holding
            self._pending.append(item)

    def paint(self, t: float, rows: Sequence[Sequence[Line]]) -> None:
        """Take in a frame; all events that waited for it have found it."""
        self._shown = _Text.of((run["text"], run["settled"]) for row in rows for run in row)
        if not self._shown.letters and not self._pending:
            self._hidden = len(self._committed) + len(self._guess)
        wanted = self._wanted()
        self._whole = self._shown.letters == wanted.letters
        found = wanted.shown_by(self._shown) if self._shown.letters or self._whole else "not"
        self._holding = found == "held"
        for item in self._pending:
            item.held = item.held or self._holding
        if found != "whole":
            return
        for item, newer in itertools.zip_longest(self._pending, self._pending[1:]):
            item.shown = t
            overtaken = newer is not None and item.kind == "partial"
            item.fate = "overtaken" if overtaken else "painted"
        self._pending = []

    def _wanted(self) -> _Text:
        """Everything that would be on a screen without end."""
        committed = len(self._committed)
        return _Text.of(
            (word, number < committed)
            for number, word in enumerate([*self._committed, *self._guess])
            if number >= self._hidden
        )

    def _is_shown(self) -> bool:
        wanted = self._wanted()
        if (self._whole or not self._shown.letters) and self._shown.letters != wanted.letters:
            return False
        return wanted.shown_by(self._shown) == "whole"


def measure(lines: Iterable[Line]) -> Figures:
    """Read a trace.

    Raises:
        ValueError: no sound was taken in.
    """
    screen = _Screen()
    speech: list[Speech] = []
    starts: list[float] = []
    seconds = 0.0
    first_words: float | None = None
    listening: float | None = None
    for line in lines:
        match line["what"]:
            case "chunk":
                # A chunk may be taken in late but never early.
                starts.append(line["t"] - line["stream_time"] - line["seconds"])
                seconds += line["seconds"]
            case "event":
                speech.append(Speech(line["t"], line["event"], line["text"]))
                screen.add_speech(speech[-1])
            case "frame":
                screen.paint(line["t"], line["rows"])
                if first_words is None and any(run["text"] for row in line["rows"] for run in row):
                    first_words = line["t"]
            case "state" if (line["part"], line["state"]) == ("session", "listening"):
                listening = line["t"] if listening is None else listening
            case _:
                pass
    if not starts:
        raise ValueError("The trace has no sound in it.")
    return Figures(min(starts), seconds, speech, first_words, listening)


def screens(figures: Figures) -> list[Line]:
    """Return what was on screen when, as the events that the caption measures are taken from.

    Times are those of the frames, in seconds since the first sample. What was never painted was
    never to be seen, so it is left out.
    """
    seen = []
    for item in figures.speech:
        if item.fate in ("overtaken", "missing"):
            continue
        t = item.t if item.fate == "unchanged" else item.shown
        kind = "commit" if item.kind == "committed" else "partial"
        seen.append({"t": t - figures.sound_start, "kind": kind, "text": item.text})
    return seen


def costs(usage: Sequence[Usage], figures: Figures) -> tuple[Cost, Cost]:
    """Return what the window's process and the engine's took."""
    if not usage:
        return Cost(None, None), Cost(None, None)
    ui = [(item.t, item.ui_cpu) for item in usage]
    engine = [(item.t, item.engine_cpu) for item in usage if item.engine_cpu is not None]
    peaks = [item.engine_peak_mb for item in usage if item.engine_peak_mb is not None]
    return (
        Cost(_cpu(ui, figures), max(item.ui_peak_mb for item in usage)),
        Cost(_cpu(engine, figures), max(peaks, default=None)),
    )


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the value below which a share (0 to 100) lies, between neighbours; None of none."""
    if not values:
        return None
    ordered = sorted(values)
    place = (len(ordered) - 1) * share / 100
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def first_voiced(probabilities: Iterable[float], frame_seconds: float) -> float | None:
    """Return when speech begins, from the probability of each frame: at the first of three."""
    run = 0
    for number, probability in enumerate(probabilities):
        run = run + 1 if probability >= 0.5 else 0
        if run == 3:
            return (number - 2) * frame_seconds
    return None


def _cpu(seen: Sequence[tuple[float, float]], figures: Figures) -> float | None:
    """Return processor seconds a second of sound, from when the server listened to the last look.

    All sound is recognised in that time: earlier sound waits for the server.
    """
    if not seen or figures.listening is None:
        return None
    times, used = zip(*seen, strict=True)
    return float(used[-1] - np.interp(figures.listening, times, used)) / figures.sound_seconds
