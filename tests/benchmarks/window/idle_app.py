"""The whole app with nothing to do: what does its window's process use of processor and memory?"""

import contextlib
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from tests.benchmarks import drive
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import Figure
from tests.support.sound.sound_server import SoundServer
from tests.support.virtual_screen import VirtualScreen, end, wait_until

LISTENING_BOUND_PERCENT = 5.0
"""Bound in per cent of a core; it is that for speech, and a quiet room must not cost more."""
PAUSED_BOUND_PERCENT = 0.3
_ROOM, _ROOM_RATE = 0.0005, 48_000
"""The noise of a quiet room, of full scale; zeros alone would count as a broken microphone."""
_LOADING_SECONDS = 60.0
_SETTLE_SECONDS = 5.0
"""Seconds after a change of state that are not measured, because the app still reacts to it."""


def run(seconds: float, memory_bound_mb: float) -> list[Figure]:
    """Watch the app while it listens, and while it is paused, for so long each.

    Raises:
        RuntimeError: the app ended by itself.
        TimeoutError: it does not listen, or its shortcut does not pause it.
    """
    samples = round((_LOADING_SECONDS + 2 * seconds) * _ROOM_RATE)
    room = np.random.default_rng(1).normal(0, _ROOM, samples).astype(np.float32)
    with (
        VirtualScreen() as screen,
        SoundServer() as server,
        server.playing(room, _ROOM_RATE),
        _app(screen, server) as (pid, has_reported),
    ):
        wait_until(
            lambda: has_reported("session", "listening"), "the app listens", _LOADING_SECONDS
        )
        listening = _percent(pid, seconds)
        screen.hand("key", "ctrl+alt+p")
        wait_until(lambda: has_reported("source", "paused"), "the app is paused")
        paused = _percent(pid, seconds)
        _, peak = drive.process_usage(pid)
        has_reported("source", "paused")  # It still runs.
    return [
        Figure("processor, listening to a quiet room", listening, "%", LISTENING_BOUND_PERCENT),
        Figure("processor, paused", paused, "%", PAUSED_BOUND_PERCENT),
        Figure("most memory until then", peak, "MB", memory_bound_mb),
    ]


@contextlib.contextmanager
def _app(
    screen: VirtualScreen, server: SoundServer
) -> Iterator[tuple[int, Callable[[str, str], bool]]]:
    """Run the app; yield its process, and a function that checks whether a part is in a state."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        trace = Path(folder) / "trace.jsonl"
        home = drive.home_environment(Path(folder))
        process = subprocess.Popen(
            (sys.executable, "-m", "captions", "--trace", str(trace)),
            cwd=ROOT,
            env={**screen.environment, **home, **server.environment},
            stdin=subprocess.DEVNULL,
        )

        def has_reported(part: str, state: str) -> bool:
            if process.poll() is not None:
                raise RuntimeError(f"The app ended by itself, with code {process.returncode}.")
            lines = drive.read_trace(trace) if trace.exists() else []
            return any((line.get("part"), line.get("state")) == (part, state) for line in lines)

        try:
            yield process.pid, has_reported
        finally:
            end(process)


def _percent(pid: int, seconds: float) -> float:
    """Return what a process uses of a processor, once it has settled."""
    time.sleep(_SETTLE_SECONDS)
    begun = time.monotonic()
    before, _ = drive.process_usage(pid)
    time.sleep(seconds)
    after, _ = drive.process_usage(pid)
    return 100 * (after - before) / (time.monotonic() - begun)
