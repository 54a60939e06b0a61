"""Differences between a recognised text and its correction, word by word."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from captions.model.punctuation import SENTENCE_MARKS
from captions.model.writing.boundaries import find_word_spans
from captions.model.writing.joining import join_words
from captions.protocol.options import MAX_KEYTERM_CHARS

_PUNCTUATION = r"[\W_]+"
_STARTS_SENTENCE = re.compile(rf"(^|[{SENTENCE_MARKS}:]\W*)\s*$")
"""Matches the text before the first word of a sentence."""


def find_corrected_terms(recognised: str, corrected: str) -> tuple[str, ...]:
    """Return the words or phrases that a correction introduced, the names among them first.

    Outer punctuation and changes of case and punctuation alone are left out. A phrase that is too
    long for a keyterm is split into its new words.
    """
    known = {_strip_word(word).casefold() for word in _split_words(recognised)}
    names: list[str] = []
    others: list[str] = []
    for first, after in find_corrected_parts(recognised, corrected):
        words = [word for word in map(_strip_word, _split_words(corrected[first:after])) if word]
        is_start = _STARTS_SENTENCE.search(corrected[:first]) is not None
        phrase = _find_name(words, is_start=is_start)
        found, words = (names, phrase) if phrase else (others, words)
        new = [word for word in words if word.casefold() not in known]
        whole = join_words(words)
        found += [whole] if new and len(whole) <= MAX_KEYTERM_CHARS else new
    terms = dict.fromkeys((*names, *others))
    return tuple(term for term in terms if len(term) <= MAX_KEYTERM_CHARS)


def find_corrected_parts(recognised: str, corrected: str) -> tuple[tuple[int, int], ...]:
    """Return the parts of a corrected text that differ, as first and after the last character."""
    if recognised == corrected:
        return ()
    spans = find_word_spans(corrected)
    return tuple(
        (spans[first][0], spans[after - 1][1])
        for first, after in _find_changed_words(_split_words(recognised), _split_words(corrected))
    )


def _split_words(text: str) -> list[str]:
    return [text[first:after] for first, after in find_word_spans(text)]


def _find_changed_words(before: list[str], after: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the runs of words that are new, by their index."""
    for kind, _, _, first, end in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        if kind in {"replace", "insert"}:
            yield first, end


def _find_name(words: list[str], *, is_start: bool) -> list[str]:
    """Return the part of a phrase from its first to its last name; empty if it has none.

    A name has a capital letter or a digit: “with Zoë today” contains “Zoë”. The first word of a
    sentence has a capital letter in any case.
    """
    names = [
        index
        for index, word in enumerate(words)
        if any(character.isdigit() for character in word)
        or (word != word.lower() and not (is_start and index == 0 and word.istitle()))
    ]
    return words[names[0] : names[-1] + 1] if names else []


def _strip_word(word: str) -> str:
    return re.sub(rf"^{_PUNCTUATION}|{_PUNCTUATION}$", "", word)
