"""Where an older guess ends in a newer one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model.prefix_alignment import align_prefix

PIECES = st.lists(st.sampled_from("abcd"), max_size=12)


@pytest.mark.parametrize(
    ("seen", "text", "rest"),
    [
        pytest.param("one two", "one two three", "three", id="what was added goes on"),
        pytest.param("one two", "One, two three", "three", id="corrected words were seen"),
        pytest.param("i want to", "i wanna go", "go", id="two words may have become one"),
        pytest.param("i gotta", "i got to go", "go", id="one word may have become two"),
        pytest.param("uh one two", "one two three", "three", id="a word may have been dropped"),
        pytest.param("one two", "", "", id="all of it may be gone"),
        pytest.param("ab", "cd ef", "ef", id="of what has nothing in common as much was seen"),
        pytest.param("", "one", "one", id="nothing was seen of what is new"),
    ],
)
def test_what_was_not_seen_goes_on_behind_what_was(seen: str, text: str, rest: str) -> None:
    words = text.split()
    assert " ".join(words[align_prefix(seen.split(), words) :]) == rest


@given(PIECES, PIECES)
def test_a_guess_that_only_grew_goes_on_where_it_ended(seen: list[str], more: list[str]) -> None:
    assert align_prefix(seen, [*seen, *more]) == len(seen)


@given(PIECES, PIECES)
def test_the_place_is_always_within_the_text(seen: list[str], text: list[str]) -> None:
    assert 0 <= align_prefix(seen, text) <= len(text)


def test_texts_that_are_too_long_to_compare_are_counted() -> None:
    assert align_prefix(["a"] * 1000, ["b"] * 1001) == 1000
