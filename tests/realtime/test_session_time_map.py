"""From a connection's seconds to stream time, over gaps."""

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.realtime.session_time_map import SessionTimeMap

CHUNKS = st.lists(
    st.tuples(st.sampled_from([0.0, 0.0, 0.5, 3.0, 100.0]), st.floats(0.01, 2.0)),
    min_size=1,
    max_size=30,
)
"""For each chunk the gap before it, and how long it sounds."""


def timeline(*chunks: tuple[float, float]) -> SessionTimeMap:
    """Return the time line of chunks: when each began, and how long it sounded."""
    made = SessionTimeMap()
    for stream_time, seconds in chunks:
        made.add_span(stream_time, seconds)
    return made


def laid_out(chunks: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Turn gaps and lengths into beginnings and lengths."""
    laid: list[tuple[float, float]] = []
    end = 7.0
    for gap, seconds in chunks:
        laid.append((end + gap, seconds))
        end += gap + seconds
    return laid


@pytest.mark.parametrize(
    ("chunks", "session_time", "stream_time"),
    [
        pytest.param([], 3.0, 0.0, id="nothing was sent"),
        pytest.param([(5, 1)], 0.0, 5.0, id="the beginning"),
        pytest.param([(5, 1)], 0.25, 5.25, id="within a chunk"),
        pytest.param([(5, 1), (6, 1), (7, 1)], 2.5, 7.5, id="within one of several chunks"),
        pytest.param([(5, 1), (9, 1)], 0.5, 5.5, id="before a gap"),
        pytest.param([(5, 1), (9, 1)], 1.0, 9.0, id="what follows a gap begins behind it"),
        pytest.param([(5, 1), (9, 1)], 1.5, 9.5, id="behind a gap"),
        pytest.param([(5, 1), (9, 1), (20, 1)], 2.5, 20.5, id="behind two gaps"),
        pytest.param([(5, 1)], -0.1, 5.0, id="never before what was sent"),
        pytest.param([(5, 1)], 1.4, 6.0, id="never behind what was sent"),
        pytest.param([(5, 1), (9, 1)], 700, 10.0, id="never behind what was sent last"),
        pytest.param([(0, 1), (1.001, 1)], 1.5, 1.5, id="a millisecond is no gap"),
        pytest.param([(0, 1), (0.999, 1)], 1.5, 1.5, id="nor is one too few"),
        pytest.param([(0, 1), (1.003, 1)], 1.5, 1.503, id="three milliseconds are one"),
    ],
)
def test_moments_of_a_session_are_moments_of_the_stream(
    chunks: list[tuple[float, float]], session_time: float, stream_time: float
) -> None:
    assert timeline(*chunks).to_stream_time(session_time) == pytest.approx(stream_time)


@pytest.mark.parametrize(
    ("chunks", "end"),
    [
        pytest.param([], 0.0, id="nothing was sent"),
        pytest.param([(5, 1), (6, 0.5)], 6.5, id="one stretch"),
        pytest.param([(5, 1), (9, 1)], 10.0, id="two stretches"),
    ],
)
def test_end_is_behind_the_last_chunk(chunks: list[tuple[float, float]], end: float) -> None:
    assert timeline(*chunks).to_stream_time(math.inf) == pytest.approx(end)


@given(CHUNKS, st.lists(st.floats(-1, 100), min_size=2, max_size=20))
def test_later_moments_are_never_earlier(
    chunks: list[tuple[float, float]], moments: list[float]
) -> None:
    line = timeline(*laid_out(chunks))
    times = [line.to_stream_time(moment) for moment in sorted(moments)]
    assert all(first <= then for first, then in pairwise(times))


@given(CHUNKS, st.floats(0.01, 0.99))
def test_every_sample_is_found_where_it_was(
    chunks: list[tuple[float, float]], share: float
) -> None:
    laid = laid_out(chunks)
    line = timeline(*laid)
    session = 0.0
    for start, seconds in laid:
        inside = seconds * share
        assert line.to_stream_time(session + inside) == pytest.approx(start + inside)
        session += seconds


@given(CHUNKS, st.floats(-10, 100))
def test_no_moment_lies_in_a_gap(chunks: list[tuple[float, float]], moment: float) -> None:
    laid = laid_out(chunks)
    found = timeline(*laid).to_stream_time(moment)
    assert any(start - 1e-6 <= found <= start + seconds + 1e-6 for start, seconds in laid)


@given(CHUNKS, st.floats(0, 100))
def test_no_moment_lies_behind_the_end(chunks: list[tuple[float, float]], more: float) -> None:
    laid = laid_out(chunks)
    line = timeline(*laid)
    sent = sum(seconds for _, seconds in laid)
    assert line.to_stream_time(sent + more) == pytest.approx(sum(laid[-1]) if laid else 0.0)
