"""Words become text with the spaces of their script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model.writing.joining import find_gaps, join_words


@pytest.mark.parametrize(
    ("words", "text"),
    [
        pytest.param(["so", "it", "is."], "so it is.", id="English"),
        pytest.param(["", "so", " ", "it"], "so it", id="empty words are left out"),
        pytest.param(["今日", "は", "天気", "です。"], "今日は天気です。", id="Japanese"),
        pytest.param(["我们", "去", "北京。"], "我们去北京。", id="Chinese"),
        pytest.param(["안녕하세요", "여러분"], "안녕하세요 여러분", id="Korean uses spaces"),
        pytest.param(["ฉัน", "ไป", " แต่"], "ฉันไป แต่", id="Thai keeps the spaces it has"),
        pytest.param(["用", "Python", "写"], "用Python写", id="Latin words in Chinese"),
        pytest.param(["iPhone", "15", "を"], "iPhone 15を", id="two Latin words in Japanese"),
        pytest.param(["love", " 北京", " very"], "love 北京 very", id="Chinese words in English"),
        pytest.param(["مرحبا", "بكم،", "كيف"], "مرحبا بكم، كيف", id="Arabic"),
        pytest.param(["नमस्ते", "दोस्तों।"], "नमस्ते दोस्तों।", id="Hindi"),
        pytest.param([" 今日"], "今日", id="a text does not begin with a space"),
    ],
)
def test_words_are_joined_as_their_script_is_written(words: list[str], text: str) -> None:
    assert join_words(words) == text


@given(st.lists(st.sampled_from(["so", "it", "今", "日。", "ก", "กำ", "한국", "15", "「は"])))
def test_gaps_and_words_give_the_text_back(words: list[str]) -> None:
    text = join_words(words)
    gaps = find_gaps(words, text)
    assert "".join(gap * " " + word for gap, word in zip(gaps, words, strict=True)) == text
