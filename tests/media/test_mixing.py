"""Channels that become one: no speech is lost, music stays a mix, and nothing clicks."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from captions.media.mixing import BLOCK_SECONDS, ChannelMixer
from captions.pcm import Samples

RATE = 16_000
Frames = NDArray[np.float32]


def mixed(frames: Frames) -> Samples:
    mixer = ChannelMixer(RATE, frames.shape[1])
    return np.concatenate([mixer.feed(frames), mixer.feed(frames[:0], last=True)])


def channels(*each: NDArray[np.floating[Any]]) -> Frames:
    return np.stack(each, axis=1).astype(np.float32)


def power(samples: Samples) -> float:
    return float(np.square(samples).mean())


@pytest.fixture(scope="module")
def voice(speech: Samples) -> Samples:
    return speech[: 12 * RATE]


@pytest.fixture(scope="module")
def other(speech: Samples) -> Samples:
    return speech[20 * RATE : 32 * RATE]


@pytest.fixture(scope="module")
def noise() -> Samples:
    return np.random.default_rng(1).normal(0, 1, (12 * RATE, 6)).astype(np.float32)


@pytest.mark.parametrize("place", range(3))
def test_voice_in_one_channel_is_heard_as_it_is(voice: Samples, place: int) -> None:
    frames = np.zeros((len(voice), 3), np.float32)
    frames[:, place] = voice
    assert power(mixed(frames) - voice) < 1e-3 * power(voice)


@pytest.mark.parametrize("decibels", [-40, -20, -15])
def test_noise_in_the_other_channel_is_left_out(
    voice: Samples, noise: Samples, decibels: int
) -> None:
    level = np.sqrt(power(voice)) * 10 ** (decibels / 20)
    heard = mixed(channels(voice, level * noise[:, 0]))
    assert power(heard[2 * RATE :] - voice[2 * RATE :]) < 1e-9


@pytest.mark.parametrize("decibels", [-60, -20, -10])
def test_voice_in_opposite_phase_is_heard(voice: Samples, noise: Samples, decibels: int) -> None:
    level = np.sqrt(power(voice)) * 10 ** (decibels / 20)
    frames = channels(voice, -voice) + level * noise[:, :2]
    heard = mixed(frames)[2 * RATE :]
    assert power(heard) > 0.9 * power(voice[2 * RATE :])


def test_voice_in_opposite_phase_is_heard_from_its_first_sound(voice: Samples) -> None:
    heard = mixed(channels(voice, -voice))
    assert power(np.abs(heard) - np.abs(voice)) < 1e-3 * power(voice)


@pytest.mark.parametrize("count", [2, 6])
def test_music_stays_a_mix(noise: Samples, count: int) -> None:
    frames = 0.1 * noise[:, :count]
    assert np.allclose(mixed(frames), frames.mean(axis=1), atol=1e-6)


def test_tones_on_two_sides_stay_a_mix() -> None:
    time = np.arange(5 * RATE) / RATE
    frames = channels(0.3 * np.sin(2764 * time), 0.3 * np.sin(4147 * time))
    assert np.allclose(mixed(frames), frames.mean(axis=1), atol=1e-6)


def test_the_same_in_all_channels_is_heard_as_it_is(voice: Samples) -> None:
    assert np.allclose(mixed(channels(voice, voice)), voice, atol=1e-6)


@pytest.mark.parametrize("bleed", [0.0, 0.1])
@pytest.mark.parametrize("turn_seconds", [1, 3, 6])
def test_nobody_is_lost_where_two_speak_in_turns(
    voice: Samples, other: Samples, turn_seconds: int, bleed: float
) -> None:
    """As in telephone recordings, and in interviews with two microphones."""
    second = np.arange(len(voice)) // (turn_seconds * RATE) % 2 == 1
    one, two = np.where(second, 0, voice), np.where(second, other, 0)
    heard = mixed(channels(one + bleed * two, two + bleed * one))
    spoken = np.where(second, other, voice)
    block = round(RATE * BLOCK_SECONDS)
    for start in range(0, len(spoken), block):
        if power(spoken[start : start + block]) > 0.01 * power(spoken):
            assert power(heard[start : start + block]) > 0.2 * power(spoken[start : start + block])


def test_word_between_a_long_speech_is_heard(voice: Samples, other: Samples) -> None:
    said = np.zeros_like(voice)
    said[8 * RATE : 9 * RATE] = other[RATE : 2 * RATE]
    heard = mixed(channels(voice, said))[8 * RATE : 9 * RATE]
    assert np.corrcoef(heard, said[8 * RATE : 9 * RATE])[0, 1] > 0.3


def test_change_of_channels_does_not_click() -> None:
    """A slow tone moves from one side to the other."""
    tone = 0.5 * np.sin(2 * np.pi * 50 * np.arange(6 * RATE) / RATE)
    left = np.arange(len(tone)) < 3 * RATE
    heard = mixed(channels(np.where(left, tone, 0), np.where(left, 0, tone)))
    assert np.abs(np.diff(heard)).max() < 2 * np.abs(np.diff(tone)).max()


@given(st.lists(st.integers(0, 3000), max_size=20), st.integers(1, 3))
def test_it_makes_no_difference_how_sound_comes(sizes: list[int], count: int) -> None:
    frames = np.random.default_rng(2).normal(0, 0.1, (sum(sizes), count)).astype(np.float32)
    mixer = ChannelMixer(RATE, count)
    found, start = [], 0
    for size in sizes:
        found.append(mixer.feed(frames[start : start + size]))
        start += size
    found.append(mixer.feed(frames[:0], last=True))
    assert np.array_equal(np.concatenate(found), mixed(frames))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 1e30])
@pytest.mark.parametrize("count", [1, 2])
def test_numbers_that_are_no_sound_are_silence(bad: float, count: int) -> None:
    frames = np.full((RATE, count), 0.25, np.float32)
    frames[500] = bad
    heard = mixed(frames)
    assert heard[500] == 0
    assert np.all(np.delete(heard, 500) == 0.25)
