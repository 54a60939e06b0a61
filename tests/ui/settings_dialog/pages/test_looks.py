"""The looks on the Appearance page: chosen, saved, renamed, deleted, exported, imported, reset."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QFileDialog,
    QMenu,
    QMessageBox,
    QPushButton,
)

from captions.settings.looks import LookStore
from captions.settings.schema import AppearanceSettings, Settings
from captions.ui.presets import KEY_LOOKS, PRESETS
from captions.ui.settings_dialog.dialog import SettingsDialog
from captions.ui.settings_dialog.looks.look_name_dialog import LookNameDialog
from captions.ui.settings_dialog.looks.look_row import LookRow
from captions.ui.widgets.notes import NoteLabel
from tests.support.fakes.deleted_dialogs import delete_dialog
from tests.support.fakes.dialog_data import OFFERS

PLAIN = PRESETS[0].appearance
MINE = replace(PLAIN, font_px=77, committed_colour="#00ff00")
Opened = TypeVar("Opened", bound=QDialog)
BUILT_IN = [look.title for look in (*PRESETS, *KEY_LOOKS)]


class LookPage:
    """The looks of a dialog, as a user works with them."""

    def __init__(self, store: LookStore) -> None:
        self.store = store
        data = replace(OFFERS, looks=store)
        self.dialog = SettingsDialog(Settings(appearance=PLAIN), data)
        self.dialog.open_page("appearance")
        self.dialog.show()
        row = self.dialog.findChild(LookRow)
        assert row is not None
        self._row = row

    @property
    def box(self) -> QComboBox:
        (box,) = self._row.findChildren(QComboBox)
        return box

    @property
    def note(self) -> str:
        """The result below the list; empty if there is none."""
        texts = {item.text() for item in self._row.findChildren(NoteLabel) if item.isVisible()}
        return "".join(texts - {self.box.accessibleDescription()})

    @property
    def titles(self) -> list[str]:
        return [text for text in map(self.box.itemText, range(self.box.count())) if text]

    @property
    def appearance(self) -> AppearanceSettings:
        return self.dialog.settings.appearance

    def change(self, appearance: AppearanceSettings) -> None:
        self.dialog.show_settings(replace(self.dialog.settings, appearance=appearance))

    def choose(self, title: str) -> None:
        index = self.box.findText(title)
        self.box.setCurrentIndex(index)
        self.box.activated.emit(index)

    def actions(self) -> dict[str, QAction]:
        (button,) = self._row.findChildren(QPushButton)
        menu = button.menu()
        assert isinstance(menu, QMenu)
        menu.aboutToShow.emit()
        return {action.text().replace("&", ""): action for action in menu.actions()}

    def name(self, command: str, name: str) -> LookNameDialog:
        """Give a name in the dialog of a command."""
        self.actions()[command].trigger()
        dialog = self.opened(LookNameDialog)
        dialog.line.setText(name)
        return dialog

    def save_as(self, name: str) -> None:
        click(self.name("Save as…", name), "Save")

    def opened(self, kind: type[Opened]) -> Opened:
        (dialog,) = [item for item in self.dialog.findChildren(kind) if item.isVisible()]
        return dialog

    def choose_file(self, command: str, path: Path) -> None:
        self.actions()[command].trigger()
        chooser = self.opened(QFileDialog)
        chooser.fileSelected.emit(str(path))
        chooser.reject()


@pytest.fixture
def page(qapp: QApplication, tmp_path: Path) -> Iterator[LookPage]:
    shown = LookPage(LookStore(tmp_path / "looks"))
    qapp.processEvents()
    yield shown
    delete_dialog(shown.dialog)


@pytest.fixture
def saved(page: LookPage) -> LookPage:
    """A page on which a look was changed and saved."""
    page.change(MINE)
    page.save_as("My look")
    return page


def click(dialog: QDialog, text: str) -> None:
    button_of(dialog, text).click()
    QApplication.processEvents()


def button_of(dialog: QDialog, text: str) -> QAbstractButton:
    (button,) = [
        item for item in dialog.findChildren(QPushButton) if item.text().replace("&", "") == text
    ]
    return button


def test_built_in_looks_are_listed_first_and_the_users_own_after_them(saved: LookPage) -> None:
    assert saved.titles == [*BUILT_IN, "My look"]
    assert saved.box.currentText() == "My look"
    saved.choose("Green screen")
    assert saved.appearance == KEY_LOOKS[0].appearance
    saved.choose("My look")
    assert saved.appearance == MINE


def test_a_look_is_marked_as_changed_until_it_is_reset(page: LookPage) -> None:
    page.choose("Large print")
    assert page.box.currentText() == "Large print"
    assert not page.actions()["Reset to Large print"].isEnabled()
    # So much is changed that another look is nearer; it remains the one that the user chose.
    page.change(replace(PLAIN, font_px=30))
    assert page.box.currentText() == "Large print (changed)"
    assert page.titles == ["Large print (changed)", *BUILT_IN]
    page.actions()["Reset to Large print"].trigger()
    assert page.appearance == PRESETS[3].appearance
    assert page.titles == BUILT_IN


def test_a_changed_look_is_also_reset_by_choosing_it(page: LookPage) -> None:
    page.change(replace(PLAIN, font_px=30))
    page.choose("Plain (changed)")
    assert page.appearance.font_px == 30
    page.choose("Plain")
    assert page.appearance == PLAIN
    assert page.box.currentText() == "Plain"


def test_saved_looks_are_there_when_the_settings_are_opened_again(saved: LookPage) -> None:
    again = LookPage(saved.store)
    again.change(MINE)
    assert again.box.currentText() == "My look"
    delete_dialog(again.dialog)


def test_a_copy_of_a_built_in_look_is_shown_by_its_own_name(page: LookPage) -> None:
    page.save_as("Copy")
    assert page.box.currentText() == "Copy"
    assert page.note == "“Copy” was saved."


def test_saving_under_a_name_in_use_replaces_the_look_only_after_saying_so(
    saved: LookPage,
) -> None:
    changed = replace(MINE, font_px=20)
    saved.change(changed)
    dialog = saved.name("Save as…", " my LOOK")
    assert [note.text() for note in dialog.findChildren(NoteLabel)] == [
        "The saved look of this name will be replaced."
    ]
    assert [look.appearance for look in saved.store.list_looks()] == [MINE]
    click(dialog, "Replace")
    assert [look.appearance for look in saved.store.list_looks()] == [changed]
    assert saved.box.currentText() == "my LOOK"


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", ""),
        ("  ", ""),
        ("pLain", "There is already a look named “pLain”: choose another name."),
        ("a\u202eb", "A look needs a name of 1 to 60 printable characters."),
    ],
    ids=["empty", "spaces only", "a built-in look", "unprintable"],
)
@pytest.mark.parametrize(("command", "button"), [("Save as…", "Save"), ("Rename…", "Rename")])
def test_a_wrong_name_cannot_be_given(
    saved: LookPage, command: str, button: str, name: str, sentence: str
) -> None:
    dialog = saved.name(command, name)
    (note,) = dialog.findChildren(NoteLabel)
    assert note.text() == sentence
    assert not button_of(dialog, button).isEnabled()


def test_a_look_is_renamed_and_stays_in_use(saved: LookPage) -> None:
    saved.change(replace(MINE, font_px=20))
    click(saved.name("Rename…", "Other"), "Rename")
    assert [look.name for look in saved.store.list_looks()] == ["Other"]
    assert [look.appearance for look in saved.store.list_looks()] == [MINE]
    assert saved.box.currentText() == "Other (changed)"
    assert saved.note == "The look is now named “Other”."


def test_no_look_is_renamed_to_another_one_of_the_user(saved: LookPage) -> None:
    saved.change(PLAIN)
    saved.save_as("Second")
    dialog = saved.name("Rename…", "my look")
    assert not button_of(dialog, "Rename").isEnabled()
    dialog.line.setText("SECOND")
    click(dialog, "Rename")
    assert [look.name for look in saved.store.list_looks()] == ["My look", "SECOND"]


def test_a_look_is_deleted_after_a_question_and_the_captions_stay(saved: LookPage) -> None:
    saved.actions()["Delete"].trigger()
    question = saved.opened(QMessageBox)
    assert question.text() == "Delete “My look”?"
    click(question, "Cancel")
    assert saved.titles[-1] == "My look"
    saved.actions()["Delete"].trigger()
    click(saved.opened(QMessageBox), "Delete")
    assert saved.store.list_looks() == []
    assert saved.appearance == MINE
    assert saved.box.currentText() == "Plain (changed)"


def test_built_in_looks_are_neither_renamed_nor_deleted_and_say_why(page: LookPage) -> None:
    for command in ("Rename…", "Delete"):
        action = page.actions()[command]
        assert not action.isEnabled()
        assert action.toolTip() == (
            "Built-in looks cannot be changed; save a copy under another name."
        )


def test_an_exported_look_is_imported_on_another_computer(saved: LookPage, tmp_path: Path) -> None:
    file = tmp_path / "shared.toml"
    changed = replace(MINE, align="right")
    saved.change(changed)
    saved.choose_file("Export…", file)
    assert saved.note == f"“My look” was exported to {file}."
    other = LookPage(LookStore(tmp_path / "elsewhere"))
    other.choose_file("Import…", file)
    assert other.appearance == changed
    assert other.box.currentText() == "My look"
    assert other.note == "“My look” was imported."
    delete_dialog(other.dialog)


def test_an_imported_look_replaces_no_other(saved: LookPage, tmp_path: Path) -> None:
    file = tmp_path / "shared.toml"
    file.write_text('name = "My look"\n[appearance]\nfont_px = 50\n')
    saved.choose_file("Import…", file)
    assert saved.titles[-2:] == ["My look", "My look (2)"]
    assert saved.box.currentText() == "My look (2)"
    assert saved.note == "“My look (2)” was imported."


def test_wrong_values_of_an_imported_look_are_replaced_and_reported(
    page: LookPage, tmp_path: Path
) -> None:
    file = tmp_path / "shared.toml"
    file.write_text('name = "Odd"\n[appearance]\nfont_px = 50\nalign = "diagonal"\n')
    page.choose_file("Import…", file)
    assert page.appearance == AppearanceSettings(font_px=50)
    assert page.note.startswith("“Odd” was imported, but a value was replaced: ")
    assert "diagonal" in page.note


@pytest.mark.parametrize("content", [b"", b"\xff\x00", b"name = 1", b"appearance = 3"])
def test_a_file_that_is_no_look_changes_nothing(
    saved: LookPage, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "other.toml"
    file.write_bytes(content)
    saved.choose_file("Import…", file)
    assert saved.note == f"{file} is not a look: choose a file that Captions has exported."
    assert saved.appearance == MINE
    assert saved.titles == [*BUILT_IN, "My look"]


def break_save(page: LookPage) -> None:
    page.store.folder.write_bytes(b"")
    page.save_as("My look")


def break_export(page: LookPage) -> None:
    page.store.folder.write_bytes(b"")
    page.choose_file("Export…", page.store.folder / "look.toml")


@pytest.mark.parametrize("run", [break_save, break_export], ids=["save", "export"])
def test_a_look_that_cannot_be_written_is_reported(
    page: LookPage, run: Callable[[LookPage], None]
) -> None:
    page.change(MINE)
    run(page)
    assert page.note.startswith("The look cannot be saved to ")
    assert page.note.count(".") == page.note.removesuffix(".").count(".") + 1
    assert page.appearance == MINE


@pytest.mark.usefixtures("qapp")
def test_a_damaged_look_among_the_saved_ones_is_reported_and_kept(tmp_path: Path) -> None:
    store = LookStore(tmp_path)
    store.save_look("Good", MINE)
    damaged = tmp_path / "damaged.toml"
    damaged.write_bytes(b"name = ")
    page = LookPage(store)
    assert page.note == (
        f"The saved look {damaged} is damaged: delete the file, or import the look again."
    )
    assert page.titles == [*BUILT_IN, "Good"]
    assert damaged.exists()
    delete_dialog(page.dialog)
