"""Runs the measured programs beside each other, each with its share of the machine."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import msgspec

from tests.benchmarks.drive import ROOT
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech.scoring import Log
from tests.benchmarks.speech.streaming import client, moonshine
from tests.benchmarks.speech.streaming.client import Play, Streamed
from tests.benchmarks.speech.streaming.server import Server, cores, pinned, serving
from tests.benchmarks.wire.bench import ClientFailedError, Report

OTHER = "moonshine-voice==0.0.73"
OTHER_NAME = OTHER.partition("==")[0]
INTERVAL = 0.5
"""Seconds between updates of the other: its own default."""


class Engine(NamedTuple):
    """Results of one engine."""

    name: str
    ready_seconds: float
    """From its start to when it could take sound."""
    streamed: dict[str, Streamed]
    """By the recordings' names; what failed is there, too."""
    failure: str = ""
    """Why it came to no end, if it did not."""


def stream_beside(
    talks: Sequence[Talk], others: Sequence[moonshine.Job], report: Report
) -> list[Engine]:
    """Stream recordings through ours on the first core and, meanwhile, the others on the last.

    Raises:
        ServerFailedError: ours did not start.
        ClientFailedError: our client failed; a failure of the others is reported in their `Engine`.
    """
    available = cores()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(_ours, talks, {available[0]}, report)
        last = pool.submit(_others, others, {available[-1]}, report)
        return [first.result(), *last.result()]


def stream_in_turn(
    talks: Sequence[Talk], others: Sequence[moonshine.Job], report: Report
) -> list[Engine]:
    """Stream recordings through ours and then the others, each with all cores to itself.

    Raises:
        ServerFailedError: ours did not start.
        ClientFailedError: our client failed; a failure of the others is reported in their `Engine`.
    """
    available = set(cores())
    return [_ours(talks, available, report), *_others(others, available, report)]


def install_moonshine(folder: Path) -> Path | None:
    """Return the folder of the other's package, filling it if it is empty; `None` if that fails.

    It gets a folder of its own, so that the environment stays what its constraints say.
    """
    marker = folder / f"{OTHER.replace('-', '_').replace('==', '-')}.dist-info"
    if not marker.exists():
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
        command = [*pip, "--upgrade", "--target", str(folder), OTHER]
        subprocess.run(command, capture_output=True, check=False)
    return folder if marker.exists() else None


def plays(talks: Sequence[Talk]) -> list[Play]:
    """Return what to stream for recordings."""
    return [Play(talk.name, str(talk.path), talk.seconds) for talk in talks]


def measure_start(talk: Talk, seconds: float) -> tuple[float, float | None]:
    """Start a server anew and let its first session hear the beginning of a recording.

    Returns:
        Seconds from the start until it is ready, and from the beginning of speech to the first
        partial; `None` if there was none.
    """
    with serving() as server:
        job = client_job(server, [Play(talk.name, str(talk.path), seconds)])
        (streamed,) = run_client(job)
        shown = [event["t"] for event in streamed.log if event["kind"] == "partial"]
        if not shown or talk.speech_start is None:
            return server.ready_seconds, None
        return server.ready_seconds, shown[0] - talk.speech_start


def client_job(server: Server, of: list[Play]) -> client.Job:
    """Return the job of streaming recordings to a server, one after the other."""
    return client.Job(server.address.url, server.address.api_key, server.pid, of)


def run_client(job: client.Job) -> Iterator[Streamed]:
    """Run the clients' program and yield what comes of each recording.

    Raises:
        ClientFailedError: it failed.
    """
    for line in _lines("tests.benchmarks.speech.streaming.client", msgspec.json.encode(job), None):
        yield msgspec.json.decode(line, type=Streamed)


def _ours(talks: Sequence[Talk], on: set[int], report: Report) -> Engine:
    streamed: dict[str, Streamed] = {}
    with pinned(on), serving() as server:
        for item in run_client(client_job(server, plays(talks))):
            streamed[item.name] = item
            report(f"ours, {len(streamed)} of {len(talks)}: {_describe_result(item)}")
        return Engine("ours", server.ready_seconds, streamed)


def _others(jobs: Sequence[moonshine.Job], on: set[int], report: Report) -> list[Engine]:
    return [_other(job, on, report) for job in jobs]


def _other(job: moonshine.Job, on: set[int], report: Report) -> Engine:
    name = f"{OTHER_NAME}, {job.interval:g} s"
    began = time.monotonic()
    lines = _lines("tests.benchmarks.speech.streaming.moonshine", msgspec.json.encode(job), on)
    ready = 0.0
    streamed: dict[str, Streamed] = {}
    try:
        next(lines)
        ready = time.monotonic() - began
        for line in lines:
            item = msgspec.json.decode(line, type=Streamed)
            streamed[item.name] = item
            report(f"{name}, {len(streamed)} of {len(job.plays)}: {_describe_result(item)}")
    except ClientFailedError as error:  # Ours has been measured for a long time: keep that.
        return Engine(name, ready, streamed, str(error))
    return Engine(name, ready, streamed)


def _lines(module: str, asked: bytes, on: set[int] | None) -> Iterator[bytes]:
    """Run a program of the benchmark's and yield each line that it prints."""
    with tempfile.TemporaryFile() as error_file:
        with pinned(on or set(cores())):
            process = subprocess.Popen(
                [sys.executable, "-m", module],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=error_file,
            )
        yield from _exchange(process, asked)
        if process.returncode != 0:
            error_file.seek(0)
            words = error_file.read().decode(errors="replace").strip().splitlines()
            raise ClientFailedError(f"{module}: {words[-1] if words else 'ended without a word'}")


def _exchange(process: subprocess.Popen[bytes], asked: bytes) -> Iterator[bytes]:
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        try:
            process.stdin.write(asked)
            process.stdin.close()
            yield from process.stdout
            process.wait()
        finally:
            process.kill()  # Nothing, where it has ended.


def _describe_result(item: Streamed) -> str:
    return f"{item.name}{f' FAILED: {item.error}' if item.error else ''}"


def failures(engines: Sequence[Engine]) -> list[str]:
    """Say which engines ended early, and which recordings failed with which."""
    ended = [f"{engine.name}: {engine.failure}" for engine in engines if engine.failure]
    broken = [
        f"{engine.name}: {_describe_result(item)}"
        for engine in engines
        for item in engine.streamed.values()
        if item.error
    ]
    return [*ended, *broken]


def logs(engine: Engine, talks: Sequence[Talk]) -> Mapping[str, Log]:
    """Return the logs of the recordings that an engine received to their end."""
    return {
        talk.name: engine.streamed[talk.name].log
        for talk in talks
        if talk.name in engine.streamed and not engine.streamed[talk.name].error
    }
