"""What is heard of a stream that is received over several tries."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.audio.streams.repeat_detector import RepeatDetector
from captions.pcm import SAMPLE_BYTES

RATE = 100
SECOND = RATE * SAMPLE_BYTES


def noise(seed: int, seconds: float) -> bytes:
    samples = np.random.default_rng(seed).integers(-9000, 9000, round(seconds * RATE))
    return samples.astype("<i2").tobytes()


FILM = noise(1, 10)


def tried(
    repeats: RepeatDetector, data: bytes, piece: int = SECOND, most: int | None = None
) -> bytes:
    """Receive something in pieces, and hear what is new, but no more than ``most`` bytes."""
    repeats.begin_attempt()
    new = b"".join(repeats.filter_new(data[at : at + piece]) for at in range(0, len(data), piece))
    heard = new[:most]
    repeats.count_played(len(heard))
    return heard


def test_all_of_a_first_try_is_new() -> None:
    repeats = RepeatDetector(RATE)
    assert tried(repeats, FILM) == FILM
    assert repeats.played_seconds == 10
    assert not repeats.is_repeat
    assert not repeats.is_at_known_end


@pytest.mark.parametrize("seconds", [0.5, 3, 7, 10])
def test_of_a_film_only_the_rest_is_new(seconds: float) -> None:
    repeats = RepeatDetector(RATE)
    first = tried(repeats, FILM[: round(seconds * SECOND)])
    assert first + tried(repeats, FILM) == FILM
    assert repeats.is_repeat
    assert repeats.played_seconds == 10
    assert tried(repeats, FILM) == b""


def test_what_came_but_was_not_heard_is_still_new() -> None:
    repeats = RepeatDetector(RATE)
    first = tried(repeats, FILM[: 5 * SECOND], most=2 * SECOND)
    assert first + tried(repeats, FILM) == FILM


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(noise(2, 10), id="from the beginning"),
        pytest.param(FILM[: 2 * SECOND] + noise(2, 8), id="only later on"),
        pytest.param(FILM[SAMPLE_BYTES:], id="but for one sample"),
    ],
)
def test_all_is_new_of_what_is_another(other: bytes) -> None:
    repeats = RepeatDetector(RATE)
    tried(repeats, FILM)
    assert tried(repeats, other) == other
    assert not repeats.is_repeat
    assert repeats.played_seconds == len(other) / SECOND
    assert tried(repeats, other) == b""


def test_silence_may_be_anything() -> None:
    repeats = RepeatDetector(RATE)
    silence = bytes(4 * SECOND)
    tried(repeats, silence + FILM)
    assert tried(repeats, silence + noise(2, 1)) == silence + noise(2, 1)


@pytest.mark.parametrize(
    ("second", "at_end"),
    [
        pytest.param(FILM[: 5 * SECOND], True, id="the same"),
        pytest.param(FILM[: 4 * SECOND], False, id="less"),
        pytest.param(FILM[: 6 * SECOND], False, id="more"),
        pytest.param(noise(2, 5), False, id="another"),
        pytest.param(b"", False, id="nothing"),
    ],
)
def test_same_end_is_found(second: bytes, *, at_end: bool) -> None:
    repeats = RepeatDetector(RATE)
    tried(repeats, FILM[: 5 * SECOND])
    tried(repeats, second)
    assert repeats.is_at_known_end is at_end


@given(
    st.lists(st.integers(0, len(FILM) // SAMPLE_BYTES), max_size=5),
    st.integers(1, 2 * SECOND),
)
def test_film_is_heard_once_wherever_it_breaks(breaks: list[int], piece: int) -> None:
    repeats = RepeatDetector(RATE)
    tries = [FILM[: samples * SAMPLE_BYTES] for samples in breaks]
    assert b"".join(tried(repeats, data, piece) for data in (*tries, FILM)) == FILM
