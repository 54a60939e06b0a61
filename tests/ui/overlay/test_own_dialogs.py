"""Captions keep off the app's own dialogs, whose buttons the user needs."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from captions.settings.schema import AppearanceSettings, CaptionSettings, WindowSettings
from captions.ui.overlay.overlay import Overlay
from captions.ui.overlay.own_dialogs import BUTTON_ROW_HEIGHT, GAP, avoid_dialogs

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
            (280, 200 + 480 - BUTTON_ROW_HEIGHT - GAP - 120),
            id="they cover anything but buttons if there is no room",
        ),
        pytest.param([AREA], (280, 500), id="they stay where a dialog leaves no room at all"),
    ],
)
def test_captions_go_to_the_nearest_free_place(
    dialogs: list[QRect], expected: tuple[int, int]
) -> None:
    place = avoid_dialogs(CAPTIONS, dialogs, AREA)
    assert place == QPoint(*expected)


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
