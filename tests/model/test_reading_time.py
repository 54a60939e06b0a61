"""How long a text stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model import reading_time


def test_twenty_characters_are_read_in_a_second() -> None:
    assert reading_time.estimate_seconds("x" * 20) == 1


def test_a_chinese_character_takes_as_long_as_two_letters() -> None:
    assert reading_time.estimate_seconds("天气") == reading_time.estimate_seconds("four")


@pytest.mark.parametrize(
    ("needed", "waiting", "stays"),
    [
        pytest.param(4, 0, 4, id="a text stays as long as it needs"),
        pytest.param(4, 6, 4, id="though a bit waits"),
        pytest.param(4, 12, 2, id="half as long if twice of what may wait does"),
        pytest.param(4, 1000, 1 / 3, id="but never so short that it flickers"),
        pytest.param(0.2, 1000, 0.2, id="unless it needs no longer"),
    ],
)
def test_texts_that_wait_shorten_the_time(needed: float, waiting: float, stays: float) -> None:
    assert reading_time.display_seconds(needed, waiting) == pytest.approx(stays)


@given(st.floats(0, 100), st.floats(0, 1000), st.floats(0, 1000))
def test_the_more_waits_the_shorter_a_text_stays(needed: float, one: float, other: float) -> None:
    few, many = sorted([one, other])
    assert (
        0
        <= reading_time.display_seconds(needed, many)
        <= reading_time.display_seconds(needed, few)
        <= needed
    )
