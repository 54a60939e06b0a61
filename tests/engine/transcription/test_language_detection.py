"""Speech in another language: nothing is written, and English is never taken for it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from captions.engine.models import LoadedModels
from captions.engine.ports import (
    EMPTY_HYPOTHESIS,
    Hypothesis,
    HypothesisWord,
    Prefix,
    RecognitionHints,
)
from captions.engine.transcription.language_detection import LanguageGate
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.support.engines.scripted_recogniser import fed, sound

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
SECOND = sound(1)


@dataclass
class Unsure:
    """Finds one word a time, as surely as it is told."""

    guess_every: float = 0.4
    logprob: float = 0.0
    repeats: bool = False
    found: list[HypothesisWord] = field(default_factory=list)

    def guess(
        self, samples: Samples, hints: RecognitionHints, told: Prefix, _draft: Hypothesis
    ) -> Hypothesis:
        return self.settle(samples, hints, told)

    def confirm(
        self, _samples: Samples, _hints: RecognitionHints, _told: Prefix, expected: Hypothesis
    ) -> Hypothesis | None:
        return expected

    def settle(self, _samples: Samples, _hints: RecognitionHints, _told: Prefix) -> Hypothesis:
        text = "so" if self.repeats else f"so{len(self.found)}"
        word = HypothesisWord(text, 0.5, tokens=(len(self.found),), logprob=self.logprob)
        self.found.append(word)
        return Hypothesis((word,))


def heard(recogniser: LanguageGate, inner: Unsure, logprobs: Sequence[float]) -> list[bool]:
    """Return after each word, settled in a stretch of its own, whether words are withheld."""
    states = []
    for logprob in logprobs:
        inner.logprob = logprob
        recogniser.begin_segment()
        recogniser.settle(SECOND, RecognitionHints(), ())
        states.append(recogniser.is_other_language)
    return states


def test_words_are_withheld_after_many_unsure_ones_until_sure_ones_come() -> None:
    inner = Unsure()
    recogniser = LanguageGate(inner)
    states = heard(recogniser, inner, [-1.5] * 28)
    assert states == [False] * 24 + [True] * 4
    assert recogniser.settle(SECOND, RecognitionHints(), ()) == Hypothesis(())
    assert recogniser.guess(SECOND, RecognitionHints(), (), EMPTY_HYPOTHESIS).words == ()
    assert (
        recogniser.confirm(SECOND, RecognitionHints(), (), Hypothesis(tuple(inner.found[-1:])))
        is None
    )
    assert heard(recogniser, inner, [-0.05] * 24)[-1] is False
    assert recogniser.settle(SECOND, RecognitionHints(), ()).words


def test_a_few_words_without_a_clue_are_no_other_language() -> None:
    inner = Unsure()
    assert not any(heard(LanguageGate(inner), inner, [-0.1, -0.1, -9.0] * 20))


def test_a_phrase_that_is_written_again_and_again_is_no_sign_of_the_own_language() -> None:
    inner = Unsure()
    recogniser = LanguageGate(inner)
    assert heard(recogniser, inner, [-1.5] * 28)[-1] is True
    inner.repeats = True
    assert heard(recogniser, inner, [0.0] * 40)[-1] is True


def test_words_that_are_decoded_again_count_once_they_are_settled() -> None:
    inner = Unsure(logprob=-1.5)
    recogniser = LanguageGate(inner)
    told = recogniser.settle(SECOND, RecognitionHints(), ()).words
    for _ in range(40):
        recogniser.settle(SECOND, RecognitionHints(), told)
    assert not recogniser.is_other_language


def test_first_words_that_are_decoded_again_count_once_the_segment_ends() -> None:
    inner = Unsure(logprob=-1.5)
    recogniser = LanguageGate(inner)
    for _ in range(40):
        recogniser.settle(SECOND, RecognitionHints(), ())
    recogniser.begin_segment()
    assert not recogniser.is_other_language


def test_english_is_never_taken_for_another_language(models: LoadedModels, speech: Samples) -> None:
    transcriber = models.create_transcriber(VAD)
    for start in range(0, 12 * 16_000, 16_000):
        fed(transcriber, speech[start : start + 16_000], guess=False)
        assert not transcriber.hears_other_language


def test_speech_in_no_language_is_noticed(models: LoadedModels, speech: Samples) -> None:
    """Played backwards, speech has the sounds of speech, and is in no language."""
    transcriber = models.create_transcriber(VAD)
    backwards = np.ascontiguousarray(speech[::-1])
    noticed = []
    for start in range(0, 20 * 16_000, 16_000):
        fed(transcriber, backwards[start : start + 16_000], guess=False)
        noticed.append(transcriber.hears_other_language)
    assert any(noticed)
