"""The common part of the welcome dialog's pages: a question, cards to answer it, and hints."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QVBoxLayout, QWidget

from captions.ui.theme.metrics import GRID
from captions.ui.welcome.choice_cards import ChoiceCards
from captions.ui.widgets.form_rows import add_form_row

_HINT_MARGIN = GRID
"""Space above the hints, in logical pixels."""


class WelcomeStep(QWidget):
    """A page with one question."""

    revealed = Signal(QWidget)
    """A part of the page appeared that the user has to see; carries it."""
    preferred_height: int | None = None
    """Height in logical pixels above which the page scrolls even where there is room; `None` for
    that of its content."""

    def __init__(self) -> None:
        super().__init__()
        self.question = ""
        """Title of the page."""
        self._cards: ChoiceCards | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def focus_choice(self) -> None:
        """Move the keyboard focus to the chosen card, or to the first."""
        if self._cards is not None:
            self._cards.focus_choice()

    def add_question(self, question: str, cards: ChoiceCards) -> None:
        """Set the title, and add the cards at the top."""
        self.question = question
        self._cards = cards
        cards.setAccessibleName(question)
        self.add_row(cards)

    def add_row(self, row: QWidget) -> None:
        """Add a widget below those added so far."""
        self._column.addWidget(row)

    def add_hints(self, *widgets: QWidget) -> None:
        """Add widgets at the bottom, with some space above."""
        self.add_row(make_column(*widgets))
        self._column.addStretch(1)


def make_column(*widgets: QWidget) -> QWidget:
    """Return a column of widgets, aligned to the top, with some space above."""
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, _HINT_MARGIN, 0, 0)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return whole


def make_labelled_row(words: str, widget: QWidget) -> QWidget:
    """Return a widget with a label before it."""
    whole = QWidget()
    form = QFormLayout(whole)
    form.setContentsMargins(0, 0, 0, 0)
    add_form_row(form, words, widget)
    return whole
