"""Real models on real speech: repetition stays, loops and words that nobody said do not appear."""

import math

import numpy as np
import pytest

from captions.engine.library.catalogue import DEFAULT, LIGHT
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.engine.text_alignment import normalise_word
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.support.engines.scripted_recogniser import fed, sound

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL)


@pytest.fixture(scope="module", params=[DEFAULT, LIGHT])
def each_model(request: pytest.FixtureRequest, models: LoadedModels) -> LoadedModels:
    return models if request.param == DEFAULT else LoadedModels.load(request.param)


def part(speech: Samples, start: float, end: float) -> Samples:
    return speech[round(start * ENGINE_RATE) : round(end * ENGINE_RATE)]


def again(piece: Samples, times: int, pause: float) -> Samples:
    return np.concatenate([sound(0.5), *[piece, sound(pause)] * times, sound(0.6)])


def words(models: LoadedModels, options: SessionOptions, samples: Samples) -> list[str]:
    transcriber = models.create_transcriber(options)
    found = [*fed(transcriber, samples, guess=False).committed, transcriber.commit()]
    return [normalise_word(word) for segment in found for word in segment.text.split()]


@pytest.mark.parametrize("pause", [0.1, 0.5, 1.0])
def test_sentence_that_is_said_three_times_is_written_three_times(
    each_model: LoadedModels, speech: Samples, pause: float
) -> None:
    found = words(each_model, VAD, again(part(speech, 1.0, 2.65), 3, pause))
    assert [found.count(word) for word in ("it", "was", "best")] == [3, 3, 3]
    assert len(found) == 18


def test_word_that_is_said_four_times_is_written_four_times(
    each_model: LoadedModels, speech: Samples
) -> None:
    found = words(each_model, VAD, again(part(speech, 2.1, 2.6), 4, 0.05))
    assert len(found) == 4
    assert len(set(found)) == 1


@pytest.mark.parametrize("end", [2.65, 3.5, 4.4])
@pytest.mark.parametrize("options", [VAD, MANUAL], ids=["vad", "manual"])
def test_three_seconds_are_written_once(
    each_model: LoadedModels, speech: Samples, end: float, options: SessionOptions
) -> None:
    found = words(each_model, options, part(speech, 1.0, end))
    assert found.count("best") == 1
    assert len(found) <= 12


def hum(seconds: float, pitch: float) -> Samples:
    time = np.arange(round(seconds * ENGINE_RATE)) / ENGINE_RATE
    tones = sum(np.sin(2 * math.pi * pitch * n * time) / n**1.5 for n in range(1, 12))
    hummed: Samples = (0.15 * tones * np.hanning(len(time))).astype(np.float32)
    return hummed


def breath(seconds: float) -> Samples:
    noise = np.random.default_rng(2).normal(0, 0.1, round(seconds * ENGINE_RATE))
    breathed: Samples = (noise * np.hanning(len(noise))).astype(np.float32)
    return breathed


def click() -> Samples:
    clicked = sound(0.1)
    clicked[800:830] = 0.6 * (-1) ** np.arange(30)
    return clicked


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(sound(0.3), id="silence"),
        pytest.param(click(), id="a click"),
        pytest.param(np.tile(click(), 4), id="clicks"),
        pytest.param(breath(0.6), id="a breath"),
        pytest.param(hum(0.15, 200), id="a short tone"),
        pytest.param(hum(0.6, 110), id="a hum"),
    ],
)
def test_manual_commit_after_no_speech_is_empty(each_model: LoadedModels, samples: Samples) -> None:
    assert words(each_model, MANUAL, np.concatenate([sound(0.4), samples, sound(0.4)])) == []


@pytest.mark.parametrize("at", [2.2, 4.0, 6.3, 8.1, 10.3])
def test_manual_commit_after_a_tenth_of_a_second_of_speech_invents_nothing(
    each_model: LoadedModels, speech: Samples, at: float
) -> None:
    piece = np.concatenate([sound(0.4), part(speech, at, at + 0.12), sound(0.4)])
    assert len(words(each_model, MANUAL, piece)) <= 1


def test_words_have_probabilities(models: LoadedModels, speech: Samples) -> None:
    committed = fed(
        models.create_transcriber(VAD), np.append(part(speech, 1, 5), sound(1))
    ).committed
    logprobs = [word.logprob for segment in committed for word in segment.words]
    assert len(logprobs) > 8
    assert all(logprob is not None and -20 < logprob <= 0 for logprob in logprobs)
