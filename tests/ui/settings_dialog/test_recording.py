"""Recording a shortcut: whatever is pressed is recorded, does nothing, and conflicts are said."""

from collections.abc import Iterator
from dataclasses import fields

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QFocusEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QKeySequenceEdit
from pytestqt.qtbot import QtBot

from captions.settings.paths import value_at, with_value
from captions.settings.schema import Settings, ShortcutSettings
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.hotkeys.key_sequences import key_sequences
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.widgets.notes import NoteLabel
from tests.support.fakes.deleted_dialogs import delete_dialog
from tests.support.fakes.dialog_data import OFFERS
from tests.support.fakes.key_backend import Desk

pytestmark = pytest.mark.usefixtures("qapp")

SHORTCUTS = [item.name for item in fields(ShortcutSettings)]
DIALOG_KEYS = ("Ctrl+F", "Ctrl+PgDown", "Ctrl+PgUp", "Alt+R")
"""Keys that the dialog itself reacts to elsewhere."""


class Recording:
    """The page of the shortcuts, with the global shortcuts of the default settings."""

    def __init__(self) -> None:
        self.desk = Desk()
        self.hotkeys = GlobalHotkeys(self.desk.make)
        self.pressed: list[str] = []
        self.hotkeys.pressed.connect(self.pressed.append)
        self.hotkeys.apply_keys(key_sequences(ShortcutSettings()))
        self.dialog = SettingsDialog(Settings(), OFFERS)
        self.dialog.recording_changed.connect(self.hotkeys.suspend)
        self.dialog.changed.connect(
            lambda changed: self.hotkeys.apply_keys(key_sequences(changed.shortcuts))
        )
        self.dialog.open_page("shortcuts")
        self.dialog.show()

    def field(self, name: str) -> QKeySequenceEdit:
        control = self.dialog.get_page("shortcuts").editors[f"shortcuts.{name}"].control
        assert isinstance(control, QKeySequenceEdit)
        return control

    def focus(self, name: str, kind: QEvent.Type = QEvent.Type.FocusIn) -> QKeySequenceEdit:
        field = self.field(name)
        QCoreApplication.sendEvent(field, QFocusEvent(kind))
        return field

    def press_global(self, wanted: QKeySequence) -> None:
        """Press keys as the system does: the one that has grabbed them alone gets them."""
        for number, key in list(self.desk.lent.items()):
            if QKeySequence(key) == wanted:
                self.desk.press(number)


@pytest.fixture
def recording(qtbot: QtBot) -> Iterator[Recording]:
    recording = Recording()
    qtbot.waitExposed(recording.dialog)
    yield recording
    delete_dialog(recording.dialog)


@pytest.mark.parametrize("name", SHORTCUTS)
def test_no_field_triggers_a_shortcut_while_it_records(recording: Recording, name: str) -> None:
    wanted = [QKeySequence(getattr(ShortcutSettings(), other)) for other in SHORTCUTS]
    recording.press_global(wanted[0])
    assert recording.pressed == [SHORTCUTS[0]]
    field = recording.focus(name)
    for keys in wanted:
        recording.press_global(keys)
        QTest.keySequence(field, keys)
    assert recording.pressed == [SHORTCUTS[0]]
    assert recording.desk.lent == {}
    recording.focus(name, QEvent.Type.FocusOut)
    assert len(recording.desk.lent) >= len(SHORTCUTS) - 1


@pytest.mark.parametrize("keys", DIALOG_KEYS)
@pytest.mark.parametrize("name", SHORTCUTS)
def test_keys_of_the_dialog_itself_are_recorded(recording: Recording, name: str, keys: str) -> None:
    field = recording.focus(name)
    QTest.keySequence(field, QKeySequence(keys))
    assert value_at(recording.dialog.settings, f"shortcuts.{name}") == keys
    assert field.isVisible()


@pytest.mark.parametrize("name", SHORTCUTS)
def test_a_recorded_conflict_is_said_at_once(recording: Recording, name: str) -> None:
    other = next(item for item in SHORTCUTS if item != name)
    QTest.keySequence(recording.focus(name), QKeySequence(getattr(ShortcutSettings(), other)))
    said = " ".join(
        note.text()
        for note in recording.dialog.get_page("shortcuts").findChildren(NoteLabel)
        if note.isVisible()
    )
    assert "use the same shortcut" in said


def test_shortcuts_work_again_after_the_dialog_was_closed(recording: Recording) -> None:
    recording.dialog.show_settings(with_value(Settings(), "shortcuts.pause", "F9"))
    recording.field("pause").setFocus(Qt.FocusReason.TabFocusReason)
    recording.focus("pause")
    recording.dialog.accept()
    assert recording.desk.lent != {}
