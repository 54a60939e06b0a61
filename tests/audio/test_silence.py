"""Digital silence is left out, and the beginning of what follows it never is."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from captions.audio.silence import SilenceGate
from captions.pcm import Chunk

RATE = 16_000
CHUNK_SAMPLES = 800
COMMIT_SECONDS = 0.7

loudness = st.lists(
    st.tuples(st.sampled_from([0, 1, 2, 30, 32_767, -32_768, -1]), st.integers(1, 80)), max_size=8
)


def chunks(parts: list[tuple[int, int]]) -> list[Chunk]:
    """Stretches of one level each, with so many chunks."""
    levels = [level for level, count in parts for _ in range(count)]
    return [
        Chunk(np.full(CHUNK_SAMPLES, level, "<i2").tobytes(), RATE, number * CHUNK_SAMPLES / RATE)
        for number, level in enumerate(levels)
    ]


def passed(sound: list[Chunk]) -> list[Chunk]:
    gate = SilenceGate(COMMIT_SECONDS)
    return [found for chunk in sound for found in gate.feed(chunk)]


def is_loud(chunk: Chunk) -> bool:
    return abs(int(np.frombuffer(chunk.data, "<i2")[0])) > 1


def test_an_hour_of_silence_is_a_moment() -> None:
    seconds = sum(chunk.seconds for chunk in passed(chunks([(0, 72_000)])))
    assert COMMIT_SECONDS < seconds < COMMIT_SECONDS + 1.5


def test_half_a_second_before_the_first_sound_is_there() -> None:
    sound = chunks([(0, 200), (900, 1)])
    assert passed(sound)[-11:] == sound[-11:]


@given(loudness)
def test_all_that_sounds_is_passed_in_order(parts: list[tuple[int, int]]) -> None:
    sound = chunks(parts)
    found = passed(sound)
    assert [chunk for chunk in found if is_loud(chunk)] == list(filter(is_loud, sound))
    times = [chunk.stream_time for chunk in found]
    assert times == sorted(set(times))


@given(loudness)
def test_what_was_just_before_a_sound_is_passed_with_it(parts: list[tuple[int, int]]) -> None:
    sound = chunks(parts)
    found = set(passed(sound))
    for number, chunk in enumerate(sound):
        if is_loud(chunk):
            assert set(sound[max(0, number - 10) : number]) <= found
