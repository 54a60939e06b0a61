"""What rows for secrets share: a saved one is never shown, and Enter saves a typed one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from typing_extensions import override

from captions.credentials import KeyPlace, KeyState
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.wording.language import rendered


class StoredSecretRow(QWidget):
    """A password field with buttons to save and delete; the layout is that of the subclass."""

    entered = Signal(str)
    """The user wants to save this secret."""
    deleted = Signal()
    """The user wants to delete the saved secret."""

    def __init__(self, save_title: str, delete_title: str) -> None:
        """The titles are those of the buttons."""
        super().__init__()
        self.line = _SecretLine()
        """Field for the secret."""
        self.save_button = QPushButton(save_title)
        self.delete_button = QPushButton(delete_title)
        self.place_note = NoteLabel()
        """Says where the secret is stored."""
        self.state = KeyState()
        """Where the secret is stored."""
        self._entered = ""
        """The secret that was to be saved last."""
        self.line.textChanged.connect(self.update_buttons)
        self.line.returnPressed.connect(self.save)
        self.save_button.clicked.connect(self.save)
        self.delete_button.clicked.connect(self.deleted)
        for button in (self.save_button, self.delete_button):
            button.setAutoDefault(False)

    def show_state(self, state: KeyState) -> None:
        """Show where the secret is stored."""
        self.state = state
        tone = NoteTone.BAD if state.place is KeyPlace.NO_KEYRING else NoteTone.QUIET
        sentences = [self.describe_place(state.place), rendered(state.problem)]
        if state.problem is not None and state.place is KeyPlace.NO_KEYRING:
            del sentences[0]  # The problem says why nothing can be saved, and what to do.
        self.place_note.show_text(" ".join(filter(None, sentences)), tone)
        self.update_buttons()

    def save(self) -> None:
        """Emit `entered` with what is typed, if it can be saved.

        It stays in the field until `clear_saved`, so that the user can correct what was refused.
        """
        typed = self.typed_secret
        if typed and self.save_button.isEnabled():
            self._entered = typed
            self.entered.emit(typed)

    def clear_saved(self) -> None:
        """Empty the field after the secret has been saved, unless another one is being typed."""
        if self.typed_secret == self._entered:
            self.line.clear()
        self._entered = ""

    @property
    def typed_secret(self) -> str:
        """What is typed, without spaces around it."""
        return self.line.text().strip()

    def describe_place(self, place: KeyPlace) -> str:
        """Return a sentence that says where the secret is stored."""
        raise NotImplementedError

    def update_buttons(self) -> None:
        """Enable the buttons that can be used."""
        place = self.state.place
        self.line.setEnabled(place is not KeyPlace.ENVIRONMENT)
        can_save = place in (KeyPlace.NOWHERE, KeyPlace.KEYRING)
        self.save_button.setEnabled(can_save and bool(self.typed_secret))
        self.delete_button.setEnabled(place is KeyPlace.KEYRING)


class _SecretLine(QLineEdit):
    """A line that shows dots and consumes Enter, which would close the dialog."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
