"""Figures with their upper bounds: selected by name, printed as a table, and written to a file."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.table import Table

from tests.benchmarks import report
from tests.benchmarks.drive import ROOT
from tests.benchmarks.measure import percentile


class Figure(NamedTuple):
    """A row of the table."""

    name: str
    value: float
    unit: str
    bound: float | None = None

    @property
    def missed(self) -> bool:
        """True if the value exceeds its bound."""
        return self.bound is not None and self.value > self.bound


def delays(name: str, seconds: Sequence[float], bound_ms: float | None = None) -> list[Figure]:
    """Return how long something takes mostly, hardly ever, and once; the bound is for the second.

    Raises:
        ValueError: nothing was measured.
    """
    if not seconds:
        raise ValueError(f"Nothing was heard to measure this by: {name}.")
    shares = ((50, "median", None), (99, "99th percentile", bound_ms), (100, "longest", None))
    return [
        Figure(f"{name}, {word}", 1000 * (percentile(seconds, share) or 0.0), "ms", bound)
        for share, word, bound in shares
    ]


class Scope(NamedTuple):
    """A benchmark that can run by itself: ``dev.py bench NAME``."""

    name: str
    title: str
    """Heading of the table."""
    measures: Mapping[str, Callable[[argparse.Namespace], list[Figure]]]
    """In the order in which they are taken, by their names."""


def add_recordings_option(parser: argparse.ArgumentParser) -> None:
    """Add the option ``--recordings``, which names the folder of a collection."""
    parser.add_argument(
        "--recordings",
        type=Path,
        default=ROOT.parent / "shared" / "speech",
        help="folder of recordings with a manifest.json (default: ../shared/speech)",
    )


def create_parser(scope: Scope, description: str) -> argparse.ArgumentParser:
    """Return what reads the options that every scope has."""
    names = ",".join(scope.measures)

    def chosen(text: str) -> list[str]:
        if unknown := set(text.split(",")) - set(scope.measures):
            missing = ", ".join(sorted(unknown))
            raise argparse.ArgumentTypeError(f"there is no {missing}: choose of {names}")
        return text.split(",")

    made = argparse.ArgumentParser(prog=f"dev.py bench {scope.name}", description=description)
    made.add_argument("--quick", action="store_true", help="measure for a short time")
    made.add_argument("--only", type=chosen, default=names, help=f"of {names}, with commas")
    made.add_argument(
        "--json",
        type=Path,
        default=ROOT / ".cache" / f"bench-{scope.name}.json",
        help="file for the figures",
    )
    return made


def run_scope(scope: Scope, asked: argparse.Namespace) -> int:
    """Measure what was asked for, print it and write it; return 1 if something did not work."""
    console = Console(width=None if sys.stdout.isatty() else 110)
    load = os.getloadavg()[0]
    figures: list[Figure] = []
    failed = False
    try:
        for name in asked.only:
            console.print(f"{scope.name}: {name}", highlight=False)
            figures += scope.measures[name](asked)
    except (OSError, RuntimeError, ValueError, subprocess.SubprocessError) as error:
        sys.stderr.write(f"bench: {error}\n")
        failed = True
    console.print(table(scope.title, figures))
    console.print("! over its bound", highlight=False)
    document = {
        "machine": {**report.machine(), "load_before": load},
        "figures": [{**figure._asdict(), "missed": figure.missed} for figure in figures],
    }
    report.write(console, document, asked.json)
    return int(failed)


def table(title: str, figures: Sequence[Figure]) -> Table:
    """Return what was measured, beside what it must not exceed."""
    made = Table(title=title, title_justify="left")
    made.add_column("what")
    made.add_column("measured", justify="right")
    made.add_column("at most", justify="right")
    for figure in figures:
        mark = " !" if figure.missed else ""
        bound = "" if figure.bound is None else f"{figure.bound:g} {figure.unit}"
        made.add_row(figure.name, f"{figure.value:.2f} {figure.unit}{mark}", bound)
    return made
