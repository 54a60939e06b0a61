"""The benchmark of the window: how soon it paints, what it costs to stand there, whether it grows.

``python3 packaging/dev.py bench window [--quick] [--only frames,idle,dialog,hours] [--hours N]
[--json PATH]``

All is real, on a virtual screen with a window manager and a compositor: the overlay and the dialog
in a child process that times itself (see `process`), and, for idling, the whole app.

* frames: from the call that shows an event of speech to the painted frame, with captions of about
  1920 x 300 pixels and 30 partials a second, each of them a letter longer. How long the loop is
  busy with it, which includes the way of the picture to the X server, stands beside it.
* idle: what the app's own process uses while it listens to a quiet room, and while it is paused
  (see `idle_app`).
* dialog: from making the settings dialog to its first picture, in an app that shows captions
  already, and from a page to the next; each time in a fresh process.
* hours: eight hours of speech on a virtual clock, so that rows leave as in real time: does memory
  grow by more than what was said, and does an event take longer at the end than at the beginning?

A bound that is missed does not fail it, because machines are shared and noisy; something that does
not work does.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Sequence
from statistics import mean, median
from typing import Any

from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import Figure, Scope, create_parser, delays, run_scope
from tests.benchmarks.window import idle_app
from tests.support.virtual_screen import VirtualScreen

FRAME_BOUND_MS = 16.7
MEMORY_BOUND_MB = 160.0
DIALOG_BOUND_MS = 150.0
GROWTH_BOUND_MB = 3.0
"""Beyond the transcript, in all hours but the first: caches fill, and allocators are not exact."""
SLOWING_BOUND = 1.2
"""Times as long as at the beginning; processors that are shared are no more even."""
EDGES = ("none", "uniform", "drop-shadow")
CAPTIONS_PX = (2140, 1080)
"""A screen on which captions of nine tenths of its width are some 1920 pixels wide."""
_LIMIT_SECONDS = 900.0


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write; return 1 if something did not work."""
    return run_scope(SCOPE, _parse(arguments))


def frames(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon what is said is painted."""
    figures = []
    with VirtualScreen(*CAPTIONS_PX) as screen:
        for edge in EDGES:
            found = measure_in_child(
                screen,
                "frames",
                seconds=asked.seconds,
                appearance={"edge": edge, "font_px": 72},
                captions={"rows": 3, "row_percent": 90},
            )
            name = f"event to frame, {' x '.join(map(str, found['size']))} px, edge {edge}"
            _, busy, _ = delays("... until the loop is free again", found["free"])
            figures += [
                *delays(name, found["delays"], FRAME_BOUND_MS),
                busy,
                Figure(f"... never painted, of {len(found['delays'])}", found["missing"], "", 0),
            ]
    return figures


def idle(asked: argparse.Namespace) -> list[Figure]:
    """Measure what the app uses while there is nothing to do."""
    return idle_app.run(asked.still, MEMORY_BOUND_MB)


def dialog(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon the settings dialog is there."""
    with VirtualScreen() as screen:
        runs = [measure_in_child(screen, "dialog") for _ in range(2 if asked.quick else 5)]
    pages = {name: median(run["pages"][name] for run in runs) for name in runs[0]["pages"]}
    slowest = max(pages, key=lambda name: pages[name])
    seen = [1000 * run["seen"] for run in runs]
    built = median(1000 * run["built"] for run in runs)
    return [
        Figure(f"dialog opens, median of {len(runs)}", median(seen), "ms", DIALOG_BOUND_MS),
        Figure("... the slowest", max(seen), "ms"),
        Figure("... of the median, to build it", built, "ms"),
        Figure(f"slowest page to turn to, {slowest}", 1000 * pages[slowest], "ms", DIALOG_BOUND_MS),
    ]


def hours(asked: argparse.Namespace) -> list[Figure]:
    """Measure whether anything grows but the transcript."""
    with VirtualScreen() as screen:
        found = measure_in_child(screen, "hours", number=asked.hours)
    return growth(found, asked.hours)


def growth(found: dict[str, Any], number: int) -> list[Figure]:
    """Return what hours of captions say; ten looks were taken in each hour.

    Bytes and seconds of a look are in lists by ``memory``, ``transcript`` and ``seconds``.
    """
    memory, transcript = ([size / 2**20 for size in found[key]] for key in ("memory", "transcript"))
    gained, said = (sizes[-1] - sizes[9] for sizes in (memory, transcript))
    first, last = (1e6 * mean(times) for times in _ends(found["seconds"]))
    return [
        Figure("events of speech", found["events"], ""),
        Figure("memory after 1 hour", memory[9], "MB"),
        Figure(f"memory after {number} hours", memory[-1], "MB", MEMORY_BOUND_MB),
        Figure("... gained meanwhile", gained, "MB"),
        Figure("... of that, what was said", said, "MB"),
        Figure("... and all else", gained - said, "MB", GROWTH_BOUND_MB),
        Figure("an event takes, the first tenth", first, "µs"),
        Figure("... the last tenth", last, "µs"),
        Figure("... times as long", last / first, "", SLOWING_BOUND),
    ]


SCOPE = Scope(
    "window",
    "The window",
    {
        "frames": frames,
        "idle": idle,
        "dialog": dialog,
        "hours": hours,
    },
)


def _ends(values: Sequence[float]) -> tuple[Sequence[float], Sequence[float]]:
    """Return the first tenth and the last."""
    tenth = len(values) // 10
    return values[:tenth], values[-tenth:]


def measure_in_child(
    screen: VirtualScreen,
    name: str,
    *,
    program: str = "tests.benchmarks.window.process",
    **options: Any,  # noqa: ANN401
) -> dict[str, Any]:
    """Let a child process measure on a screen, and return what it found."""
    done = subprocess.run(
        (sys.executable, "-m", program, name, json.dumps(options)),
        cwd=ROOT,
        env=screen.environment,
        check=True,
        stdout=subprocess.PIPE,
        timeout=_LIMIT_SECONDS,
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = create_parser(SCOPE, "Measure the window; on Linux alone.")
    parser.add_argument(
        "--hours", type=int, choices=range(2, 25), metavar="2..24",
        help="hours of captions (default: 8; 2 if quick)",
    )  # fmt: skip
    asked = parser.parse_args(arguments)
    asked.hours = asked.hours or (2 if asked.quick else 8)
    asked.seconds, asked.still = (5.0, 10.0) if asked.quick else (20.0, 30.0)
    return asked
