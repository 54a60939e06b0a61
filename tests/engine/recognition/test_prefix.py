"""Words that a recogniser was told are found again in what it heard."""

import pytest

from captions.engine.ports import HypothesisWord
from captions.engine.recognition.prefix import strip_prefix


def words(line: str) -> tuple[HypothesisWord, ...]:
    return tuple(HypothesisWord(text, 1) for text in line.split())


@pytest.mark.parametrize(
    ("heard", "told", "rest"),
    [
        pytest.param("it was", "", "it was", id="nothing was told"),
        pytest.param("It was the best of", "it was the", "best of", id="all was heard again"),
        pytest.param("It was the", "it was the", "", id="there is no more"),
        pytest.param("It wars the best", "it was the", "best", id="a word was heard otherwise"),
        pytest.param("It was a the best", "it was the", "best", id="a word was put in"),
        pytest.param("It the best of", "it was the", "best of", id="a word was left out"),
        pytest.param("It was then best", "it was the", "best", id="the last was heard otherwise"),
        pytest.param("no no no no", "no no", "no no", id="a word was said again"),
        pytest.param("", "it was", "", id="nothing was heard"),
    ],
)
def test_what_was_told_is_taken_off(heard: str, told: str, rest: str) -> None:
    assert strip_prefix(words(heard), words(told)) == words(rest)
