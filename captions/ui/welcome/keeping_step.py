"""The third question of the welcome dialog: whether transcripts are kept."""

from PySide6.QtCore import Signal

from captions.settings.schema import HistorySettings
from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.welcome.step import WelcomeStep
from captions.ui.widgets.notes import NoteLabel


class KeepingStep(WelcomeStep):
    """Asks how long transcripts are kept."""

    chosen = Signal(str)
    """The user chose how long; carries the value of the setting."""

    def __init__(self, history: HistorySettings) -> None:
        """Create the page; ``history`` has the current choice and the number of days."""
        super().__init__()
        cards = ChoiceCards(self._choices(history.keep_days), history.keep)
        cards.chosen.connect(self.chosen)
        self.add_question(self.tr("Keep transcripts?"), cards)
        self.add_hints(
            NoteLabel(
                self.tr(
                    "Transcripts stay on this computer. You can read, search, export and delete "
                    "them at any time."
                )
            )
        )

    def _choices(self, days: int) -> tuple[CardChoice, ...]:
        return (
            CardChoice(
                "session",
                self.tr("No"),
                self.tr("You can look back until you quit Captions; then they are deleted."),
            ),
            CardChoice(
                "days",
                self.tr("For {0} days").format(days),
                self.tr("Older transcripts are deleted automatically."),
            ),
            CardChoice(
                "always",
                self.tr("Yes"),
                self.tr("Transcripts are kept until you delete them."),
            ),
        )
