"""The first row of the choice of a recogniser: the spoken language, and whether it is known."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from captions.ui.text.language_names import sort_languages
from captions.ui.theme.metrics import CARD_PADDING, CONTROL_WIDTH, GRID, HALF_GRID
from captions.ui.widgets.notes import NoteLabel, NoteTone

_PADDING = GRID + HALF_GRID
"""Space above and below the contents of a row, in logical pixels."""
_LINE_GAP = 2
"""Space between the label and its explanation, in logical pixels."""


class LanguageRow(QWidget):
    """Shows a drop-down list of languages with a label, and a note below them."""

    chosen = Signal(str)
    """The user chose a language; carries its ISO 639 code, empty if it is to be detected."""

    def __init__(self, *, is_explained: bool = True) -> None:
        """``is_explained`` is False where a title above asks for the language."""
        super().__init__()
        self.languages = QComboBox()
        """Drop-down list of the spoken language."""
        self._explanation = self.tr("The language that people speak.")
        self._explanation_note = NoteLabel(self._explanation if is_explained else "")
        self._note = NoteLabel()
        self.languages.activated.connect(lambda: self.chosen.emit(self.languages.currentData()))
        self._lay_out()

    def offer_languages(self, codes: Iterable[str], current: str) -> None:
        """Offer languages besides their detection, and show one as chosen, by ISO 639 codes."""
        named = [(name, code) for code, name in sort_languages(codes)]
        items = [(self.tr("Several languages"), ""), *named]
        with QSignalBlocker(self.languages):
            if items != [
                (self.languages.itemText(index), self.languages.itemData(index))
                for index in range(self.languages.count())
            ]:
                self.languages.clear()
                for title, code in items:
                    self.languages.addItem(title, code)
            self.languages.setCurrentIndex(self.languages.findData(current))

    def show_note(self, text: str) -> None:
        """Show what the user should know about the choice; an empty text shows nothing."""
        self._note.show_text(text, NoteTone.ATTENTION)

    def _lay_out(self) -> None:
        self.languages.setAccessibleName(self.tr("Spoken language"))
        self.languages.setAccessibleDescription(self._explanation)
        # Not the width of the widest name: that would look for the fonts of all scripts.
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        self.languages.setSizeAdjustPolicy(policy)
        self.languages.setFixedWidth(CONTROL_WIDTH)
        label = QLabel(self.tr("Spoken &language"))
        label.setBuddy(self.languages)
        texts = QVBoxLayout()
        texts.setSpacing(_LINE_GAP)
        texts.addWidget(label)
        texts.addWidget(self._explanation_note)
        head = QHBoxLayout()
        head.setSpacing(CARD_PADDING)
        head.addLayout(texts, 1)
        head.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignVCenter)
        column = lay_out_row(self)
        column.addLayout(head)
        column.addWidget(self._note)


def lay_out_row(row: QWidget) -> QVBoxLayout:
    """Return the layout for the contents of a row of a card."""
    column = QVBoxLayout(row)
    column.setContentsMargins(CARD_PADDING, _PADDING, CARD_PADDING, _PADDING)
    column.setSpacing(GRID)
    return column
