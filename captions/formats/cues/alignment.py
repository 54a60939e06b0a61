"""Gives the words of a text the times of the recognised words.

The two differ if the user corrected the text, or if a server punctuates its text but not its words.
Equal words keep their times; what was changed between them shares the time of what it replaces.
"""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from captions.events import Word
from captions.model import line_breaking
from captions.model.writing.reading_limits import count_cells

_MAX_COMPARISONS = 1_000_000
"""Maximum product of the word counts; larger texts share the time of all words, by length."""


class TimeSpan(NamedTuple):
    """A period in seconds."""

    start: float
    end: float


def align_times(
    texts: Sequence[str], words: Sequence[Word], span: TimeSpan
) -> Sequence[TimeSpan | Word]:
    """Return when each piece of a text was spoken.

    Args:
        texts: the pieces of the text, as `line_breaking.split_pieces` returns them.
        words: the recognised words in order of time; may be empty.
        span: when the text was spoken.
    """
    if [text.lstrip() for text in texts] == [word.text for word in words]:
        return words
    recognised = _split_words(words)
    spans: list[TimeSpan] = []
    for ours, theirs in _match_runs(texts, [text for text, _ in recognised]):
        times = [time for _, time in recognised[theirs]]
        if len(texts[ours]) == len(times):
            spans += times
            continue
        before = spans[-1].end if spans else span.start
        after = recognised[theirs.stop][1].start if theirs.stop < len(recognised) else span.end
        run = TimeSpan(times[0].start, times[-1].end) if times else TimeSpan(before, after)
        spans += share_time(texts[ours], run)
    return spans


def share_time(texts: Sequence[str], span: TimeSpan) -> list[TimeSpan]:
    """Divide a period among texts by their lengths."""
    cells = [max(1, count_cells(text)) for text in texts]
    each = max(0.0, span.end - span.start) / max(1, sum(cells))
    spans: list[TimeSpan] = []
    passed = 0
    for count in cells:
        start = span.start + passed * each
        passed += count
        spans.append(TimeSpan(start, span.start + passed * each))
    return spans


def _split_words(words: Sequence[Word]) -> list[tuple[str, TimeSpan]]:
    """Return the pieces of words with their times; a word without spaces may have several."""
    pieces: list[tuple[str, TimeSpan]] = []
    for word in words:
        texts = line_breaking.split_pieces(word.text)
        pieces += zip(texts, share_time(texts, TimeSpan(word.start, word.end)), strict=True)
    return pieces


def _match_runs(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[tuple[slice, slice]]:
    """Yield the runs of both texts that correspond: equal words, or replaced ones between them."""
    mine = our_end = their_end = 0
    for match in _find_matches([*map(_normalise, ours)], [*map(_normalise, theirs)]):
        mine, other, size = match
        if mine > our_end:
            yield slice(our_end, mine), slice(their_end, other)
        our_end, their_end = mine + size, other + size
        if size:
            yield slice(mine, our_end), slice(other, their_end)


def _find_matches(ours: list[str], theirs: list[str]) -> Sequence[tuple[int, int, int]]:
    if len(ours) * len(theirs) > _MAX_COMPARISONS:
        return [(len(ours), len(theirs), 0)]
    return SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()


def _normalise(word: str) -> str:
    kept = "".join(letter for letter in word.casefold() if letter.isalnum() or letter == "'")
    return kept or word.strip()
