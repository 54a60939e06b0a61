"""Lists the word errors of a run in context, so that their causes can be found one by one.

An error is a stretch of wrong, missing and added words between two words that are right. Texts are
compared as the score compares them: "six" and "6", or "honour" and "honor", are the same word. Each
error comes with the words around it, its time, the log probability of the least certain word, and
the *seam* that it is at, if any: the beginning or end of a commit, or the end of words that were
settled while more were spoken. Most words are near one, so being at a seam alone proves nothing.

``python -m tests.benchmarks.speech.errors LOGS.json`` takes a file that
``tests.benchmarks.speech.offline --json`` has written. If it holds several offsets, each error
comes with the number of offsets at which it occurred: errors that occur at only one are chance.
"""

import argparse
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from tests.benchmarks import accuracy
from tests.benchmarks.drive import ROOT
from tests.benchmarks.figures import add_recordings_option
from tests.benchmarks.recordings import MANIFEST, Entry
from tests.benchmarks.speech.scoring import Log

_CONTEXT_WORDS = 2
"""Words that are shown before and after an error."""
_SEAM_SECONDS = 0.3
"""Distance from the edge of a commit or of a settlement that counts as being at it."""

Normalise = Callable[[str], str]
"""Returns a text as the score compares it: words in lower case, separated by blanks."""
Steps = list[tuple[int | None, int | None]]
"""Pairs of positions in two texts; `None` where a text lacks the other's word."""


class Seam(StrEnum):
    """What kind of seam a word is at, in the order of their importance."""

    COMMIT = "commit"
    SETTLED = "settled"
    NONE = ""


class Edge(NamedTuple):
    """A seam's position."""

    time: float
    """Seconds into the recording."""
    seam: Seam


class TimedText(NamedTuple):
    """A spoken or written word."""

    text: str
    start: float
    end: float
    logprob: float | None = None


class WordError(NamedTuple):
    """Wrong, missing and added words between two words that are right."""

    recording: str
    start: float
    """Seconds into the recording."""
    before: str
    said: str
    written: str
    after: str
    word_errors: int
    """Errors, as the score counts them."""
    seam: Seam
    logprob: float | None
    """Of the least certain written word; `None` if it is not known."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the errors, the costliest first; return 1 if that is impossible."""
    asked = _parse(arguments)
    try:
        measures = accuracy.load(
            asked.recordings.resolve().parent / "score.py", ROOT / ".cache" / "bench-packages"
        )
    except accuracy.NoMeasuresError as error:
        sys.stderr.write(f"errors: {error}\n")
        return 1
    manifest = json.loads((asked.recordings / MANIFEST).read_text(encoding="utf-8"))
    entries = {entry["file"]: entry for entry in manifest}
    read = json.loads(asked.logs.read_text(encoding="utf-8"))
    runs = [
        [
            error
            for name, log in run["logs"].items()
            for error in find_errors(entries[name], log, measures.normalise)
        ]
        for run in read.get("offsets", [read])
    ]
    print(error_table(runs))
    return 0


def find_errors(entry: Entry, log: Log, normalise: Normalise) -> Iterator[WordError]:
    """Yield the errors of one recording in spoken order.

    Args:
        entry: the recording's entry in the manifest.
        log: its log.
        normalise: returns a text as the score compares it.
    """
    spoken = [TimedText(word["w"], word["s"], word["e"]) for word in entry["words"]]
    said = _normalise_words(spoken, normalise)
    shown = _normalise_words(read_words(log), normalise)
    edges = find_edges(log)
    heard = told = 0
    for is_right, group in groupby(
        align_words([word.text for word in said], [word.text for word in shown]),
        lambda step: None not in step and said[step[0] or 0].text == shown[step[1] or 0].text,
    ):
        steps = list(group)
        missed = said[heard : heard + sum(one is not None for one, _ in steps)]
        added = shown[told : told + sum(other is not None for _, other in steps)]
        before, heard, told = heard, heard + len(missed), told + len(added)
        if is_right:
            continue
        places = added or missed
        yield WordError(
            entry["file"],
            places[0].start,
            _join_texts(said[max(0, before - _CONTEXT_WORDS) : before]),
            _join_texts(missed),
            _join_texts(added),
            _join_texts(said[heard : heard + _CONTEXT_WORDS]),
            len(steps),
            find_seam(places, edges),
            min((word.logprob for word in added if word.logprob is not None), default=None),
        )


def find_seam(words: Sequence[TimedText], edges: Sequence[Edge]) -> Seam:
    """Return the most important seam that one of the words is at."""
    seams = {
        edge.seam
        for word in words
        for edge in edges
        if word.start - _SEAM_SECONDS <= edge.time <= word.end + _SEAM_SECONDS
    }
    return next((seam for seam in Seam if seam in seams), Seam.NONE)


def align_words(one: Sequence[str], other: Sequence[str]) -> Steps:
    """Align two texts by the smallest edit distance in words."""
    costs = [list(range(len(other) + 1))]
    for row, word in enumerate(one, 1):
        above, line = costs[-1], [row]
        for column, another in enumerate(other, 1):
            change = above[column - 1] + (word != another)
            line.append(min(change, above[column] + 1, line[-1] + 1))
        costs.append(line)
    steps: Steps = []
    row, column = len(one), len(other)
    while row or column:
        cost = costs[row][column]
        if (
            row
            and column
            and cost == costs[row - 1][column - 1] + (one[row - 1] != other[column - 1])
        ):
            row, column = row - 1, column - 1
            steps.append((row, column))
        elif row and cost == costs[row - 1][column] + 1:
            row -= 1
            steps.append((row, None))
        else:
            column -= 1
            steps.append((None, column))
    return steps[::-1]


def error_table(runs: Sequence[Sequence[WordError]]) -> str:
    """Return the errors of one or several runs as lines of text, and a summary."""
    found: defaultdict[tuple[str, str, str], list[WordError]] = defaultdict(list)
    for error in (error for run in runs for error in run):
        found[error.recording, error.before, error.said].append(error)
    groups = sorted(found.values(), key=lambda group: -sum(error.word_errors for error in group))
    lines = [
        f"{sum(error.word_errors for error in group) / len(runs):4.1f}  {len(group)}/{len(runs)}  "
        f"{_describe_error(_most_frequent(group))}"
        for group in groups
    ]
    return "\n".join([*lines, "", *_summarise(runs)])


def _summarise(runs: Sequence[Sequence[WordError]]) -> Iterator[str]:
    """Yield word errors by seam and by recording, on average over the runs."""
    totals: Counter[str] = Counter()
    for error in (error for run in runs for error in run):
        for name in (f"at the seam '{error.seam}'", error.recording, "all"):
            totals[name] += error.word_errors
    for name in sorted(totals, key=lambda name: totals[name]):
        yield f"{totals[name] / len(runs):6.1f} word errors: {name}"


def _describe_error(error: WordError) -> str:
    chance = "     " if error.logprob is None else f"{error.logprob:5.1f}"
    return (
        f"{error.seam:7}  {chance}  {error.recording} {error.start:.1f}  "
        f"{error.before} [{error.said} => {error.written}] {error.after}"
    )


def _most_frequent(group: Sequence[WordError]) -> WordError:
    counts = Counter(error.written for error in group)
    return max(group, key=lambda error: counts[error.written])


def read_words(log: Log) -> list[TimedText]:
    """Return the committed words."""
    words: list[TimedText] = []
    for event in log:
        timed = event.get("words", [])
        logprobs = event.get("logprobs") or [None] * len(timed)
        words += [
            TimedText(text, start, end, chance)
            for (text, start, end), chance in zip(timed, logprobs, strict=True)
        ]
    return words


def find_edges(log: Log) -> list[Edge]:
    words = read_words(log)
    committed = 0
    edges: list[Edge] = []
    for event in log:
        if timed := event.get("words"):
            edges += [Edge(timed[0][1], Seam.COMMIT), Edge(timed[-1][2], Seam.COMMIT)]
            committed += len(timed)
        settled = committed + len(event.get("settled_text", "").split())
        if committed < settled <= len(words):
            edges.append(Edge(words[settled - 1].end, Seam.SETTLED))
    return edges


def _normalise_words(words: Sequence[TimedText], normalise: Normalise) -> list[TimedText]:
    """Return the words of the normalised text, with the times of those that they come from."""
    texts = normalise(" ".join(word.text for word in words)).split()
    parts = [(part, word) for word in words for part in normalise(word.text).split()]
    places = {
        token: part
        for part, token in align_words([text for text, _ in parts], texts)
        if token is not None and part is not None
    }
    found: list[TimedText] = []
    last = 0
    for number, text in enumerate(texts):
        last = places.get(number, last)
        found.append(parts[last][1]._replace(text=text))
    return found


def _join_texts(words: Sequence[TimedText]) -> str:
    return " ".join(word.text for word in words)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.benchmarks.speech.errors", description="List word errors in context."
    )
    parser.add_argument("logs", type=Path, help="file that the offline benchmark wrote by --json")
    add_recordings_option(parser)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
