"""Carries the times of words over to the words that are shown instead."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from captions.events import Word
from captions.model.word_rules.rewriting import MARKS, RewrittenText
from captions.model.writing.joining import find_word_starts, join_words, needs_space


@dataclass(slots=True)
class _WordGroup:
    """Words to show, and the range of spoken words that they stand for."""

    text: str
    first: int
    last: int


def rewrite_words(
    words: Sequence[Word], text: str, rewrite: Callable[[str], RewrittenText]
) -> tuple[Word, ...]:
    """Return the words to show; those that replace a phrase share its time.

    Args:
        words: the spoken words.
        text: the text that they make up; words that do not are joined instead.
        rewrite: applies the rules to a text.
    """
    spoken = [word.text.strip() for word in words]
    starts = find_word_starts(spoken, text)
    if starts is None:
        text = join_words(spoken)
        starts = find_word_starts(spoken, text) or []
    rewritten = rewrite(text)
    if rewritten.text == text:
        return tuple(words)
    return tuple(
        shown for group in _group_units(rewritten, starts) for shown in _make_words(group, words)
    )


def _group_units(rewritten: RewrittenText, starts: Sequence[int]) -> Iterable[_WordGroup]:
    """Return the units by word: those that share a spoken word are one group."""
    groups: list[_WordGroup] = []
    for gap, text, start, end in rewritten.units:
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        if groups and (first <= groups[-1].last or _is_one_word(groups[-1].text, gap, text)):
            groups[-1].text += gap + text
            if text not in MARKS:  # Those of words that were left out have no time.
                groups[-1].last = last
        else:
            groups.append(_WordGroup(text, first, last))
    return groups


def _is_one_word(before: str, gap: str, after: str) -> bool:
    return not any(map(str.isspace, gap)) and (after in MARKS or needs_space(before, after))


def _make_words(group: _WordGroup, words: Sequence[Word]) -> Iterator[Word]:
    spoken = words[group.first : group.last + 1]
    if len(spoken) == 1 and spoken[0].text.strip() == group.text:
        yield spoken[0]
        return
    logprobs = [word.logprob for word in spoken if word.logprob is not None]
    whole = Word(group.text, spoken[0].start, spoken[-1].end, min(logprobs, default=None))
    yield from _divide_word(whole)


def _divide_word(word: Word) -> Iterator[Word]:
    """Yield the words of a phrase, each with a part of its time by number of characters."""
    parts = word.text.split()
    ends = list(accumulate(map(len, parts)))
    start = word.start
    for part, end in zip(parts, ends, strict=True):
        is_last = end == ends[-1]
        stop = word.end if is_last else word.start + (word.end - word.start) * end / ends[-1]
        yield replace(word, text=part, start=start, end=stop)
        start = stop
