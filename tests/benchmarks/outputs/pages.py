"""The pages for OBS and for readers: from the committed event to the page.

* overlay, audience: 10 pages in a real Chromium, from the event in the app to the changed DOM. A
  connection without a browser, beside them, shows the part of Captions itself.
* crowd: one such page, and 1,000 readers that are connections only. First 20 of them look at once,
  and the data of the others waits in the system's buffers, as if they were on devices of their own.
  Then all look at once, which takes as much processor time on the same cores as the server.
* memory: of the process of a page and of the app's side, while a million events pass through them.

The text of each sentence is the time at which it was committed, by the clock of the computer, which
the pages read as well.
"""

import argparse
import contextlib
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

from captions.outputs.destination import OutputState
from captions.outputs.pages.page_destinations import AudienceDestination, PageDestination
from tests.benchmarks.figures import Figure, delays
from tests.support.chromium import Chromium, Page
from tests.support.servers.running_page import RunningPage, running_page

CLIENTS = 10
CROWD = 1000
MEDIAN_BOUND_MS = 10.0
SLOWEST_BOUND_MS = 50.0
CROWD_BOUND_MS = 100.0
_TIMED = 20
_LAST_SENTENCE = "#log p:last-child"
_SETTLE_SECONDS = 1.0
"""Time after a start that is not measured."""
_PACE_SECONDS = 0.1
_EVENTS = 1_000_000
_BATCH = 500
_WATCH = """
window.delays = [];
new MutationObserver(() => {
  const now = (performance.timeOrigin + performance.now()) / 1000;
  const text = document.querySelector("SELECTOR")?.textContent;
  if (text && text !== window.seen) window.delays.push(now - Number(text));
  window.seen = text;
}).observe(document.body, { childList: true, subtree: true, characterData: true });
"""


def overlay(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon 10 overlay pages show what was committed."""
    with _served(PageDestination) as page, _opened(page, CLIENTS, ".committed") as pages:
        name = f"event to DOM, overlay page, {CLIENTS} clients"
        return _measure_browser(name, page, pages, lambda: _commit(asked, _show_row(page)))


def audience(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon 10 audience pages show what was committed."""
    with _served(AudienceDestination) as page, _opened(page, CLIENTS, _LAST_SENTENCE) as pages:
        name = f"event to DOM, audience page, {CLIENTS} clients"
        return _measure_browser(name, page, pages, lambda: _commit(asked, page.add_segments))


def crowd(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon 1,000 readers have received what was committed."""
    apart = _measure_crowd(asked, _TIMED, f"{_TIMED} of {CROWD} readers, the others elsewhere")
    return [*apart, *_measure_crowd(asked, CROWD, f"{CROWD} readers on the same cores")]


def memory(asked: argparse.Namespace) -> list[Figure]:
    """Measure how much memory grows while events pass through."""
    events = _EVENTS // 20 if asked.quick else _EVENTS
    with _served(AudienceDestination) as page, _crowd_of(page, CLIENTS, CLIENTS) as readers:
        _pass_events(page, events // 10)
        before, app_before = _memory(page), _own_memory()
        began = time.perf_counter()
        _pass_events(page, events)
        seconds = time.perf_counter() - began
        after, app_after = _memory(page), _own_memory()
        _end_readers(readers)
    return [
        Figure(f"memory of the process, growth over {events} events", after - before, "MB", 5.0),
        Figure("memory of the app's side, growth", app_after - app_before, "MB", 5.0),
        Figure("memory of the process", after, "MB"),
        Figure("events a second", events / seconds, ""),
    ]


MEASURES: dict[str, Callable[[argparse.Namespace], list[Figure]]] = {
    "overlay": overlay,
    "audience": audience,
    "crowd": crowd,
    "memory": memory,
}
"""What can be measured, by name."""


@contextlib.contextmanager
def _served(kind: type[PageDestination] | type[AudienceDestination]) -> Iterator[RunningPage]:
    with running_page(kind) as page:
        page.wait_until(lambda: page.state is OutputState.RUNNING)
        yield page


@contextlib.contextmanager
def _opened(served: RunningPage, count: int, selector: str) -> Iterator[list[Page]]:
    """Open pages in Chromium that record their delays."""
    with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
        browser = stack.enter_context(Chromium(Path(folder), Path(os.devnull)))
        pages = [stack.enter_context(browser.page(served.origin)) for _ in range(count)]
        present = served.runner.status.readers or 0
        for page in pages:
            page.open(served.url)
            page.evaluate(_WATCH.replace("SELECTOR", selector))
        served.wait_until(lambda: served.runner.status.readers == present + count)
        yield pages


@contextlib.contextmanager
def _crowd_of(page: RunningPage, count: int, timed: int) -> Iterator["subprocess.Popen[str]"]:
    path = page.socket_url.partition(str(page.port))[2]
    command = (sys.executable, "-m", "tests.benchmarks.outputs.page_readers")
    with subprocess.Popen(
        (*command, str(page.port), path, str(count), str(timed)),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            if process.stdout.readline() != "connected\n":
                raise RuntimeError("The readers could not connect.")
            page.wait_until(lambda: (page.runner.status.readers or 0) >= count)
            yield process
        finally:
            process.kill()


def _end_readers(readers: "subprocess.Popen[str]") -> tuple[list[float], int]:
    """Return the delays of the readers in seconds, and how many sentences they have received."""
    output, _ = readers.communicate()
    seconds, received = json.loads(output)
    return seconds, received


def _measure_browser(
    name: str, page: RunningPage, pages: list[Page], commit: Callable[[], int]
) -> list[Figure]:
    """Measure pages in a browser, and a connection beside them."""
    with _crowd_of(page, 1, 1) as beside:
        commit()
        seconds, _ = _end_readers(beside)
    return [
        *_figures(name, pages, SLOWEST_BOUND_MS),
        *delays("... of that, to a connection without a browser", seconds),
    ]


def _measure_crowd(asked: argparse.Namespace, timed: int, name: str) -> list[Figure]:
    """Measure a crowd of which some look at once."""
    with (
        _served(AudienceDestination) as page,
        _crowd_of(page, CROWD, timed) as readers,
        _opened(page, 1, _LAST_SENTENCE) as pages,
    ):
        assert page.destination.process_id is not None
        process = page.destination.process_id
        before = _scheduled_seconds(process)
        sentences = _commit(asked, page.add_segments)
        used, waited = (
            1000 * (now - then) / sentences
            for then, now in zip(before, _scheduled_seconds(process), strict=True)
        )
        memory = _memory(page)
        seconds, received = _end_readers(readers)
        return [
            *_figures(f"event to DOM, among {name}", pages, CROWD_BOUND_MS),
            *delays(f"event to each, {name}", seconds, CROWD_BOUND_MS),
            Figure("... sentences that did not arrive", sentences * CROWD - received, "", 0),
            Figure("... processor time of the server, a sentence", used, "ms"),
            Figure("... its wait for a busy processor, a sentence", waited, "ms"),
            Figure("... memory of the server", memory, "MB"),
        ]


def _show_row(page: RunningPage) -> Callable[[str], None]:
    return lambda text: page.show_rows((text, ""))


def _commit(asked: argparse.Namespace, show: Callable[[str], None]) -> int:
    """Commit sentences at a steady pace; return their number."""
    count = 50 if asked.quick else 300
    time.sleep(_SETTLE_SECONDS)
    for _ in range(count):
        show(f"{time.time():.6f}")
        time.sleep(_PACE_SECONDS)
    time.sleep(1.0)
    return count


def _figures(name: str, pages: list[Page], bound_ms: float) -> list[Figure]:
    seconds = [delay for page in pages for delay in page.evaluate("window.delays")]
    median, slow, longest = delays(name, seconds, bound_ms)
    bound = MEDIAN_BOUND_MS if bound_ms == SLOWEST_BOUND_MS else None
    return [median._replace(bound=bound), slow, longest]


def _pass_events(page: RunningPage, count: int) -> None:
    """Commit sentences as fast as the page takes them, with a partial before each."""
    for _ in range(0, count, 2 * _BATCH):
        texts = [f"{time.time():.6f}"] * _BATCH
        sent = page.sent + _BATCH
        for text in texts:
            page.show_live(text)
        page.add_segments(*texts)
        page.wait_until(lambda sent=sent: page.sent >= sent)  # type: ignore[misc]


def _memory(page: RunningPage) -> float:
    """Return the memory of the process of a page in megabytes."""
    return _resident_megabytes(str(page.destination.process_id))


def _own_memory() -> float:
    return _resident_megabytes("self")


def _resident_megabytes(process: str) -> float:
    status = Path(f"/proc/{process}/status").read_text("ascii")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS:"))
    return int(line.split()[1]) / 1024


def _scheduled_seconds(process: int) -> tuple[float, float]:
    """Return how long the main thread of a process has run, and waited for a processor.

    Source: kernel.org, Documentation/scheduler/sched-stats.rst.
    """
    ran, waited, _ = Path(f"/proc/{process}/schedstat").read_text("ascii").split()
    return int(ran) / 1e9, int(waited) / 1e9
