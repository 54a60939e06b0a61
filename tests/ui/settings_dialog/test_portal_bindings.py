"""The page of the shortcuts where the desktop lends keys by itself."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from captions.settings.paths import with_value
from captions.settings.schema import Settings
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.shortcuts import ShortcutsPage
from captions.ui.widgets.notes import NoteLabel

pytestmark = pytest.mark.usefixtures("qapp")


def said(page: ShortcutsPage) -> str:
    return " ".join(note.text() for note in page.findChildren(NoteLabel) if note.isVisible())


def test_keys_that_the_desktop_lends_are_shown_and_cannot_be_changed_here(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    page.show_settings(with_value(Settings(), "shortcuts.clear", "Ctrl+Alt+P"))
    page.show()
    edited: list[object] = []
    for editor in page.editors.values():
        editor.edited.connect(edited.append)
    page.show_data(
        DialogData(
            portal_bindings=PortalBindings(
                {"pause": "Press Meta+F5", "lock": ""}, configurable=True
            )
        )
    )
    assert shown_keys(page, "pause") == "Press Meta+F5"
    assert shown_keys(page, "lock") == "Not reported by the desktop"
    assert (
        page.editors["shortcuts.pause"].control.accessibleDescription().startswith("Press Meta+F5")
    )
    assert "Your desktop assigns these shortcuts" in said(page)
    assert "same shortcut" not in said(page)
    (button,) = page.findChildren(QPushButton)
    assert button.isVisible()
    with qtbot.waitSignal(page.keys_requested):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    control = page.editors["shortcuts.pause"].control
    QTest.keyClick(control, Qt.Key.Key_J, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(control, Qt.Key.Key_Backspace)
    page.show_settings(Settings())
    assert shown_keys(page, "pause") == "Press Meta+F5"
    page.show_data(DialogData())
    assert shown_keys(page, "pause") == "Ctrl+Alt+P"
    assert not button.isVisible()
    assert edited == []


def test_a_shortcut_can_be_cleared_again_once_the_desktop_lends_none(qtbot: QtBot) -> None:
    page = ShortcutsPage()
    qtbot.addWidget(page)
    page.show_settings(Settings())
    page.show_data(DialogData(portal_bindings=PortalBindings({})))
    page.show_data(DialogData())
    editor = page.editors["shortcuts.pause"]
    with qtbot.waitSignal(editor.edited) as edited:
        editor.control.findChildren(QAction)[0].trigger()
    assert edited.args == [""]


def shown_keys(page: ShortcutsPage, name: str) -> str:
    return page.editors[f"shortcuts.{name}"].control.findChildren(QLineEdit)[0].text()
