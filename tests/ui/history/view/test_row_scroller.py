"""Scrolling through rows that are measured one by one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.ui.history.view.row_scroller import ROW_STEPS, RowScroller, ScrollPosition

HEIGHTS = (20, 50, 30, 120, 40)


def make_scroller(rows: int = 100, height: int = 200) -> RowScroller:
    scroller = RowScroller(lambda row: HEIGHTS[row % len(HEIGHTS)])
    scroller.row_count, scroller.viewport_height = rows, height
    return scroller


def bottom(scroller: RowScroller) -> int:
    """Return the lower edge of the last visible row."""
    *_, last = scroller.iter_visible()
    return last.top + last.height


def test_rows_are_below_each_other_until_the_viewport_is_full() -> None:
    shown = list(make_scroller().iter_visible())
    assert [item.top for item in shown] == [0, 20, 70, 100]
    assert bottom(make_scroller()) >= 200


@pytest.mark.parametrize(
    ("moves", "position"),
    [
        pytest.param([10], (0, 10), id="within a row"),
        pytest.param([20], (1, 0), id="exactly one row"),
        pytest.param([75, -5], (2, 0), id="down and up again"),
        pytest.param([-1], (0, 0), id="no further than the beginning"),
        pytest.param([10, -4], (0, 6), id="up within a row"),
        pytest.param([260, -30], (4, 10), id="up across a row"),
    ],
)
def test_scrolling_moves_by_pixels(moves: list[int], position: tuple[int, int]) -> None:
    scroller = make_scroller()
    for pixels in moves:
        scroller.move_by(pixels)
    assert scroller.position == position


def test_scrolling_ends_with_the_last_row_at_the_lower_edge() -> None:
    scroller = make_scroller()
    scroller.move_by(1_000_000)
    assert scroller.is_at_end
    assert bottom(scroller) == 200
    assert scroller.bar_value == scroller.bar_maximum


def test_rows_that_fit_stay_at_the_top() -> None:
    scroller = make_scroller(rows=2)
    scroller.move_by(50)
    assert scroller.position == (0, 0)
    assert scroller.is_at_end
    assert scroller.bar_maximum == 0


def test_no_rows_are_no_trouble() -> None:
    scroller = make_scroller(rows=0)
    scroller.move_by(5)
    scroller.move_to_step(70)
    assert scroller.position == (0, 0)
    assert list(scroller.iter_visible()) == []


@pytest.mark.parametrize(
    ("start", "row", "position"),
    [
        pytest.param(10, 11, (10, 0), id="a visible row moves nothing"),
        pytest.param(10, 5, (5, 0), id="a row above comes to the top"),
        pytest.param(0, 10, (7, 26), id="a row below comes to the bottom"),
    ],
)
def test_a_row_is_revealed_with_the_least_movement(
    start: int, row: int, position: tuple[int, int]
) -> None:
    scroller = make_scroller()
    scroller.place(start)
    scroller.reveal(row)
    assert scroller.position == position


def test_a_row_that_is_too_tall_shows_its_beginning() -> None:
    scroller = make_scroller(height=100)
    scroller.reveal(8)
    assert scroller.position == (8, 0)


def test_the_scroll_bar_counts_rows_of_any_height() -> None:
    scroller = make_scroller()
    scroller.place(3, 60)
    assert scroller.bar_value == 3 * ROW_STEPS + ROW_STEPS // 2
    scroller.move_to_step(7 * ROW_STEPS)
    assert scroller.position == (7, 0)


def test_far_rows_are_not_measured() -> None:
    measured: set[int] = set()

    def measure(row: int) -> int:
        measured.add(row)
        return 40

    scroller = RowScroller(measure)
    scroller.row_count, scroller.viewport_height = 60_000, 400
    scroller.place(30_000)
    scroller.reveal(30_005)
    scroller.move_by(500)
    assert len(measured) < 50


@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=30),
    st.integers(1, 500),
    st.lists(st.integers(-700, 700), max_size=8),
)
def test_any_movement_fills_the_viewport(
    heights: list[int], viewport: int, moves: list[int]
) -> None:
    scroller = RowScroller(lambda row: heights[row])
    scroller.row_count, scroller.viewport_height = len(heights), viewport
    for pixels in moves:
        scroller.move_by(pixels)
        assert ScrollPosition(0, 0) <= scroller.position <= scroller.end
        assert 0 <= scroller.position.hidden < heights[scroller.position.row]
        assert bottom(scroller) >= min(viewport, sum(heights))


@given(st.lists(st.integers(1, 300), min_size=3, max_size=30), st.data())
def test_moving_down_and_up_returns(heights: list[int], data: st.DataObject) -> None:
    scroller = RowScroller(lambda row: heights[row])
    scroller.row_count, scroller.viewport_height = len(heights), 10
    scroller.place(data.draw(st.integers(0, len(heights) - 1)))
    before = scroller.position
    room = 10 * scroller.end.row
    pixels = data.draw(st.integers(0, room))
    scroller.move_by(pixels)
    if not scroller.is_at_end:
        scroller.move_by(-pixels)
        assert scroller.position == before
