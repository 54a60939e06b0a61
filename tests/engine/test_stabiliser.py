"""Calm partials: what is locked, what is shown behind it, and what a change of mind may change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.ports import Hypothesis, HypothesisWord
from captions.engine.stabiliser import Stabiliser, plain


def heard(text: str, *unsure: str) -> Hypothesis:
    return tuple(HypothesisWord(word, 0.2 if word in unsure else 0.9) for word in text.split())


def shown(*decodes: Hypothesis) -> str:
    stabiliser = Stabiliser()
    words: list[str] = []
    for decode in decodes:
        words = stabiliser.update(decode, paused=False)
    return " ".join(words)


@pytest.mark.parametrize(
    ("decodes", "text"),
    [
        pytest.param([heard("and so my")], "and so my", id="sure words are shown at once"),
        pytest.param([heard("and so mai", "mai")], "and so", id="an unsure word is held back"),
        pytest.param(
            [heard("and sow my", "sow")], "and", id="and so is everything behind an unsure word"
        ),
        pytest.param(
            [heard("and so my"), heard("and so my fell"), heard("end sew my fellow")],
            "and so my fellow",
            id="words that two decodes agreed on stay what they are",
        ),
        pytest.param(
            [heard("and so my"), heard("and so mild")],
            "and so mild",
            id="the last word of a decode is never locked while speech goes on",
        ),
        pytest.param(
            [heard("one two three"), heard("one two three four"), heard("two three four five")],
            "one two three four five",
            id="a decode that lost its first word continues the locked ones",
        ),
        pytest.param(
            [heard("so it is"), heard("so it iz", "iz")],
            "so it is",
            id="a decode that only hesitates takes nothing back",
        ),
        pytest.param(
            [heard("so it is"), heard("so on it", "it")],
            "so on",
            id="a decode that says otherwise does",
        ),
        pytest.param(
            [heard("ONE two three"), heard("one, two three four")],
            "one, two three four",
            id="case and punctuation do not count as disagreement",
        ),
    ],
)
def test_what_is_shown(decodes: list[Hypothesis], text: str) -> None:
    assert shown(*decodes) == text


def test_pause_shows_everything() -> None:
    assert Stabiliser().update(heard("so mai", "mai"), paused=True) == ["so", "mai"]


@given(st.lists(st.lists(st.sampled_from("abcd"), max_size=8), min_size=2, max_size=12))
def test_what_two_decodes_agreed_on_is_never_taken_back(decodes: list[list[str]]) -> None:
    stabiliser = Stabiliser()
    locked: list[str] = []
    before: list[str] = []
    for words in decodes:
        now = stabiliser.update(heard(" ".join(words)), paused=False)
        assert now[: len(locked)] == locked
        agreed = [a for a, b in zip(words, before, strict=False) if a == b]
        if not locked and words[: len(agreed)] == before[: len(agreed)]:
            locked = now[: max(0, min(len(agreed), len(words) - 1))]
        before = words


@pytest.mark.parametrize(
    ("word", "core"), [("Hello,", "hello"), ("don't!", "don't"), ("…", "…"), ("Été.", "été")]
)
def test_plain_words_have_no_case_and_no_punctuation(word: str, core: str) -> None:
    assert plain(word) == core
