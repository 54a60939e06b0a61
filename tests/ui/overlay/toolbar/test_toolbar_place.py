"""Where the toolbar stands: beside the captions at every edge of the screen, never over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from captions.ui.overlay.toolbar.toolbar_place import find_place

AREA = QRect(0, 0, 1280, 720)
SIZE = QSize(244, 40)


@pytest.mark.parametrize(
    ("captions", "at_bottom", "expected"),
    [
        pytest.param(QRect(280, 516, 720, 108), True, (517, 630), id="below captions at the edge"),
        pytest.param(QRect(280, 96, 720, 108), False, (517, 50), id="above captions at the top"),
        pytest.param(QRect(280, 612, 720, 108), True, (517, 566), id="above them at the bottom"),
        pytest.param(QRect(280, 0, 720, 108), False, (517, 114), id="below them at the very top"),
        pytest.param(QRect(0, 516, 100, 108), True, (0, 630), id="at the left edge of the screen"),
        pytest.param(QRect(1180, 516, 100, 108), True, (1036, 630), id="at its right edge"),
        pytest.param(QRect(100, 0, 700, 720), True, (806, 339), id="to the right of high captions"),
        pytest.param(QRect(500, 0, 700, 720), True, (250, 339), id="to the left of high captions"),
    ],
)  # fmt: skip
def test_it_stands_beside_the_captions(
    captions: QRect, at_bottom: bool, expected: tuple[int, int]
) -> None:
    assert find_place(SIZE, captions, AREA, at_bottom=at_bottom) == QPoint(*expected)


def test_it_does_not_appear_where_the_captions_leave_no_room() -> None:
    assert find_place(SIZE, AREA.adjusted(10, 10, -10, -10), AREA, at_bottom=True) is None


@given(
    st.integers(0, 1200), st.integers(0, 700), st.integers(40, 1280), st.integers(20, 720),
    st.booleans(),
)  # fmt: skip
def test_it_never_covers_captions_and_never_leaves_the_screen(
    left: int, top: int, width: int, height: int, at_bottom: bool
) -> None:
    captions = QRect(left, top, width, height).intersected(AREA)
    place = find_place(SIZE, captions, AREA, at_bottom=at_bottom)
    if place is not None:
        toolbar = QRect(place, SIZE)
        assert AREA.contains(toolbar)
        assert not toolbar.intersects(captions)
