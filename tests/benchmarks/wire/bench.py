"""Measures the client library beside the vendor's SDK and beside bare websockets.

Every figure is the processor time of a program of its own (`client`), so that neither the server
nor the clock of a busy machine is in it. The clients take turns, and each round's ratio is of
neighbours; the reported figure is the median of the rounds.
"""

import json
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from tests.benchmarks import fuzz
from tests.benchmarks.drive import ROOT
from tests.benchmarks.wire.client import CLIENTS, FIRST_MARK, WARM_UP_CHUNKS
from tests.benchmarks.wire.server import WireServer, blocks

VENDOR = "elevenlabs==2.78.0"
ROUNDS, QUICK_ROUNDS = 5, 2
_CHUNKS = 20_000
_MESSAGES = 200_000
_EVENTS = 1_000_000
_SECONDS = 300.0
"""After which a client is taken to hang."""

Row = dict[str, Any]
Report = Callable[[str], None]
"""Takes a line about what is being done."""


class Trial(NamedTuple):
    """Something that all clients do."""

    name: str
    task: str
    times: int
    mixed: bool = False
    deflate: bool = False


class Bound(NamedTuple):
    """Bound of a ratio to the vendor's figure."""

    value: float
    least: bool
    """True if the bound is a minimum instead of a maximum."""

    def missed(self, ratio: float | None) -> bool:
        """Say whether a ratio that is known does not keep to it."""
        return ratio is not None and (ratio < self.value if self.least else ratio > self.value)


TRIALS = (
    Trial("send chunks", "send", _CHUNKS),
    Trial("send chunks, deflate agreed to", "send", _CHUNKS, deflate=True),
    Trial("receive partials", "receive", _MESSAGES),
    Trial("receive partials and commits", "receive", _MESSAGES, mixed=True),
)
BOUNDS: Mapping[str, Mapping[str, Bound]] = {
    "send": {"ours": Bound(0.55, least=False)},
    "receive": {"ours-other": Bound(1.5, least=True)},
}
"""Bounds of ratios to the vendor's figures, by task and client.

Sending bytes has none: it includes the base64, which the vendor's SDK leaves to its caller.
"""
GROWTH_BOUND_MB = 2.0
"""Memory that a client may take between its first events and the last of very many."""


class ClientFailedError(Exception):
    """A client did not do what it was asked to; the sentence says what it said."""


class Wire(NamedTuple):
    """All that was measured."""

    speed: list[Row]
    memory: list[Row]
    fuzz: fuzz.FuzzResult
    failures: list[str]
    """Failures, one sentence each."""

    def document(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "vendor": VENDOR,
            "speed": self.speed,
            "memory": self.memory,
            "fuzz": {
                "frames": self.fuzz.frames,
                "decoded": dict(self.fuzz.decoded),
                "told": dict(self.fuzz.events),
                "escapes": dict(self.fuzz.causes),
                "examples": self.fuzz.examples,
            },
            "failures": self.failures,
        }


def run(report: Report, notes: list[str], rounds: int = ROUNDS) -> Wire:
    """Measure everything; what cannot be measured is left out, and said."""
    packages = install_vendor(ROOT / ".cache" / "bench-vendor", notes)
    clients = [name for name in CLIENTS if name != "vendor" or packages]
    failures: list[str] = []
    child = Child(packages, failures)
    speed = []
    for trial in TRIALS:
        report(f"wire: {trial.name}, {rounds} rounds of {trial.times}")
        with WireServer(_blocks(trial), deflate=trial.deflate) as server:
            speed.append(compare(trial, clients, rounds, partial(child, server)))
    report(f"wire: memory over {_EVENTS} events, and {fuzz.FRAMES} damaged frames")
    memory = _memory(child)
    found = fuzz.run()
    failures.extend(f"wire: damaged frames: {example}" for example in found.examples)
    return Wire(speed, memory, found, failures)


def install_vendor(folder: Path, notes: list[str]) -> Path | None:
    """Return the folder of the vendor's packages, filling it if it is empty; `None` if it stays so.

    It brings packages of its own choice, so it gets a folder of its own, and no constraints.
    """
    name, version = VENDOR.split("==")
    marker = folder / f"{name}-{version}.dist-info"
    if not marker.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command = [*pip, "--upgrade", "--target", str(folder), VENDOR]
        subprocess.run(command, capture_output=True, check=False)
    if marker.exists():
        return folder
    notes.append(f"{VENDOR} cannot be installed, so the wire is measured without it.")
    return None


class Child:
    """Runs the measured program, and remembers what failed."""

    def __init__(
        self,
        packages: Path | None,
        failures: list[str],
        run: Callable[[Sequence[str], Sequence[str]], Row] | None = None,
    ) -> None:
        """Run the measured program for a client.

        Args:
            packages: folder of the vendor's packages, if there are any.
            failures: list to which failures are added.
            run: runs the program with arguments and packages; `run_client` by default.
        """
        self._run = run or run_client
        self._packages = ["--packages", str(packages)] if packages else []
        self._failures = failures

    def __call__(self, server: WireServer, client: str, trial: Trial) -> Row | None:
        """Let a client do something at a server; `None` if it failed."""
        try:
            figures = self._run([client, trial.task, server.url, str(trial.times)], self._packages)
            _check_arrived(server, trial)
        except ClientFailedError as error:
            self._failures.append(f"wire: {client} failed at '{trial.name}': {error}")
            return None
        return figures


def run_client(arguments: Sequence[str], packages: Sequence[str] = ()) -> Row:
    """Run the measured program once.

    Raises:
        ClientFailedError: it failed, or never ended.
    """
    module = "tests.benchmarks.wire.client"
    command = [sys.executable, "-m", module, *arguments, *packages]
    try:
        done = subprocess.run(
            command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise ClientFailedError(f"it did not end within {_SECONDS:.0f} s") from error
    if done.returncode != 0:
        lines = done.stderr.strip().splitlines() or [f"it ended with code {done.returncode}"]
        raise ClientFailedError(lines[-1])
    figures: Row = json.loads(done.stdout)
    return figures


def compare(
    trial: Trial,
    clients: Sequence[str],
    rounds: int,
    child: Callable[[str, Trial], Row | None],
) -> Row:
    """Let clients take turns at the same thing, forwards and backwards.

    Args:
        trial: what they do.
        clients: who they are.
        rounds: how often each of them does it.
        child: lets one of them do it once; one that failed is not asked again.

    Returns:
        By client the median figure, and the median of the ratios to the vendor's of each round.
    """
    taken: dict[str, list[float]] = {client: [] for client in clients}
    for number in range(rounds):
        for client in clients if number % 2 == 0 else reversed(clients):
            figures = child(client, trial) if len(taken[client]) == number else None
            if figures is not None:
                taken[client].append(figure(trial, figures["cpu_s"]))
    figures_of = {client: taken.get(client, []) for client in CLIENTS}
    ratios = {client: _ratios(found, figures_of["vendor"]) for client, found in figures_of.items()}
    row = {
        "name": trial.name,
        "task": trial.task,
        "figures": {client: _median(found) for client, found in figures_of.items()},
        "ratios": {client: _median(found) for client, found in ratios.items()},
        "rounds": {"figures": figures_of, "ratios": ratios},
    }
    return {**row, "missed": missed(row)}


def figure(trial: Trial, cpu: float) -> float:
    """Return microseconds for each chunk sent, or messages received in a second of processor."""
    return cpu / trial.times * 1e6 if trial.task == "send" else trial.times / cpu


def missed(row: Row) -> list[str]:
    """Name the clients whose ratio to the vendor's figure does not keep to its bound."""
    bounds = BOUNDS[row["task"]]
    return [client for client, bound in bounds.items() if bound.missed(row["ratios"][client])]


def memory_row(name: str, figures: Row) -> Row:
    """Return what one client's memory did."""
    growth = figures["end_mb"] - figures["mark_mb"]
    return {"name": name, "growth_mb": growth, "missed": growth > GROWTH_BOUND_MB, **figures}


def _check_arrived(server: WireServer, trial: Trial) -> None:
    sent = trial.times + WARM_UP_CHUNKS
    if trial.task == "send" and server.received_count != sent:
        raise ClientFailedError(f"{server.received_count} chunks of {sent} arrived.")


def _blocks(trial: Trial) -> list[bytes]:
    return [] if trial.task == "send" else blocks(trial.times, mixed=trial.mixed)


def _memory(child: Child) -> list[Row]:
    """Measure both ways to receive at once: here the clock does not matter."""
    ways = {"ours": "handlers", "ours-other": "typed values"}
    assert FIRST_MARK < _EVENTS

    def measure(client: str) -> Row | None:
        trial = Trial("memory", "memory", _EVENTS, mixed=True)
        with WireServer(_blocks(trial)) as server:
            return child(server, client, trial)

    with ThreadPoolExecutor() as pool:
        found = dict(zip(ways, pool.map(measure, ways), strict=True))
    return [memory_row(ways[client], row) for client, row in found.items() if row is not None]


def _ratios(figures: Sequence[float], vendors: Sequence[float]) -> list[float]:
    return [one / other for one, other in zip(figures, vendors, strict=False)]


def _median(values: Sequence[float]) -> float | None:
    return median(values) if values else None
