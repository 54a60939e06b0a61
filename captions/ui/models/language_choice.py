"""The first row of the choice of a recogniser: the spoken language, and whether it is known."""

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker, Qt, Signal

from captions.ui.text.language_names import sort_languages
from captions.ui.widgets.controls.drop_down import make_drop_down
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import HeadedControl, SettingRow, SettingTexts


class LanguageChoice(HeadedControl):
    """A drop-down list of languages, and a note below it."""

    chosen = Signal(str)
    """The user chose a language; carries its ISO 639 code, empty if it is to be detected."""

    def __init__(self) -> None:
        super().__init__()
        self.languages = make_drop_down()
        """Drop-down list of the spoken language."""
        self._texts = SettingTexts(
            self.tr("Spoken &language"), self.tr("The language that people speak.")
        )
        self._note = NoteLabel()
        self.languages.activated.connect(lambda: self.chosen.emit(self.languages.currentData()))
        self.languages.setAccessibleName(self._texts.name)
        self.languages.setAccessibleDescription(self._texts.explanation)
        self.head.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignVCenter)
        self.column.addWidget(self._note)
        self.setFocusProxy(self.languages)

    def make_row(self, *, is_explained: bool = True) -> SettingRow:
        """Return a row that shows the list with its label.

        ``is_explained`` is False where a title above asks for the language.
        """
        texts = self._texts if is_explained else SettingTexts(self._texts.label)
        return SettingRow(texts, self, "language")

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
