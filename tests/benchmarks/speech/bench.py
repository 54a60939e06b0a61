"""The benchmark of speech recognition: our server beside moonshine-voice, on the same recordings.

``python3 packaging/dev.py bench speech [--quick | --sessions] [--alone] [--in-turn]
[--interval SECONDS] [--half tune|report] [--only NAMES] [--json PATH] [--logs DIR]
[--recordings DIR]``, or ``bench speech`` with ``--offline``, ``--keyterms``, ``--languages`` or
``--speakers`` (see the modules of these names).

Recordings are streamed at the speed of speech over the real wire to a real ``captions serve`` on
one core, clients included; moonshine-voice hears them at the same time on another. It needs more
than one at times: ``--in-turn`` takes twice as long and gives all cores to each. A bound that is
missed does not fail the benchmark, because machines are shared and noisy; a recording that cannot
be streamed does.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console

from captions.errors import CaptionsError
from tests.benchmarks import accuracy, report
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import add_recordings_option
from tests.benchmarks.recordings import SHIPPED, Talk
from tests.benchmarks.speech import (
    capacity,
    keyterms,
    offline,
    recording_set,
    scoring,
    speakers,
    tables,
)
from tests.benchmarks.speech.capacity import ASKED, LADDER, Row
from tests.benchmarks.speech.multilingual import languages, translation
from tests.benchmarks.speech.recording_set import Half
from tests.benchmarks.speech.streaming import moonshine, runner
from tests.benchmarks.speech.streaming.runner import Engine
from tests.benchmarks.speech.streaming.server import ServerFailedError
from tests.benchmarks.speech.tables import OURS
from tests.benchmarks.wire.bench import ClientFailedError

_QUICK = "jfk,lj_a,ibm_engb1"
_STARTS = 3
_FIRST_SECONDS = 6.0
"""Seconds of a recording that are sent to a new server."""
_MOST_LOAD = 0.7
_SCOPES: dict[str, Callable[[Sequence[str]], int]] = {
    "--offline": offline.main,
    "--keyterms": keyterms.main,
    "--speakers": speakers.main,
    "--languages": languages.main,
    "--translate": translation.main,
}
"""Those that take arguments of their own."""
_FAILURES = (
    CaptionsError,
    OSError,
    accuracy.NoMeasuresError,
    recording_set.NoRecordingsError,
    ClientFailedError,
    ServerFailedError,
)


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write; return 1 if something did not work."""
    for scope, measure in _SCOPES.items():
        if scope in arguments:
            return measure([item for item in arguments if item != scope])
    asked = _parse(arguments)
    console = Console(width=None if sys.stdout.isatty() else 110)
    try:
        bench = Bench(asked, console)
        document = bench.sessions(LADDER) if asked.sessions else bench.run()
    except _FAILURES as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    for note in bench.notes:
        console.print(note, highlight=False)
    whole = {"machine": report.machine(), **document, "notes": bench.notes}
    report.write(console, whole, asked.json)
    return 1 if document["failures"] else 0


class Bench:
    """Options of one run, and the function that reports its progress."""

    def __init__(self, asked: argparse.Namespace, console: Console) -> None:
        """Load the measures and choose the recordings.

        Raises:
            NoMeasuresError: words cannot be compared.
            NoRecordingsError: there is nothing to compare them with.
        """
        folder = asked.recordings.resolve()
        self._measures = accuracy.load(folder.parent / "score.py", ROOT / ".cache/bench-packages")
        self._all = recording_set.load_collection(folder)
        self._talks = self._chosen(asked)
        self._asked = asked
        self._console = console
        self.notes: list[str] = []

    def run(self) -> Row:
        """Measure everything that was asked for; return it as JSON has it."""
        self._check_load()
        start = self._start()
        stream = runner.stream_in_turn if self._asked.in_turn else runner.stream_beside
        engines = stream(self._talks, self._others(), self._report)
        rows = [] if self._asked.quick else self._capacity((1,), only_asked=True)
        failures = [*runner.failures(engines), *_failed_sessions(rows)]
        return self._document(engines, start, rows, failures)

    def sessions(self, counts: Sequence[int]) -> Row:
        """Measure how many sessions are borne; return it as JSON has it."""
        rows = self._capacity(counts, only_asked=False)
        return {
            "sessions": rows,
            "once": {OURS: tables.once_of(rows)},
            "failures": _failed_sessions(rows),
        }

    def _check_load(self) -> None:
        """Say so if other programs keep the machine busy."""
        load = os.getloadavg()[0] if sys.platform != "win32" else 0.0
        if load > _MOST_LOAD:
            self.notes.append(
                f"Other programs used this machine (load {load:.1f} before the start), so delays "
                "are longer than they need be."
            )

    def _document(
        self, engines: Sequence[Engine], start: Row, rows: list[Row], failures: list[str]
    ) -> Row:
        logs = {engine.name: runner.logs(engine, self._talks) for engine in engines}
        heard = {
            name: tables.halves(self._measures, self._all, found) for name, found in logs.items()
        }
        each = {name: self._each(found) for name, found in logs.items()}
        once = {
            engine.name: {
                "pair_mb": heard[engine.name].get(Half.ALL.value, {}).get("rss_mb"),
                "ready_s": engine.ready_seconds,
            }
            for engine in engines
        }
        memory = {"pair_mb": once[OURS]["pair_mb"]}
        once[OURS] = {**tables.once_of(rows), **memory, **start}
        print(scoring.text_table(each[OURS]))
        tables.show(self._console, heard, once)
        if self._asked.logs:
            _write_logs(self._asked.logs, logs)
        return {
            "heard": heard,
            "recordings": each,
            "once": once,
            "sessions": rows,
            "missed": tables.missed(heard, once[OURS]),
            "failures": failures,
        }

    def _each(self, logs: Any) -> list[Row]:  # noqa: ANN401  # a mapping of names to logs
        rows = []
        for talk in self._talks:
            if talk.name in logs and talk.entry is not None:
                score = scoring.score(self._measures, talk.entry, logs[talk.name])
                rows.append(scoring.summary(self._measures, [score], talk.name))
        return rows

    def _start(self) -> Row:
        """Measure how long a new server takes, on all cores and with nothing beside it."""
        self._report(f"starting, {_STARTS} times")
        shipped = [talk for talk in self._all if talk.name == SHIPPED]
        talk = (shipped or self._talks)[0]
        seen = [runner.measure_start(talk, _FIRST_SECONDS) for _ in range(_STARTS)]
        partials = [partial for _, partial in seen if partial is not None]
        return {
            "ready_s": median(ready for ready, _ in seen),
            "first_partial_s": median(partials) if partials else None,
        }

    def _capacity(self, counts: Sequence[int], *, only_asked: bool) -> list[Row]:
        rows: list[Row] = []
        for name in capacity.MODELS:
            tried = (*counts, ASKED[name]) if only_asked else counts
            try:
                rows += capacity.climb(self._measures, self._all, name, tried, self._report)
            except ServerFailedError as error:
                self.notes.append(f"The {name} is left out: {error}")
        self._console.print(tables.capacity_table(rows))
        return rows

    def _others(self) -> list[moonshine.Job]:
        if self._asked.alone:
            return []
        packages = runner.install_moonshine(ROOT / ".cache" / "bench-moonshine")
        if packages is None:
            self.notes.append(f"{runner.OTHER} cannot be installed, so ours is alone.")
            return []
        plays = runner.plays(self._talks)
        return [
            moonshine.Job(str(packages), interval, plays)
            for interval in self._asked.interval or [runner.INTERVAL]
        ]

    def _chosen(self, asked: argparse.Namespace) -> list[Talk]:
        talks = recording_set.half_of(self._all, asked.half)
        names = _QUICK if asked.quick and not asked.only else asked.only
        return recording_set.named(talks, names) if names else talks

    def _report(self, line: str) -> None:
        self._console.print(line, highlight=False, soft_wrap=True)


def _failed_sessions(rows: Sequence[Row]) -> list[str]:
    return [f"{row['model']}: {failure}" for row in rows for failure in row["failures"]]


def _write_logs(folder: Path, logs: Any) -> None:  # noqa: ANN401  # by engine, then by recording
    """Write each log as the measures' own script reads it."""
    for engine, found in logs.items():
        for name, log in found.items():
            path = folder / engine.replace(", ", "_").replace(" ", "") / f"{Path(name).stem}.jsonl"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("".join(f"{json.dumps(line)}\n" for line in log), encoding="utf-8")


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench speech", description="Measure speech recognition."
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--quick", action="store_true", help="stream three recordings alone")
    scope.add_argument("--sessions", action="store_true", help="measure many sessions alone")
    scope.add_argument(
        "--offline", action="store_true", help="measure without waiting: see --offline --help"
    )
    scope.add_argument(
        "--keyterms", action="store_true", help="measure keyterms alone: see --keyterms --help"
    )
    scope.add_argument(
        "--speakers", action="store_true", help="measure speakers alone: see --speakers --help"
    )
    parser.add_argument("--translate", action="store_true", help="measure translation alone")
    parser.add_argument("--alone", action="store_true", help="leave moonshine-voice out")
    parser.add_argument(
        "--in-turn",
        action="store_true",
        help="give all cores to each in turn, rather than one core to each at once",
    )
    parser.add_argument(
        "--interval",
        type=float,
        action="append",
        help="seconds between updates of moonshine-voice (default: 0.5); may be given again",
    )
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--only", help="names of recordings, or how they begin, with commas")
    parser.add_argument("--logs", type=Path, help="folder for the logs of what was seen when")
    parser.add_argument(
        "--json",
        type=Path,
        default=ROOT / ".cache" / "bench-speech.json",
        help="file for the figures",
    )
    add_recordings_option(parser)
    return parser.parse_args(arguments)
