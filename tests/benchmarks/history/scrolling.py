"""Frames of the transcript window while a session of 60,000 segments is scrolled.

`scroll` starts this module as a child program on a virtual screen, with the folder of a store and
the number of frames. It opens the window on the real store, scrolls, and prints the time of each
frame in seconds: from the event to the painted frame, which includes reading pages and laying out.

``.venv/bin/python -m tests.benchmarks.history.scrolling`` prints the figures alone.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer

from captions.history.history import History
from captions.ui.eventloop.loop import get_application
from captions.ui.history.view.segment_view import SegmentView
from captions.ui.history.window import TranscriptWindow
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import Figure, delays
from tests.benchmarks.history.generated import fill_store
from tests.support.virtual_screen import VirtualScreen

FRAME_BOUND_MS = 16.7
SEGMENTS = 60_000
_WHEEL_PIXELS = 72
_FRAMES, _QUICK_FRAMES = 600, 120
_SETTLE_MS = 500
_KILOBYTES = 1024


def scroll(asked: argparse.Namespace) -> list[Figure]:
    """Measure frames while scrolling by the wheel, by pages, and anywhere by the scroll bar."""
    frames = _QUICK_FRAMES if asked.quick else _FRAMES
    with tempfile.TemporaryDirectory() as folder, VirtualScreen() as screen:
        fill_store(Path(folder), 1, SEGMENTS)
        done = subprocess.run(
            [sys.executable, "-m", _NAME, folder, str(frames)],
            cwd=ROOT,
            env=screen.environment,
            check=True,
            capture_output=True,
            text=True,
        )
    found = json.loads(done.stdout)
    figures = []
    for name in ("by the wheel", "by pages", "anywhere by the bar"):
        figures += delays(f"frame while scrolling {name}", found[name], FRAME_BOUND_MS)
    opened = Figure("window with the session is painted", 1000 * found["opened"], "ms")
    grown = Figure("memory grown by scrolling", found["grown"], "MB")
    return [opened, *figures, grown]


def main(arguments: list[str]) -> int:
    """Scroll as the child program, or print the figures."""
    if arguments:
        sys.stdout.write(json.dumps(_scroll_window(Path(arguments[0]), int(arguments[1]))))
        return 0
    for figure in scroll(argparse.Namespace(quick=False)):
        print(f"{figure.name:50} {figure.value:8.2f} {figure.unit}")
    return 0


_NAME = "tests.benchmarks.history.scrolling"


def _scroll_window(folder: Path, frames: int) -> dict[str, object]:
    app = get_application()
    history = History(folder)
    history.open()
    window = TranscriptWindow(history)
    began = time.perf_counter()
    window.show()
    view = window.pane.view
    app.processEvents()
    view.viewport().repaint()
    opened = time.perf_counter() - began
    _wait()
    bar = view.verticalScrollBar()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    step = bar.maximum() // frames
    found: dict[str, object] = {
        "opened": opened,
        "by the wheel": _time_frames(view, frames, lambda _: view.scroll_by(_WHEEL_PIXELS)),
        "by pages": _time_frames(view, frames, lambda _: view.scroll_by(view.height())),
        "anywhere by the bar": _time_frames(view, frames, lambda n: bar.setValue(n * step)),
    }
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found["grown"] = (after - before) / _KILOBYTES
    history.close()
    return found


def _time_frames(view: SegmentView, count: int, scroll_on: Callable[[int], None]) -> list[float]:
    """Return the time from each movement to its painted frame in seconds."""
    seconds = []
    for number in range(count):
        began = time.perf_counter()
        scroll_on(number)
        view.viewport().repaint()
        seconds.append(time.perf_counter() - began)
    return seconds


def _wait() -> None:
    """Let the window settle."""
    waiting = QEventLoop()
    QTimer.singleShot(_SETTLE_MS, waiting.quit)
    waiting.exec()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
