"""Runs the real app on a screen of its own, as a user would start it, and watches it from outside.

The window is taken to be visible when the first pixel of the virtual screen has changed. That, and
what the processes use, can be seen on Linux alone; elsewhere those figures are left out.
"""

import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks.measure import Line, Usage
from tests.benchmarks.recordings import Talk
from tests.support.virtual_screen import Picture, VirtualScreen

ROOT = Path(__file__).resolve().parents[2]
PROC = Path("/proc")
_SPARE_SECONDS = 60.0
"""Timeout in seconds, in addition to the length of the recording."""
_LOOK_SECONDS = 0.025
"""Between two pictures of the screen, while the window is awaited."""
_REST_SECONDS = 0.7
"""A screen on which nothing changes for so long is at rest."""
_SAMPLE_SECONDS = 0.25
"""Between two measurements of what the processes use."""


class AppScreen(NamedTuple):
    """Where the app is shown."""

    environment: dict[str, str]
    picture: Callable[[], Picture] | None
    """Takes a picture of the screen; `None` if the system does not allow that."""


class Outcome(NamedTuple):
    """Results of one run of the app."""

    started: float
    """On the trace's clock."""
    visible: float | None
    """When the overlay was first to be seen."""
    lines: list[Line]
    usage: list[Usage]


class AppFailedError(Exception):
    """The app did not caption the recording to its end."""


@contextlib.contextmanager
def open_screen() -> Iterator[AppScreen]:
    """Offer a screen, and a home folder without any settings, for as long as the context lasts."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, contextlib.ExitStack() as stack:
        home = home_environment(Path(folder))
        if sys.platform == "linux":
            screen = stack.enter_context(VirtualScreen())
            _await_rest(screen.picture)
            yield AppScreen({**screen.environment, **home}, screen.picture)
        else:
            yield AppScreen({**os.environ, **home}, None)


def caption_talk(stage: AppScreen, talk: Talk) -> Outcome:
    """Let the app caption a recording at the speed of speech.

    Raises:
        AppFailedError: with what the app said.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        trace, errors = Path(folder) / "trace.jsonl", Path(folder) / "errors.txt"
        before = stage.picture() if stage.picture else None
        arguments = ("--source", str(talk.path), "--trace", str(trace), "--quit-at-end")
        with errors.open("wb") as error_file:
            started = time.monotonic()
            process = subprocess.Popen(
                [*_program(), *arguments],
                cwd=ROOT,
                env=stage.environment,
                stdin=subprocess.DEVNULL,
                stdout=error_file,
                stderr=error_file,
            )
            try:
                visible = _await_window(process, stage, before)
                usage = _watch(process, started + talk.seconds + _SPARE_SECONDS)
            finally:
                process.kill()
                process.wait()
        if process.returncode != 0:
            last_words = errors.read_text(encoding="utf-8", errors="replace").strip()[-500:]
            raise AppFailedError(f"It ended with code {process.returncode}: {last_words}")
        return Outcome(started, visible, read_trace(trace), usage)


def cpu_seconds(stat: str, ticks: float) -> float:
    """Return the processor time of a process, from its line in ``/proc/PID/stat`` (proc(5))."""
    # The program's name, in brackets, may hold anything.
    fields = stat[stat.rindex(")") + 2 :].split()
    return (int(fields[11]) + int(fields[12])) / ticks


def peak_mb(status: str) -> float:
    """Return the most memory a process held at once, from its ``/proc/PID/status``."""
    for line in status.splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def home_environment(folder: Path) -> dict[str, str]:
    """Name folders of our own, so that neither settings nor another copy of the app matter."""
    runtime = folder / "run"
    runtime.mkdir(mode=0o700)
    settings = folder / "xdg_config_home" / "captions" / "captions.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text("[interface]\nwelcomed = true\n", encoding="utf-8")
    names = ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")
    return {
        "HOME": str(folder),
        "XDG_RUNTIME_DIR": str(runtime),
        # Notifications on the user's own desktop would be out of place.
        "DBUS_SESSION_BUS_ADDRESS": "",
        **{name: str(folder / name.lower()) for name in names},
    }


def _await_rest(picture: Callable[[], Picture]) -> None:
    """Wait until a new screen shows its background, so that the next change is the app's."""
    seen = picture()
    while True:
        time.sleep(_REST_SECONDS)
        before, seen = seen, picture()
        if (seen == before).all():
            return


def _program() -> list[str]:
    """Return how a user starts the app: by dev.py, where its own environment is the one in use."""
    if Path(sys.prefix).resolve() == (ROOT / ".venv").resolve():
        return [sys.executable, str(ROOT / "packaging" / "dev.py"), "run"]
    return [sys.executable, "-m", "captions"]


def _await_window(
    process: subprocess.Popen[bytes], stage: AppScreen, before: Picture | None
) -> float | None:
    if stage.picture is None or before is None:
        return None
    until = time.monotonic() + _SPARE_SECONDS
    while process.poll() is None and time.monotonic() < until:
        seen = stage.picture()
        now = time.monotonic()
        if (seen != before).any():
            return now
        time.sleep(_LOOK_SECONDS)
    return None


def _watch(process: subprocess.Popen[bytes], until: float) -> list[Usage]:
    """Look again and again at what the app uses, until it ends.

    Raises:
        AppFailedError: it does not end.
    """
    seen: list[Usage] = []
    while process.poll() is None:
        if time.monotonic() > until:
            raise AppFailedError("It did not end with its recording.")
        if sys.platform == "linux":
            with contextlib.suppress(OSError, ValueError):
                seen.append(sample_usage(process.pid))
        time.sleep(_SAMPLE_SECONDS)
    return seen


def sample_usage(pid: int) -> Usage:
    ui_cpu, ui_peak = process_usage(pid)
    engine = find_engine(pid)
    engine_cpu, engine_peak = process_usage(engine) if engine else (None, None)
    return Usage(time.monotonic(), ui_cpu, engine_cpu, ui_peak, engine_peak)


def process_usage(pid: int) -> tuple[float, float]:
    ticks = os.sysconf("SC_CLK_TCK")
    stat, status = PROC / str(pid) / "stat", PROC / str(pid) / "status"
    return cpu_seconds(stat.read_text(), ticks), peak_mb(status.read_text())


def find_engine(pid: int) -> int | None:
    """Find the speech server among the children of the app's process."""
    for children in (PROC / str(pid) / "task").glob("*/children"):
        for child in children.read_text().split():
            if b"\0serve\0" in (PROC / child / "cmdline").read_bytes():
                return int(child)
    return None


def read_trace(trace: Path) -> list[Line]:
    return [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
