"""Measures how soon the words of a log would have turned white on screen.

The events of a log are shown by the app's own `LiveCaptions`, as roll-up captions with the default
settings, on the log's own clock. The figures are those of `tests.benchmarks.whiteness`.
"""

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter

from captions.events import Committed, Partial, Speech, Word
from captions.model.layout.caption_mode import create_display
from captions.model.layout.style import CaptionStyle
from captions.model.live.live_transcript import LiveCaptions
from captions.model.rows import Rows
from captions.settings.schema import CaptionSettings
from tests.benchmarks.measure import Line, percentile
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech.recording_set import SILENCE_SECONDS
from tests.benchmarks.speech.scoring import Column, Log, Row
from tests.benchmarks.whiteness import Whiteness, share, whiteness

COLUMNS = (
    Column("grey", "grey %", 1),
    Column("left_grey", "left grey", 0),
    Column("sentence_p50", "sentence p50", 2),
    Column("sentence_p95", "p95", 2),
)
_ROW_CHARACTERS = 43
"""Characters in a row, all equally wide; about what fits into a row of the default length."""
_START: Line = {"t": 0.0, "what": "chunk", "stream_time": 0.0, "seconds": 0.0}
"""Where a trace begins: the first sample is due at the log's zero."""


class _Screen:
    """Shows events and writes the trace of what is on screen."""

    def __init__(self) -> None:
        self.trace = [_START]
        self._captions = LiveCaptions(
            create_display(CaptionStyle(rows=2), len, _ROW_CHARACTERS),
            CaptionSettings().clear_seconds,
        )
        self._rows: Rows = ()
        self._now = float("-inf")

    def show(self, t: float, events: Sequence[Speech]) -> None:
        """Show events of the same moment, which make one frame."""
        self.wait(t)
        rows = self._rows
        for event in events:
            self.trace.append(_event_line(t, event))
            rows = self._captions.apply(event, t)
        self._draw(t, rows)

    def wait(self, until: float) -> None:
        """Let time pass, and with it what changes by time alone."""
        due = self._captions.next_deadline(self._now)
        while due is not None and self._now < due < until:
            self._draw(due, self._captions.poll_rows(due))
            due = self._captions.next_deadline(due)
        self._now = until

    def _draw(self, t: float, rows: Rows) -> None:
        self._now = t
        if rows != self._rows:
            self._rows = rows
            runs = [
                [{"text": run.text, "settled": run.settled} for run in row.runs] for row in rows
            ]
            self.trace.append({"t": t, "what": "frame", "rows": runs})


def rows(talks: Sequence[Talk], logs: Mapping[str, Log]) -> list[Row]:
    """Return the figures of each recording, and the last for all."""
    found = [measured(logs[talk.name], talk.seconds + SILENCE_SECONDS) for talk in talks]
    return [*(figures([item]) for item in found), figures(found)]


def measured(log: Log, seconds: float) -> Whiteness:
    """Measure the log of a recording that lasts so many seconds."""
    screen = _Screen()
    events = [event for event in log if event["kind"] in {"partial", "commit"}]
    for t, together in groupby(events, itemgetter("t")):
        screen.show(t, [_speech(event) for event in together if _is_new(event)])
        seconds = max(seconds, t)
    screen.wait(seconds)
    return whiteness([*screen.trace, {"t": seconds, "what": "end"}])


def figures(found: Sequence[Whiteness]) -> Row:
    """Return the figures of recordings together, by the keys of `COLUMNS`."""
    delays = [delay for item in found for delay in item.sentence_delays]
    return {
        "grey": share(found),
        "left_grey": sum(item.left_grey for item in found),
        "sentence_p50": percentile(delays, 50),
        "sentence_p95": percentile(delays, 95),
    }


def _is_new(event: Line) -> bool:
    """Return False for an empty partial, which a client ignores."""
    return event["kind"] == "commit" or bool(event["text"])


def _speech(event: Line) -> Speech:
    """Return a log's event as the client reports it."""
    if event["kind"] == "commit":
        return Committed(event["text"], tuple(Word(*word) for word in event["words"]))
    return Partial(event["text"], settled_text=event.get("settled_text", ""), marked=True)


def _event_line(t: float, event: Speech) -> Line:
    line: Line = {"t": t, "what": "event", "event": "partial", "text": event.text}
    if isinstance(event, Committed):
        words = [{"text": word.text, "start": word.start, "end": word.end} for word in event.words]
        line |= {"event": "committed", "words": words}
    return line
