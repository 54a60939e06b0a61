"""Cuts the words of a segment into turns, each spoken by one voice.

Speakers rarely change within a sentence that has no pause. So words are cut at pauses and at the
ends of sentences, and within what is left only where the voices before and after are clearly
different.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from captions.engine.speakers.ports import Vector, mean_vector
from captions.engine.speakers.voice_windows import HOP_SECONDS, VoiceWindow
from captions.events import Word

PAUSE_SECONDS = 0.12
"""Pause between two words at which the speaker may change, in seconds."""
EDGE_SECONDS = 0.2
"""Sound before and after a turn that may belong to its windows, in seconds: word times are not
exact, and between two speakers there is a pause more often than not."""
_SENTENCE_ENDS = tuple(".?!\u2026\u3002\uff01\uff1f")
_CLOSING_MARKS = "\"')]\u201d\u2019\u300d"
_LEAST_SIDE = 3
"""Windows on each side of a change within a sentence."""
_COMPARED_SIDE = 8
"""Windows on each side that are compared at most."""
_CHANGED = 0.55
"""Cosine of the voices before and after, below which they may be two."""
_SAME = 0.8
"""Cosine of two adjacent turns, from which they are one. Turns of two people with similar voices
have cosines of up to 0.78; joined, they would be learnt as one voice."""


class Turn(NamedTuple):
    """Consecutive words of one voice."""

    first: int
    """Index of the first word."""
    end: int
    """Index after the last word."""
    vectors: list[Vector]
    """Voice in each window of these words; none if they are too short."""


class TimedVectors:
    """The windows of a segment, found by time."""

    def __init__(self, windows: Sequence[VoiceWindow], seconds: float) -> None:
        """``seconds`` is the duration of a window."""
        self._windows = windows
        self._starts = np.array([window.number * HOP_SECONDS for window in windows])
        self._seconds = seconds

    def find_vectors(self, start: float, end: float) -> list[Vector]:
        """Return the vectors of the windows between two stream times, in their order."""
        first = int(np.searchsorted(self._starts, start - EDGE_SECONDS))
        last = int(np.searchsorted(self._starts + self._seconds, end + EDGE_SECONDS, "right"))
        return [window.vector for window in self._windows[first:last]]


def cut_turns(words: Sequence[Word], vectors: TimedVectors) -> list[Turn]:
    """Return the turns of a segment's words, in order; together they hold every word."""
    cuts = [0, *(place for place in range(1, len(words)) if _may_change(words, place)), len(words)]
    turns: list[Turn] = []
    for first, end in pairwise(cuts):
        turns += _cut_at_changes(words, first, end, vectors)
    return _join_alike(turns)


def _join_alike(turns: Sequence[Turn]) -> list[Turn]:
    """Join turns of one voice, so that short ones together are long enough to be certain."""
    joined: list[Turn] = []
    for turn in turns:
        before = joined[-1] if joined else None
        if before and before.vectors and turn.vectors and _are_alike(before, turn):
            joined[-1] = Turn(before.first, turn.end, [*before.vectors, *turn.vectors])
        else:
            joined.append(turn)
    return joined


def _are_alike(one: Turn, other: Turn) -> bool:
    return bool(mean_vector(one.vectors) @ mean_vector(other.vectors) >= _SAME)


def _may_change(words: Sequence[Word], place: int) -> bool:
    """Return True if another speaker may begin with a word."""
    before, after = words[place - 1], words[place]
    ends = before.text.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
    return ends or after.start - before.end >= PAUSE_SECONDS


def _cut_at_changes(
    words: Sequence[Word], first: int, end: int, vectors: TimedVectors
) -> list[Turn]:
    """Cut words without pauses where the voice changes most, as long as it does clearly."""
    start, stop = words[first].start, words[end - 1].end
    likeness, place = min(
        (
            (_compare_sides(vectors, start, words[place].start, stop), place)
            for place in range(first + 1, end)
        ),
        default=(1.0, first),
    )
    if likeness < _CHANGED:
        return [
            *_cut_at_changes(words, first, place, vectors),
            *_cut_at_changes(words, place, end, vectors),
        ]
    return [Turn(first, end, vectors.find_vectors(start, stop))]


def _compare_sides(vectors: TimedVectors, start: float, middle: float, stop: float) -> float:
    """Return the cosine of the voices before and after a time; 1 if there is too little sound."""
    before = vectors.find_vectors(start, middle)[-_COMPARED_SIDE:]
    after = vectors.find_vectors(middle, stop)[:_COMPARED_SIDE]
    if min(len(before), len(after)) < _LEAST_SIDE:
        return 1.0
    return float(mean_vector(before) @ mean_vector(after))
