"""Units of recognised text: words, or characters in scripts without spaces.

A word of Chinese, Japanese or Thai depends on the words after it: 東京 becomes 東京タワー.
Stabilising and settling compare hypotheses unit by unit, so these scripts are compared by
user-perceived characters, whose boundaries no later text changes. Marks belong to the character
before them.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from itertools import accumulate

from captions.engine.ports import HypothesisWord
from captions.model.writing.boundaries import split_characters
from captions.model.writing.joining import needs_space
from captions.model.writing.scripts import is_unspaced, needs_boundaries


def build_units(words: Sequence[Sequence[HypothesisWord]]) -> tuple[HypothesisWord, ...]:
    """Return the units of words that spaces separate.

    Args:
        words: the parts of each word, such as tokens. In scripts without spaces, such a word may be
            a whole clause.
    """
    units: list[HypothesisWord] = []
    for parts in words:
        new = list(_cut_units(parts, _split_units("".join(part.text for part in parts))))
        if units and not needs_space(units[-1].text, new[0].text):
            new[0] = new[0]._replace(text=f" {new[0].text}")
        units += new
    return tuple(units)


def _split_units(text: str) -> list[str]:
    if not is_unspaced(text):
        return [text]
    units: list[str] = []
    for character in split_characters(text):
        if units and _continues(units[-1], character):
            units[-1] += character
        else:
            units.append(character)
    return units


def _continues(unit: str, character: str) -> bool:
    """Return True if a character belongs to the unit before it."""
    if _is_opening(unit[-1]):
        return True
    if not any(map(str.isalnum, character)):
        return not _is_opening(character)
    return not needs_boundaries(unit[-1] + character)


def _is_opening(character: str) -> bool:
    return unicodedata.category(character[0]) in {"Ps", "Pi"}


def _cut_units(parts: Sequence[HypothesisWord], texts: Sequence[str]) -> Iterator[HypothesisWord]:
    """Yield units of the joined text of parts, each with its share of their times."""
    if len(texts) == 1:
        yield _merge_parts(parts)
        return
    characters = [character for part in parts for character in _cut_characters(part)]
    ends = accumulate(map(len, texts))
    for text, end in zip(texts, ends, strict=True):
        yield _merge_parts(characters[end - len(text) : end])


def _cut_characters(part: HypothesisWord) -> Iterator[HypothesisWord]:
    """Yield each character of a part with its share of the time and of the log probability."""
    count = len(part.text)
    logprob = None if part.logprob is None else part.logprob / count
    start, end = part.start, part.end
    for index, text in enumerate(part.text):
        if part.start is not None and part.end is not None:
            each = (part.end - part.start) / count
            start, end = part.start + index * each, part.start + (index + 1) * each
        yield HypothesisWord(text, part.confidence, start, end, logprob=logprob)


def _merge_parts(parts: Sequence[HypothesisWord]) -> HypothesisWord:
    first, last = parts[0], parts[-1]
    if len(parts) == 1:
        return first
    logprobs = [part.logprob for part in parts if part.logprob is not None]
    return HypothesisWord(
        "".join(part.text for part in parts),
        min(part.confidence for part in parts),
        first.start,
        last.end,
        logprob=sum(logprobs) if len(logprobs) == len(parts) else None,
    )
