"""Kills a program that writes segments at random moments, and looks for what is lost.

The program prints the number of each segment once the store reports it as written (see
`tests.support.programs.session_writer`). All runs share one store. After each, the store is opened
as by the next start of the app: every printed segment must be there, the session must be closed
with the right duration, and at the end, the file must be sound.
"""

import sqlite3
import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path

from captions.history.data_folder import STORE_NAME
from captions.history.history import History
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import Figure
from tests.support.seeded_random import seeded_random

_LONGEST_SECONDS = 0.6
"""Longest life of a program after it has begun its session."""
_PROGRAM = (sys.executable, "-m", "tests.support.programs.session_writer")


def run(count: int) -> list[Figure]:
    """Kill a number of programs; return what was lost.

    Raises:
        RuntimeError: a segment was lost, or the store is damaged.
    """
    random = seeded_random("kills")
    written = lost = unclosed = 0
    with tempfile.TemporaryDirectory() as folder:
        for _ in range(count):
            session_id, numbers = _write_until_killed(
                Path(folder), random.uniform(0, _LONGEST_SECONDS)
            )
            missing, is_closed = _check_session(Path(folder), session_id, numbers)
            written += numbers
            lost += missing
            unclosed += not is_closed
        problems = _check_file(Path(folder) / STORE_NAME)
    figures = [
        Figure("programs killed", count, ""),
        Figure("segments reported as written", written, ""),
        Figure("... lost", lost, "", 0),
        Figure("sessions that were not closed properly", unclosed, "", 0),
        Figure("problems of the file", problems, "", 0),
    ]
    if any(figure.missed for figure in figures):
        raise RuntimeError(", ".join(f"{figure.name}: {figure.value:g}" for figure in figures))
    return figures


def _write_until_killed(folder: Path, seconds: float) -> tuple[int, int]:
    """Return the identifier of the session, and the number of segments reported as written."""
    with subprocess.Popen(
        (*_PROGRAM, str(folder)), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        session_id = int(process.stdout.readline())
        killing = threading.Timer(seconds, process.kill)
        killing.start()
        numbers = len(process.stdout.read().splitlines())
        killing.join()
    return session_id, numbers


def _check_session(folder: Path, session_id: int, numbers: int) -> tuple[int, bool]:
    """Return how many segments are missing, and whether the session was closed properly."""
    history = History(folder)
    problems = history.open()
    history.flush()
    ids = {one.id for one in history.list_sessions()}
    if session_id not in ids:  # A session without segments is deleted.
        history.close()
        return numbers, not problems and numbers == 0
    session = history.get_session(session_id)
    texts = {one.text for one in history.iter_segments(session_id)}
    history.close()
    missing = sum(f"Segment {number}." not in texts for number in range(numbers))
    # The last segment may have been written without being reported.
    is_closed = not session.is_open and abs(session.seconds - (len(texts) - 0.1)) < 1e-6
    return missing, not problems and is_closed


def _check_file(path: Path) -> int:
    """Return the number of problems that SQLite finds in the file and in its index."""
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("PRAGMA integrity_check").fetchall()
        connection.execute("INSERT INTO segment_index (segment_index) VALUES ('integrity-check')")
        return len([row for row in found if row != ("ok",)])
