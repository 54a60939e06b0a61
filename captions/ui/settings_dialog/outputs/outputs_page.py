"""The Outputs page: a card for each place that captions are sent to."""

from PySide6.QtCore import Signal
from typing_extensions import override

from captions.settings.schema import Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.output_view import OUTPUT_KINDS
from captions.ui.settings_dialog.outputs.output_card import OutputCard
from captions.ui.settings_dialog.pages.page import SettingsPage


class OutputsPage(SettingsPage):
    """Edits where captions go besides the overlay."""

    requested = Signal(object)
    """The user asks for an action; carries an `OutputRequest`."""

    def __init__(self) -> None:
        super().__init__()
        self._cards = {kind: OutputCard(kind) for kind in OUTPUT_KINDS}
        self._is_first = True
        """True until settings have been shown."""
        for card in self._cards.values():
            card.requested.connect(self.requested)
            self.editors[f"outputs.{card.kind}.enabled"] = card.switch
            self.editors.update(card.options)
            self.add_card(card)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        if self._is_first:
            self._is_first = False
            for kind, card in self._cards.items():
                card.expand(expanded=getattr(settings.outputs, kind).enabled)

    @override
    def show_data(self, data: DialogData) -> None:
        for view in data.outputs:
            self._cards[view.kind].show_view(view)

    def save_secrets(self) -> None:
        """Ask to save the secrets that are typed, because the dialog is closed with OK."""
        for card in self._cards.values():
            card.save_secrets()

    def show_secret_saved(self, kind: str, index: int) -> None:
        """Empty the field of a secret of an output that has been saved."""
        self._cards[kind].show_secret_saved(index)

    def show_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        """Show the result of an action on the card of an output."""
        self._cards[kind].show_result(sentence, ok=ok)
