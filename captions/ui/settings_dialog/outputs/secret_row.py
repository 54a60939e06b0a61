"""The row for an output's secret: enter, save or delete it."""

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout
from typing_extensions import override

from captions.credentials import KeyPlace
from captions.ui.settings_dialog.widgets.stored_secret import StoredSecretRow


class SecretRow(StoredSecretRow):
    """A password field with buttons to save and delete."""

    def __init__(self, label: str) -> None:
        """``label`` names the secret."""
        super().__init__(self.tr("Save"), self.tr("Delete"))
        self._lay_out(label)
        self.show_state(self.state)

    @override
    def describe_place(self, place: KeyPlace) -> str:
        match place:
            case KeyPlace.NOWHERE:
                return self.tr("Nothing is saved yet.")
            case KeyPlace.KEYRING:
                return self.tr("Saved in the system keyring.")
            case KeyPlace.ENVIRONMENT:
                return self.tr("Set by an environment variable.")
            case KeyPlace.NO_KEYRING:
                return self.tr("This system has no keyring to save it in.")

    def _lay_out(self, name: str) -> None:
        self.line.setAccessibleName(name)
        self.line.setAccessibleDescription(
            self.tr("It is saved in the system keyring, and never shown.")
        )
        self.save_button.setAccessibleDescription(self.tr("Saves it in the system keyring."))
        self.delete_button.setAccessibleDescription(self.tr("Deletes it from the system keyring."))
        beside = QHBoxLayout()
        beside.addWidget(self.line, 1)
        beside.addWidget(self.save_button)
        beside.addWidget(self.delete_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(beside)
        column.addWidget(self.place_note)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setFocusProxy(self.line)
