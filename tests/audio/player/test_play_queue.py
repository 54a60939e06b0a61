"""What PortAudio fetches is complete and in order, and its stream time is known."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.audio.player.play_queue import PlayQueue

BYTES_PER_SECOND = 1000


def fill(queue: PlayQueue, size: int, audible_at: float) -> bytes:
    buffer = bytearray(b"?" * size)
    queue.fill(buffer, audible_at)
    return bytes(buffer)


@given(
    st.lists(st.binary(min_size=1, max_size=300), min_size=1),
    st.integers(1, 500),
)
def test_samples_are_fetched_once_and_in_order(parts: list[bytes], size: int) -> None:
    queue = PlayQueue(BYTES_PER_SECOND)
    for part in parts:
        queue.put(part, 0.0)
    queue.finish()
    expected = b"".join(parts)
    fetched = b"".join(
        fill(queue, size, at / BYTES_PER_SECOND) for at in range(0, len(expected), size)
    )
    assert fetched == expected.ljust(len(fetched), b"\0")
    assert queue.is_played(len(expected) / BYTES_PER_SECOND + 1e-9)
    assert not queue.is_played(len(expected) / BYTES_PER_SECOND - 1e-6)


@pytest.mark.parametrize(
    ("now", "position"),
    [
        pytest.param(9.9, None, id="before the first sample"),
        pytest.param(10.0, 60.0, id="at the first sample"),
        pytest.param(10.25, 60.25, id="in the first chunk"),
        pytest.param(10.5, 90.0, id="at a gap in stream time"),
        pytest.param(10.9, 90.4, id="in the second chunk"),
        pytest.param(11.2, 90.5, id="while nothing is queued"),
        pytest.param(13.25, 90.75, id="in a chunk that came late"),
    ],
)
def test_the_position_is_the_stream_time_that_is_audible(
    now: float, position: float | None
) -> None:
    queue = PlayQueue(BYTES_PER_SECOND)
    queue.put(bytes(500), 60.0)
    queue.put(bytes(500), 90.0)
    for at in (10.0, 10.4, 10.8, 11.2):
        fill(queue, 400, at)
    queue.put(bytes(500), 90.5)
    fill(queue, 400, 13.0)
    found = queue.find_position(now)
    assert found == (None if position is None else pytest.approx(position))


def test_positions_never_go_back_within_one_sequence() -> None:
    queue = PlayQueue(BYTES_PER_SECOND)
    for index in range(100):
        queue.put(bytes(70), index * 0.07)
    for index in range(60):
        fill(queue, 100, index * 0.1)
    positions = [queue.find_position(now / 100) or 0.0 for now in range(600)]
    assert all(earlier <= later for earlier, later in itertools.pairwise(positions))


def test_an_empty_queue_plays_silence_and_is_not_at_its_end() -> None:
    queue = PlayQueue(BYTES_PER_SECOND)
    assert fill(queue, 10, 0.0) == bytes(10)
    assert queue.queued_seconds == 0.0
    assert queue.fill_count == 1
    assert not queue.is_played(100.0)
    queue.finish()
    assert queue.is_played(0.0)
