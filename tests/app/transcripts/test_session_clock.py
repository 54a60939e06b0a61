"""Stream time of lanes as session time."""

import pytest

from captions.app.transcripts.session_clock import LaneClock
from captions.pcm import SAMPLE_BYTES, Chunk

RATE = 16_000


def make_chunk(stream_time: float, seconds: float = 0.05) -> Chunk:
    return Chunk(bytes(round(seconds * RATE) * SAMPLE_BYTES), RATE, stream_time)


def test_without_chunks_session_time_is_stream_time() -> None:
    assert LaneClock().to_session_time(3.5) == 3.5


def test_a_lane_that_starts_later_keeps_its_delay() -> None:
    clock = LaneClock()
    clock.record_chunk(make_chunk(0.0), arrived=2.05)
    assert clock.to_session_time(0.0) == pytest.approx(2.0)
    assert clock.to_session_time(10.0) == pytest.approx(12.0)


def test_a_pause_shifts_only_what_is_said_after_it() -> None:
    clock = LaneClock()
    clock.record_chunk(make_chunk(0.0), arrived=0.05)
    clock.note_interruption()
    clock.record_chunk(make_chunk(5.0), arrived=65.05)
    assert clock.to_session_time(4.9) == pytest.approx(4.9)
    assert clock.to_session_time(5.0) == pytest.approx(65.0)
    assert clock.to_session_time(6.0) == pytest.approx(66.0)


def test_chunks_that_a_busy_computer_delays_shift_nothing() -> None:
    clock = LaneClock()
    clock.record_chunk(make_chunk(0.0), arrived=0.05)
    clock.record_chunk(make_chunk(0.05), arrived=3.0)
    assert clock.to_session_time(0.05) == pytest.approx(0.05)


def test_a_reopened_device_whose_stream_time_went_on_shifts_nothing() -> None:
    clock = LaneClock()
    clock.record_chunk(make_chunk(0.0), arrived=0.05)
    clock.note_interruption()
    clock.record_chunk(make_chunk(9.0), arrived=9.3)
    assert clock.to_session_time(9.0) == pytest.approx(9.0)


def test_session_time_never_goes_backwards_at_an_interruption() -> None:
    clock = LaneClock()
    clock.record_chunk(make_chunk(0.0), arrived=0.05)
    clock.note_interruption()
    clock.record_chunk(make_chunk(5.0), arrived=2.0)
    assert clock.to_session_time(5.0) == pytest.approx(5.0)
