"""Cues: committed words as timed text for files, in pieces that can be read at once.

The figures are Netflix' timed text style guide's for English: two lines of at most 42 characters,
at most 7 s, at least 5/6 s.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captions.events import Committed, Word
from captions.model.breaking import SENTENCE_ENDS

LINE_CHARS = 42
_LINES = 2
_LONGEST_SECONDS = 7.0
_SHORTEST_SECONDS = 5 / 6


class Cue(NamedTuple):
    """Text that is shown from one moment to another."""

    start: float
    """Seconds of stream time."""
    end: float
    """Seconds of stream time."""
    lines: tuple[str, ...]


def cues(segment: Committed) -> Iterator[Cue]:
    """Cut a segment into cues; one without words or times has none."""
    group: list[Word] = []
    for word in segment.words:
        if group and (_ends_sentence(group) or not _fits([*group, word])):
            yield _cue(group, until=word.start)
            group = []
        group.append(word)
    if group:
        yield _cue(group, until=float("inf"))


def _ends_sentence(group: Sequence[Word]) -> bool:
    """Say whether a group ends with a sentence and is long enough to stand alone."""
    seconds = group[-1].end - group[0].start
    return group[-1].text.endswith(SENTENCE_ENDS) and seconds >= _SHORTEST_SECONDS


def _fits(group: Sequence[Word]) -> bool:
    if group[-1].end - group[0].start > _LONGEST_SECONDS:
        return False
    return len(_lines([word.text for word in group])) <= _LINES


def _cue(group: Sequence[Word], until: float) -> Cue:
    start, end = group[0].start, group[-1].end
    shown_until = min(max(end, start + _SHORTEST_SECONDS), max(end, until))
    return Cue(start, shown_until, tuple(_lines([word.text for word in group])))


def _lines(words: Sequence[str]) -> list[str]:
    """Break words into lines; two lines are made as even as their words allow."""
    filled = _filled(words)
    if len(filled) != _LINES:
        return filled
    splits = ((" ".join(words[:at]), " ".join(words[at:])) for at in range(1, len(words)))
    fitting = [pair for pair in splits if max(map(len, pair)) <= LINE_CHARS]
    return list(min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])), default=filled))


def _filled(words: Sequence[str]) -> list[str]:
    lines: list[str] = []
    for word in words:
        if lines and len(lines[-1]) + 1 + len(word) <= LINE_CHARS:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
