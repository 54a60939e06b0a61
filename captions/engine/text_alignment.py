"""Aligns two transcriptions of the same speech by edit distance.

The distance is counted in words: a recogniser's words stand for audio, where a similar spelling is
no evidence of the same word. `captions.model.prefix_alignment` counts the characters of text on
screen instead. The results differ for a fifth of prefixes in which one or two words were changed.
"""

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import NamedTuple


class Replacement(NamedTuple):
    """A place where a transcript differs from given words; either side may be empty."""

    start: int
    """Position of the first replaced word."""
    end: int
    """Position after the last replaced word."""
    new_start: int
    """Position of the first replacing word in the transcript."""
    new_end: int
    """Position after the last replacing word in the transcript."""


def normalise_word(word: str) -> str:
    """Return a word in lower case without punctuation, for comparison.

    A word that consists only of punctuation is returned unchanged.
    """
    kept = "".join(letter for letter in word.lower() if letter.isalnum() or letter == "'")
    return kept or word


def matching_prefix_length(words: Sequence[str], transcript: Sequence[str]) -> int:
    """Return the length of the transcript's prefix that matches the words best.

    The best prefix has the smallest edit distance to the words. Ties go to a prefix that ends with
    the same word, then to the prefix closest to the words in length.
    """
    others = [normalise_word(word) for word in transcript]
    last = normalise_word(words[-1]) if words else ""
    distances = list(range(len(others) + 1))
    for row, word in enumerate(map(normalise_word, words), start=1):
        above = distances
        distances = [row]
        for column, other in enumerate(others, start=1):
            change = above[column - 1] + (word != other)
            distances.append(min(above[column] + 1, distances[-1] + 1, change))

    def sort_key(length: int) -> tuple[int, bool, int]:
        has_same_end = length > 0 and others[length - 1] == last
        return distances[length], not has_same_end, abs(length - len(words))

    return min(range(len(distances)), key=sort_key)


def find_replacements(words: Sequence[str], transcript: Sequence[str]) -> list[Replacement]:
    """Return where the part of a transcript that matches the words differs from them, in order."""
    length = matching_prefix_length(words, transcript)
    matcher = SequenceMatcher(
        a=[*map(normalise_word, words)],
        b=[*map(normalise_word, transcript[:length])],
        autojunk=False,
    )
    return [Replacement(*span) for kind, *span in matcher.get_opcodes() if kind != "equal"]
