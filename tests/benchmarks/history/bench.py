"""The benchmark of saved transcripts: writing, searching, opening, and being killed.

``python3 packaging/dev.py bench history [--quick] [--json PATH]
[--only disk,search,open,export,scroll,kills,app]``

All stores are files in a temporary folder, filled with generated speech (see `generated`).

* disk: from the event to the moment when its segment is synced, at 20 segments a second, which is
  twenty times as many as in a conversation, in a store of 60 hours. Syncing alone the bytes of one
  segment is measured beside it.
* search: in 1,000 sessions of an hour, 1,000,000 segments in all.
* open: a session of 60,000 segments, from opening the store to its first and last page.
* export: 10 hours of a conversation to SubRip, from the store to the file.
* scroll: frames of the window while a session of 60,000 segments is scrolled (see `scrolling`).
* kills: a program that writes segments is killed at random moments, and the segments that it
  reported as written are looked for (see `kills`).
* app: the same with the whole app and what it committed on the screen (see `app_kills`).

A bound that is missed does not fail it, because machines are shared and noisy; a lost segment does.
"""

import argparse
import os
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from captions.formats.options import TextFormat
from captions.history.history import History
from captions.outputs.files.export_files import export_file
from tests.benchmarks.figures import Figure, Scope, create_parser, delays, run_scope
from tests.benchmarks.history import app_kills, kills, scrolling
from tests.benchmarks.history.generated import Speech, fill_store, make_session

DISK_BOUND_MS = 5.0
SEARCH_BOUND_MS = 50.0
OPENING_BOUND_MS = 300.0
EXPORT_BOUND_MS = 1000.0
SEGMENTS = 60_000
EXPORTED_SEGMENTS = 10_000
"""Segments of 10 hours in which people speak without long pauses, some 90,000 words."""
PAGE = 200
"""Segments of a page of the window."""
_PACE_SECONDS = 0.05
_SEGMENT_BYTES = 40_000
"""Bytes written to the log for a segment: about ten pages."""
QUERIES = (
    ("a letter", "t"),
    ("the beginning of a word", "th"),
    ("the most common word", "the"),
    ("a rare word", "zowi"),
    ("two words", "the zowi"),
    ("five common words", "that was for with his"),
    ("a word that was never said", "xylophone"),
)
_ROUNDS = 20


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write; return 1 if a segment was lost or something did not work."""
    return run_scope(SCOPE, _parse(arguments))


def disk(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon a segment is on the disk, and how long the caller is busy with it."""
    speech = Speech(2)
    segments = [speech.make_segment(number) for number in range(200 if asked.quick else 1000)]
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Path(folder), 60, 1000)
        with _opened(Path(folder)) as history:
            writer = history.start_session(make_session(), kept=True)
            written: list[float] = []
            busy: list[float] = []
            for segment in segments:
                began = time.perf_counter()
                done = threading.Event()
                writer.add_segment(segment, done.set)
                busy.append(time.perf_counter() - began)
                done.wait()
                written.append(time.perf_counter() - began)
                time.sleep(_PACE_SECONDS)
        synced = _sync_repeatedly(Path(folder) / "file", len(segments))
    return [
        *delays("event to disk", written, DISK_BOUND_MS),
        *delays("... of that, the caller is busy", busy),
        *delays("... syncing as many bytes, alone", synced),
    ]


def search(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon hits are found among 1,000,000 segments."""
    sessions = 100 if asked.quick else 1000
    figures = []
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Path(folder), sessions, 1000)
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
        with _opened(Path(folder)) as history:
            for name, words in QUERIES:
                hits = len(history.search(words))
                _, slow, _ = delays(
                    f"search {name}, {hits} hits shown",
                    _time_repeatedly(lambda words=words: history.search(words)),  # type: ignore[misc]
                    SEARCH_BOUND_MS,
                )
                figures.append(slow)
            figures += delays("list of sessions", _time_repeatedly(history.list_sessions))[:2]
    return [
        *figures,
        Figure("segments", 1000 * sessions, ""),
        Figure("bytes on the disk, a segment", size / (1000 * sessions), ""),
    ]


def opening(asked: argparse.Namespace) -> list[Figure]:
    """Measure how soon a long session is shown."""
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Path(folder), 1, SEGMENTS)

        def open_session() -> None:
            with _opened(Path(folder)) as history:
                (session,) = history.list_sessions()
                count = history.count_segments(session.id)
                history.read_segments(session.id, 0, PAGE)
                history.read_segments(session.id, count - PAGE, PAGE)

        opened = _time_repeatedly(open_session)
        with _opened(Path(folder)) as history:
            places = range(0, SEGMENTS, 500 if asked.quick else 100)
            pages = [
                _time_once(lambda place=place: history.read_segments(1, place, PAGE))  # type: ignore[misc]
                for place in places
            ]
            whole = _time_once(lambda: list(history.iter_segments(1)))
    return [
        *delays(f"session of {SEGMENTS} segments opens", opened, OPENING_BOUND_MS),
        *delays(f"page of {PAGE} segments, anywhere", pages),
        Figure("all its segments", 1000 * whole, "ms"),
    ]


def exporting(asked: argparse.Namespace) -> list[Figure]:
    """Measure the export of 10 hours."""
    with tempfile.TemporaryDirectory() as folder:
        fill_store(Path(folder), 1, EXPORTED_SEGMENTS)
        with _opened(Path(folder)) as history:

            def export_session() -> None:
                segments = history.iter_segments(1)
                export_file(Path(folder) / "session.srt", TextFormat.SRT, segments)

            seconds = [_time_once(export_session) for _ in range(1 if asked.quick else 5)]
    return delays("10 hours to SubRip", seconds, EXPORT_BOUND_MS)


def killing(asked: argparse.Namespace) -> list[Figure]:
    """Count the segments that are lost when the program is killed."""
    return kills.run(20 if asked.quick else 200)


def killing_app(asked: argparse.Namespace) -> list[Figure]:
    """Count the sentences that are lost when the whole app is killed."""
    return app_kills.run(5 if asked.quick else 200)


SCOPE = Scope(
    "history",
    "Saved transcripts",
    {
        "disk": disk,
        "search": search,
        "open": opening,
        "export": exporting,
        "scroll": scrolling.scroll,
        "kills": killing,
        "app": killing_app,
    },
)


@contextmanager
def _opened(folder: Path) -> Iterator[History]:
    history = History(folder)
    for problem in history.open():
        raise RuntimeError(problem)
    yield history
    history.close()


def _time_once(function: Callable[[], object]) -> float:
    began = time.perf_counter()
    function()
    return time.perf_counter() - began


def _time_repeatedly(function: Callable[[], object]) -> list[float]:
    return [_time_once(function) for _ in range(_ROUNDS)]


def _sync_repeatedly(path: Path, count: int) -> list[float]:
    """Return how long it takes to append the bytes of a segment to a file and sync it."""
    seconds = []
    with path.open("ab", buffering=0) as file:
        for _ in range(count):
            began = time.perf_counter()
            file.write(b"x" * _SEGMENT_BYTES)
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - began)
            time.sleep(_PACE_SECONDS)
    return seconds


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    return create_parser(SCOPE, "Measure saved transcripts.").parse_args(arguments)
