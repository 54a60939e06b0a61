"""Kills the whole app at random moments, and counts committed sentences that its store has lost.

The app shows a window on a virtual screen and plays a recording to a speech server that commits a
sentence every tenth of a second or so. Its trace, written when a segment is handed to the screen,
says what could be seen; the store, opened again afterwards, says what was kept.
"""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed

from captions.engine import model_files
from captions.history.history import History
from tests.benchmarks.drive import ROOT, home_environment, read_trace
from tests.benchmarks.figures import Figure
from tests.support.seeded_random import seeded_random
from tests.support.virtual_screen import VirtualScreen

_SENTENCE_SECONDS = (0.02, 0.25)
"""Shortest and longest time between two sentences."""
_LIFE_SECONDS = (0.0, 3.0)
"""Shortest and longest life of the app after its first sentence."""
_START_SECONDS = 60.0
"""Maximum time until the first sentence."""


@dataclass(frozen=True, slots=True)
class KillCount:
    """Number of sentences of all runs by result."""

    kills: int
    shown: int
    """Sentences that were committed on screen."""
    lost: int
    """Those that are not in the store."""
    reopened: int
    """Sessions that were closed properly by the next start."""


def run(count: int) -> list[Figure]:
    """Kill the app a number of times; return what was lost.

    Raises:
        RuntimeError: a sentence was lost.
    """
    found = asyncio.run(count_lost(count))
    figures = [
        Figure("apps killed", found.kills, ""),
        Figure("sentences committed on screen", found.shown, ""),
        Figure("... lost", found.lost, "", 0),
        Figure("sessions that the next start closed", found.reopened, ""),
    ]
    if found.lost or found.reopened < found.kills:
        raise RuntimeError(str(found))
    return figures


async def count_lost(kills: int) -> KillCount:
    """Kill the app again and again, and count what was lost."""
    randomness = seeded_random("app kills")
    totals = [0, 0, 0]
    with VirtualScreen() as screen:
        for _ in range(kills):
            with TemporaryDirectory(prefix="bench-") as folder:
                counts = await _kill_once(screen.environment, Path(folder), randomness)
            totals = [total + count for total, count in zip(totals, counts, strict=True)]
    return KillCount(kills, *totals)


async def _kill_once(
    screen: dict[str, str], folder: Path, randomness: random.Random
) -> tuple[int, int, int]:
    """Run the app until it is killed; return sentences shown and lost, and sessions reopened."""
    environment = {**screen, **home_environment(folder), "CAPTIONS_DATA": str(folder / "data")}
    trace = folder / "trace.jsonl"
    async with _talkative_server(randomness) as url:
        with _start_app(url, trace, environment) as app:
            try:
                await _wait_for_speech(app, trace)
                await asyncio.sleep(randomness.uniform(*_LIFE_SECONDS))
            finally:
                os.kill(app.pid, signal.SIGKILL)
    shown = [line["text"] for line in read_trace(trace) if line.get("event") == "committed"]
    return _compare(folder / "data", shown)


def _compare(folder: Path, shown: list[str]) -> tuple[int, int, int]:
    history = History(folder)
    assert history.open() == ()
    try:
        sessions = history.list_sessions()
        kept = {
            segment.text for session in sessions for segment in history.iter_segments(session.id)
        }
        closed = sum(not session.is_open and session.seconds > 0 for session in sessions)
        return len(shown), sum(text not in kept for text in shown), closed
    finally:
        history.close()


def _start_app(url: str, trace: Path, environment: dict[str, str]) -> subprocess.Popen[bytes]:
    recording = str(model_files.find_path(model_files.SAMPLE_RECORDING))
    arguments = ("--source", recording, "--server", url, "--keep", "--trace", str(trace))
    return subprocess.Popen(
        [sys.executable, "-m", "captions", *arguments],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


async def _wait_for_speech(app: subprocess.Popen[bytes], trace: Path) -> None:
    """Wait until the app has shown a sentence.

    Raises:
        RuntimeError: it has ended by itself.
        TimeoutError: it shows none.
    """
    async with asyncio.timeout(_START_SECONDS):
        while not _has_speech(trace):
            if app.poll() is not None:
                raise RuntimeError(f"The app ended with code {app.returncode}.")
            await asyncio.sleep(0.02)


def _has_speech(trace: Path) -> bool:
    return trace.exists() and b'"committed"' in trace.read_bytes()


@asynccontextmanager
async def _talkative_server(randomness: random.Random) -> AsyncIterator[str]:
    """Serve connections with a sentence every moment, each unlike any other."""

    async def talk(connection: ServerConnection) -> None:
        await _send(connection, message_type="session_started", session_id="s", config={})
        number = 0
        try:
            while True:
                number += 1
                await asyncio.sleep(randomness.uniform(*_SENTENCE_SECONDS))
                text = f"This is sentence number {number}."
                await _send(connection, message_type="partial_transcript", text=text)
                words = [
                    {"text": text, "type": "word", "start": number / 10, "end": number / 10 + 0.1}
                ]
                await _send(connection, message_type="committed_transcript", text=text)
                await _send(
                    connection,
                    message_type="committed_transcript_with_timestamps",
                    text=text,
                    words=words,
                    language_code="en",
                )
        except ConnectionClosed:
            pass

    async with serve(talk, "127.0.0.1", 0, compression=None, close_timeout=0.1) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield f"http://127.0.0.1:{port}"


async def _send(connection: ServerConnection, **message: Any) -> None:  # noqa: ANN401  # JSON
    await connection.send(json.dumps(message))
