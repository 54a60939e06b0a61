"""Places of the captions, kept for each layout of monitors."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QGuiApplication

from captions.errors import OutputError
from captions.ui.overlay.placement import describe_monitors, nearest_screen
from captions.ui.overlay.saved_positions import MAX_LAYOUTS, SavedPositions


def test_each_layout_has_a_place_of_its_own(tmp_path: Path) -> None:
    path = tmp_path / "state" / "places.json"
    places = SavedPositions(path)
    assert places.get_position("home") is None
    places.save_position("home", QPoint(-200, 30))
    places.save_position("work", QPoint(1, 2))
    places.save_position("home", QPoint(-300, 40))
    assert (
        SavedPositions(path).get_position("home") == places.get_position("home") == QPoint(-300, 40)
    )
    assert SavedPositions(path).get_position("work") == QPoint(1, 2)
    assert [item.name for item in path.parent.iterdir()] == ["places.json"]


def test_the_layouts_of_long_ago_are_forgotten(tmp_path: Path) -> None:
    path = tmp_path / "places.json"
    places = SavedPositions(path)
    places.save_position("first", QPoint(0, 0))
    for number in range(MAX_LAYOUTS - 1):
        places.save_position(f"layout {number}", QPoint(0, number))
    assert places.get_position("first") == QPoint(0, 0)
    places.save_position("layout 0", QPoint(5, 5))
    places.save_position("one more", QPoint(0, 0))
    assert places.get_position("first") is None
    assert places.get_position("layout 0") == QPoint(5, 5)
    assert len(json.loads(path.read_text())) == MAX_LAYOUTS


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "3", '{"home": 1}', '{"home": [1]}', '{"home": [1, 2.5]}', "[" * 100_000,
        '{"home": [1, true]}', '{"home": ["a", "b"]}', '{"home": [1, 99999999999]}', "\0",
        '{"home": null}',
    ],
    ids=range(13),
)  # fmt: skip
def test_a_broken_file_is_no_place_and_is_mended_by_the_next(tmp_path: Path, text: str) -> None:
    path = tmp_path / "places.json"
    path.write_text(text)
    places = SavedPositions(path)
    assert places.get_position("home") is None
    places.save_position("home", QPoint(1, 2))
    assert SavedPositions(path).get_position("home") == QPoint(1, 2)


def test_a_file_that_cannot_be_written_is_said_and_the_place_is_known(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    places = SavedPositions(tmp_path / "file" / "places.json")
    with pytest.raises(OutputError, match="position of the captions cannot be saved"):
        places.save_position("home", QPoint(1, 2))
    assert places.get_position("home") == QPoint(1, 2)


@pytest.mark.usefixtures("qapp")
def test_a_layout_is_named_by_its_monitors_their_places_and_scales() -> None:
    screen = QGuiApplication.primaryScreen()
    size = screen.geometry()
    assert f"{size.width()}x{size.height()}+0+0 @1" in describe_monitors()


@pytest.mark.usefixtures("qapp")
def test_the_screen_of_a_place_is_the_nearest() -> None:
    class Screen:
        def __init__(self, left: int) -> None:
            self._left = left

        def geometry(self) -> QRect:
            return QRect(self._left, 0, 1000, 800)

    left, right = Screen(0), Screen(1000)
    for point, expected in (
        (QPoint(999, 0), left),
        (QPoint(1000, 0), right),
        (QPoint(-500, 900), left),
        (QPoint(5000, -90), right),
    ):
        assert nearest_screen(point, [left, right]) is expected
