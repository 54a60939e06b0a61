"""Lines of limited length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.outputs.platforms.text_lines import cut_word, make_text, split_lines
from tests.support.servers.deliveries import make_segment


@given(
    st.text(st.characters(exclude_categories=["C", "Z"]), max_size=400),
    st.integers(1, 120),
    st.integers(0, 80),
)
def test_lines_lose_nothing_and_are_never_too_long(text: str, most: int, least: int) -> None:
    lines = split_lines(text, most, least)
    assert "".join(lines) == text
    assert all(0 < len(line) <= most for line in lines)


@given(st.lists(st.text("ab.,", min_size=1, max_size=20), max_size=60))
def test_words_that_fit_are_never_cut(words: list[str]) -> None:
    lines = split_lines(" ".join(words), 40, 20)
    assert " ".join(lines).split() == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("one two", ["one two"]),
        ("one two three four", ["one two", "three four"]),
        ("It is. And then we", ["It is.", "And then we"]),
        ("abcdefghijklmnop", ["abcdefghijkl", "mnop"]),
    ],
    ids=["nothing", "one line", "between words", "after a sentence", "a long word"],
)
def test_lines_end_where_reading_is_easy(text: str, expected: list[str]) -> None:
    assert split_lines(text, 12, 5) == expected


def test_a_character_stays_with_its_marks() -> None:
    assert cut_word("e\u0301e\u0301e\u0301", 3) == ["e\u0301", "e\u0301", "e\u0301"]


@pytest.mark.parametrize(
    ("text", "label", "expected"),
    [
        (" Hello\nthere. ", "", "Hello there."),
        ("Hello.", "An\nna", "An na: Hello."),
        (" \0 ", "Anna", ""),
    ],
)
def test_a_text_is_one_line_after_the_speaker(text: str, label: str, expected: str) -> None:
    assert make_text(make_segment(text, label=label)) == expected
