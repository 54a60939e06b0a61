"""A real ``captions serve`` to be measured, and what it and its children have used (proc(5))."""

import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from captions.protocol.addresses import Address
from tests.benchmarks.drive import ROOT, cpu_seconds, peak_mb

_PROC = Path("/proc")
_STOP_SECONDS = 10.0
_PAIR = "moonshine"
"""The model that is served where none is named."""


class Server(NamedTuple):
    """One that runs."""

    address: Address
    pid: int
    ready_seconds: float
    """From its start to when it took connections."""


class Used(NamedTuple):
    """Resources used by a process and all its children."""

    cpu_seconds: float
    peak_mb: float
    """The sum of the most that each held at once; memory that they share is counted in each."""


class ServerFailedError(Exception):
    """It did not start; the sentence says what it said."""


@contextlib.contextmanager
def serving(model: str = _PAIR) -> Iterator[Server]:
    """Run a server for as long as the context lasts.

    Raises:
        ServerFailedError: it ended before it was ready.
    """
    choice = [] if model == _PAIR else ["--model", model]
    began = time.monotonic()
    with (
        tempfile.TemporaryFile("w+") as error_file,
        subprocess.Popen(
            [sys.executable, "-m", "captions", "serve", "--json", "--tethered", *choice],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=error_file,
            text=True,
        ) as process,
    ):
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            ready = time.monotonic() - began
            fields = json.loads(line or "{}")
            if "url" not in fields:
                process.wait()
                error_file.seek(0)
                raise ServerFailedError(_last_words(error_file.read()))
            yield Server(Address(fields["url"], fields["api_key"]), process.pid, ready)
        finally:
            _end(process)


@contextlib.contextmanager
def pinned(cores: set[int]) -> Iterator[None]:
    """Let what is started meanwhile run on some cores alone, where the system can do that."""
    if sys.platform != "linux":
        yield
        return
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def cores() -> list[int]:
    """Return the cores that this process may use, in order."""
    if sys.platform != "linux":
        return list(range(os.cpu_count() or 1))
    return sorted(os.sched_getaffinity(0))


def used(pid: int) -> Used:
    """Return what a process and its children have used; zeros where the system does not say."""
    if not (_PROC / str(pid)).exists():
        return Used(0.0, 0.0)
    ticks = os.sysconf("SC_CLK_TCK")
    cpu = peak = 0.0
    for member in family(pid):
        with contextlib.suppress(OSError):  # It may end while it is looked at.
            cpu += cpu_seconds((_PROC / str(member) / "stat").read_text(), ticks)
            peak += peak_mb((_PROC / str(member) / "status").read_text())
    return Used(cpu, peak)


def family(pid: int) -> list[int]:
    """Return a process, its children, their children, and so on."""
    found = [pid]
    for member in found:
        for task in (_PROC / str(member) / "task").glob("*/children"):
            with contextlib.suppress(OSError):
                found += map(int, task.read_text().split())
    return found


def _last_words(errors: str) -> str:
    """Return the last line that has words, without a frame around it."""
    lines = [line.strip("│ ") for line in errors.splitlines() if re.search(r"\w", line)]
    return f"The server did not start: {lines[-1] if lines else 'it said nothing.'}"


def _end(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(timeout=_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
