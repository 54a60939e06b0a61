"""The row for an output's secret: enter, save or delete it; a saved secret is never displayed."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from captions.credentials import KeyPlace, KeyState
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.wording.language import rendered


class SecretRow(QWidget):
    """A password field with buttons to save and delete."""

    entered = Signal(str)
    """The user wants to save this secret."""
    deleted = Signal()
    """The user wants to delete the saved secret."""

    def __init__(self, label: str) -> None:
        """``label`` names the secret."""
        super().__init__()
        self._state = KeyState()
        self._line = _SecretLine()
        self._save = QPushButton(self.tr("Save"))
        self._delete = QPushButton(self.tr("Delete"))
        self._place = NoteLabel()
        self._lay_out(label)
        self._line.textChanged.connect(self._update_buttons)
        self._line.returnPressed.connect(self.save)
        self._save.clicked.connect(self.save)
        self._delete.clicked.connect(self.deleted)
        self.show_state(self._state)

    def show_state(self, state: KeyState) -> None:
        """Show where the secret is stored."""
        self._state = state
        tone = NoteTone.BAD if state.place is KeyPlace.NO_KEYRING else NoteTone.QUIET
        self._place.show_text(
            " ".join(filter(None, (self._describe_place(), rendered(state.problem)))), tone
        )
        self._update_buttons()

    def save(self) -> None:
        """Emit `entered` with what is typed, if it can be saved."""
        typed = self._line.text().strip()
        if typed and self._save.isEnabled():
            self._line.clear()
            self.entered.emit(typed)

    def _lay_out(self, name: str) -> None:
        self._line.setEchoMode(QLineEdit.EchoMode.Password)
        self._line.setAccessibleName(name)
        self._line.setAccessibleDescription(
            self.tr("It is saved in the system keyring, and never shown.")
        )
        self._save.setAccessibleDescription(self.tr("Saves it in the system keyring."))
        self._delete.setAccessibleDescription(self.tr("Deletes it from the system keyring."))
        beside = QHBoxLayout()
        beside.addWidget(QLabel(name))
        beside.addWidget(self._line, 1)
        for button in (self._save, self._delete):
            button.setAutoDefault(False)
            beside.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        column.addWidget(self._place)

    def _describe_place(self) -> str:
        match self._state.place:
            case KeyPlace.NOWHERE:
                return self.tr("Nothing is saved yet.")
            case KeyPlace.KEYRING:
                return self.tr("Saved in the system keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("Set by an environment variable.")
            case KeyPlace.NO_KEYRING:
                return self.tr("It cannot be saved on this system.")

    def _update_buttons(self) -> None:
        place = self._state.place
        self._line.setEnabled(place is not KeyPlace.ENVIRONMENT)
        can_save = place in (KeyPlace.NOWHERE, KeyPlace.KEYRING)
        self._save.setEnabled(can_save and bool(self._line.text().strip()))
        self._delete.setEnabled(place is KeyPlace.KEYRING)


class _SecretLine(QLineEdit):
    """A line that consumes Enter, so that it does not close the dialog."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
