"""The page of the shortcuts: keys for each, and at once what is wrong with them.

Where the desktop lends keys by itself, the page shows those, and leads to the desktop's settings.
"""

from collections import defaultdict

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from captions.paths import value_at
from captions.settings import Settings
from captions.ui.dialog import keys
from captions.ui.dialog.keys import Keys
from captions.ui.dialog.notes import Note, Tone
from captions.ui.dialog.offers import Offers
from captions.ui.dialog.page import Page, Words
from captions.ui.hotkeys import TITLES
from captions.wording.language import translated


class ShortcutsPage(Page):
    """Keys that work in any program."""

    keys_requested = Signal()
    """The desktop's own settings of the shortcuts should be shown."""

    def __init__(self) -> None:
        super().__init__()
        self._trouble = Note()
        self._system = Note()
        self._desktop = QWidget()
        """Leads to the desktop's settings, where it has some."""
        self._keys: dict[str, Keys] = {}
        """The editors, by the names of their shortcuts."""
        self._lent = Offers().lent
        """What the desktop lends by itself."""
        self._words = self._all_words()
        self.add_heading(self.tr("Keys that work in any program"))
        for path, words in self._words.items():
            editor = Keys()
            editor.refused.connect(self._refuse)
            self._keys[path.removeprefix("shortcuts.")] = editor
            self.add(path, editor, words)
        self._lay_out_top()

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        clashes = " ".join(self._clashes(settings) if self._lent is None else [])
        if clashes != self._trouble.text():
            self._trouble.answer(clashes, Tone.BAD)

    @override
    def show_offers(self, offers: Offers) -> None:
        self._lent = offers.lent
        self._desktop.setVisible(offers.lent is not None and offers.lent.configurable)
        for name, editor in self._keys.items():
            editor.show_lent(offers.lent.triggers.get(name, "") if offers.lent else None)
        if offers.lent is None:
            self._system.say(" ".join(offers.shortcut_problems), Tone.BAD)
        else:
            self._trouble.say("")
            self._system.say(
                self.tr("The desktop decides about these keys: they are changed in its settings.")
            )

    def _lay_out_top(self) -> None:
        for note in (self._trouble, self._system):
            self.top.addWidget(note)
            note.setContentsMargins(20, 10, 20, 0)
        beside = QHBoxLayout(self._desktop)
        beside.setContentsMargins(20, 8, 20, 8)
        button = QPushButton(self.tr("Change the keys in the &desktop's settings…"))
        button.clicked.connect(self.keys_requested)
        beside.addWidget(button)
        beside.addStretch(1)
        self.top.addWidget(self._desktop)
        self._desktop.hide()

    def _all_words(self) -> dict[str, Words]:
        explanations = {
            "pause": self.tr("Stops listening, or goes on."),
            "commit": self.tr("Makes final what was said so far."),
            "clear": self.tr("Takes the captions off the screen."),
            "show": self.tr("Takes the whole overlay away, or brings it back."),
            "lock": self.tr("Lets clicks through, or lets you drag."),
            "larger": self.tr("Makes the letters larger."),
            "smaller": self.tr("Makes the letters smaller."),
        }
        return {
            f"shortcuts.{name}": Words(translated(TITLES[name]), explanation)
            for name, explanation in explanations.items()
        }

    def _clashes(self, settings: Settings) -> list[str]:
        """Say which shortcuts have the same keys."""
        users: defaultdict[str, list[str]] = defaultdict(list)
        for path, words in self._words.items():
            sequence = keys.written(keys.read(value_at(settings, path)))
            if sequence:
                users[sequence].append(f"“{words.name}”")
        said = self.tr("{0} have the same keys, {1}: change one of them.")
        return [
            said.format(self.tr(" and ").join(names), keys.spoken(sequence))
            for sequence, names in users.items()
            if len(names) > 1
        ]

    def _refuse(self, sentence: str) -> None:
        self._trouble.answer(sentence, Tone.BAD)
