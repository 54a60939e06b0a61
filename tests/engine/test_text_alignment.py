"""Likeness: the fewest edits, as their definition says them, and what spelling does not change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.text_alignment import (
    Replacement,
    find_replacements,
    matching_prefix_length,
    normalise_word,
)

texts = st.lists(st.sampled_from("abcd"), max_size=8)


@given(texts, texts)
def test_no_beginning_is_more_like_words_than_the_one_that_is_found(
    words: list[str], said: list[str]
) -> None:
    distances = [edits(words, said[:size]) for size in range(len(said) + 1)]
    assert distances[matching_prefix_length(words, said)] == min(distances)


@given(texts, texts)
def test_replacements_turn_words_into_the_part_of_a_transcript_that_matches_them(
    words: list[str], said: list[str]
) -> None:
    changed = list(words)
    for start, end, new_start, new_end in reversed(find_replacements(words, said)):
        assert words[start:end] != said[new_start:new_end]
        changed[start:end] = said[new_start:new_end]
    assert changed == said[: matching_prefix_length(words, said)]


@pytest.mark.parametrize(
    ("words", "said", "replacements"),
    [
        ("one two three", "One, two three four", []),
        ("one two three", "one too three four", [Replacement(1, 2, 1, 2)]),
        ("one two three", "one three four", [Replacement(1, 2, 1, 1)]),
        ("one three", "one two three four", [Replacement(1, 1, 1, 2)]),
        ("one two three four", "won two three for five", [(0, 1, 0, 1), (3, 4, 3, 4)]),
    ],
)
def test_replacements_are_found_without_case_and_punctuation(
    words: str, said: str, replacements: list[Replacement]
) -> None:
    assert find_replacements(words.split(), said.split()) == replacements


def edits(one: list[str], other: list[str]) -> int:
    """Edit distance, as its definition says it."""
    if not one or not other:
        return len(one) + len(other)
    before = list(range(len(other) + 1))
    for row, left in enumerate(one, 1):
        now = [row]
        for column, right in enumerate(other, 1):
            now.append(min(before[column] + 1, now[-1] + 1, before[column - 1] + (left != right)))
        before = now
    return before[-1]


@pytest.mark.parametrize(
    ("word", "core"),
    [("Hello,", "hello"), ("don't!", "don't"), ("\u2026", "\u2026"), ("\xc9t\xe9.", "\xe9t\xe9")],
)
def test_plain_words_have_no_case_and_no_punctuation(word: str, core: str) -> None:
    assert normalise_word(word) == core
