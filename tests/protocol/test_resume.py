"""Where a session goes on behind a commit: on the grid of frames, and behind the word."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine import ports
from captions.protocol.resume import RESUME_GRID_SECONDS, compute_resume_time

FRAMES = st.integers(0, 1_000_000)
DAY = 86_400.0


@pytest.mark.parametrize(
    ("last_word_end", "resumed"),
    [
        pytest.param(0.0, 0.096, id="at the beginning, three frames later"),
        pytest.param(0.031, 0.096, id="within the first frame, at the same place"),
        pytest.param(0.032, 0.128, id="at the second frame, one frame later"),
        pytest.param(1.0, 1.088, id="within a frame"),
        pytest.param(10.56, 10.656, id="on the grid"),
    ],
)
def test_session_goes_on_behind_the_word(last_word_end: float, resumed: float) -> None:
    assert compute_resume_time(last_word_end) == pytest.approx(resumed)


@given(st.floats(0, DAY))
def test_it_goes_on_at_a_frame(last_word_end: float) -> None:
    frames = compute_resume_time(last_word_end) / RESUME_GRID_SECONDS
    assert frames == pytest.approx(round(frames), abs=1e-6)


@given(st.floats(0, DAY))
def test_two_to_three_frames_behind_the_word_are_its_own(last_word_end: float) -> None:
    behind = (compute_resume_time(last_word_end) - last_word_end) / RESUME_GRID_SECONDS
    assert 2 < behind < 3.011


@given(st.lists(st.floats(0, DAY), min_size=2))
def test_later_words_never_go_on_earlier(ends: list[float]) -> None:
    resumed = [compute_resume_time(end) for end in sorted(ends)]
    assert all(first <= then for first, then in pairwise(resumed))


@given(FRAMES, st.sampled_from([-2e-4, -1e-9, 0.0, 1e-9, 2e-4]))
def test_last_digits_of_a_word_on_the_grid_do_not_matter(frame: int, digits: float) -> None:
    assert (
        round(compute_resume_time(frame * RESUME_GRID_SECONDS + digits) / RESUME_GRID_SECONDS)
        == frame + 3
    )


@given(FRAMES, FRAMES)
def test_both_ends_go_on_at_the_same_frame_though_they_count_from_different_moments(
    frame: int, first: int
) -> None:
    """The engine counts from where it began to listen anew, and adds that to the word's time."""
    shift = first * RESUME_GRID_SECONDS
    told = frame * RESUME_GRID_SECONDS + shift
    assert compute_resume_time(told - shift) == pytest.approx(compute_resume_time(told) - shift)


def test_frame_is_the_engines() -> None:
    assert pytest.approx(ports.FRAME_SECONDS) == RESUME_GRID_SECONDS
