"""Measures recognition on a virtual clock: no server, no sockets, no waiting.

Sound is fed as the server does it, a tenth of a second at a time. A guess follows whenever no more
sound waits, and each commit is followed by what is left of the open segment. The clock is that of
the sound, or what came before and the processor time that the engine has taken for it, whichever is
later. Guesses are paced by it, too. So figures hardly depend on what else the machine does, and
half an hour of speech takes a few minutes.

Word errors of difficult recordings are chaotic: the same recording after 50 ms of silence may have
several percent more or fewer of them. ``--offsets`` measures all recordings after each of several
silences; the standard error of the mean shows which differences mean anything. Times are those of
the recording, without the silence before it.

``--white`` commits sentences as the app asks for it, and adds how soon words would have turned
white on screen (see `white_words`).

``python -m tests.benchmarks.speech.offline [--half tune] [--offsets 0,50,110,170] [--white] [--set
recognition.decoding._BEAMS=2]``
"""

import argparse
import ast
import importlib
import json
import multiprocessing
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from statistics import mean, stdev
from typing import Protocol

import numpy as np

from captions.engine.models import LoadedModels
from captions.errors import CaptionsError
from captions.events import Committed, Partial
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, PartialStability, SessionOptions
from tests.benchmarks import accuracy
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import add_recordings_option
from tests.benchmarks.measure import Line
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import recording_set, scoring, white_words
from tests.benchmarks.speech.recording_set import CHUNK_SECONDS, Half
from tests.benchmarks.speech.scoring import Column, Log, Row

_MODELS: list[LoadedModels] = []
"""Loaded once in each process."""
_RUNNING: list["_Clock"] = []
"""The clock of the recording that this process captions."""


class OfflineTranscriber(Protocol):
    """The methods of a transcriber that are measured."""

    def feed(self, samples: Samples) -> Iterable[Committed]:
        """Take sound in and yield each segment that it closes."""
        ...

    def guess(self) -> Partial | None:
        """Guess at the open segment and return it, if it is new."""
        ...

    def partial(self) -> Partial | None:
        """Return the open segment as far as it is known, if it is new."""
        ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if that is impossible."""
    asked = _parse(arguments)
    try:
        measures = accuracy.load(
            asked.recordings.resolve().parent / "score.py", ROOT / ".cache" / "bench-packages"
        )
        talks = recording_set.half_of(recording_set.load_collection(asked.recordings), asked.half)
        if asked.only:
            talks = recording_set.named(talks, asked.only)
        runs = [_run(measures, talks, asked, offset) for offset in asked.offsets]
    except (CaptionsError, accuracy.NoMeasuresError, recording_set.NoRecordingsError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    if len(runs) > 1:
        print(_spread([run["rows"][-1]["wer"] for run in runs]))
    if asked.json:
        written = {"offsets": runs} if len(runs) > 1 else runs[0]
        asked.json.write_text(json.dumps(written), encoding="utf-8")
    return 0


def load_models() -> LoadedModels:
    """Load what is measured; its guesses are paced by the virtual clock, not by a busy machine."""
    return LoadedModels.load(clock=virtual_time)


def virtual_time() -> float:
    """Return the time on the clock of the recording that is captioned, in seconds."""
    return _RUNNING[0].now() if _RUNNING else 0.0


def table(measures: accuracy.Measures, talks: Sequence[Talk], logs: dict[str, Log]) -> list[Row]:
    """Return a row for each recording, and the last for all."""
    scores = []
    for talk in talks:
        assert talk.entry is not None
        scores.append(scoring.score(measures, talk.entry, logs[talk.name]))
    pairs = zip(talks, scores, strict=True)
    rows = [scoring.summary(measures, [item], talk.name) for talk, item in pairs]
    return [*rows, scoring.summary(measures, scores, "all")]


def run_all(
    talks: Sequence[Talk], work: Callable[[Talk], Log], jobs: int, changes: Sequence[str] = ()
) -> dict[str, Log]:
    """Caption recordings in so many processes, the longest first; return their logs by name.

    Args:
        talks: the recordings.
        work: captions one of them, such as `caption`.
        jobs: processes.
        changes: other values for constants of the engine, as on the command line.
    """
    longest = sorted(talks, key=lambda talk: -talk.seconds)
    if jobs == 1:
        _load(changes)
        return {talk.name: work(talk) for talk in longest}
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, context, _load, (changes,)) as pool:
        names = [talk.name for talk in longest]
        return dict(zip(names, pool.map(work, longest), strict=True))


def caption(
    stability: PartialStability,
    talk: Talk,
    keyterms: tuple[str, ...] = (),
    *,
    offset: float = 0.0,
    commit_sentences: bool = False,
) -> Log:
    """Caption one recording by the models that this process has loaded.

    Args:
        stability: how calm partials are.
        talk: the recording.
        keyterms: words that are likely to be said.
        offset: seconds of silence before the recording; the log's times are without it.
        commit_sentences: True to commit at the ends of sentences, as the app asks for it.
    """
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
        stability=stability,
        keyterms=keyterms,
        commit_sentences=commit_sentences,
    )
    samples = np.append(recording_set.silence(offset), recording_set.sound(talk))
    return scoring.shifted(replay(_MODELS[0].create_transcriber(options), samples), offset)


def replay(
    transcriber: OfflineTranscriber,
    samples: Samples,
    spent: Callable[[], float] = time.process_time,
) -> Log:
    """Feed a transcriber on a virtual clock; return its log, ending with what it took.

    ``spent`` says how many seconds of processor time this process has used.
    """
    clock = _Clock(spent)
    _RUNNING[:] = [clock]
    log: Log = []
    for number, chunk in enumerate(recording_set.chunks(samples), 1):
        clock.wait(number * CHUNK_SECONDS)
        for committed in transcriber.feed(chunk):
            t = clock.now()
            log.append(scoring.commit(t, committed.text, committed.words))
            log.extend(_changed(t, transcriber.partial()))
        if clock.now() < (number + 1) * CHUNK_SECONDS:
            guess = transcriber.guess()
            log.extend(_changed(clock.now(), guess))
    clock.now()
    return [*log, scoring.stats(clock.used, 0.0)]


def _run(
    measures: accuracy.Measures, talks: Sequence[Talk], asked: argparse.Namespace, offset: int
) -> Row:
    """Measure recordings after so many milliseconds of silence, and print the table."""
    work = partial(caption, asked.stability, offset=offset / 1000, commit_sentences=asked.white)
    logs = run_all(talks, work, asked.jobs, asked.set)
    rows = table(measures, talks, logs)
    columns: tuple[Column, ...] = scoring.COLUMNS
    if asked.white:
        white = white_words.rows(talks, logs)
        rows = [{**row, **figures} for row, figures in zip(rows, white, strict=True)]
        columns += white_words.COLUMNS
    if len(asked.offsets) == 1:
        print(scoring.text_table(rows, columns))
        return {"rows": rows, "logs": logs}
    print(f"after {offset} ms of silence:\n{scoring.text_table(rows, columns)}\n", flush=True)
    return {"offset_ms": offset, "rows": rows, "logs": logs}


def _spread(errors: Sequence[float]) -> str:
    """Say what word errors are on average over several offsets, and how sure that is."""
    deviation = stdev(errors) / len(errors) ** 0.5
    return (
        f"word errors: mean {mean(errors):.2f} %, standard error {deviation:.2f}, "
        f"over {len(errors)} offsets"
    )


def _changed(t: float, shown: Partial | None) -> Iterator[Line]:
    if shown is not None:
        yield {**scoring.partial(t, shown.text), "settled_text": shown.settled_text}


class _Clock:
    """Stands while nothing is computed, and jumps to when the next sound comes."""

    def __init__(self, spent: Callable[[], float]) -> None:
        self.used = 0.0
        """Seconds of processor time so far."""
        self._now = 0.0
        self._spent = spent
        self._seen = spent()

    def now(self) -> float:
        """Return seconds since the first sample was due."""
        seen = self._spent()
        spent, self._seen = seen - self._seen, seen
        self.used += spent
        self._now += spent
        return self._now

    def wait(self, until: float) -> None:
        """Go on to a moment, if it is not past."""
        self._now = max(self.now(), until)


def _load(changes: Sequence[str]) -> None:
    for change in changes:
        place, value = change.split("=", 1)
        module, name = place.rsplit(".", 1)
        setattr(importlib.import_module(f"captions.engine.{module}"), name, ast.literal_eval(value))
    _MODELS[:] = [load_models()]


def _milliseconds(text: str) -> list[int]:
    offsets = [int(item) for item in text.split(",")]
    if min(offsets) < 0:
        raise argparse.ArgumentTypeError("silence cannot be shorter than 0 ms")
    return offsets


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench speech --offline", description="Measure without waiting."
    )
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--only", help="names of recordings, or how they begin, with commas")
    parser.add_argument(
        "--offsets",
        type=_milliseconds,
        default=[0],
        help="milliseconds of silence before each recording, with commas: all recordings are "
        "measured after each (default: 0)",
    )
    parser.add_argument(
        "--white",
        action="store_true",
        help="commit sentences as the app asks for it, and measure when words turn white",
    )
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument(
        "--stability",
        type=PartialStability,
        default=PartialStability.BALANCED,
        help="fast, balanced or steady",
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="MODULE.NAME=VALUE",
        help="another value for a constant of captions.engine, e.g. recognition.decoding._BEAMS=2",
    )
    parser.add_argument("--json", type=Path, help="file for figures and logs")
    add_recordings_option(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
