"""From what was on screen when to figures: the caption measures, and how far word times are off.

A *log* is a list of events in the order in which they were seen, each with ``t`` (seconds since the
first sample was due), ``kind`` (``partial`` or ``commit``) and ``text``; a commit may have
``words``: text, start and end of each, and their ``logprobs``; a partial may have ``settled_text``.
Its last line may be ``stats`` of the process.
"""

import difflib
import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from captions.events import Word
from tests.benchmarks.accuracy import Measures, Score
from tests.benchmarks.measure import Line, percentile
from tests.benchmarks.recordings import Entry

Log = list[Line]
Row = dict[str, Any]
"""Figures by the names of `COLUMNS`, and all others that the measures give."""


class Column(NamedTuple):
    """One figure of a row, as it is printed."""

    key: str
    title: str
    digits: int


COLUMNS = (
    Column("audio_s", "sound s", 1),
    Column("wer", "errors %", 1),
    Column("first_p50", "first p50", 2),
    Column("wl_first_p50", "word p50", 2),
    Column("wl_first_p95", "p95", 2),
    Column("wl_stable_p50", "stays p50", 2),
    Column("wl_stable_p95", "p95", 2),
    Column("final_p50", "commit p50", 2),
    Column("final_p95", "p95", 2),
    Column("ne", "erasure", 2),
    Column("upwr", "unstable", 2),
    Column("upd_hz", "upd/s", 1),
    Column("cpu", "CPU", 3),
    Column("start_p50_ms", "start ms", 0),
    Column("start_p90_ms", "p90", 0),
    Column("end_p50_ms", "end ms", 0),
    Column("end_p90_ms", "p90", 0),
)


class _Timed(NamedTuple):
    """One spoken word; a part of a shown one lacks the times that are not its own."""

    text: str
    start: float | None
    end: float | None


def partial(t: float, text: str) -> Line:
    """Return the event of a guess."""
    return {"t": t, "kind": "partial", "text": text}


def commit(t: float, text: str, words: Sequence[Word] = ()) -> Line:
    """Return the event of a commit."""
    event: Line = {"t": t, "kind": "commit", "text": text, "words": timed(words)}
    if words:
        event["logprobs"] = [word.logprob for word in words]
    return event


def timed(words: Sequence[Word]) -> list[list[str | float]]:
    """Return words as they stand in a commit's event."""
    return [[word.text, word.start, word.end] for word in words]


def stats(cpu_seconds: float, peak_mb: float) -> Line:
    """Return the last line of a log: what the process took."""
    return {"kind": "stats", "cpu_s": cpu_seconds, "rss_mb": peak_mb}


def shifted(log: Log, seconds: float) -> Log:
    """Return a log whose events and words come earlier by so many seconds."""
    return [_shifted(event, seconds) for event in log]


def score(measures: Measures, entry: Entry, log: Log) -> Score:
    """Return one recording's counts and delays, with the errors of its word times in seconds."""
    starts, ends = time_errors(entry, log)
    return {**measures.score(entry, log), "start_errors": starts, "end_errors": ends}


def summary(measures: Measures, scores: Sequence[Score], name: str) -> Row:
    """Take recordings together."""
    row: Row = {**measures.summary(list(scores)), "name": name}
    for edge in ("start", "end"):
        errors = [error * 1000 for item in scores for error in item[f"{edge}_errors"]]
        for share in (50, 90):
            row[f"{edge}_p{share}_ms"] = percentile(errors, share)
    return row


def time_errors(entry: Entry, log: Log) -> tuple[list[float], list[float]]:
    """Return the errors of starts and ends of correctly recognised words in seconds."""
    expected = [_Timed(_plain(word["w"]), word["s"], word["e"]) for word in entry["words"]]
    recognised = [
        part for event in log for word in event.get("words", ()) for part in _parts(*word)
    ]
    matcher = difflib.SequenceMatcher(
        a=[word.text for word in expected], b=[word.text for word in recognised], autojunk=False
    )
    starts: list[float] = []
    ends: list[float] = []
    for block in matcher.get_matching_blocks():
        for offset in range(block.size):
            wanted, found = expected[block.a + offset], recognised[block.b + offset]
            _compare(starts, wanted.start, found.start)
            _compare(ends, wanted.end, found.end)
    return starts, ends


def spoken(text: str) -> list[str]:
    """Cut a text into words as the references are cut: at hyphens and dashes too."""
    return list(filter(None, map(_plain, re.split(r"[\s\-\u2013\u2014]+", text))))


def text_table(rows: Sequence[Row], columns: Sequence[Column] = COLUMNS) -> str:
    """Lay rows out in lines of text, names first."""
    cells = [["", *(column.title for column in columns)]]
    cells += [[row["name"], *(cell(row, column) for column in columns)] for row in rows]
    widths = [max(len(line[place]) for line in cells) for place in range(len(cells[0]))]
    return "\n".join(
        "  ".join([line[0].ljust(widths[0]), *map(str.rjust, line[1:], widths[1:])])
        for line in cells
    )


def cell(row: Row, column: Column) -> str:
    """Return a figure as text; a dash where there is none."""
    value = row.get(column.key)
    return "-" if value is None else f"{value:.{column.digits}f}"


def _shifted(event: Line, seconds: float) -> Line:
    moved = dict(event)
    if "t" in event:
        moved["t"] = event["t"] - seconds
    if "words" in event:
        moved["words"] = [
            [text, start - seconds, end - seconds] for text, start, end in event["words"]
        ]
    return moved


def _parts(text: str, start: float, end: float) -> list[_Timed]:
    """Say which of its times each part of a shown word has."""
    parts = spoken(text)
    last = len(parts) - 1
    return [
        _Timed(part, None if place else start, None if place < last else end)
        for place, part in enumerate(parts)
    ]


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9']", "", text.lower().replace("\u2019", "'")).strip("'")


def _compare(errors: list[float], wanted: float | None, found: float | None) -> None:
    if wanted is not None and found is not None:
        errors.append(abs(found - wanted))
