"""How well keyterms work: the rare words of each recording are expected, among as many others.

``python3 packaging/dev.py bench speech --keyterms`` hears each recording three times on a virtual
clock (see `offline`): with no keyterms; with its own rare words, among those of others, up
to the most that the protocol takes; and with the rare words of others alone. A word is *rare* here
if one or two recordings have it and the recogniser has no piece for the whole of it.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from captions.engine import model_files
from captions.engine.recognition.moonshine.moonshine import BASE
from captions.engine.recognition.moonshine.tokens import Vocabulary
from captions.errors import CaptionsError
from captions.protocol.options import MAX_KEYTERM_CHARS, MAX_KEYTERMS, PartialStability
from tests.benchmarks import accuracy
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import add_recordings_option
from tests.benchmarks.recordings import Talk
from tests.benchmarks.speech import offline, recording_set, scoring
from tests.benchmarks.speech.recording_set import Half
from tests.benchmarks.speech.scoring import Log
from tests.support.seeded_random import seeded_random

_LEAST_LETTERS = 5
_MOST_RECORDINGS = 2
_MOST_OWN = MAX_KEYTERMS // 2
_SEED = 1

Terms = Mapping[str, tuple[str, ...]]
"""Words for each recording, by its name."""


class KeytermCounts(NamedTuple):
    """Number of rare words by result, in one recording or several."""

    spoken: int
    found: int
    """Recognised words among the spoken ones."""
    mended: int
    """Recognised words among those that were missed without keyterms."""
    invented: int
    """Expected words that were written and not said."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print; return 1 if that is impossible."""
    asked = _parse(arguments)
    try:
        measures = accuracy.load(
            asked.recordings.resolve().parent / "score.py", ROOT / ".cache" / "bench-packages"
        )
        every = recording_set.load_collection(asked.recordings)
        vocabulary = Vocabulary(model_files.find_path(BASE.name) / "tokenizer.bin")
    except (CaptionsError, accuracy.NoMeasuresError, recording_set.NoRecordingsError) as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    rare = rare_words(every, vocabulary)
    talks = recording_set.half_of(every, asked.half)
    without: dict[str, Log] = {}
    for title, plan in _plans(rare, talks).items():
        logs = offline.run_all(talks, partial(_caption, plan), asked.jobs)
        without = without or logs
        each = [count_keyterms(talk, rare, plan, (without, logs)) for talk in talks]
        whole = KeytermCounts(*map(sum, zip(*each, strict=True)))
        errors = offline.table(measures, talks, logs)[-1]["wer"]
        print(
            f"{title:20} errors {errors:5.2f} %   "
            f"rare words found {whole.found} of {whole.spoken}, "
            f"mended {whole.mended}, invented {whole.invented}"
        )
    return 0


def rare_words(talks: Sequence[Talk], vocabulary: Vocabulary) -> Terms:
    """Return each recording's rare words, with a capital, so that both spellings are expected."""
    spread = Counter(word for talk in talks for word in set(_spoken_words(talk)))

    def is_rare(word: str) -> bool:
        pieces = min(len(vocabulary.encode_text(form)) for form in (word, word.capitalize()))
        fits = word.isalpha() and _LEAST_LETTERS <= len(word) <= MAX_KEYTERM_CHARS
        return fits and pieces > 1 and spread[word] <= _MOST_RECORDINGS

    return {
        talk.name: tuple(
            word.capitalize() for word in sorted(set(_spoken_words(talk))) if is_rare(word)
        )
        for talk in talks
    }


def count_keyterms(
    talk: Talk, rare: Terms, plan: Terms, logs: tuple[Mapping[str, Log], Mapping[str, Log]]
) -> KeytermCounts:
    """Count what became of a recording's rare words.

    Args:
        talk: the recording.
        rare: the rare words of all.
        plan: the keyterms of all.
        logs: what was written without keyterms, and with them.
    """
    spoken = Counter(_spoken_words(talk))
    before, now = (Counter(_written_words(log[talk.name])) for log in logs)
    words = [word.lower() for word in rare[talk.name]]
    missed = {word: max(0, spoken[word] - before[word]) for word in words}
    return KeytermCounts(
        sum(spoken[word] for word in words),
        sum(min(spoken[word], now[word]) for word in words),
        sum(min(missed[word], max(0, now[word] - before[word])) for word in words),
        sum(max(0, now[word] - spoken[word]) for word in map(str.lower, plan[talk.name])),
    )


def _plans(rare: Terms, talks: Sequence[Talk]) -> dict[str, Terms]:
    return {
        "no keyterms": {talk.name: () for talk in talks},
        "its own and others'": {talk.name: _expected(rare, talk, _MOST_OWN) for talk in talks},
        "others' alone": {talk.name: _expected(rare, talk, 0) for talk in talks},
    }


def _expected(rare: Terms, talk: Talk, most_own: int) -> tuple[str, ...]:
    """Choose keyterms by chance, but the same each time."""
    chance = seeded_random(f"{_SEED} {talk.name}")
    spoken = {word.capitalize() for word in _spoken_words(talk)}
    others = sorted({word for words in rare.values() for word in words} - spoken)
    own = chance.sample(rare[talk.name], min(most_own, len(rare[talk.name])))
    return (*own, *chance.sample(others, MAX_KEYTERMS - len(own)))


def _caption(plan: Terms, talk: Talk) -> Log:
    return offline.caption(PartialStability.BALANCED, talk, plan[talk.name])


def _spoken_words(talk: Talk) -> list[str]:
    assert talk.entry is not None
    return scoring.spoken(talk.entry["reference"])


def _written_words(log: Log) -> list[str]:
    return [
        word for event in log if event["kind"] == "commit" for word in scoring.spoken(event["text"])
    ]


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="dev.py bench speech --keyterms", description="Measure keyterms."
    )
    parser.add_argument("--half", type=Half, default=Half.ALL, help="tune, report or all")
    parser.add_argument("--jobs", type=int, default=2, help="processes (default: 2)")
    add_recordings_option(parser)
    return parser.parse_args(arguments)
