"""Moonshine as a recogniser: words with their times, told words, drafts that save work."""

import pytest

from captions.engine import weights
from captions.engine.likeness import plain
from captions.engine.ports import NO_HINTS, NOTHING, Hypothesis, HypothesisWord
from captions.engine.recognition.moonshine import BASE, TINY, Moonshine
from captions.engine.recognition.tokens import Vocabulary
from captions.pcm import Samples

SAID = "it was the best of times it was the worst of times".split()  # noqa: SIM905
SECONDS = 9.0


@pytest.fixture(scope="module", params=[TINY, BASE], ids=lambda size: size.name)
def moonshine(request: pytest.FixtureRequest) -> Moonshine:
    return Moonshine(weights.find(request.param.name), request.param)


@pytest.fixture(scope="module")
def piece(speech: Samples) -> Samples:
    return speech[: int(SECONDS * 16_000)]


def said(hypothesis: Hypothesis) -> list[str]:
    return [plain(word.text) for word in hypothesis.words]


def test_both_ways_find_what_was_said(moonshine: Moonshine, piece: Samples) -> None:
    guessed = moonshine.guess(piece, NO_HINTS, (), NOTHING)
    settled = moonshine.settle(piece, NO_HINTS, ())
    for found in (guessed, settled):
        assert said(found)[: len(SAID)] == SAID
        assert all(0 < word.confidence <= 1 for word in found.words)
    assert guessed.text.startswith("It was the best of times")


def test_settled_words_have_times_in_order(moonshine: Moonshine, piece: Samples) -> None:
    moments = [
        moment
        for word in moonshine.settle(piece, NO_HINTS, ()).words
        for moment in (word.start, word.end)
        if moment is not None
    ]
    assert len(moments) == 2 * len(moonshine.settle(piece, NO_HINTS, ()).words)
    assert moments == sorted(moments)
    assert moments[0] > -0.2
    assert moments[-1] < SECONDS + 0.5


def test_guesses_have_no_times(moonshine: Moonshine, piece: Samples) -> None:
    found = moonshine.guess(piece, NO_HINTS, (), NOTHING)
    assert all(word.start is None and word.end is None for word in found.words)


@pytest.mark.parametrize("count", [1, 4, 7])
def test_told_words_are_gone_on_from(moonshine: Moonshine, piece: Samples, count: int) -> None:
    whole = moonshine.settle(piece, NO_HINTS, ())
    told = whole.words[:count]
    rest = SAID[count:]
    assert said(moonshine.settle(piece, NO_HINTS, told))[: len(rest)] == rest
    assert said(moonshine.guess(piece, NO_HINTS, told, NOTHING))[: len(rest)] == rest


@pytest.mark.parametrize("draft", [SAID, ["nobody", *SAID[1:]], SAID[5:], ["so"] * 20])
def test_no_draft_is_taken_on_trust(moonshine: Moonshine, piece: Samples, draft: list[str]) -> None:
    vocabulary = Vocabulary(weights.find("moonshine-base") / "tokenizer.bin")
    words = tuple(HypothesisWord(word, 1, tokens=vocabulary.tokens(word)) for word in draft)
    assert said(moonshine.guess(piece, NO_HINTS, (), Hypothesis(words)))[: len(SAID)] == SAID
