"""The second question of the welcome dialog: where should captions appear."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QComboBox, QWidget

from captions.settings.schema import WindowSettings
from captions.ui.welcome.choice_cards import CardChoice, ChoiceCards
from captions.ui.welcome.monitor_picture import draw_monitor
from captions.ui.welcome.step import WelcomeStep, make_labelled_row
from captions.ui.widgets.notes import NoteLabel


class PositionStep(WelcomeStep):
    """Asks for the position, and for the monitor if there are several."""

    chosen = Signal(str)
    """The user chose a position; carries the value of the setting."""
    screen_chosen = Signal(str)
    """The user chose a monitor; carries its name, empty for the primary one."""

    def __init__(self, window: WindowSettings) -> None:
        """Create the page; ``window`` holds the current choices."""
        super().__init__()
        cards = ChoiceCards(self._choices(), window.position, QBoxLayout.Direction.LeftToRight)
        cards.chosen.connect(self.chosen)
        self.add_question(self.tr("Where should captions appear?"), cards)
        hint = NoteLabel(self.tr("You can also drag the captions anywhere and lock them there."))
        self.add_hints(*self._make_monitor_row(window.screen), hint)

    def _choices(self) -> tuple[CardChoice, ...]:
        return (
            CardChoice(
                "bottom",
                self.tr("At the bottom"),
                self.tr("The usual place for subtitles."),
                draw_monitor(at_bottom=True),
            ),
            CardChoice(
                "top",
                self.tr("At the top"),
                self.tr("Close to your camera and clear of film subtitles."),
                draw_monitor(at_bottom=False),
            ),
        )

    def _make_monitor_row(self, chosen: str) -> list[QWidget]:
        """Return a row to choose the monitor, or nothing if there is only one."""
        screens = QGuiApplication.screens()
        if len(screens) <= 1:
            return []
        box = QComboBox()
        box.addItem(self.tr("Primary monitor"), "")
        for screen in screens:
            box.addItem(
                f"{screen.name()}  {screen.manufacturer()} {screen.model()}".strip(), screen.name()
            )
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.activated.connect(lambda: self.screen_chosen.emit(box.currentData()))
        return [make_labelled_row(self.tr("&Monitor:"), box)]
