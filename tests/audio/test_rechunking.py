"""Live sound in chunks of another rate: without a seam, and whole to the last sample."""

import itertools
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from captions.audio.rechunking import Rechunker, ResampledSource
from captions.pcm import Chunk, to_bytes
from tests.conftest import on_loop
from tests.support.sound.fake_source import Given, cut, joined
from tests.support.sound.tones import HERTZ, faults, tone

GAP_SECONDS = 1.0
RATES = [8000, 16_000, 44_100, 48_000]


def by_cutter(chunks: Iterable[Chunk], from_rate: int, rate: int) -> list[Chunk]:
    """What a live device's sound becomes, which comes with the time of the clock."""
    cutter = Rechunker(from_rate, rate, GAP_SECONDS)
    found = [new for chunk in chunks for new in cutter.feed(chunk.data, chunk.stream_time)]
    return [*found, *cutter.flush()]


def by_source(chunks: Iterable[Chunk], from_rate: int, rate: int) -> list[Chunk]:
    """What a source's sound becomes."""

    async def listen() -> list[Chunk]:
        source = ResampledSource(Given(chunks), from_rate, rate)
        return [chunk async for chunk in source.iter_chunks()]

    return on_loop(listen())


@pytest.mark.parametrize("from_rate", RATES)
@pytest.mark.parametrize("rate", [16_000, 22_050])
def test_hardware_that_converts_nothing_is_heard_without_a_seam(from_rate: int, rate: int) -> None:
    played = tone(HERTZ, 2, from_rate)
    cutter = Rechunker(from_rate, rate, GAP_SECONDS)
    chunks: list[Chunk] = []
    at = 0
    for size in itertools.cycle([1, 400, 1102, 17]):
        block = to_bytes(played[at : at + size])
        chunks += cutter.feed(block, at / from_rate)
        at += size
        if at >= len(played):
            break
    chunks += cutter.flush()
    heard = joined(chunks)
    assert len(heard) == pytest.approx(2 * rate, abs=1)
    assert faults(heard[rate // 10 : -rate // 10], rate) < 0.001
    ends = list(itertools.accumulate(chunk.seconds for chunk in chunks))
    assert [chunk.stream_time for chunk in chunks] == pytest.approx([0, *ends[:-1]])


@pytest.mark.parametrize("cut_by", [by_cutter, by_source])
@pytest.mark.parametrize("from_rate", RATES)
def test_a_sine_before_a_gap_is_whole_to_its_last_sample_and_does_not_ring_behind_it(
    cut_by: Callable[[list[Chunk], int, int], list[Chunk]], from_rate: int
) -> None:
    rate = 22_050
    sine = cut(tone(HERTZ, 1, from_rate), from_rate)
    silence = cut(np.zeros(from_rate, np.float32), from_rate, start=5.0)
    found = cut_by([*sine, *silence], from_rate, rate)
    before = joined(chunk for chunk in found if chunk.stream_time < 5)
    behind = [chunk for chunk in found if chunk.stream_time >= 5]
    assert len(before) == pytest.approx(rate, abs=1)
    assert np.abs(before[-20:]).max() > 0.1
    assert faults(before[rate // 10 : -rate // 100], rate) < 0.001
    assert behind[0].stream_time == 5.0
    assert len(joined(behind)) == pytest.approx(rate, abs=1)
    assert not joined(behind).any()


@pytest.mark.parametrize(
    ("start", "seamless", "times"),
    [
        pytest.param(1.02, False, [0, 0.5, 1], id="the clock is rough"),
        pytest.param(1.9, False, [0, 0.5, 1], id="somebody was held up"),
        pytest.param(9, True, [0, 0.5, 1], id="more is there that is older"),
        pytest.param(9, False, [0, 0.5, 9], id="sound was lost"),
    ],
)
def test_lost_sound_makes_stream_time_jump(
    start: float, seamless: bool, times: list[float]
) -> None:
    cutter = Rechunker(8000, 8000, GAP_SECONDS)
    chunks = [*cutter.feed(to_bytes(tone(HERTZ, 1, 8000)), 0)]
    chunks += cutter.feed(to_bytes(tone(HERTZ, 0.5, 8000)), start, seamless=seamless)
    assert [chunk.stream_time for chunk in chunks][::10] == pytest.approx(times)


def test_nothing_comes_of_nothing_and_what_is_flushed_comes_once() -> None:
    cutter = Rechunker(8000, 16_000, GAP_SECONDS)
    assert [*cutter.flush()] == []
    assert not cutter.is_started
    heard = [*cutter.feed(bytes(2 * 100), 3.0), *cutter.flush()]
    assert [(chunk.stream_time, len(chunk.data)) for chunk in heard] == [(3.0, 2 * 200)]
    assert [*cutter.flush()] == []


def test_the_measure_of_faults_finds_one_lost_sample() -> None:
    whole = tone(HERTZ, 2, 16_000)
    assert faults(whole, 16_000) < 1e-4
    assert faults(np.delete(whole, 9000), 16_000) > 0.01
