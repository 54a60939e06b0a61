"""The first question of the welcome dialog: what should be captioned."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.welcome.step import WelcomeStep
from captions.ui.widgets.meters.lane_meters import LaneMeters
from captions.ui.widgets.notes import NoteLabel
from captions.wording.status import LaneDevice


class SourceStep(WelcomeStep):
    """Asks for the source, and shows whether it delivers sound."""

    chosen = Signal(str)
    """The user chose a source; carries the value of the setting."""

    def __init__(self, source: str) -> None:
        """Create the page; ``source`` is the current choice."""
        super().__init__()
        self._meters = LaneMeters(self.tr("Level"))
        self._status = NoteLabel()
        cards = ChoiceCards(self._choices(), source)
        cards.chosen.connect(self.chosen)
        self.add_question(self.tr("What should be captioned?"), cards)
        hint = NoteLabel(self.tr("The level moves when sound arrives:"))
        self.add_hints(hint, self._meters, self._status)

    def show_devices(self, devices: Sequence[LaneDevice]) -> None:
        """Show a meter for each of these devices."""
        self._meters.show_devices(devices)

    def set_level(self, lane: str, peak: float, rms: float) -> None:
        """Show a peak and a level on the meter of a lane, in dBFS."""
        self._meters.set_level(lane, peak, rms)

    def show_status(self, line: str) -> None:
        """Show a status line below the meters; an empty one takes no room."""
        self._status.show_text(line)
        self._status.setVisible(bool(line))

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
