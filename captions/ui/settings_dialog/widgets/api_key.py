"""The API key row: enter, save, test or delete a key; a saved key is never displayed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from captions.credentials import KeyPlace, KeyState
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.wording.language import rendered


class KeyRow(QWidget):
    """A password field with buttons to save, test and delete the key."""

    entered = Signal(str)
    """The user wants to save this key."""
    forgotten = Signal()
    """The user wants to delete the saved key."""
    test_requested = Signal(str)
    """The user wants to test this key; an empty string stands for the saved key."""

    def __init__(self) -> None:
        super().__init__()
        self._line = _KeyLine()
        self._save = QPushButton(self.tr("Sa&ve"))
        self._test = QPushButton(self.tr("&Test"))
        self._delete = QPushButton(self.tr("&Delete"))
        self._state = KeyState()
        self._place = NoteLabel()
        self._result = NoteLabel()
        self._lay_out()
        self._line.textChanged.connect(self._handle_typing)
        self._line.returnPressed.connect(self.save_key)
        self._save.clicked.connect(self.save_key)
        self._delete.clicked.connect(self.forgotten)
        self._test.clicked.connect(self._request_test)
        self.set_state(self._state)

    def set_state(self, state: KeyState) -> None:
        """Show where the key is stored."""
        self._state = state
        tone = NoteTone.BAD if state.place is KeyPlace.NO_KEYRING else NoteTone.QUIET
        self._place.show_text(
            " ".join(filter(None, (self._state_text(), rendered(state.problem)))), tone
        )
        self._update_buttons()

    def set_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        self._result.announce_text(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    def save_key(self) -> None:
        """Emit `entered` with the typed key, if there is one and it can be saved."""
        typed = self._line.text().strip()
        if typed and self._save.isEnabled():
            self._line.clear()
            self.entered.emit(typed)

    def _lay_out(self) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setPlaceholderText(self.tr("Paste your key here"))
        buttons = {
            self._save: self.tr("Saves your key in the system keyring."),
            self._test: self.tr("Checks whether the server accepts your key."),
            self._delete: self.tr("Deletes your key from the system keyring."),
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

    def _state_text(self) -> str:
        match self._state.place:
            case KeyPlace.NOWHERE:
                return self.tr("No key is saved. Your key will be saved in the system keyring.")
            case KeyPlace.KEYRING:
                return self.tr("Your key is saved in the system keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("Your key is set by an environment variable.")
            case KeyPlace.NO_KEYRING:
                return self.tr("A key cannot be saved on this system.")

    def _update_buttons(self) -> None:
        place, typed = self._state.place, bool(self._line.text().strip())
        has_key = place in (KeyPlace.KEYRING, KeyPlace.ENVIRONMENT)
        self._line.setEnabled(place is not KeyPlace.ENVIRONMENT)
        self._save.setEnabled(typed and place in (KeyPlace.NOWHERE, KeyPlace.KEYRING))
        self._test.setEnabled(typed or has_key)
        self._delete.setEnabled(place is KeyPlace.KEYRING)

    def _handle_typing(self) -> None:
        self._result.show_text("")
        self._update_buttons()

    def _request_test(self) -> None:
        self._result.show_text(self.tr("Checking the key…"))
        self.test_requested.emit(self._line.text().strip())


class _KeyLine(QLineEdit):
    """A line that consumes Enter, so that the key does not close the dialog."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
