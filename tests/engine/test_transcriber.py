"""The transcriber: with the real models on real speech, and with readable fakes for its rules."""

import numpy as np
import pytest

from captions.engine.models import Models
from captions.engine.ports import ENGINE_RATE, FRAME_SECONDS, Hypothesis
from captions.engine.stabiliser import plain
from captions.engine.transcriber import Transcriber
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.protocol.resume import resume_at
from tests.engine.test_stabiliser import heard

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, vad_silence_threshold_secs=0.7)
LOUD, QUIET = 0.5, 0.0


class LevelDetector:
    """Takes whatever is loud for speech."""

    def probability(self, frame: Samples) -> float:
        return float(np.abs(frame).mean() > LOUD / 2)

    def reset(self) -> None:
        """Nothing is remembered."""


class CountingRecogniser:
    """Hears one word for each half second of loud sound, and counts its work."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def recognise(self, samples: Samples) -> Hypothesis:
        self.seconds.append(len(samples) / ENGINE_RATE)
        loud = float((np.abs(samples) > LOUD / 2).sum()) / ENGINE_RATE
        return heard(" ".join(["word"] * round(loud * 2)))


def sound(seconds: float, level: float) -> Samples:
    return np.full(round(seconds * ENGINE_RATE), level, np.float32)


def fake(options: SessionOptions) -> tuple[Transcriber, CountingRecogniser]:
    recogniser = CountingRecogniser()
    return Transcriber(recogniser, LevelDetector(), options), recogniser


def fed(transcriber: Transcriber, samples: Samples) -> tuple[list[Committed], list[str]]:
    """Feed sound as it would come, and return what was committed and guessed."""
    committed: list[Committed] = []
    guesses: list[str] = []
    for start in range(0, len(samples), 1600):
        committed.extend(transcriber.feed(samples[start : start + 1600]))
        guess = transcriber.guess()
        if guess is not None:
            guesses.append(guess)
    return committed, guesses


def test_real_speech_is_recognised(models: Models, speech: Samples) -> None:
    transcriber = models.transcriber(VAD)
    committed, guesses = fed(transcriber, np.append(speech[: 20 * ENGINE_RATE], sound(1, 0)))
    words = {plain(word) for word in " ".join(segment.text for segment in committed).split()}
    assert {"best", "times", "worst", "wisdom", "foolishness", "darkness"} <= words
    assert len(guesses) > 10
    times = [word.start for segment in committed for word in segment.words]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] < 20


def test_words_behind_a_commit_are_the_same_for_one_who_listens_from_there_on(
    models: Models, speech: Samples
) -> None:
    sound_heard = speech[18 * ENGINE_RATE :]
    whole, _ = fed(models.transcriber(VAD), sound_heard)
    assert len(whole) > 1
    for number, segment in enumerate(whole[:-1]):
        start = resume_at(segment.words[-1].end)
        later, _ = fed(models.transcriber(VAD), sound_heard[round(start * ENGINE_RATE) :])
        assert [item.text for item in later] == [item.text for item in whole[number + 1 :]]
        assert later[0].words[0].start + start == pytest.approx(whole[number + 1].words[0].start)


@pytest.mark.parametrize("at", [6.0, 7.037])
def test_words_behind_a_manual_commit_are_the_same_for_one_who_listens_from_there_on(
    models: Models, speech: Samples, at: float
) -> None:
    before, behind = np.split(speech[: 14 * ENGINE_RATE], [round(at * ENGINE_RATE)])
    whole, fresh = models.transcriber(MANUAL), models.transcriber(MANUAL)
    fed(whole, before)
    whole.commit()
    fed(whole, behind)
    fed(fresh, behind)
    went_on, began = whole.commit(), fresh.commit()
    assert went_on.text == began.text
    assert went_on.words[0].start == pytest.approx(began.words[0].start + at, abs=1e-3)


def test_nothing_is_recognised_in_silence_or_noise(models: Models) -> None:
    noise = np.random.default_rng(1).normal(0, 0.02, 10 * ENGINE_RATE).astype(np.float32)
    for samples in (sound(10, 0), noise):
        transcriber = models.transcriber(MANUAL)
        assert fed(transcriber, samples) == ([], [])
        assert transcriber.commit() == Committed("")


def test_pause_commits_and_words_keep_stream_time() -> None:
    transcriber, _ = fake(VAD)
    committed, _ = fed(transcriber, np.concatenate([sound(2, 0), sound(2, LOUD), sound(1, 0)] * 2))
    assert [segment.text for segment in committed] == ["word word word word"] * 2
    starts = [segment.words[0].start for segment in committed]
    assert starts == [pytest.approx(2, abs=0.1), pytest.approx(7, abs=0.1)]


def test_manual_session_commits_only_when_told() -> None:
    transcriber, _ = fake(MANUAL)
    committed, _ = fed(transcriber, np.concatenate([sound(2, LOUD), sound(2, 0)] * 2))
    assert committed == []
    assert transcriber.commit().text == " ".join(["word"] * 8)
    assert transcriber.commit() == Committed("")


def test_commit_in_the_middle_of_speech_takes_what_was_said() -> None:
    transcriber, _ = fake(MANUAL)
    fed(transcriber, sound(2, LOUD))
    assert transcriber.commit().text == "word word word word"
    fed(transcriber, sound(1, LOUD))
    assert transcriber.commit().text == "word word"


def test_manual_session_is_committed_unasked_after_36_s() -> None:
    transcriber, _ = fake(MANUAL)
    committed, _ = fed(transcriber, np.concatenate([sound(4, LOUD), sound(1, 0)] * 8))
    assert len(committed) == 1
    words = f"{committed[0].text} {transcriber.commit().text}".split()
    assert len(words) == 64


def test_work_for_a_guess_stays_bounded_in_long_speech() -> None:
    transcriber, recogniser = fake(VAD)
    fed(transcriber, sound(30, LOUD))
    assert max(recogniser.seconds) < 11
    assert len(recogniser.seconds) < 30 / 0.3 + 10


def test_nothing_is_decoded_in_a_pause_that_was_decoded() -> None:
    transcriber, recogniser = fake(MANUAL)
    fed(transcriber, np.concatenate([sound(1, LOUD), sound(0.5, 0)]))
    before = len(recogniser.seconds)
    fed(transcriber, sound(5, 0))
    assert len(recogniser.seconds) == before


def test_guess_is_given_once() -> None:
    transcriber, _ = fake(VAD)
    _, guesses = fed(transcriber, sound(3, LOUD))
    assert len(guesses) == len(set(guesses))
    assert guesses[-1].count("word") >= 4


def test_uncommitted_seconds_count_sound_and_silence() -> None:
    transcriber, _ = fake(MANUAL)
    list(transcriber.feed(sound(1.5, 0)))
    assert transcriber.uncommitted_seconds == pytest.approx(1.5)
    transcriber.commit()
    assert transcriber.uncommitted_seconds < FRAME_SECONDS
