"""The speech that is going on: the work for it is bounded, and what is settled stays."""

import itertools
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import pytest
from typing_extensions import override

from captions.engine.ports import (
    FRAME_SAMPLES,
    FRAME_SECONDS,
    Hypothesis,
    HypothesisWord,
    Prefix,
    RecognitionHints,
)
from captions.engine.transcription.audio_window import AudioWindow
from captions.engine.transcription.open_segment import OpenSegment
from captions.engine.transcription.stabiliser import Stabiliser
from captions.pcm import Samples
from tests.support.engines.scripted_recogniser import Deaf, Late, Reader, Silent, Talk, sound

THRESHOLD = 0.4
LONG_SECONDS = 300
QUIET = 0.1


class Followed(NamedTuple):
    """Open speech, and what was seen of it frame by frame."""

    speech: OpenSegment
    settles: list[float]
    """Seconds at which there was one."""
    windows: list[float]
    """Seconds of sound that were kept."""
    texts: list[str]
    """What was shown."""
    ages: list[float]
    """Seconds from the end of the last settled word to each settling."""


def follow(recogniser: Reader, samples: Samples, *, guess: bool = True) -> Followed:
    """Feed sound to open speech, as a transcriber does while nobody pauses."""
    window = AudioWindow(0)
    whole = samples[: len(samples) - len(samples) % FRAME_SAMPLES].reshape(-1, FRAME_SAMPLES)
    window.append(whole[0], float(np.abs(whole[0]).mean()))
    speech = OpenSegment(recogniser, RecognitionHints(), window, Stabiliser(), THRESHOLD)
    followed = Followed(speech, [], [], [], [])
    for number, frame in enumerate(whole[1:], 2):
        before = len(recogniser.settled)
        speech.append(frame, float(np.abs(frame).mean()))
        speech.settle_or_confirm()
        if guess:
            speech.guess_if_due()
        if len(recogniser.settled) > before:
            followed.settles.append(number * FRAME_SECONDS)
            last = speech.words[-1].end if speech.words else 0.0
            followed.ages.append(number * FRAME_SECONDS - last)
        followed.windows.append(window.duration)
        followed.texts.append(speech.text)
    return followed


def long_talk() -> Talk:
    """Five minutes of words without a pause."""
    return Talk([(0.0, 0.5)] * (LONG_SECONDS * 2), silence=0)


def times(talk: Talk) -> list[tuple[float, float]]:
    return [(span.start / 16_000, span.end / 16_000) for span in talk.spans]


def test_work_for_long_speech_is_bounded() -> None:
    recogniser = Reader(talk := long_talk())
    followed = follow(recogniser, talk.samples)
    decoded = recogniser.settled + recogniser.guessed
    assert max(followed.windows) < 13
    assert max(decoded) < 13
    assert sum(decoded) < 18 * LONG_SECONDS
    assert len(recogniser.guessed) <= LONG_SECONDS / recogniser.guess_every + 1
    waits = [later - sooner for sooner, later in itertools.pairwise(followed.settles)]
    assert min(waits) > 2 - FRAME_SECONDS
    assert max(waits) < 2.6


def test_settled_words_are_what_was_said_when_it_was_said() -> None:
    recogniser = Reader(talk := long_talk())
    speech = follow(recogniser, talk.samples).speech
    words = speech.close(len(speech.window))
    assert [word.text for word in words] == talk.words
    for word, (start, end) in zip(words, times(talk), strict=True):
        assert word.start == pytest.approx(start, abs=FRAME_SECONDS)
        assert word.end == pytest.approx(end, abs=FRAME_SECONDS)


def test_words_without_times_are_settled_as_well() -> None:
    recogniser = Reader(talk := Talk([(0.0, 0.5)] * 60, silence=0), gives_times=False)
    followed = follow(recogniser, talk.samples)
    assert max(followed.windows) < 13
    words = followed.speech.close(len(followed.speech.window))
    assert [word.text for word in words] == talk.words
    for one, other in itertools.pairwise(words):
        assert one.start <= one.end <= other.start


@dataclass
class Doubtful(Reader):
    """Is sure of no word."""

    @override
    def _all(self, samples: Samples) -> list[HypothesisWord]:
        return [word._replace(confidence=0.5) for word in super()._all(samples)]


@pytest.mark.parametrize(
    ("kind", "least", "most"),
    [
        pytest.param(Reader, 0.8, 0.8 + 0.5, id="sure"),
        pytest.param(Doubtful, 1.6, 1.6 + 0.5, id="doubtful"),
    ],
)
def test_words_are_settled_sooner_where_the_recogniser_is_sure(
    kind: type[Reader], least: float, most: float
) -> None:
    talk = Talk([(0.0, 0.5)] * 60, silence=0)
    ages = follow(kind(talk), talk.samples).ages
    assert least - 0.001 <= min(ages)
    assert max(ages) < most


@dataclass
class DoubtsFirst(Reader):
    """Is unsure of the first word that it finds, as of one that a comma may follow."""

    @override
    def _all(self, samples: Samples) -> list[HypothesisWord]:
        first, *others = super()._all(samples)
        return [first._replace(confidence=0.3), *others]


def test_sure_words_are_settled_sooner_behind_a_doubtful_one_that_is_old_enough() -> None:
    talk = Talk([(0.0, 0.5)] * 9, silence=0)
    speech = follow(DoubtsFirst(talk), talk.samples, guess=False).speech
    assert speech.settled_text == "w0 w1 w2 w3 w4 w5"


@dataclass
class GuessesOtherwise(Reader):
    """Finds another word in place of one, or is less sure of it, where it guesses."""

    instead: str = ""
    confidence: float = 1.0

    @override
    def guess(
        self, samples: Samples, hints: RecognitionHints, told: Prefix, draft: Hypothesis
    ) -> Hypothesis:
        words = super().guess(samples, hints, told, draft).words
        return Hypothesis(
            tuple(
                word._replace(text=self.instead or "w2", confidence=self.confidence)
                if word.text == "w2"
                else word
                for word in words
            )
        )


@pytest.mark.parametrize(
    ("instead", "confidence", "is_quick", "settled"),
    [
        pytest.param("", 0.9, True, "w0 w1 w2", id="again"),
        pytest.param("", 0.8, True, "w0 w1", id="doubted"),
        pytest.param("w2,", 1.0, True, "w0 w1", id="otherwise"),
        pytest.param("", 1.0, False, "w0 w1", id="by a recogniser that does not confirm"),
    ],
)
def test_words_recognised_again_with_more_sound_after_them_are_settled(
    instead: str,
    confidence: float,
    is_quick: bool,
    settled: str,
) -> None:
    talk = Talk([(0.0, 0.5)] * 7, silence=0)
    recogniser = GuessesOtherwise(talk, is_quick=is_quick, instead=instead, confidence=confidence)
    assert follow(recogniser, talk.samples, guess=False).speech.settled_text == settled
    assert len(recogniser.guessed) == is_quick


def test_the_last_word_before_a_pause_is_confirmed_when_speech_goes_on() -> None:
    talk = Talk([(0.0, 0.5), (0.0, 0.5), (0.3, 0.8)], silence=0)
    pause = 12 * len(sound(0.1))
    speech = follow(Reader(talk), talk.samples[:pause], guess=False).speech
    speech.settle_all(len(speech.window))
    assert speech.settled_text == "w0"
    frames = len(talk.samples[pause:]) // FRAME_SAMPLES
    rest = talk.samples[pause : pause + frames * FRAME_SAMPLES]
    for frame in rest.reshape(-1, FRAME_SAMPLES):
        speech.append(frame, float(np.abs(frame).mean()))
        speech.settle_or_confirm()
    assert speech.settled_text == "w0 w1"


def test_the_last_word_before_a_pause_is_not_settled_sooner() -> None:
    talk = Talk([(0.0, 0.5), (0.0, 0.5)], silence=0)
    speech = follow(Reader(talk), talk.samples, guess=False).speech
    for _ in range(40):
        speech.append(sound(FRAME_SECONDS), 0.0)
    speech.settle_all(len(speech.window))
    assert speech.settled_text == "w0"


def test_guesses_change_nothing_of_what_is_settled() -> None:
    talk = Talk([(0.0, 0.5)] * 60, silence=0)
    with_guesses = follow(Reader(talk), talk.samples).speech
    without = follow(Reader(talk), talk.samples, guess=False).speech
    assert with_guesses.words == without.words


def test_text_of_speech_that_is_heard_right_only_ever_grows() -> None:
    talk = Talk([(0.0, 0.5)] * 60, silence=0)
    texts = follow(Reader(talk), talk.samples).texts
    for one, other in itertools.pairwise(texts):
        assert other.startswith(one)
    assert " ".join(talk.words).startswith(texts[-1])
    assert len(texts[-1].split()) > 57


def test_sound_without_words_is_settled_seldom_and_not_kept() -> None:
    recogniser = Deaf(talk := long_talk())
    followed = follow(recogniser, talk.samples)
    assert max(followed.windows) < 23
    assert len(followed.settles) < LONG_SECONDS / 2
    assert followed.speech.text == ""


def test_words_that_never_end_before_the_tail_are_settled_seldom() -> None:
    recogniser = Late(talk := long_talk())
    followed = follow(recogniser, talk.samples)
    assert max(followed.windows) < 23
    assert len(followed.settles) < LONG_SECONDS / 2


@pytest.mark.parametrize("noise", [16.0, 17.0, 18.0, 19.0])
def test_words_behind_long_noise_are_heard_once_and_in_context(noise: float) -> None:
    talk = Talk([(0.0, noise), (0.0, 0.5), *[(0.0, 0.5)] * 20], silence=0)

    class NoWordInNoise(Reader):
        told: tuple[int, ...] = ()

        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            self.told = (*self.told, len(told))
            return super().settle(samples, hints, told)

        @override
        def _all(self, samples: Samples) -> list[HypothesisWord]:
            return [word for word in super()._all(samples) if word.text != "w0"]

    recogniser = NoWordInNoise(talk)
    speech = follow(recogniser, talk.samples).speech
    assert [word.text for word in speech.close(len(speech.window))] == talk.words[1:]
    first = next(place for place, count in enumerate(recogniser.told) if count)
    assert all(recogniser.told[first:])


@pytest.mark.parametrize("length", [6.0, 9.0, 13.0, 13.5, 14.0, 14.5, 15.0, 16.0, 18.0])
def test_a_word_of_many_seconds_is_heard_once_and_does_not_stop_the_window(length: float) -> None:
    talk = Talk([*[(0.0, 0.5)] * 20, (0.0, length), *[(0.0, 0.5)] * 20], silence=0)
    followed = follow(Reader(talk), talk.samples)
    words = [word.text for word in followed.speech.close(len(followed.speech.window))]
    assert words == talk.words
    assert max(followed.windows) < 23


def test_words_that_are_taken_go_and_the_rest_is_heard_in_their_context() -> None:
    talk = Talk([(0.0, 0.5)] * 20, silence=0)
    recogniser = Reader(talk)
    speech = follow(recogniser, talk.samples).speech
    assert speech.next_word is not None
    settled = len(speech.words)
    assert speech.next_word.text == f"w{settled}"
    assert [word.text for word in speech.pop_words(settled)] == talk.words[:settled]
    assert speech.settled_text == ""
    assert [word.text for word in speech.close(len(speech.window))] == talk.words[settled:]


def test_everything_is_settled_once_in_a_pause_until_speech_goes_on() -> None:
    talk = Talk([(0.0, 0.5), (0.0, 0.5)], silence=0)
    recogniser = Reader(talk)
    speech = follow(recogniser, talk.samples, guess=False).speech
    for _ in range(30):
        speech.settle_all(len(speech.window))
        speech.append(sound(FRAME_SECONDS), 0.0)
        speech.guess_if_due()
    assert (len(recogniser.settled), len(recogniser.guessed)) == (1, 0)
    assert speech.text == "w0 w1"
    assert [word.text for word in speech.close(len(speech.window))] == ["w0", "w1"]
    assert len(recogniser.settled) == 1
    speech.settle_or_confirm()
    speech.settle_all(len(speech.window))
    assert len(recogniser.settled) == 2


def test_only_a_pause_shows_the_end_mark() -> None:
    class Sentences(Reader):
        @override
        def _all(self, samples: Samples) -> list[HypothesisWord]:
            found = super()._all(samples)
            return [word._replace(text="end.") if word.text == "w1" else word for word in found]

    talk = Talk([(0.0, 0.5), (0.0, 0.8)], silence=0)
    speech = follow(Sentences(talk), talk.samples).speech
    assert speech.text == "w0 end"
    speech.settle_all(len(speech.window))
    assert speech.text == "w0 end."
    speech.settle_or_confirm()
    assert speech.text == "w0 end"


def test_a_pause_without_a_word_keeps_the_language_that_was_heard() -> None:
    class Danish(Reader):
        words = True

        @override
        def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
            found = super().settle(samples, hints, told)
            return found._replace(language="da") if self.words else Hypothesis()

    recogniser = Danish(talk := Talk([(0.0, 0.5)] * 8, silence=0))
    speech = follow(recogniser, talk.samples).speech
    assert speech.language == "da"
    recogniser.words = False
    speech.close(len(speech.window))
    assert speech.language == "da"


def test_a_recogniser_that_wants_time_is_asked_as_often_as_it_says() -> None:
    talk = Talk([(0.0, 0.5)] * 20, silence=0)
    recogniser = Reader(talk, guess_every=2.0, is_quick=False)
    follow(recogniser, talk.samples)
    assert len(recogniser.guessed) <= 5


def test_first_guess_comes_soon_and_none_without_new_speech() -> None:
    talk = Talk([(0.0, 0.3)], silence=0)
    assert follow(Reader(talk), talk.samples).texts[-1] == "w0"
    recogniser = Silent()
    window = AudioWindow(0)
    window.append(sound(FRAME_SECONDS), 0.9)
    speech = OpenSegment(recogniser, RecognitionHints(), window, Stabiliser(), THRESHOLD)
    speech.guess_if_due()  # It is too soon.
    assert speech.text == ""


class Cafe(Reader):
    """Invents words in a quiet sound before speech, without being sure of them."""

    @override
    def settle(self, samples: Samples, hints: RecognitionHints, told: Prefix) -> Hypothesis:
        found = super().settle(samples, hints, told)
        is_loud = np.abs(samples) > QUIET
        third = (int(is_loud.argmax()) if is_loud.any() else len(samples)) / 16_000 / 3
        if told or third < 0.2:
            return found
        invented = [
            HypothesisWord(text, 0.2, third * at, third * (at + 1), logprob=-2.0)
            for at, text in enumerate(("I", "see"))
        ]
        return Hypothesis((*invented, *found.words))


@pytest.mark.parametrize("lead", [1.5, 2.6, 3.8])
def test_words_from_the_background_before_speech_are_not_kept(lead: float) -> None:
    talk = Talk([(lead, 0.4), *[(0.0, 0.4)] * 20], silence=0)
    talk.samples[: round(lead * 16_000)] = QUIET
    followed = follow(Cafe(talk), talk.samples, guess=False)
    assert followed.speech.settled_text.startswith("w0 w1 w2 ")
    assert followed.speech.words[0].start == pytest.approx(lead, abs=0.01)
    assert not any("see" in text and "w4" in text for text in followed.texts)
