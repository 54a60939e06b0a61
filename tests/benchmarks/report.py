"""Puts figures into rows, rows into a table for people and JSON for programs."""

import json
import os
import platform
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks.accuracy import Measures, Score
from tests.benchmarks.drive import Outcome
from tests.benchmarks.measure import Cost, Figures, costs, percentile
from tests.benchmarks.recordings import Talk
from tests.benchmarks.whiteness import Whiteness, share
from tests.benchmarks.wire.bench import BOUNDS as WIRE_BOUNDS
from tests.benchmarks.wire.bench import GROWTH_BOUND_MB, Bound, Wire
from tests.benchmarks.wire.client import CLIENTS

BOUNDS: Mapping[str, float] = {
    "visible_s": 1.5,
    "first_words_s": 2.5,
    "paint_p99_ms": 33.0,
    "grey_percent": 40.0,
    "sentence_p50_s": 2.5,
    "sentence_p95_s": 4.5,
    "left_grey": 0.0,
}
"""Upper bounds by column."""


class Column(NamedTuple):
    """One column of the table."""

    key: str
    title: str
    digits: int


TABLES: tuple[tuple[str, tuple[Column, ...]], ...] = (
    (
        "Start, and from event to frame",
        (
            Column("visible_s", "overlay\nvisible s", 2),
            Column("first_words_s", "first\nwords s", 2),
            Column("paint_p50_ms", "painted\np50 ms", 1),
            Column("paint_p95_ms", "\np95 ms", 1),
            Column("paint_p99_ms", "\np99 ms", 1),
            Column("events", "\nevents", 0),
            Column("unpainted", "never\npainted", 0),
        ),
    ),
    (
        "White in time (the docstring of tests/benchmarks/whiteness.py defines each figure)",
        (
            Column("grey_percent", "grey share of\nword-seconds %", 1),
            Column("first_white_s", "first white\ns", 2),
            Column("sentence_p50_s", "sentence end\nto commit p50 s", 2),
            Column("sentence_p95_s", "\np95 s", 2),
            Column("sentences", "\nsentences", 0),
            Column("left_grey", "words\nleft grey", 0),
            Column("held", "events\nheld", 0),
            Column("held_p95_s", "held\np95 s", 2),
        ),
    ),
    (
        "From sound to pixel, and word errors",
        (
            Column("word_first_p50_s", "word first\np50 s", 2),
            Column("word_first_p95_s", "\np95 s", 2),
            Column("word_stable_p50_s", "stable\np50 s", 2),
            Column("word_stable_p95_s", "\np95 s", 2),
            Column("segment_final_p50_s", "committed\np50 s", 2),
            Column("segment_final_p95_s", "\np95 s", 2),
            Column("wer_percent", "word\nerrors %", 1),
        ),
    ),
    (
        "Processor seconds a second of sound, and peak memory",
        (
            Column("sound_s", "sound\ns", 1),
            Column("ui_cpu", "window\nCPU", 3),
            Column("engine_cpu", "engine\nCPU", 3),
            Column("ui_peak_mb", "window\nMB", 0),
            Column("engine_peak_mb", "engine\nMB", 0),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Result:
    """Everything that is known of one recording's run."""

    talk: Talk
    outcome: Outcome
    figures: Figures
    score: Score | None
    whiteness: Whiteness = field(default_factory=Whiteness)

    @property
    def visible(self) -> float | None:
        """Seconds from the start to the first pixel."""
        seen = self.outcome.visible
        return None if seen is None else seen - self.outcome.started

    @property
    def first_words(self) -> float | None:
        """Seconds from the first speech to the first words on screen."""
        return self._since_speech(self.figures.first_words)

    @property
    def first_white(self) -> float | None:
        """Seconds from the first speech to the first white words on screen."""
        return self._since_speech(self.whiteness.first_white)

    def _since_speech(self, t: float | None) -> float | None:
        """Return how long after the first speech a moment on the trace's clock is."""
        if t is None or self.talk.speech_start is None:
            return None
        return t - self.figures.sound_start - self.talk.speech_start


Row = dict[str, Any]


def row(result: Result, measures: Measures | None) -> Row:
    """Return one recording's figures by column."""
    return {"name": result.talk.name, **_together([result], measures)}


def total(results: Sequence[Result], measures: Measures | None) -> Row:
    """Return all recordings' figures: delays of all events and words, starts and peaks' worst."""
    return {"name": "all", **_together(results, measures)}


def missed(row: Row) -> list[str]:
    """Name the columns of a row that exceed their bounds."""
    return [key for key, bound in BOUNDS.items() if row[key] is not None and row[key] > bound]


def machine() -> dict[str, Any]:
    """Return what the figures depend on, as JSON has it."""
    return {
        "system": platform.platform(),
        "python": platform.python_version(),
        "processors": os.cpu_count(),
    }


def document(rows: Sequence[Row], whole: Row, notes: Sequence[str]) -> dict[str, Any]:
    """Return everything about the app as JSON has it."""
    return {
        "machine": machine(),
        "bounds": dict(BOUNDS),
        "missed": {item["name"]: missed(item) for item in (*rows, whole) if missed(item)},
        "notes": list(notes),
        "recordings": list(rows),
        "total": whole,
    }


def write(console: Console, document: Mapping[str, Any], path: Path) -> None:
    """Write JSON, and say where."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{json.dumps(document, indent=1)}\n", encoding="utf-8")
    console.print(f"Written to {path}.", highlight=False, soft_wrap=True)


def show(console: Console, rows: Sequence[Row], whole: Row) -> None:
    """Print the tables."""
    for title, columns in TABLES:
        if all(whole[column.key] is None for column in columns):
            continue
        console.print(_table(title, columns, rows, whole))
    console.print("! over its bound, which stands in the head of the column", highlight=False)


def show_wire(console: Console, wire: Wire) -> None:
    """Print the tables of the client library."""
    console.print(_speed_table(wire))
    if wire.memory:
        console.print(_memory_table(wire))
    console.print(_fuzz_table(wire))
    console.print(
        "! its bound is missed, which stands behind the ratio to the vendor's figure",
        highlight=False,
    )


def _together(results: Sequence[Result], measures: Measures | None) -> Row:
    return {**_pace(results), **_white(results), **_words(results, measures), **_use(results)}


def _pace(results: Sequence[Result]) -> Row:
    delays = [delay * 1000 for item in results for delay in item.figures.paint_delays]
    return {
        "visible_s": _worst(item.visible for item in results),
        "first_words_s": _worst(item.first_words for item in results),
        "paint_p50_ms": percentile(delays, 50),
        "paint_p95_ms": percentile(delays, 95),
        "paint_p99_ms": percentile(delays, 99),
        "paint_max_ms": max(delays, default=None),
        "events": sum(len(item.figures.speech) for item in results),
        "unpainted": sum(item.figures.unpainted for item in results),
    }


def _white(results: Sequence[Result]) -> Row:
    found = [item.whiteness for item in results]
    delays = [delay for item in found for delay in item.sentence_delays]
    held = [delay for item in results for delay in item.figures.held_delays]
    return {
        "grey_percent": share(found),
        "first_white_s": _worst(item.first_white for item in results),
        "sentence_p50_s": percentile(delays, 50),
        "sentence_p95_s": percentile(delays, 95),
        "sentences": len(delays),
        "left_grey": sum(item.left_grey for item in found),
        "held": len(held),
        "held_p95_s": percentile(held, 95),
    }


def _words(results: Sequence[Result], measures: Measures | None) -> Row:
    scores = [item.score for item in results if item.score is not None]
    found = measures.summary(scores) if measures and scores else {}
    names = {"segment_first": "first", "word_first": "wl_first", "word_stable": "wl_stable"}
    names["segment_final"] = "final"
    delays = {
        f"{name}_{share}_s": found.get(f"{key}_{share}")
        for name, key in names.items()
        for share in ("p50", "p95")
    }
    return {**delays, "wer_percent": found.get("wer"), "erasure": found.get("ne")}


def _use(results: Sequence[Result]) -> Row:
    sound = [item.figures.sound_seconds for item in results]
    both = [costs(item.outcome.usage, item.figures) for item in results]
    ui, engine = [pair[0] for pair in both], [pair[1] for pair in both]
    return {
        "sound_s": sum(sound),
        "ui_cpu": _mean_cpu(ui, sound),
        "engine_cpu": _mean_cpu(engine, sound),
        "ui_peak_mb": _worst(item.peak_mb for item in ui),
        "engine_peak_mb": _worst(item.peak_mb for item in engine),
    }


def _mean_cpu(found: Sequence[Cost], sound: Sequence[float]) -> float | None:
    """Return the mean weighted by how long each recording is."""
    known = [(cost.cpu, length) for cost, length in zip(found, sound, strict=True) if cost.cpu]
    if not known:
        return None
    return sum(cpu * length for cpu, length in known) / sum(length for _, length in known)


def _worst(values: Any) -> float | None:  # noqa: ANN401  # any iterable of numbers and None
    return max((value for value in values if value is not None), default=None)


def _table(title: str, columns: Sequence[Column], rows: Sequence[Row], whole: Row) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("recording", overflow="fold")
    for column in columns:
        bound = BOUNDS.get(column.key)
        limit = "" if bound is None else f"\n<= {bound:g}"
        table.add_column(column.title + limit, justify="right")
    for item in rows:
        table.add_row(item["name"], *(_cell(item, column) for column in columns))
    table.add_section()
    table.add_row(whole["name"], *(_cell(whole, column) for column in columns), style="bold")
    return table


def _cell(row: Row, column: Column) -> str:
    value = row[column.key]
    if value is None:
        return "-"
    return f"{value:.{column.digits}f}{' !' if column.key in missed(row) else ''}"


def show_cuts(console: Console, rows: Sequence[Row]) -> None:
    """Print what became of the words while the line was cut."""
    table = Table(title="The line to the server, cut at random", title_justify="left")
    keys = ["seed", "cuts", "connections", "seconds", "words"]
    keys += ["lost", "repeated", "moved", "gaps", "left_behind"]
    for key in keys:
        table.add_column(key.replace("_", " "), justify="right")
    for row in rows:
        table.add_row(*(str(row[key]) for key in keys))
    console.print(table)


def _speed_table(wire: Wire) -> Table:
    title = "Sent: CPU microseconds a chunk; received: messages a CPU second; x: to the vendor's"
    table = Table(title=title, title_justify="left")
    table.add_column("what", overflow="fold")
    heads = ("bare\nwebsockets", "vendor's\nSDK", "ours\nas theirs", "ours bytes\nor values")
    for head in heads:
        table.add_column(head, justify="right")
    for row in wire.speed:
        table.add_row(row["name"], *(_speed_cell(row, client) for client in CLIENTS))
    return table


def _speed_cell(row: Row, client: str) -> str:
    """Return a figure, and below it for ours how it compares."""
    value, ratio = row["figures"][client], row["ratios"][client]
    if value is None:
        return "-"
    shown = f"{value:,.{1 if row['task'] == 'send' else 0}f}"
    if ratio is None or not client.startswith("ours"):
        return shown
    bound = WIRE_BOUNDS[row["task"]].get(client)
    mark = " !" if client in row["missed"] else ""
    return f"{shown}\nx {ratio:.2f}{_bound_text(bound)}{mark}"


def _bound_text(bound: Bound | None) -> str:
    if bound is None:
        return ""
    return f" {'>=' if bound.least else '<='} {bound.value:g}"


def _memory_table(wire: Wire) -> Table:
    table = Table(title="Memory of our client, MB", title_justify="left")
    table.add_column("events by")
    heads = ("after\nthe first", "after\nall", f"growth\n<= {GROWTH_BOUND_MB:g}", "\npeak")
    for head in heads:
        table.add_column(head, justify="right")
    for row in wire.memory:
        growth = f"{row['growth_mb']:.2f}{' !' if row['missed'] else ''}"
        held = (f"{row['mark_mb']:.1f}", f"{row['end_mb']:.1f}", growth, f"{row['peak_mb']:.1f}")
        table.add_row(row["name"], *held)
    return table


def _fuzz_table(wire: Wire) -> Table:
    found = wire.fuzz
    table = Table(title=f"What became of {found.frames:,} damaged frames", title_justify="left")
    table.add_column("decoded as")
    table.add_column("frames", justify="right")
    for name, count in found.decoded.most_common():
        table.add_row(name, f"{count:,}")
    table.add_section()
    escapes = f"{found.escapes:,}{' !' if found.escapes else ''}"
    table.add_row("escaped (<= 0)", escapes, style="bold")
    for cause, count in found.causes.most_common():
        table.add_row(f"  {cause}", f"{count:,}")
    return table
