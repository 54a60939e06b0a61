"""Times of the words of a text, also after the user corrected it.

Recognised words are found in the text one after the other. After a correction, the text's words are
aligned with the recognised ones, and corrected words share the time between their neighbours.
"""

from bisect import bisect_right
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from captions.events import Word
from captions.model.saved_transcript import SavedSegment
from captions.model.writing.boundaries import find_word_spans


class TimedWord(NamedTuple):
    """Characters of a text with the stream time at which they were spoken."""

    first: int
    after: int
    """Index after the last character."""
    start: float
    end: float


def locate_words(segment: SavedSegment) -> tuple[TimedWord, ...]:
    """Return the words of a segment's text in order; without word times, one for all of it."""
    if not segment.text:
        return ()
    if not segment.words:
        return (TimedWord(0, len(segment.text), segment.start, segment.end),)
    return _find_words(segment.text, segment.words) or _align_words(segment)


def find_word(words: Sequence[TimedWord], index: int) -> TimedWord | None:
    """Return the word that contains a character or precedes it."""
    at = bisect_right(words, index, key=lambda word: word.first)
    return words[at - 1] if at else None


def find_spoken(words: Sequence[TimedWord], stream_time: float) -> TimedWord | None:
    """Return the word spoken at a time, or the last before it."""
    at = bisect_right(words, stream_time, key=lambda word: word.start)
    return words[at - 1] if at else None


def _find_words(text: str, words: Sequence[Word]) -> tuple[TimedWord, ...]:
    """Return the words where the text has them; empty if it lacks one."""
    found: list[TimedWord] = []
    after = 0
    for word in words:
        spelt = word.text.strip()
        first = text.find(spelt, after)
        if first < 0 or text[after:first].strip():
            return ()
        after = first + len(spelt)
        found.append(TimedWord(first, after, word.start, word.end))
    return () if text[after:].strip() else tuple(found)


def _align_words(segment: SavedSegment) -> tuple[TimedWord, ...]:
    """Return the words of a corrected text with estimated times where they differ."""
    tokens = find_word_spans(segment.text)
    spelt = [segment.text[first:after].casefold() for first, after in tokens]
    recognised = [word.text.strip().casefold() for word in segment.words]
    times: dict[int, tuple[float, float]] = {}
    for first, other, count in SequenceMatcher(
        None, spelt, recognised, autojunk=False
    ).get_matching_blocks():
        for step in range(count):
            word = segment.words[other + step]
            times[first + step] = (word.start, word.end)
    return tuple(
        TimedWord(*span, *_time_of(index, times, len(tokens), segment))
        for index, span in enumerate(tokens)
    )


def _time_of(
    index: int, times: dict[int, tuple[float, float]], count: int, segment: SavedSegment
) -> tuple[float, float]:
    """Return the time of a token, estimated between its nearest neighbours with known times."""
    if index in times:
        return times[index]
    before = max((known for known in times if known < index), default=-1)
    after = min((known for known in times if known > index), default=count)
    start = times[before][1] if before in times else segment.start
    end = times[after][0] if after in times else segment.end
    share = (end - start) / (after - before - 1)
    return start + (index - before - 1) * share, start + (index - before) * share
