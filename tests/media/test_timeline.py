"""Timestamps: gaps become silence, and no sound is lost to clocks that start again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.media.timeline import FramePlacement, SampleTimeline

RATE = 48_000
SAMPLES = 1024
STEP = SAMPLES / RATE


def placed(times: list[float], longest_gap: float = 60.0) -> list[FramePlacement]:
    timeline = SampleTimeline(longest_gap)
    return [timeline.place_frames(round(time, 3), SAMPLES, RATE) for time in times]


def steps(start: float, count: int) -> list[float]:
    return [start + n * STEP for n in range(count)]


def test_rough_timestamps_change_nothing() -> None:
    assert set(placed(steps(0.02, 500))) == {FramePlacement(0, 0)}


@pytest.mark.parametrize("late", [0.2, 4.0, 59.0])
def test_late_beginning_is_silence(late: float) -> None:
    first, *rest = placed(steps(late, 100))
    assert first.silence == pytest.approx(late * RATE, abs=0.001 * RATE)
    assert set(rest) == {FramePlacement(0, 0)}


def test_gap_is_silence() -> None:
    found = placed(steps(0, 100) + steps(100 * STEP + 5, 100))
    assert found[100].silence == pytest.approx(5 * RATE, abs=0.001 * RATE)
    assert sum(place.silence for place in found) == found[100].silence
    assert not any(place.skip for place in found)


@pytest.mark.parametrize(
    "again",
    [
        pytest.param(steps(0, 300), id="from the beginning"),
        pytest.param([100 * STEP] * 100 + steps(100 * STEP, 200), id="as a muxer passes it on"),
        pytest.param(steps(50_000, 300), id="far ahead"),
    ],
)
def test_clock_that_starts_again_loses_nothing(again: list[float]) -> None:
    found = placed(steps(0, 100) + again)
    assert sum(place.skip for place in found) == 0
    assert sum(place.silence for place in found) < 0.2 * RATE


def test_clock_that_starts_again_still_has_gaps() -> None:
    found = placed(steps(0, 100) + steps(0, 100) + steps(100 * STEP + 5, 10))
    assert sum(place.silence for place in found) == pytest.approx(5 * RATE, abs=0.2 * RATE)


def test_sound_that_is_longer_than_its_time_is_cut() -> None:
    """A recorder's clock may differ by a thousandth; an hour later that is 4 s."""
    found = placed([n * STEP * 0.999 for n in range(20_000)])
    seconds = sum(SAMPLES + place.silence - place.skip for place in found) / RATE
    assert seconds == pytest.approx(20_000 * STEP * 0.999, abs=0.15)


@given(st.lists(st.floats(0, 1000), max_size=50))
def test_no_timestamp_makes_less_than_no_sound(times: list[float]) -> None:
    for place in placed(times):
        assert place.silence >= 0
        assert 0 <= place.skip <= SAMPLES
