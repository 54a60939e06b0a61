"""Where the toolbar stands: beside the captions at every edge of the screen, never over them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, QRect, QSize

from captions.ui.overlay.toolbar.toolbar_place import find_menu_place, find_place

AREA = QRect(0, 0, 1280, 720)
SIZE = QSize(244, 40)
MENU = QSize(200, 260)


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


@pytest.mark.parametrize(
    ("button", "captions", "expected"),
    [
        pytest.param((600, 250), (280, 100, 720, 108), (600, 282), id="hanging from the button"),
        pytest.param((600, 300), (280, 340, 720, 108), (600, 40), id="standing on the button"),
        pytest.param((600, 630), (280, 516, 720, 108), (600, 250), id="above low captions"),
        pytest.param((600, 50), (280, 96, 720, 108), (600, 210), id="below high captions"),
        pytest.param(
            (1240, 630), (280, 516, 720, 108), (1080, 370), id="at the edge of the screen"
        ),
        pytest.param((400, 640), (100, 20, 700, 600), (806, 460), id="right of very high captions"),
        pytest.param((900, 640), (500, 20, 700, 600), (294, 460), id="left of very high captions"),
    ],
)
def test_the_menu_stands_away_from_the_captions(
    button: tuple[int, int], captions: tuple[int, ...], expected: tuple[int, int]
) -> None:
    opener = QRect(QPoint(*button), QSize(32, 32))
    assert find_menu_place(MENU, opener, QRect(*captions), AREA) == QPoint(*expected)


def test_the_menu_hangs_from_its_button_where_there_is_no_room_beside_the_captions() -> None:
    button = QRect(600, 680, 32, 32)
    assert find_menu_place(MENU, button, AREA, AREA) == QPoint(600, 712)
