"""The names in a text: what is written with a capital inside a sentence, and what looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.proper_names import extract_names


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param(
            "we met Thornton, and Helstone's priest", {"Thornton", "Helstone"}, id="names"
        ),
        pytest.param("Then he left. Yesterday it rained.", set(), id="sentences begin so"),
        pytest.param("Dr. Manette and Mr. Lorry", {"Manette", "Mr", "Lorry"}, id="titles"),
        pytest.param("it runs on PySide6 and GPT-4", {"PySide6", "GPT-4"}, id="jargon"),
        pytest.param("at the age of 42", set(), id="a number is no name"),
        pytest.param("I'm here and I\u2019ll stay", set(), id="nor is the first person"),
        pytest.param(
            "A tale of \u201cTwo\u201d cities, two of them", set(), id="also written small"
        ),
        pytest.param("EVERYTHING IS LOUD", set(), id="all in capitals"),
        pytest.param("", set(), id="nothing"),
    ],
)
def test_names_are_found(text: str, found: set[str]) -> None:
    assert set(extract_names(text)) == found


def test_of_many_the_last_count() -> None:
    text = "so " + " ".join(f"Name{number}" for number in range(50))
    assert extract_names(text) == tuple(f"Name{number}" for number in range(49, 29, -1))


@given(st.text(max_size=200))
def test_any_text_has_few_names(text: str) -> None:
    assert len(extract_names(text)) <= 20


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("see https://example.org/Path/of/Some1Length", id="an address"),
        pytest.param("it is " + "Aa" * 50_000, id="no word at all"),
    ],
)
def test_what_is_longer_than_a_keyterm_is_no_name(text: str) -> None:
    assert extract_names(text) == ()
