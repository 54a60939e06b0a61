"""How well keyterms work: the rare words of each recording are expected, among as many others.

``python3 packaging/dev.py bench speech --keyterms`` hears each recording three times on a virtual
clock (see `speech_offline`): with no keyterms; with its own rare words, among those of others, up
to the most that the protocol takes; and with the rare words of others alone. A word is *rare* here
if one or two recordings have it and the recogniser has no piece for the whole of it.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from captions.engine import model_files
from captions.engine.recognition.moonshine.moonshine import BASE
from captions.engine.recognition.moonshine.tokens import Vocabulary
from captions.errors import CaptionsError
from captions.protocol.options import MAX_KEYTERM_CHARS, MAX_KEYTERMS, PartialStability
from tests.benchmarks import accuracy
from tests.benchmarks.drive import ROOT
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import offline as speech_offline
from tests.benchmarks.speech import recordings as speech_set
from tests.benchmarks.speech import score as speech_score
from tests.benchmarks.speech.recordings import Half
from tests.benchmarks.speech.score import Log

_LEAST_LETTERS = 5
_MOST_RECORDINGS = 2
_MOST_OWN = MAX_KEYTERMS // 2
_SEED = 1

Terms = Mapping[str, tuple[str, ...]]
"""Words for each recording, by its name."""


class Heard(NamedTuple):
    """What became of the rare words of one recording, or of several."""

    said: int
    found: int
    """Of those that were said."""
    mended: int
    """Of those that were missed without keyterms."""
    invented: int
    """Expected words that were written and not said."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if that is impossible."""
    asked = _parse(arguments)
    try:
        measures = accuracy.load(
            asked.recordings.resolve().parent / "score.py", ROOT / ".cache" / "bench-packages"
        )
        every = speech_set.collection(asked.recordings)
        vocabulary = Vocabulary(model_files.find_path(BASE.name) / "tokenizer.bin")
    except (CaptionsError, accuracy.NoMeasuresError, speech_set.NoRecordingsError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    rare = rare_words(every, vocabulary)
    talks = speech_set.half_of(every, asked.half)
    without: dict[str, Log] = {}
    for title, plan in _plans(rare, talks).items():
        logs = speech_offline.run_all(talks, partial(_caption, plan), asked.jobs)
        without = without or logs
        each = [heard(talk, rare, plan, (without, logs)) for talk in talks]
        whole = Heard(*map(sum, zip(*each, strict=True)))
        errors = speech_offline.table(measures, talks, logs)[-1]["wer"]
        print(
            f"{title:20} errors {errors:5.2f} %   rare words found {whole.found} of {whole.said}, "
            f"mended {whole.mended}, invented {whole.invented}"
        )
    return 0


def rare_words(talks: Sequence[Talk], vocabulary: Vocabulary) -> Terms:
    """Return each recording's rare words, with a capital, so that both spellings are expected."""
    spread = Counter(word for talk in talks for word in set(_said(talk)))

    def is_rare(word: str) -> bool:
        pieces = min(len(vocabulary.encode_text(form)) for form in (word, word.capitalize()))
        fits = word.isalpha() and _LEAST_LETTERS <= len(word) <= MAX_KEYTERM_CHARS
        return fits and pieces > 1 and spread[word] <= _MOST_RECORDINGS

    return {
        talk.name: tuple(word.capitalize() for word in sorted(set(_said(talk))) if is_rare(word))
        for talk in talks
    }


def heard(
    talk: Talk, rare: Terms, plan: Terms, logs: tuple[Mapping[str, Log], Mapping[str, Log]]
) -> Heard:
    """Count what became of a recording's rare words.

    Args:
        talk: the recording.
        rare: the rare words of all.
        plan: the keyterms of all.
        logs: what was written without keyterms, and with them.
    """
    said = Counter(_said(talk))
    before, now = (Counter(_written(log[talk.name])) for log in logs)
    words = [word.lower() for word in rare[talk.name]]
    missed = {word: max(0, said[word] - before[word]) for word in words}
    return Heard(
        sum(said[word] for word in words),
        sum(min(said[word], now[word]) for word in words),
        sum(min(missed[word], max(0, now[word] - before[word])) for word in words),
        sum(max(0, now[word] - said[word]) for word in map(str.lower, plan[talk.name])),
    )


def _plans(rare: Terms, talks: Sequence[Talk]) -> dict[str, Terms]:
    return {
        "no keyterms": {talk.name: () for talk in talks},
        "its own and others'": {talk.name: _expected(rare, talk, _MOST_OWN) for talk in talks},
        "others' alone": {talk.name: _expected(rare, talk, 0) for talk in talks},
    }


def _expected(rare: Terms, talk: Talk, most_own: int) -> tuple[str, ...]:
    """Choose keyterms by chance, but the same each time."""
    chance = random.Random(f"{_SEED} {talk.name}")  # noqa: S311  # not for secrets
    said = {word.capitalize() for word in _said(talk)}
    others = sorted({word for words in rare.values() for word in words} - said)
    own = chance.sample(rare[talk.name], min(most_own, len(rare[talk.name])))
    return (*own, *chance.sample(others, MAX_KEYTERMS - len(own)))


def _caption(plan: Terms, talk: Talk) -> Log:
    return speech_offline.caption(PartialStability.BALANCED, talk, plan[talk.name])


def _said(talk: Talk) -> list[str]:
    assert talk.entry is not None
    return speech_score.spoken(talk.entry["reference"])


def _written(log: Log) -> list[str]:
    return [
        word
        for event in log
        if event["kind"] == "commit"
        for word in speech_score.spoken(event["text"])
    ]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="speech_keyterms", description="Measure keyterms.")
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    parser.add_argument(
        "--recordings",
        type=Path,
        default=ROOT.parent / "shared" / "speech",
        help="folder of recordings with a manifest.json (default: ../shared/speech)",
    )
    return parser.parse_args(arguments)
