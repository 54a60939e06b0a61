"""How many words get a speaker, how many the wrong one, and what that costs.

``python3 packaging/dev.py bench speech --speakers [--half tune|report] [--json PATH]``

Conversations (see `conversations`) are fed to the default recogniser with the option ``diarize``, a
tenth of a second at a time, as the server does it. Speakers of a recording and of its reference are
paired one to one so that most words agree; all other labelled words are wrong.
"""

import argparse
import itertools
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest import mock

from rich.console import Console
from rich.table import Table

from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.engine.speakers.d_vector import DVectorEmbedder
from captions.engine.speakers.ports import Vector
from captions.events import Word
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.benchmarks.figures import add_recordings_option
from tests.benchmarks.speech import recording_set
from tests.benchmarks.speech.conversations import Conversation, make_conversations
from tests.benchmarks.speech.recording_set import Half
from tests.support.models.voice_model import store_with_voice_model

Row = dict[str, Any]
_OPTIONS = SessionOptions(
    commit_strategy=CommitStrategy.VAD,
    vad_silence_threshold_secs=0.7,
    commit_sentences=True,
    include_timestamps=True,
    diarize=True,
)


class _Meter:
    """Adds up the processor time of the voice model, and of each commit."""

    def __init__(self) -> None:
        self.seconds = 0.0

    @contextmanager
    def measuring(self) -> Iterator[None]:
        begin = time.thread_time()
        try:
            yield
        finally:
            self.seconds += time.thread_time() - begin


def main(arguments: Sequence[str]) -> int:
    """Measure, print and write."""
    asked = _parse(arguments)
    console = Console()
    talks = recording_set.load_collection(asked.recordings)
    models = LoadedModels.load(store=store_with_voice_model())
    rows: list[Row] = []
    halves = [Half.TUNE, Half.REPORT] if asked.half is Half.ALL else [asked.half]
    for half in halves:
        found = []
        for talk in _choose(make_conversations(recording_set.half_of(talks, half)), asked):
            found.append(measure(models, talk))
            console.print(f"{talk.name}: {found[-1]}", highlight=False, soft_wrap=True)
        console.print(_table(half, [*found, *_totals(found)]))
        rows += [{"half": half.value, **row} for row in [*found, *_totals(found)]]
    if asked.json is not None:
        asked.json.write_text(json.dumps(rows, indent=1), encoding="utf-8")
    return 0


def _choose(talks: list[Conversation], asked: argparse.Namespace) -> list[Conversation]:
    """Return the conversations to measure: all, or the recorded ones and the first made one."""
    made = [talk for talk in talks if talk.kind == "made"][:1]
    recorded = [talk for talk in talks if talk.kind == "recorded"]
    return [*recorded, *made] if asked.quick else talks


def measure(models: LoadedModels, talk: Conversation) -> Row:
    """Caption a conversation and compare its speakers."""
    meter = _Meter()
    with _metered_embedder(meter):
        words = _caption(models, talk.samples)
    pairs = Counter(
        (word.speaker, who)
        for word in words
        if (who := talk.find_speaker(word.start, word.end)) is not None
    )
    known = sum(pairs.values())
    labelled = sum(count for (speaker, _), count in pairs.items() if speaker)
    return {
        "name": talk.name,
        "kind": talk.kind,
        "seconds": len(talk.samples) / ENGINE_RATE,
        "words": known,
        "labelled": labelled,
        "wrong": labelled - _count_agreeing(pairs),
        "found": len({speaker for speaker, _ in pairs if speaker}),
        "speakers": len({who for _, who in pairs}),
        "cpu_s": meter.seconds,
    }


def _caption(models: LoadedModels, samples: Samples) -> list[Word]:
    transcriber = models.create_transcriber(_OPTIONS)
    words: list[Word] = []
    for chunk in recording_set.chunks(samples):
        for committed in transcriber.feed(chunk):
            words += committed.words
        transcriber.guess()
    return words


@contextmanager
def _metered_embedder(meter: _Meter) -> Iterator[None]:
    plain: Callable[[DVectorEmbedder, list[Samples]], list[Vector]] = DVectorEmbedder.embed_windows

    def embed_windows(self: DVectorEmbedder, windows: list[Samples]) -> list[Vector]:
        with meter.measuring():
            return plain(self, windows)

    with mock.patch.object(DVectorEmbedder, "embed_windows", embed_windows):
        yield


def _count_agreeing(pairs: Counter[tuple[str, str]]) -> int:
    """Return how many labelled words agree with the best pairing of speakers."""
    mine = sorted({speaker for speaker, _ in pairs if speaker})
    theirs = sorted({who for _, who in pairs})
    longer = [*theirs, *([""] * (len(mine) - len(theirs)))]
    return max(
        sum(pairs[pair] for pair in zip(mine, order, strict=False))
        for order in itertools.permutations(longer, len(mine))
    )


def _totals(rows: Sequence[Row]) -> list[Row]:
    totals = []
    for kind in ("recorded", "made", "alike", "single", "all"):
        some = [row for row in rows if kind in (row["kind"], "all")]
        keys = ("seconds", "words", "labelled", "wrong", "found", "speakers", "cpu_s")
        totals.append({"name": kind, "kind": "total"} | {k: sum(r[k] for r in some) for k in keys})
    return totals


def _table(half: Half, rows: Sequence[Row]) -> Table:
    table = Table(title=f"Speakers, the {half.value} half", title_justify="left")
    for title in ("", "seconds", "words", "labelled", "wrong", "speakers", "CPU a second"):
        table.add_column(title, justify="right" if title else "left", overflow="fold")
    for row in rows:
        table.add_row(
            row["name"],
            f"{row['seconds']:.0f}",
            str(row["words"]),
            f"{row['labelled'] / max(1, row['words']):.1%}",
            f"{row['wrong'] / max(1, row['labelled']):.1%} ({row['wrong']})",
            f"{row['found']} of {row['speakers']}",
            f"{row['cpu_s'] / max(1, row['seconds']):.4f}",
        )
    return table


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench speech --speakers", description="Measure who is said to speak."
    )
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--quick", action="store_true", help="leave most made ones out")
    parser.add_argument("--json", type=Path, help="file for the figures")
    add_recordings_option(parser)
    return parser.parse_args(arguments)
