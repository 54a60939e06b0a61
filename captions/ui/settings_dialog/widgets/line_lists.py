"""Editors for lists with one entry per line: keyterms, and files that follow the transcript."""

from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import (
    QFileDialog,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.formats.options import LIVE_FORMATS
from captions.settings.paths import rule_at
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.widgets.notes import NoteLabel, NoteTone

_ENDINGS = tuple(f".{text_format}" for text_format in LIVE_FORMATS)
"""Extensions of files that can grow while captions run."""
_NEARLY_FULL = 0.8
"""Share of the lines from which their number is shown."""


class LineListEditor(SettingEditor):
    """Lines of text; lines that the settings would reject are reported and ignored."""

    def __init__(self, path: str, rows: int) -> None:
        """Create the editor of a list.

        Args:
            path: path of the setting.
            rows: visible lines of the text field.
        """
        super().__init__(QWidget())
        self._max_lines = rule_at(path).max_items or 0
        self._value: tuple[str, ...] = ()
        self.text = QPlainTextEdit()
        """Field with the lines."""
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(
            rows * self.text.fontMetrics().lineSpacing() + 2 * self.text.frameWidth() + 8
        )
        self._note = NoteLabel()
        self.column = QVBoxLayout(self.control)
        """Layout below the field."""
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.text)
        self.column.addWidget(self._note)
        self.control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.control.setFocusProxy(self.text)
        self.text.textChanged.connect(self._update_note)
        self.text.installEventFilter(self)

    @override
    def show_value(self, value: tuple[str, ...]) -> None:
        if value != self._value:
            self._value = value
            self.text.setPlainText("\n".join(value))
        self._update_note()

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        self.text.setAccessibleName(name)
        self.text.setAccessibleDescription(explanation)

    def find_problem(self, line: str) -> str:
        """Return why a line is ignored, as a sentence; empty if it is valid."""
        raise NotImplementedError

    def read_lines(self) -> list[str]:
        """Return the lines, each once and without spaces around it."""
        lines = (line.strip() for line in self.text.toPlainText().splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def emit_edited(self) -> None:
        """Emit the valid lines if they have changed."""
        valid = tuple(line for line in self.read_lines() if not self.find_problem(line))
        lines = valid[: self._max_lines]
        if lines != self._value:
            self._value = lines
            self.edited.emit(lines)

    def _update_note(self) -> None:
        lines = self.read_lines()
        problem = next(filter(None, map(self.find_problem, lines)), "")
        if not problem and len(lines) > self._max_lines:
            message = self.tr("Only the first {0} of {1} lines are used.")
            problem = message.format(self._max_lines, len(lines))
        if problem:
            self._note.show_text(problem, NoteTone.BAD)
            return
        is_nearly_full = len(lines) >= _NEARLY_FULL * self._max_lines
        count = self.tr("{0} of at most {1} lines").format(len(lines), self._max_lines)
        self._note.show_text(count if is_nearly_full else "")

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Each change may restart a part of the app, so the editor waits until the list is finished.
        if event.type() == QEvent.Type.FocusOut:
            self.emit_edited()
        return False


class TermListEditor(LineListEditor):
    """Keyterms."""

    def __init__(self, path: str) -> None:
        rule = rule_at(path)
        self._max_chars, self._max_words = rule.max_item_chars or 0, rule.max_item_words or 0
        super().__init__(path, rows=4)
        self.show_value(())

    @override
    def read_lines(self) -> list[str]:
        return list(dict.fromkeys(" ".join(line.split()) for line in super().read_lines()))

    @override
    def find_problem(self, line: str) -> str:
        if len(line) <= self._max_chars and len(line.split()) <= self._max_words:
            return ""
        return self.tr(
            "“{0}” is ignored: a line can have at most {1} characters and {2} words."
        ).format(line, self._max_chars, self._max_words)


class FileListEditor(LineListEditor):
    """Paths of files, with a button to choose one."""

    def __init__(self, path: str) -> None:
        super().__init__(path, rows=3)
        self._button = QPushButton(self.tr("Add a &file…"))
        self._button.clicked.connect(self._add_file)
        self._button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.column.addWidget(self._button)
        self.show_value(())

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        super().set_accessible_texts(name, explanation)
        self._button.setAccessibleDescription(explanation)

    @override
    def find_problem(self, line: str) -> str:
        if Path(line).suffix.lower() in _ENDINGS:
            return ""
        return self.tr("“{0}” is ignored: its name must end in {1}.").format(
            line, ", ".join(_ENDINGS)
        )

    def _add_file(self) -> None:
        patterns = " ".join(f"*{ending}" for ending in _ENDINGS)
        chosen, _ = QFileDialog.getSaveFileName(
            self.control,
            self.tr("File for the transcript"),
            "captions.txt",
            self.tr("Transcripts ({0})").format(patterns),
            options=QFileDialog.Option.DontConfirmOverwrite,  # Text is appended.
        )
        if chosen:
            self.text.appendPlainText(chosen)
            self.emit_edited()
