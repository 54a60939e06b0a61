"""Cues: committed words as timed text for files, in pieces that can be read at once.

The figures are Netflix' timed text style guide's for English: two lines of at most 42 characters,
at most 7 s, at least 5/6 s.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from captions.events import Committed, Word
from captions.model.punctuation import ends_sentence

LINE_CHARS = 42
SHORTEST_SECONDS = 5 / 6
_LINES = 2
_LONGEST_SECONDS = 7.0
_FLASH_SECONDS = 0.1
"""A cue that would be shorter than this, because words overlap, moves the next cue instead."""


class Cue(NamedTuple):
    """Text that is shown from one moment to another."""

    start: float
    """Seconds of stream time."""
    end: float
    """Seconds of stream time."""
    lines: tuple[str, ...]


class CueMaker:
    """Cuts segments into cues, one after the other; no cue overlaps the next.

    The last cue of a segment is held back until it is known how long it can be shown: short ones
    stay on screen until the next begins, or become a part of it.
    """

    def __init__(self) -> None:
        self._group: list[Word] = []
        """Words of the next cue."""
        self._closed = False
        """True if the group ends with its segment."""
        self._shown_until = 0.0
        """End of the last cue."""
        self._last_start = 0.0

    def feed(self, segment: Committed) -> Iterator[Cue]:
        """Yield the cues that are complete with a segment; one without words or times has none."""
        for word in map(self._ordered, segment.words):
            if not word.text:
                continue
            if self._group and self._ends_before(word):
                yield self._cue(until=word.start)
            self._group.append(word)
            self._closed = False
        self._closed = True
        if self._group and self._seconds() >= SHORTEST_SECONDS:
            yield self._cue(until=self._start() + self._seconds())

    def finish(self) -> Iterator[Cue]:
        """Yield the cue that is held back, if there is one."""
        if self._group:
            yield self._cue(until=float("inf"))

    def _ordered(self, word: Word) -> Word:
        """Return a word that begins no earlier than the one before; servers may send others."""
        start = max(word.start, self._last_start, self._shown_until)
        self._last_start = start
        return Word(" ".join(word.text.split()), start, max(word.end, start))

    def _ends_before(self, word: Word) -> bool:
        """Say whether the group is a cue without the next word."""
        if not _fits([*self._group, word]):
            return True
        if self._closed:
            return word.start - self._start() >= SHORTEST_SECONDS
        return _ends_sentence(self._group)

    def _start(self) -> float:
        """Return when the group can be shown, which is after the last cue."""
        return max(self._group[0].start, self._shown_until)

    def _seconds(self) -> float:
        return max(0.0, max(word.end for word in self._group) - self._start())

    def _cue(self, until: float) -> Cue:
        """Return the group as a cue that ends before ``until`` if possible, and forget it."""
        start = self._start()
        end = max(start + self._seconds(), start + SHORTEST_SECONDS)
        end = max(min(end, until), start + _FLASH_SECONDS)
        cue = Cue(start, end, tuple(_lines([word.text for word in self._group])))
        self._group = []
        self._shown_until = end
        return cue


def _ends_sentence(group: Sequence[Word]) -> bool:
    """Say whether a group ends with a sentence and is long enough to stand alone."""
    seconds = group[-1].end - group[0].start
    return ends_sentence(group[-1].text) and seconds >= SHORTEST_SECONDS


def _fits(group: Sequence[Word]) -> bool:
    if group[-1].end - group[0].start > _LONGEST_SECONDS:
        return False
    return len(_lines([word.text for word in group])) <= _LINES


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
