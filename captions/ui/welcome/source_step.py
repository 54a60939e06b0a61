"""The first question of the welcome dialog: what should be captioned."""

from PySide6.QtCore import Signal

from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.welcome.step import WelcomeStep
from captions.ui.widgets.level_meter import LevelMeter
from captions.ui.widgets.notes import NoteLabel


class SourceStep(WelcomeStep):
    """Asks for the source, and shows whether it delivers sound."""

    chosen = Signal(str)
    """The user chose a source; carries the value of the setting."""

    def __init__(self, source: str) -> None:
        """Create the page; ``source`` is the current choice."""
        super().__init__()
        self._meter = LevelMeter()
        self._meter.setAccessibleName(self.tr("Level"))
        self._status = NoteLabel()
        cards = ChoiceCards(self._choices(), source)
        cards.chosen.connect(self.chosen)
        self.add_question(self.tr("What should be captioned?"), cards)
        hint = NoteLabel(self.tr("The level moves when sound arrives:"))
        self.add_hints(hint, self._meter, self._status)

    def set_level(self, peak: float, rms: float) -> None:
        """Show a peak and a level on the meter, in dBFS."""
        self._meter.set_level(peak, rms)

    def show_status(self, line: str) -> None:
        """Show a status line below the meter."""
        self._status.show_text(line)

    def _choices(self) -> tuple[CardChoice, ...]:
        return (
            CardChoice(
                "mic",
                self.tr("Microphone"),
                self.tr("People speaking near this computer."),
            ),
            CardChoice(
                "system",
                self.tr("Computer audio"),
                self.tr("Videos, calls and games: everything you hear from the speakers."),
            ),
            CardChoice(
                "mic+system",
                self.tr("Both"),
                self.tr("Both sides of a call, with the speaker's name on each row."),
            ),
        )
