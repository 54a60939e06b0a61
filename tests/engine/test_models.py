"""The real models on real speech: what the laws of the transcriber come to with them."""

import difflib
import itertools
import math
from collections.abc import Callable

import numpy as np
import pytest

from captions.engine.library.catalogue import DEFAULT, LIGHT
from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE
from captions.engine.text_alignment import normalise_word
from captions.errors import UsageError
from captions.events import Committed
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from captions.protocol.resume import compute_resume_time
from tests.support.engines.scripted_recogniser import fed, sound

VAD = SessionOptions(commit_strategy=CommitStrategy.VAD, vad_silence_threshold_secs=0.7)
MANUAL = SessionOptions(commit_strategy=CommitStrategy.MANUAL, vad_silence_threshold_secs=0.7)
SECONDS = 20

Words = list[str]


def seconds(samples: Samples, start: float, end: float) -> Samples:
    return samples[round(start * ENGINE_RATE) : round(end * ENGINE_RATE)]


def plain_words(committed: list[Committed]) -> Words:
    return [normalise_word(word) for segment in committed for word in segment.text.split()]


def differing(one: Words, other: Words) -> int:
    """Count the words that are in one of them alone."""
    same = difflib.SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return len(one) + len(other) - 2 * sum(block.size for block in same)


def without_pauses(speech: Samples) -> Samples:
    """Real speech whose pauses, which voice detection would find, are as good as cut out."""
    window = ENGINE_RATE // 50  # samples
    loud = np.abs(speech[: len(speech) // window * window]).reshape(-1, window).max(1) > 0.02
    near = np.convolve(loud, np.ones(7), "same") > 0
    joined: Samples = speech[: len(near) * window].reshape(-1, window)[near].ravel()
    return joined


def test_real_speech_is_recognised(models: LoadedModels, speech: Samples) -> None:
    shown = fed(models.create_transcriber(VAD), np.append(seconds(speech, 0, SECONDS), sound(1)))
    assert {"best", "times", "worst", "wisdom", "foolishness", "darkness"} <= set(
        plain_words(shown.committed)
    )
    assert len(shown.partials) > 10
    assert {segment.language for segment in shown.committed} == {"en"}
    times = [
        moment
        for segment in shown.committed
        for word in segment.words
        for moment in (word.start, word.end)
    ]
    assert times == sorted(times)
    assert 0 < times[0] < times[-1] <= SECONDS


def test_light_choice_recognises_as_well(speech: Samples) -> None:
    light = LoadedModels.load(LIGHT)
    assert light.capabilities.name == LIGHT
    committed = fed(
        light.create_transcriber(VAD), np.append(seconds(speech, 0, 6), sound(1))
    ).committed
    assert {"best", "times", "worst"} <= set(plain_words(committed))


@pytest.mark.parametrize("name", [DEFAULT, LIGHT])
def test_guesses_are_paced_by_the_clock_that_is_given(name: str, speech: Samples) -> None:
    readings: list[float] = []

    def read_clock() -> float:
        readings.append(float(len(readings)))
        return readings[-1]

    transcriber = LoadedModels.load(name, clock=read_clock).create_transcriber(VAD)
    readings.clear()
    fed(transcriber, seconds(speech, 0, 2))
    assert readings


def test_a_model_that_nobody_knows_is_one_sentence() -> None:
    with pytest.raises(UsageError, match=r"^There is no model “parrot”: 'captions models' .*\.$"):
        LoadedModels.load("parrot")


@pytest.mark.parametrize("every", [100, 512, 160_000])
def test_the_same_sound_gives_the_same_commits_however_it_is_fed(
    models: LoadedModels, speech: Samples, every: int
) -> None:
    samples = np.append(seconds(speech, 18, 29), sound(1))
    as_served = fed(models.create_transcriber(VAD, forced_commit=6), samples).committed
    assert fed(
        models.create_transcriber(VAD, forced_commit=6), samples, every, guess=False
    ).committed == (as_served)


def test_words_behind_a_commit_are_the_same_for_one_who_listens_from_there_on(
    models: LoadedModels, speech: Samples
) -> None:
    heard = seconds(speech, 18, 36)
    whole = fed(models.create_transcriber(VAD), heard).committed
    assert len(whole) > 1
    for number, segment in enumerate(whole[:-1]):
        start = compute_resume_time(segment.words[-1].end)
        later = fed(models.create_transcriber(VAD), heard[round(start * ENGINE_RATE) :]).committed
        assert [item.text for item in later] == [item.text for item in whole[number + 1 :]]
        assert later[0].words[0].start + start == pytest.approx(whole[number + 1].words[0].start)


@pytest.mark.parametrize("at", [6.0, 7.037])
def test_words_behind_a_manual_commit_are_the_same_for_one_who_listens_from_there_on(
    models: LoadedModels, speech: Samples, at: float
) -> None:
    before, behind = np.split(seconds(speech, 0, 14), [round(at * ENGINE_RATE)])
    whole, fresh = models.create_transcriber(MANUAL), models.create_transcriber(MANUAL)
    fed(whole, before)
    whole.commit()
    fed(whole, behind)
    fed(fresh, behind)
    went_on, began = whole.commit(), fresh.commit()
    assert went_on.text == began.text
    assert went_on.words[0].start == pytest.approx(began.words[0].start + at, abs=1e-3)


@pytest.mark.parametrize(
    ("options", "bound", "heard"),
    [
        pytest.param(VAD, 5.0, without_pauses, id="often while nobody pauses"),
        pytest.param(MANUAL, 7.0, without_pauses, id="twice while nobody pauses"),
        pytest.param(MANUAL, 36.0, lambda speech: speech, id="once as by default"),
    ],
)
def test_automatic_commits_lose_and_repeat_no_word(
    models: LoadedModels,
    speech: Samples,
    options: SessionOptions,
    bound: float,
    heard: Callable[[Samples], Samples],
) -> None:
    samples = seconds(heard(speech), 0, max(16, bound + 2))

    def committed(forced: float) -> list[Committed]:
        transcriber = models.create_transcriber(options, forced_commit=forced)
        found = fed(transcriber, samples, guess=False).committed
        return [*found, transcriber.commit()]

    whole, parted = committed(math.inf), committed(bound)
    cuts = len(parted) - len(whole)
    assert cuts >= len(samples) // ENGINE_RATE // bound
    # Beside a cut a word may be heard otherwise: what was said before is no help any more.
    one, other = plain_words(whole), plain_words(parted)
    assert differing(one, other) <= 2 * cuts
    assert abs(len(one) - len(other)) <= cuts
    words = [word for segment in parted for word in segment.words]
    for before, behind in itertools.pairwise(words):
        assert before.start <= before.end <= behind.start + 1e-6


def noise(rng: np.random.Generator) -> Samples:
    return rng.normal(0, 0.05, SECONDS * ENGINE_RATE).astype(np.float32)


def music(rng: np.random.Generator) -> Samples:
    """Chords of plucked tones, each with its overtones."""
    beat = ENGINE_RATE // 2
    time = np.arange(beat) / ENGINE_RATE
    scale = 220 * 2 ** (np.array([0, 3, 5, 7, 10, 12, 15]) / 12)

    def tone(pitch: float) -> Samples:
        overtones = sum(np.sin(2 * np.pi * pitch * n * time) / n for n in range(1, 6))
        plucked: Samples = (0.08 * overtones * np.exp(-4 * time)).astype(np.float32)
        return plucked

    chords = [sum(map(tone, rng.choice(scale, 3, replace=False))) for _ in range(SECONDS * 2)]
    return np.concatenate(chords).astype(np.float32)


def hum(_rng: np.random.Generator) -> Samples:
    time = np.arange(SECONDS * ENGINE_RATE) / ENGINE_RATE
    hummed: Samples = (0.2 * np.sin(2 * np.pi * 100 * time)).astype(np.float32)
    return hummed


def silence(_rng: np.random.Generator) -> Samples:
    return sound(SECONDS)


@pytest.mark.parametrize("make", [silence, noise, hum, music])
@pytest.mark.parametrize("options", [VAD, MANUAL], ids=["vad", "manual"])
def test_no_text_is_invented(
    models: LoadedModels,
    options: SessionOptions,
    make: Callable[[np.random.Generator], Samples],
) -> None:
    transcriber = models.create_transcriber(options)
    shown = fed(transcriber, make(np.random.default_rng(1)))
    assert {segment.text for segment in [*shown.committed, transcriber.commit()]} == {""}
    assert not any(text for _, _, text in shown.partials)
