"""Moonshine as a recogniser: words with their times, told words, drafts that save work."""

import itertools

import pytest

from captions.engine import model_files
from captions.engine.ports import EMPTY_HYPOTHESIS, Hypothesis, HypothesisWord, RecognitionHints
from captions.engine.recognition.moonshine.moonshine import BASE, TINY, MoonshineRecogniser
from captions.engine.recognition.moonshine.tokens import Vocabulary
from captions.engine.text_alignment import normalise_word
from captions.engine.transcription.transcriber import Transcriber
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.support.engines.scripted_recogniser import LevelDetector, Reader, Talk

SAID = ["it", "was", "the", "best", "of", "times", "it", "was", "the", "worst", "of", "times"]
SECONDS = 9.0


@pytest.fixture(scope="module", params=[TINY, BASE], ids=lambda size: size.name)
def moonshine(request: pytest.FixtureRequest) -> MoonshineRecogniser:
    return MoonshineRecogniser(model_files.find_path(request.param.name), request.param)


@pytest.fixture(scope="module")
def piece(speech: Samples) -> Samples:
    return speech[: int(SECONDS * 16_000)]


def said(hypothesis: Hypothesis) -> list[str]:
    return [normalise_word(word.text) for word in hypothesis.words]


def test_both_ways_find_what_was_said(moonshine: MoonshineRecogniser, piece: Samples) -> None:
    guessed = moonshine.guess(piece, RecognitionHints(), (), EMPTY_HYPOTHESIS)
    settled = moonshine.settle(piece, RecognitionHints(), ())
    for found in (guessed, settled):
        assert said(found)[: len(SAID)] == SAID
        assert all(0 < word.confidence <= 1 for word in found.words)
    assert guessed.text.startswith("It was the best of times")


def test_settled_words_have_times_in_order(moonshine: MoonshineRecogniser, piece: Samples) -> None:
    moments = [
        moment
        for word in moonshine.settle(piece, RecognitionHints(), ()).words
        for moment in (word.start, word.end)
        if moment is not None
    ]
    assert len(moments) == 2 * len(moonshine.settle(piece, RecognitionHints(), ()).words)
    assert moments == sorted(moments)
    assert moments[0] > -0.2
    assert moments[-1] < SECONDS + 0.5


def test_guesses_have_no_times(moonshine: MoonshineRecogniser, piece: Samples) -> None:
    found = moonshine.guess(piece, RecognitionHints(), (), EMPTY_HYPOTHESIS)
    assert all(word.start is None and word.end is None for word in found.words)


@pytest.mark.parametrize("count", [1, 4, 7])
def test_told_words_are_gone_on_from(
    moonshine: MoonshineRecogniser, piece: Samples, count: int
) -> None:
    whole = moonshine.settle(piece, RecognitionHints(), ())
    told = whole.words[:count]
    rest = SAID[count:]
    assert said(moonshine.settle(piece, RecognitionHints(), told))[: len(rest)] == rest
    assert (
        said(moonshine.guess(piece, RecognitionHints(), told, EMPTY_HYPOTHESIS))[: len(rest)]
        == rest
    )


@pytest.mark.parametrize("draft", [SAID, ["nobody", *SAID[1:]], SAID[5:], ["so"] * 20])
def test_no_draft_is_taken_on_trust(
    moonshine: MoonshineRecogniser, piece: Samples, draft: list[str]
) -> None:
    vocabulary = Vocabulary(model_files.find_path("moonshine-base") / "tokenizer.bin")
    words = tuple(HypothesisWord(word, 1, tokens=vocabulary.encode_text(word)) for word in draft)
    assert (
        said(moonshine.guess(piece, RecognitionHints(), (), Hypothesis(words)))[: len(SAID)] == SAID
    )


def test_sound_in_tenths_of_a_second_is_guessed_with_every_second_one(
    moonshine: MoonshineRecogniser,
) -> None:
    talk = Talk([(0.0, 0.3)] * 6, silence=0)
    reader = Reader(talk, guess_every=moonshine.guess_every)
    options = SessionOptions(commit_strategy=CommitStrategy.VAD)
    transcriber = Transcriber(reader, LevelDetector(), options, forced_commit=36.0)
    guessed_with = []
    for number, first in enumerate(range(0, len(talk.samples), 1600)):
        list(transcriber.feed(talk.samples[first : first + 1600]))
        before = len(reader.guessed)
        transcriber.guess()
        guessed_with += [number] * (len(reader.guessed) - before)
    # The first ones come sooner, while there is no text.
    assert [later - sooner for sooner, later in itertools.pairwise(guessed_with)][-5:] == [2] * 5
