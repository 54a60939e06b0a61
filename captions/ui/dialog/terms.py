"""An editor for names and rare words, one a line, with a count and what is wrong with them."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.paths import rule_at
from captions.protocol.options import MAX_KEYTERM_WORDS
from captions.ui.dialog.editors import Editor
from captions.ui.dialog.notes import Note, Tone

_ROWS = 5


class Terms(Editor):
    """Lines of text; those that the settings would refuse are named, and left out."""

    def __init__(self, path: str) -> None:
        super().__init__(QWidget())
        rule = rule_at(path)
        self._most = rule.most or 0
        self._longest = rule.longest or 0
        self._value: tuple[str, ...] = ()
        self._text = QPlainTextEdit()
        self._text.setTabChangesFocus(True)
        self._text.setFixedHeight(
            _ROWS * self._text.fontMetrics().lineSpacing() + 2 * self._text.frameWidth() + 8
        )
        self._note = Note()
        column = QVBoxLayout(self.control)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._text)
        column.addWidget(self._note)
        self.control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.control.setFocusProxy(self._text)
        self._text.textChanged.connect(self._count)
        self._text.installEventFilter(self)
        self._count()

    @override
    def show_value(self, value: tuple[str, ...]) -> None:
        if value != self._value:
            self._value = value
            self._text.setPlainText("\n".join(value))

    @override
    def describe(self, name: str, explanation: str) -> None:
        self._text.setAccessibleName(name)
        self._text.setAccessibleDescription(explanation)

    def _lines(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self._text.toPlainText().splitlines())
        return list(dict.fromkeys(line for line in lines if line))

    def _fits(self, line: str) -> bool:
        return len(line) <= self._longest and len(line.split()) <= MAX_KEYTERM_WORDS

    def _count(self) -> None:
        lines = self._lines()
        wrong = next((line for line in lines if not self._fits(line)), None)
        if wrong is not None:
            self._note.say(
                self.tr("“{0}” is left out: a line has at most {1} characters and {2} words.")
                .format(wrong, self._longest, MAX_KEYTERM_WORDS),
                Tone.BAD,
            )  # fmt: skip
        elif len(lines) > self._most:
            said = self.tr("Only the first {0} of {1} lines are taken.")
            self._note.say(said.format(self._most, len(lines)), Tone.BAD)
        else:
            self._note.say(self.tr("{0} of at most {1}").format(len(lines), self._most))

    def _tell(self) -> None:
        taken = tuple(line for line in self._lines() if self._fits(line))[: self._most]
        if taken != self._value:
            self._value = taken
            self.edited.emit(taken)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # Each change begins recognition anew, so it waits until the list is finished.
        if event.type() == QEvent.Type.FocusOut:
            self._tell()
        return False
