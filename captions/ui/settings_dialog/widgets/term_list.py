"""An editor for keyterms, one per line, with a count and a note on invalid lines."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.protocol.options import MAX_KEYTERM_WORDS
from captions.settings.paths import rule_at
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.widgets.notes import NoteLabel, NoteTone

_ROWS = 5
"""Visible lines of the text field."""


class TermListEditor(SettingEditor):
    """Lines of text; lines that the settings would reject are reported and ignored."""

    def __init__(self, path: str) -> None:
        super().__init__(QWidget())
        rule = rule_at(path)
        self._max_lines = rule.max_items or 0
        self._max_chars = rule.max_item_chars or 0
        self._value: tuple[str, ...] = ()
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(
            _ROWS * self._text.fontMetrics().lineSpacing() + 2 * self._text.frameWidth() + 8
        )
        self._note = NoteLabel()
        column = QVBoxLayout(self.control)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addWidget(self._note)
        self.control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.control.setFocusProxy(self._text)
        self._text.textChanged.connect(self._update_note)
        self._text.installEventFilter(self)
        self._update_note()

    @override
    def show_value(self, value: tuple[str, ...]) -> None:
        if value != self._value:
            self._value = value
            self._text.setPlainText("\n".join(value))

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        self._text.setAccessibleName(name)
        self._text.setAccessibleDescription(explanation)

    def _read_lines(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self._text.toPlainText().splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def _is_valid(self, line: str) -> bool:
        return len(line) <= self._max_chars and len(line.split()) <= MAX_KEYTERM_WORDS

    def _update_note(self) -> None:
        lines = self._read_lines()
        wrong = next((line for line in lines if not self._is_valid(line)), None)
        if wrong is not None:
            self._note.show_text(
                self.tr("“{0}” is ignored: a line can have at most {1} characters and {2} words.")
                .format(wrong, self._max_chars, MAX_KEYTERM_WORDS),
                NoteTone.BAD,
            )  # fmt: skip
        elif len(lines) > self._max_lines:
            message = self.tr("Only the first {0} of {1} lines are used.")
            self._note.show_text(message.format(self._max_lines, len(lines)), NoteTone.BAD)
        else:
            self._note.show_text(
                self.tr("{0} of at most {1} lines").format(len(lines), self._max_lines)
            )

    def _emit_edited(self) -> None:
        terms = tuple(line for line in self._read_lines() if self._is_valid(line))[
            : self._max_lines
        ]
        if terms != self._value:
            self._value = terms
            self.edited.emit(terms)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Each change restarts recognition, so the editor waits until the list is finished.
        if event.type() == QEvent.Type.FocusOut:
            self._emit_edited()
        return False
