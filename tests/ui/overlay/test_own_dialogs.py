"""Captions keep off the app's own dialogs, whose buttons the user needs."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.own_dialogs import BUTTON_MARGIN, GAP, avoid_dialogs

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")

AREA = QRect(0, 0, 1280, 720)
CAPTIONS = QRect(280, 500, 720, 120)


@pytest.mark.parametrize(
    ("dialogs", "expected"),
    [
        pytest.param([], (280, 500), id="without dialogs they stay"),
        pytest.param([QRect(300, 60, 600, 430)], (280, 500), id="beside a dialog they stay"),
        pytest.param([QRect(300, 60, 600, 480)], (280, 548), id="they go below a dialog"),
        pytest.param([QRect(300, 200, 600, 480)], (280, 72), id="they go above a dialog"),
        pytest.param(
            [QRect(300, 200, 600, 480), QRect(500, 0, 300, 100)],
            (280, 100 - BUTTON_MARGIN + GAP),
            id="they cover little and no buttons if there is no room",
        ),
        pytest.param([AREA], (280, 500), id="they stay where a dialog leaves no room at all"),
    ],
)
def test_captions_go_to_the_nearest_free_place(
    dialogs: list[QRect], expected: tuple[int, int]
) -> None:
    place = avoid_dialogs(CAPTIONS, dialogs, AREA)
    assert place == QPoint(*expected)


@pytest.mark.parametrize(
    ("wanted", "dialog_height", "is_chosen", "expected"),
    [
        pytest.param(436, 548, False, 532, id="they go to the edge with more room"),
        pytest.param(280, 548, True, 280, id="a place that the user chose is kept"),
        pytest.param(280, 500, True, 508, id="unless there is room beside the dialog"),
        pytest.param(436, 600, True, 332, id="or it covers the buttons"),
    ],
)
def test_captions_cover_as_little_of_a_dialog_as_they_can(
    wanted: int, dialog_height: int, is_chosen: bool, expected: int
) -> None:
    captions, dialog = QRect(273, wanted, 734, 188), QRect(360, 0, 560, dialog_height)
    assert avoid_dialogs(captions, [dialog], AREA, is_chosen=is_chosen) == QPoint(273, expected)


def test_captions_make_room_for_a_dialog_while_it_is_open(qtbot: QtBot) -> None:
    overlay = Overlay(
        AppearanceSettings(font_px=12), CaptionSettings(row_chars=16), WindowSettings(margin_px=20)
    )
    qtbot.addWidget(overlay)
    overlay.show()
    start = overlay.geometry()
    dialog = QDialog()
    qtbot.addWidget(dialog)
    dialog.setGeometry(QRect(start.topLeft() - QPoint(50, 300), QSize(400, 320)))
    with qtbot.waitExposed(dialog):
        dialog.show()
    handle = dialog.windowHandle()
    assert isinstance(handle, QWindow)
    QGuiApplication.instance().focusWindowChanged.emit(handle)  # type: ignore[union-attr]  # it runs
    qtbot.waitUntil(lambda: not overlay.geometry().intersects(dialog.frameGeometry()))
    dialog.move(0, 0)
    qtbot.waitUntil(lambda: overlay.geometry() == start)
    dialog.move(start.topLeft())
    qtbot.waitUntil(lambda: not overlay.geometry().intersects(dialog.frameGeometry()))
    dialog.hide()
    qtbot.waitUntil(lambda: overlay.geometry() == start)
