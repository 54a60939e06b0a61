"""What levels tell of a sound: speech is told from noise, and a gate from a dead device."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.model.health.level_tracker import DIGITAL_SILENCE_DBFS, LevelTracker
from captions.pcm import Level, Samples, measure_level

RATE = 16_000
NOTHING, ROOM, LOUD = Level(-120, -120), Level(-50, -60), Level(0, -10)
CHUNK = 0.05

Make = Callable[[Samples], Samples]


def hear(signal: LevelTracker, sound: Level, seconds: float) -> None:
    for _ in range(round(seconds / CHUNK)):
        signal.record_level(sound, CHUNK)


def noise(count: int, dbfs: float) -> Samples:
    made = np.random.default_rng(1).standard_normal(count) * 10 ** (dbfs / 20)
    return made.astype(np.float32)


def typing(speech: Samples) -> Samples:
    """Five keystrokes of 10 ms a second, in a quiet room."""
    sound = noise(len(speech), -60)
    for start in range(0, len(sound), RATE // 5):
        sound[start : start + RATE // 100] *= 100
    return sound


def fan(speech: Samples) -> Samples:
    """A fan that is switched on after 10 s of quiet."""
    sound = noise(len(speech), -60)
    sound[10 * RATE :] *= 50
    return sound


def tone(speech: Samples) -> Samples:
    made = 0.1 * np.sin(2 * np.pi * 440 * np.arange(len(speech)) / RATE)
    return made.astype(np.float32)


@pytest.mark.parametrize("chunk", [0.05, 0.1], ids=["chunks of 50 ms", "chunks of 100 ms"])
@pytest.mark.parametrize(
    ("make", "least", "most"),
    [
        pytest.param(lambda speech: speech, 0.4, 0.7, id="speech"),
        pytest.param(lambda speech: speech + noise(len(speech), -60), 0.4, 0.7, id="in a room"),
        pytest.param(lambda speech: noise(len(speech), -45), 0, 0.01, id="noise"),
        pytest.param(fan, 0, 0.2, id="a fan is switched on"),
        pytest.param(typing, 0, 0.05, id="somebody types"),
        pytest.param(tone, 0, 0.01, id="a tone"),
        pytest.param(lambda speech: speech * 0.001, 0, 0, id="too faint to be meant"),
        pytest.param(np.zeros_like, 0, 0, id="nothing"),
    ],
)
def test_speech_is_voiced_for_half_of_its_time_and_noise_is_not(
    speech: Samples, make: Make, least: float, most: float, chunk: float
) -> None:
    sound = make(speech)
    signal = LevelTracker(DIGITAL_SILENCE_DBFS)
    voiced = []
    size = round(RATE * chunk)
    for start in range(0, len(sound) - size, size):
        signal.record_level(measure_level(sound[start : start + size]), chunk)
        voiced.append(signal.is_voiced)
    assert least <= np.mean(voiced) <= most


@pytest.mark.parametrize(
    ("heard", "dead"),
    [
        pytest.param([(NOTHING, 9.9)], False, id="not yet"),
        pytest.param([(NOTHING, 10.1)], True, id="silent from the beginning"),
        pytest.param([(ROOM, 60), (NOTHING, 10.1)], True, id="silent after sound"),
        pytest.param([(NOTHING, 10.1), (ROOM, 0.05)], False, id="it is back"),
        pytest.param([(NOTHING, 60), (ROOM, 1), (NOTHING, 10.1)], True, id="late to begin"),
        pytest.param(
            [(ROOM, 1), (NOTHING, 8), (ROOM, 1), (NOTHING, 15)], False, id="a gate that opened"
        ),
        pytest.param(
            [(ROOM, 1), (NOTHING, 8), (ROOM, 1), (NOTHING, 25)], True, id="a gate, for too long"
        ),
        pytest.param(
            [(ROOM, 1), (NOTHING, 3600), (ROOM, 1), (NOTHING, 301)], True, id="not for ever"
        ),
    ],
)
def test_a_device_is_dead_if_it_is_silent_for_longer_than_it_ever_came_back_from(
    heard: list[tuple[Level, float]], dead: bool
) -> None:
    signal = LevelTracker(DIGITAL_SILENCE_DBFS)
    for sound, seconds in heard:
        hear(signal, sound, seconds)
    assert signal.is_dead is dead


def test_opening_again_is_worth_one_try_for_each_time_it_sounded() -> None:
    signal = LevelTracker(DIGITAL_SILENCE_DBFS)
    hear(signal, NOTHING, 11)
    assert not signal.claim_reopen()
    hear(signal, ROOM, 1)
    assert [signal.claim_reopen(), signal.claim_reopen()] == [True, False]
    hear(signal, ROOM, 1)
    assert signal.claim_reopen()


@pytest.mark.parametrize(
    ("heard", "clipping"),
    [
        pytest.param([(LOUD, 1.0)], False, id="a bang"),
        pytest.param([(LOUD, 2.5)], True, id="much of the last seconds"),
        pytest.param([(LOUD, 2.5), (ROOM, 3)], True, id="a pause of the speaker"),
        pytest.param([(LOUD, 2.5), (ROOM, 7)], False, id="turned down"),
    ],
)
def test_sound_is_clipped_if_much_of_it_is_at_full_scale(
    heard: list[tuple[Level, float]], clipping: bool
) -> None:
    signal = LevelTracker(DIGITAL_SILENCE_DBFS)
    for sound, seconds in heard:
        hear(signal, sound, seconds)
    assert signal.is_clipping is clipping


@given(st.lists(st.sampled_from([NOTHING, ROOM, LOUD]), max_size=300))
def test_sound_ends_silence_at_once(sounds: list[Level]) -> None:
    signal = LevelTracker(DIGITAL_SILENCE_DBFS)
    for sound in sounds:
        signal.record_level(sound, CHUNK)
        assert (signal.silent_seconds > 0) is (sound is NOTHING)
        assert not signal.is_dead or sound is NOTHING
