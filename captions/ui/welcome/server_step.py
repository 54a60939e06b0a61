"""The last question of the welcome dialog: where should speech be recognised."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from captions.protocol.options import CLOUD_URL
from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.welcome.step import WelcomeStep, make_column, make_labelled_row
from captions.ui.widgets.notes import NoteLabel


class ServerStep(WelcomeStep):
    """Asks for the speech server, and for a key if that is the cloud."""

    edited = Signal()
    """The user chose a server or edited the key."""

    def __init__(self, server: str, *, has_key: bool) -> None:
        """Create the page.

        Args:
            server: address of the current server; empty for this computer.
            has_key: True if there is already a key for the cloud.
        """
        super().__init__()
        self.server = server
        """Address of the chosen server; empty for this computer."""
        self._has_key = has_key
        self._key = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self._key.textChanged.connect(self.edited)
        self._key_row = self._make_key_row()
        self._key_row.setVisible(bool(server))
        cards = ChoiceCards(self._choices(), server)
        cards.chosen.connect(self._choose_server)
        self.add_question(self.tr("Where should speech be recognised?"), cards)
        self.add_row(self._key_row)
        self.add_hints(NoteLabel(self.tr("You can change all of this later in the settings.")))

    @property
    def typed_key(self) -> str:
        """Key that the user has entered for the chosen server; empty if none."""
        return self._key.text().strip() if self.server else ""

    @property
    def is_complete(self) -> bool:
        """False if the user chose the cloud and there is no key for it."""
        return not self.server or self._has_key or bool(self.typed_key)

    def _choices(self) -> tuple[CardChoice, ...]:
        return (
            CardChoice(
                "",
                self.tr("This computer"),
                self.tr(
                    "Your audio never leaves this computer. You need no account, no key and "
                    "no internet connection."
                ),
            ),
            CardChoice(
                CLOUD_URL,
                self.tr("ElevenLabs (cloud)"),
                self.tr(
                    "All audio is sent to ElevenLabs over the internet while captions run. "
                    "You need an account and an API key, and may have to pay."
                ),
            ),
        )

    def _make_key_row(self) -> QWidget:
        if self._has_key:
            note = self.tr("You already have a key; leave this empty to keep it.")
        else:
            note = self.tr(
                "You need a key to continue. It is saved in the system keyring, never in a file."
            )
        self._key.setAccessibleDescription(note)
        return make_column(make_labelled_row(self.tr("API &key:"), self._key), NoteLabel(note))

    def _choose_server(self, server: str) -> None:
        self.server = server
        self._key_row.setVisible(bool(server))
        self.edited.emit()
        if server:
            self.revealed.emit(self._key_row)
