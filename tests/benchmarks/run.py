"""The benchmark: the real app captions recordings at the speed of speech, and is measured.

``python3 packaging/dev.py bench [--quick | --all | --wire | --cuts] [--json PATH]
[--recordings DIR]``

Then the client library is measured beside the vendor's and beside bare websockets, and the line to
the server is cut a hundred times over. ``bench speech`` measures the speech server (see `speech`),
``bench sound`` the way of sound into the app (see `sound`), ``bench window`` the window (see
`window`), ``bench history`` saved transcripts (see `history`), ``bench outputs``
pages and OBS (see `outputs`).

A bound that is missed does not fail it, because machines are shared and noisy; something that does
not work does.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
# As for the tests: the browser and OBS need the lists of system packages.
sys.path.insert(1, str(Path(__file__).resolve().parents[2] / "packaging"))

from captions.engine import model_files
from captions.errors import CaptionsError
from tests.benchmarks import accuracy, cuts, drive, recordings, report
from tests.benchmarks.drive import ROOT
from tests.benchmarks.history import bench as history
from tests.benchmarks.measure import measure, screens
from tests.benchmarks.outputs import bench as outputs
from tests.benchmarks.sound import bench as sound
from tests.benchmarks.speech import bench as speech
from tests.benchmarks.whiteness import whiteness
from tests.benchmarks.window import bench as window
from tests.benchmarks.wire import bench as wire


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print and write; return 1 if something did not work."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    scopes = {
        "speech": speech.main,
        "sound": sound.main,
        "window": window.main,
        "history": history.main,
        "outputs": outputs.main,
    }
    if given and given[0] in scopes:
        return scopes[given[0]](given[1:])
    asked = parse_arguments(given)
    console = Console(width=None if sys.stdout.isatty() else 110)
    notes: list[str] = []
    try:
        only = asked.wire or asked.cuts
        document, worked = ({}, True) if only else _app(console, asked, notes)
        if document is None:
            return 1
        wired = None if asked.cuts else _wire(console, asked, notes)
        cut = [] if asked.wire else _cuts(console, asked)
    except (CaptionsError, OSError, RuntimeError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    for note in notes:
        console.print(note, highlight=False)
    whole = {"machine": report.machine(), **document, "notes": notes, "cuts": cut}
    if wired is not None:
        whole["wire"] = wired.document()
    report.write(console, whole, asked.json)
    well = worked and not (wired and wired.failures) and not any(map(cuts.has_failed, cut))
    return 0 if well else 1


def _app(
    console: Console, asked: argparse.Namespace, notes: list[str]
) -> tuple[dict[str, Any] | None, bool]:
    """Measure the app; return its figures, if there are any, and whether every recording worked."""
    talks = recordings.choose(asked.recordings, quick=asked.quick, everything=asked.all)
    measures = _measures(asked.recordings, notes)
    with drive.open_screen() as stage:
        results = _play_all(console, stage, talks, measures)
    if not results:
        return None, False
    rows = [report.row(result, measures) for result in results]
    whole = report.total(results, measures)
    report.show(console, rows, whole)
    return report.document(rows, whole, notes), len(results) == len(talks)


def _wire(console: Console, asked: argparse.Namespace, notes: list[str]) -> wire.Wire:
    """Measure the client library; say what did not work."""
    rounds = wire.QUICK_ROUNDS if asked.quick else wire.ROUNDS
    found = wire.run(lambda line: console.print(line, highlight=False), notes, rounds)
    report.show_wire(console, found)
    for failure in found.failures:
        sys.stderr.write(f"bench: {failure}\n")
    return found


def _cuts(console: Console, asked: argparse.Namespace) -> list[cuts.Row]:
    """Cut the line to the server; a word that is lost or repeated is a failure."""
    collection = asked.recordings / cuts.RECORDING
    path = (
        collection if collection.exists() else model_files.find_path(model_files.SAMPLE_RECORDING)
    )
    seeds = cuts.SEEDS[:1] if asked.quick else cuts.SEEDS
    rows = cuts.run(path, lambda line: console.print(line, highlight=False), seeds)
    report.show_cuts(console, rows)
    return rows


def parse_arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench",
        description="Measure the app's speed; 'bench speech' measures the speech server, "
        "'bench sound' the way of sound into the app, 'bench window' the window, "
        "'bench history' saved transcripts, 'bench outputs' pages and OBS.",
    )
    scope = parser.add_mutually_exclusive_group()
    scope.add_argument("--quick", action="store_true", help="play the shipped recording alone")
    scope.add_argument("--all", action="store_true", help="play every recording there is")
    scope.add_argument("--wire", action="store_true", help="measure the client library alone")
    scope.add_argument("--cuts", action="store_true", help="cut the line to the server alone")
    parser.add_argument(
        "--json", type=Path, default=ROOT / ".cache" / "bench.json", help="file for the figures"
    )
    parser.add_argument(
        "--recordings",
        type=Path,
        default=ROOT.parent / "shared" / "speech",
        help="folder of recordings with a manifest.json (default: ../shared/speech, if there)",
    )
    return parser.parse_args(arguments)


def _measures(folder: Path, notes: list[str]) -> accuracy.Measures | None:
    try:
        script = folder.resolve().parent / "score.py"
        return accuracy.load(script, ROOT / ".cache" / "bench-packages")
    except accuracy.NoMeasuresError as error:
        notes.append(f"{error} So delays of words and word errors are left out.")
        return None


def _play_all(
    console: Console,
    stage: drive.AppScreen,
    talks: Sequence[recordings.Talk],
    measures: accuracy.Measures | None,
) -> list[report.Result]:
    """Play one recording after the other; one that fails is reported and left out."""
    results = []
    for number, talk in enumerate(talks, 1):
        progress = f"{number} of {len(talks)}: {talk.name}, {talk.seconds:.0f} s"
        console.print(progress, highlight=False)
        try:
            outcome = drive.caption_talk(stage, talk)
            figures = measure(outcome.lines)
        except (drive.AppFailedError, ValueError) as error:
            sys.stderr.write(f"bench: {talk.name}: {error}\n")
            continue
        score = None
        if measures is not None and talk.entry is not None:
            score = measures.score(talk.entry, screens(figures))
        white = whiteness(outcome.lines)
        results.append(report.Result(talk, outcome, figures, score, white))
    return results


if __name__ == "__main__":
    sys.exit(main())
