"""The API key's row: typed in, kept, tested or forgotten; the dialog never shows a key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.realtime.key import KeyPlace, KeyState
from captions.ui.dialog.notes import Note, Tone
from captions.wording.sentences import localised


class KeyRow(QWidget):
    """A line for a key, and what can be done with it."""

    entered = Signal(str)
    """This key should be kept."""
    forgotten = Signal()
    """The kept key should be thrown away."""
    test_requested = Signal(str)
    """This key should be tried; an empty one means the kept one."""

    def __init__(self) -> None:
        super().__init__()
        self._line = _KeyLine()
        self._save = QPushButton(self.tr("Sa&ve"))
        self._test = QPushButton(self.tr("&Test"))
        self._forget = QPushButton(self.tr("For&get"))
        self._state = KeyState()
        self._place = Note()
        self._result = Note()
        self._lay_out()
        self._line.textChanged.connect(self._typed)
        self._line.returnPressed.connect(self.keep)
        self._save.clicked.connect(self.keep)
        self._forget.clicked.connect(self.forgotten)
        self._test.clicked.connect(self._ask)
        self.set_state(self._state)

    def set_state(self, state: KeyState) -> None:
        """Say where the key is kept."""
        self._state = state
        tone = Tone.BAD if state.place is KeyPlace.NO_KEYRING else Tone.QUIET
        self._place.say(" ".join(filter(None, (self._kept(), localised(state.problem)))), tone)
        self._enable()

    def set_result(self, sentence: str, *, ok: bool) -> None:
        """Say what came of a test, or of keeping the key."""
        self._result.answer(sentence, Tone.GOOD if ok else Tone.BAD)

    def keep(self) -> None:
        """Let the typed key be kept, if there is one."""
        typed = self._line.text().strip()
        if typed and self._save.isEnabled():
            self._line.clear()
            self.entered.emit(typed)

    def _lay_out(self) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setPlaceholderText(self.tr("Paste a key here"))
        buttons = {
            self._save: self.tr("Keeps the key in the system's keyring."),
            self._test: self.tr("Asks the server whether it takes the key."),
            self._forget: self.tr("Takes the key out of the keyring."),
        }
        beside = QHBoxLayout()
        beside.addWidget(self._line, 1)
        for button, explanation in buttons.items():
            button.setAutoDefault(False)
            button.setAccessibleDescription(explanation)
            beside.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        column.addWidget(self._place)
        column.addWidget(self._result)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self._line)

    def _kept(self) -> str:
        match self._state.place:
            case KeyPlace.NOWHERE:
                return self.tr("There is no key yet. It will be kept in the system's keyring.")
            case KeyPlace.KEYRING:
                return self.tr("A key is kept in the system's keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("The key comes from the environment, and cannot be changed here.")
            case KeyPlace.NO_KEYRING:
                return self.tr("A key cannot be kept here.")

    def _enable(self) -> None:
        place, typed = self._state.place, bool(self._line.text().strip())
        has_key = place in (KeyPlace.KEYRING, KeyPlace.ENVIRONMENT)
        self._line.setEnabled(place is not KeyPlace.ENVIRONMENT)
        self._save.setEnabled(typed and place in (KeyPlace.NOWHERE, KeyPlace.KEYRING))
        self._test.setEnabled(typed or has_key)
        self._forget.setEnabled(place is KeyPlace.KEYRING)

    def _typed(self) -> None:
        self._result.say("")
        self._enable()

    def _ask(self) -> None:
        self._result.say(self.tr("Asking the server…"))
        self.test_requested.emit(self._line.text().strip())


class _KeyLine(QLineEdit):
    """A line whose Enter is its own, and does not close the dialog."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
