"""The page of the shortcuts: keys for each, and at once what is wrong with them."""

from collections import defaultdict

from typing_extensions import override

from captions.settings import Settings
from captions.ui.dialog import keys
from captions.ui.dialog.keys import Keys
from captions.ui.dialog.notes import Note, Tone
from captions.ui.dialog.offers import Offers
from captions.ui.dialog.page import Page, Words
from captions.ui.dialog.tree import value_at


class ShortcutsPage(Page):
    """Keys that work in any program."""

    def __init__(self) -> None:
        super().__init__()
        self._trouble = Note()
        self._system = Note()
        self._words = self._all_words()
        self.add_heading(self.tr("Keys that work in any program"))
        for path, words in self._words.items():
            editor = Keys()
            editor.refused.connect(self._refuse)
            self.add(path, editor, words)
        for note in (self._trouble, self._system):
            self.top.addWidget(note)
            note.setContentsMargins(20, 10, 20, 0)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._trouble.say(" ".join(self._clashes(settings)), Tone.BAD)

    @override
    def show_offers(self, offers: Offers) -> None:
        self._system.say(" ".join(offers.shortcut_problems), Tone.BAD)

    def _all_words(self) -> dict[str, Words]:
        return {
            "shortcuts.pause": Words(
                self.tr("&Pause or resume"), self.tr("Stops listening, or goes on.")
            ),
            "shortcuts.commit": Words(
                self.tr("Commit &now"), self.tr("Makes final what was said so far.")
            ),
            "shortcuts.clear": Words(
                self.tr("Cl&ear captions"), self.tr("Takes the captions off the screen.")
            ),
            "shortcuts.show": Words(
                self.tr("&Show or hide captions"),
                self.tr("Takes the whole overlay away, or brings it back."),
            ),
            "shortcuts.lock": Words(
                self.tr("&Lock or unlock captions"),
                self.tr("Lets clicks through, or lets you drag."),
            ),
            "shortcuts.larger": Words(
                self.tr("Lar&ger letters"), self.tr("Makes the letters larger.")
            ),
            "shortcuts.smaller": Words(
                self.tr("S&maller letters"), self.tr("Makes the letters smaller.")
            ),
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
        self._trouble.say(sentence, Tone.BAD)
