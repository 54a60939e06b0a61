"""Measures recognition on a virtual clock: no server, no sockets, no waiting.

Sound is fed as the server does it, a tenth of a second at a time, with a guess whenever no more
sound waits. The clock is that of the sound, or what came before and the processor time that the
engine has taken for it, whichever is later: so figures do not depend on what else the machine does,
and half an hour of speech takes a few minutes.

``python -m tests.benchmarks.speech_offline [--half tune] [--set recognition.decoding._BEAMS=2]``
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
from typing import Protocol

from captions.engine.models import Models
from captions.errors import CaptionsError
from captions.events import Committed, Partial
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions, Stability
from tests.benchmarks import accuracy, speech_score, speech_set
from tests.benchmarks.drive import ROOT
from tests.benchmarks.measure import Line
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech_score import Log, Row
from tests.benchmarks.speech_set import CHUNK_SECONDS, Half

_MODELS: list[Models] = []
"""Loaded once in each process."""


class Listening(Protocol):
    """What of a transcriber is measured."""

    def feed(self, samples: Samples) -> Iterable[Committed]:
        """Take sound in and yield each segment that it closes."""
        ...

    def guess(self) -> Partial | None:
        """Return the open segment as far as it is known, if it is new."""
        ...


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if that is impossible."""
    asked = _parse(arguments)
    try:
        measures = accuracy.load(
            asked.recordings.resolve().parent / "score.py", ROOT / ".cache" / "bench-packages"
        )
        talks = speech_set.half_of(speech_set.collection(asked.recordings), asked.half)
        if asked.only:
            talks = speech_set.named(talks, asked.only)
        logs = run_all(talks, partial(caption, asked.stability), asked.jobs, asked.set)
    except (CaptionsError, accuracy.NoMeasuresError, speech_set.NoRecordingsError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    rows = table(measures, talks, logs)
    print(speech_score.text_table(rows))
    if asked.json:
        asked.json.write_text(json.dumps({"rows": rows, "logs": logs}), encoding="utf-8")
    return 0


def load_models() -> Models:
    """Load what is measured."""
    return Models.load()


def table(measures: accuracy.Measures, talks: Sequence[Talk], logs: dict[str, Log]) -> list[Row]:
    """Return a row for each recording, and the last for all."""
    scores = []
    for talk in talks:
        assert talk.entry is not None
        scores.append(speech_score.score(measures, talk.entry, logs[talk.name]))
    pairs = zip(talks, scores, strict=True)
    rows = [speech_score.summary(measures, [item], talk.name) for talk, item in pairs]
    return [*rows, speech_score.summary(measures, scores, "all")]


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


def caption(stability: Stability, talk: Talk, keyterms: tuple[str, ...] = ()) -> Log:
    """Caption one recording by the models that this process has loaded."""
    options = SessionOptions(
        commit_strategy=CommitStrategy.VAD,
        vad_silence_threshold_secs=0.7,
        include_timestamps=True,
        stability=stability,
        keyterms=keyterms,
    )
    return replay(_MODELS[0].transcriber(options), speech_set.sound(talk))


def replay(
    transcriber: Listening, samples: Samples, spent: Callable[[], float] = time.process_time
) -> Log:
    """Feed a transcriber on a virtual clock; return its log, ending with what it took.

    ``spent`` says how many seconds of processor time this process has used.
    """
    clock = _Clock(spent)
    log: Log = []
    for number, chunk in enumerate(speech_set.chunks(samples), 1):
        clock.wait(number * CHUNK_SECONDS)
        for committed in transcriber.feed(chunk):
            log.append(speech_score.commit(clock.now(), committed.text, committed.words))
        if clock.now() < (number + 1) * CHUNK_SECONDS:
            log.extend(_guessed(transcriber, clock))
    clock.now()
    return [*log, speech_score.stats(clock.used, 0.0)]


def _guessed(transcriber: Listening, clock: "_Clock") -> Iterator[Line]:
    partial = transcriber.guess()
    if partial is not None:
        yield speech_score.partial(clock.now(), partial.text)


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


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="speech_offline", description="Measure without waiting.")
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--only", help="names of recordings, or how they begin, with commas")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument(
        "--stability", type=Stability, default=Stability.BALANCED, help="fast, balanced or steady"
    )
    parser.add_argument(
        "--set",
        action="append",
        default=[],
        metavar="MODULE.NAME=VALUE",
        help="another value for a constant of captions.engine, e.g. recognition.decoding._BEAMS=2",
    )
    parser.add_argument("--json", type=Path, help="file for figures and logs")
    parser.add_argument(
        "--recordings",
        type=Path,
        default=ROOT.parent / "shared" / "speech",
        help="folder of recordings with a manifest.json (default: ../shared/speech)",
    )
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
