"""Saves, renames, deletes, exports, imports and resets looks, and asks what these need to know."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from captions.errors import CaptionsError, UsageError
from captions.formats.file_names import make_safe_name
from captions.settings.looks import SUFFIX, LookStore, NamedLook, check_name, write_look
from captions.ui.settings_dialog.looks.look_list import LookList
from captions.ui.settings_dialog.looks.look_name_dialog import LookNameDialog, NameCheck
from captions.ui.widgets.notes import NoteTone
from captions.ui.widgets.questions import ask_deletion
from captions.wording.language import rendered


class LookCommands(QObject):
    """Changes the saved looks as the user asks, and shows them in the list."""

    reported = Signal(str, object)
    """Emitted with the result of a command in one sentence, and its `NoteTone`."""

    def __init__(self, store: LookStore, looks: LookList, parent: QWidget) -> None:
        """Create the commands.

        Args:
            store: the looks of the user.
            looks: shows all looks.
            parent: a widget in the window that the questions belong to.
        """
        super().__init__(parent)
        self._store = store
        self._looks = looks
        self._parent = parent
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)
        """Folder used last."""

    def list_looks(self) -> None:
        """Show the saved looks, and report files among them that cannot be read."""
        found = self._store.read_looks()
        self._looks.show_own(found.looks)
        if found.problems:
            self.reported.emit(rendered(found.problems[0]), NoteTone.BAD)

    def ask_save(self) -> LookNameDialog:
        """Ask for a name, and save the settings in use as a look."""
        dialog = self._open_name_dialog(
            (self.tr("Save look"), self.tr("&Save")), self._check_new, self._save_look
        )
        dialog.line.setText(self._looks.base.title if self._looks.is_own else "")
        dialog.line.selectAll()
        return dialog

    def ask_rename(self) -> LookNameDialog:
        """Ask for another name of the look in use."""
        name = self._looks.base.title
        dialog = self._open_name_dialog(
            (self.tr("Rename look"), self.tr("&Rename")),
            lambda new_name: self._check_other(name, new_name),
            lambda new_name: self._rename_look(name, new_name),
        )
        dialog.line.setText(name)
        dialog.line.selectAll()
        return dialog

    def ask_delete(self) -> None:
        """Ask whether to delete the look in use."""
        name = self._looks.base.title
        ask_deletion(
            self._parent.window(),
            self.tr("Delete “{look}”?").replace("{look}", name),
            self.tr("The captions keep their appearance; only the saved look is deleted."),
            lambda: self._run(lambda: self._delete_look(name)),
        )

    def ask_export(self) -> None:
        """Ask where to write the settings in use as a look."""
        chooser = self._make_chooser(self.tr("Export look"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(SUFFIX.removeprefix("."))
        chooser.selectFile(make_safe_name(self._looks.base.title) + SUFFIX)
        chooser.fileSelected.connect(self.export_look)
        chooser.open()

    def ask_import(self) -> None:
        """Ask for the file of a look."""
        chooser = self._make_chooser(self.tr("Import look"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.import_look)
        chooser.open()

    def export_look(self, file: str) -> None:
        """Write the settings in use to a file, under the name of the look in use."""
        look = NamedLook(self._looks.base.title, self._looks.appearance)

        def write_file() -> None:
            write_look(look, Path(file))
            sentence = self.tr("“{look}” was exported to {file}.").replace("{file}", file)
            self._report_success(sentence, look.name)

        self._run(write_file)

    def import_look(self, file: str) -> None:
        """Save the look in a file, and use it."""

        def read_file() -> None:
            found = self._store.import_look(Path(file))
            self._show_saved(found.look)
            if found.problems:
                template = self.tr("“{look}” was imported, but a value was replaced: {problem}")
                sentence = template.replace("{problem}", rendered(found.problems[0]))
                self.reported.emit(sentence.replace("{look}", found.look.name), NoteTone.BAD)
            else:
                self._report_success(self.tr("“{look}” was imported."), found.look.name)

        self._run(read_file)

    def reset_look(self) -> None:
        """Undo the changes since the look in use was saved."""
        self._looks.use_look(self._looks.base)

    def _save_look(self, name: str) -> None:
        look = self._store.save_look(name, self._looks.appearance)
        self._show_saved(look)
        self._report_success(self.tr("“{look}” was saved."), look.name)

    def _rename_look(self, name: str, new_name: str) -> None:
        look = self._store.rename_look(name, new_name)
        self._looks.show_own(self._store.list_looks(), look)
        self._report_success(self.tr("The look is now named “{look}”."), look.name)

    def _delete_look(self, name: str) -> None:
        self._store.delete_look(name)
        self._looks.show_own(self._store.list_looks())
        self._report_success(self.tr("“{look}” was deleted."), name)

    def _show_saved(self, look: NamedLook) -> None:
        self._looks.show_own(self._store.list_looks())
        self._looks.use_look(look)

    def _check_new(self, name: str) -> NameCheck:
        """Judge the name of a look that is saved."""
        check = self._check_text(name)
        if not check.is_usable or not self._store.has_look(name):
            return check
        sentence = self.tr("The saved look of this name will be replaced.")
        return NameCheck(sentence, button=self.tr("&Replace"))

    def _check_other(self, name: str, new_name: str) -> NameCheck:
        """Judge another name of a saved look."""
        check = self._check_text(new_name)
        is_same = new_name.casefold() == name.casefold()
        if not check.is_usable or is_same or not self._store.has_look(new_name):
            return check
        return NameCheck(self._describe_taken(new_name), is_usable=False)

    def _check_text(self, name: str) -> NameCheck:
        try:
            check_name(name)
        except UsageError as error:
            return NameCheck(rendered(error.message), is_usable=False)
        if self._looks.is_built_in(name):
            return NameCheck(self._describe_taken(name), is_usable=False)
        return NameCheck()

    def _describe_taken(self, name: str) -> str:
        return rendered(UsageError("look_name_taken", name=name).message)

    def _open_name_dialog(
        self,
        texts: tuple[str, str],
        judge_name: Callable[[str], NameCheck],
        use_name: Callable[[str], None],
    ) -> LookNameDialog:
        dialog = LookNameDialog(*texts, judge_name, self._parent.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(lambda: self._run(lambda: use_name(dialog.name)))
        dialog.open()
        return dialog

    def _make_chooser(self, title: str) -> QFileDialog:
        chooser = QFileDialog(self._parent.window())
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setDirectory(self._folder)
        chooser.setWindowTitle(title)
        pattern = self.tr("Looks ({patterns})").replace("{patterns}", f"*{SUFFIX}")
        chooser.setNameFilter(pattern)
        chooser.fileSelected.connect(self._keep_folder)
        return chooser

    def _keep_folder(self, file: str) -> None:
        self._folder = str(Path(file).parent)

    def _run(self, command: Callable[[], None]) -> None:
        """Run a command, and report why it failed."""
        try:
            command()
        except CaptionsError as error:
            self.reported.emit(rendered(error.message), NoteTone.BAD)

    def _report_success(self, sentence: str, name: str) -> None:
        self.reported.emit(sentence.replace("{look}", name), NoteTone.GOOD)
