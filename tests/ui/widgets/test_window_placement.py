"""Windows open beside the captions, with their title bars on the screen."""

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from captions.ui.widgets.window_placement import (
    GAP,
    CaptionPlace,
    TitleBarGuard,
    make_room,
    open_window,
    place_window,
)

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
FRAME = 40
"""Room for the frame of a window."""


def screen_area() -> QRect:
    return QGuiApplication.primaryScreen().availableGeometry()


def captions_at(area: QRect, *, at_top: bool, height: int = 190, margin: int = 96) -> QRect:
    """Captions at an edge of the screen."""
    top = area.top() + margin if at_top else area.bottom() + 1 - margin - height
    return QRect(area.left() + 40, top, area.width() - 80, height)


def dialog_of(qtbot: QtBot, size: QSize) -> QDialog:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.resize(size)
    return dialog


@pytest.mark.parametrize("at_top", [False, True])
def test_a_window_opens_beside_captions_that_stay_where_they_are(
    qtbot: QtBot, *, at_top: bool
) -> None:
    area = screen_area()
    captions = captions_at(area, at_top=at_top)
    dialog = dialog_of(qtbot, QSize(300, area.height() - 96 - 190 - GAP - FRAME))
    open_window(dialog, captions_at_top=at_top, captions=captions)
    framed = QRect(dialog.pos(), dialog.size() + QSize(0, FRAME))
    assert area.contains(framed)
    assert not framed.adjusted(0, -GAP, 0, GAP).intersects(captions)


@pytest.mark.parametrize("at_top", [False, True])
def test_a_high_window_leaves_room_for_the_captions_at_the_edge(
    qtbot: QtBot, *, at_top: bool
) -> None:
    area = screen_area()
    captions = captions_at(area, at_top=at_top, height=area.height() // 2)
    dialog = dialog_of(qtbot, QSize(300, area.height()))
    open_window(dialog, captions_at_top=at_top, captions=captions)
    assert dialog.height() == area.height() - captions.height() - GAP - FRAME
    edge = dialog.y() + dialog.height() + FRAME if at_top else dialog.y()
    assert edge == (area.bottom() + 1 if at_top else area.top())


@pytest.mark.parametrize("at_top", [False, True])
def test_a_window_that_captions_do_not_avoid_stays_off_their_status_line(
    qtbot: QtBot, *, at_top: bool
) -> None:
    area = screen_area()
    captions = captions_at(area, at_top=at_top)
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(300, area.height())
    open_window(window, captions_at_top=at_top, captions=captions)
    assert window.height() == area.height() - 96 - captions.height() - GAP - FRAME
    framed = QRect(window.pos(), window.size() + QSize(0, FRAME))
    assert area.contains(framed)
    assert not framed.adjusted(0, -GAP, 0, GAP).intersects(captions)


@pytest.mark.parametrize(
    ("has_moved", "is_covered", "expected"),
    [
        pytest.param(False, False, False, id="captions that found room leave the window alone"),
        pytest.param(True, False, True, id="captions at another edge move the window"),
        pytest.param(False, True, True, id="captions that found no room move the window"),
    ],
)
def test_a_window_makes_room_only_where_captions_need_it(
    qtbot: QtBot, *, has_moved: bool, is_covered: bool, expected: bool
) -> None:
    area = screen_area()
    dialog = dialog_of(qtbot, QSize(300, 300))
    open_window(dialog, captions_at_top=False)
    before = dialog.pos()
    wanted = captions_at(area, at_top=True, height=100, margin=40)
    current = wanted if is_covered else captions_at(area, at_top=False, height=100)
    make_room(dialog, CaptionPlace(wanted, current), has_moved=has_moved)
    assert (dialog.pos() != before) is expected
    assert dialog.frameGeometry().intersects(wanted) is not expected


def test_captions_on_another_screen_do_not_move_a_window(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, QSize(300, 200))
    place_window(dialog, captions_at_top=False)
    expected = dialog.geometry()
    far = screen_area().translated(0, 5000)
    place_window(dialog, captions_at_top=False, captions=far)
    assert dialog.geometry() == expected


def test_a_title_bar_above_the_screen_comes_back(qtbot: QtBot) -> None:
    dialog = dialog_of(qtbot, QSize(300, 200))
    open_window(dialog, captions_at_top=False)
    top = screen_area().top()
    dialog.move(10, top - 20)
    qtbot.waitUntil(lambda: dialog.y() == top)
    assert dialog.x() == 10
    assert len(dialog.findChildren(TitleBarGuard)) == 1
