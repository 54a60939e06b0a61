"""The API key row: enter, save, test or delete a key."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout
from typing_extensions import override

from captions.credentials import KeyPlace
from captions.ui.settings_dialog.widgets.stored_secret import StoredSecretRow
from captions.ui.widgets.notes import NoteLabel, NoteTone


class KeyRow(StoredSecretRow):
    """A password field with buttons to save, test and delete the key."""

    test_requested = Signal(str)
    """The user wants to test this key; an empty string stands for the saved key."""

    def __init__(self) -> None:
        super().__init__(self.tr("Sa&ve"), self.tr("&Delete"))
        self._test = QPushButton(self.tr("&Test"))
        self._test.setAutoDefault(False)
        self._result = NoteLabel()
        self._lay_out()
        self.line.textChanged.connect(lambda: self._result.show_text(""))
        self._test.clicked.connect(self._request_test)
        self.show_state(self.state)

    def set_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        self._result.announce_text(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    @override
    def describe_place(self, place: KeyPlace) -> str:
        match place:
            case KeyPlace.NOWHERE:
                return self.tr("No key is saved. Your key will be saved in the system keyring.")
            case KeyPlace.KEYRING:
                return self.tr("Your key is saved in the system keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("Your key is set by an environment variable.")
            case KeyPlace.NO_KEYRING:
                return self.tr("A key cannot be saved on this system.")

    @override
    def update_buttons(self) -> None:
        super().update_buttons()
        has_key = self.state.place in (KeyPlace.KEYRING, KeyPlace.ENVIRONMENT)
        self._test.setEnabled(bool(self.typed_secret) or has_key)

    def _lay_out(self) -> None:
        self.line.setPlaceholderText(self.tr("Paste your key here"))
        buttons = {
            self.save_button: self.tr("Saves your key in the system keyring."),
            self._test: self.tr("Checks whether the server accepts your key."),
            self.delete_button: self.tr("Deletes your key from the system keyring."),
        }
        beside = QHBoxLayout()
        beside.addWidget(self.line, 1)
        for button, explanation in buttons.items():
            button.setAccessibleDescription(explanation)
            beside.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        column.addWidget(self.place_note)
        column.addWidget(self._result)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.line)

    def _request_test(self) -> None:
        self._result.show_text(self.tr("Checking the key…"))
        self.test_requested.emit(self.typed_secret)
