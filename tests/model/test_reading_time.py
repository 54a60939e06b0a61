"""How long a text stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model import reading_time


def test_twenty_characters_are_read_in_a_second() -> None:
    assert reading_time.estimate_seconds("x" * 20) == 1


@pytest.mark.parametrize(
    ("text", "characters"),
    [
        pytest.param("今天天气非常好呀呀", 9, id="Chinese"),
        pytest.param("天気がいいね", 7, id="Japanese"),
        pytest.param("안녕하세요", 12, id="Korean"),
        pytest.param("สวสด", 17, id="Thai"),
        pytest.param("صباح", 20, id="Arabic"),
    ],
)
def test_each_script_has_its_reading_speed(text: str, characters: int) -> None:
    assert reading_time.estimate_seconds(text) == pytest.approx(len(text) / characters)


def test_a_foreign_name_does_not_change_the_reading_speed() -> None:
    english = "We are going to 北京 tomorrow"
    assert reading_time.estimate_seconds(english) == pytest.approx((len(english) + 2) / 20)


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
