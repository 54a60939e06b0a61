"""Writes segments into a session on disk, and prints the number of each once it is; a program.

``python -m tests.support.programs.session_writer FOLDER [--segments N]``: without a number, it
writes until it is killed. The first line is the identifier of the session. With ``--segments``, it
then waits for a line on standard input, and ends the session.
"""

import argparse
import itertools
import queue
import sys
from functools import partial
from pathlib import Path

from captions.events import Word
from captions.history.history import History
from captions.model.saved_transcript import NewSession, TranscriptSegment

STARTED = 1_700_000_000.0


def make_segment(number: int) -> TranscriptSegment:
    """Return the segment with a number, counted from 0."""
    return TranscriptSegment(
        text=f"Segment {number}.",
        start=float(number),
        end=number + 0.9,
        words=(Word("Segment", number, number + 0.5), Word(f"{number}.", number + 0.5, number + 1)),
    )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--segments", type=int)
    asked = parser.parse_args()
    history = History(asked.folder)
    for problem in history.open():
        sys.exit(str(problem))
    writer = history.start_session(NewSession(started=STARTED, utc_offset_seconds=0), kept=True)
    print(writer.id, flush=True)
    written: queue.SimpleQueue[int] = queue.SimpleQueue()
    numbers = range(asked.segments) if asked.segments is not None else itertools.count()
    for number in numbers:
        writer.add_segment(make_segment(number), partial(written.put, number))
        # One unbuffered write a line: a program that is killed leaves no half of it.
        print(written.get(), flush=True)
    sys.stdin.readline()
    writer.end(float(asked.segments))
    history.close()


if __name__ == "__main__":
    main()
