"""The Words page: replacements, profanity and alert words, with a field to try them out."""

from dataclasses import replace

from typing_extensions import override

from captions.settings.paths import DEFAULTS
from captions.settings.schema import Settings
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import ChoiceEditor, ChoiceOption
from captions.ui.settings_dialog.widgets.line_lists import TermListEditor
from captions.ui.settings_dialog.widgets.word_lists import (
    ReplacementListEditor,
    TryOutField,
    WordListEditor,
)
from captions.ui.widgets.setting_row import SettingTexts
from captions.words.compiled_rules import compile_rules

_REPLACEMENT_ROWS, _ALERT_ROWS = 4, 3


class WordsPage(SettingsPage):
    """Edits which words are changed before they are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._settings = DEFAULTS
        self._replacements = ReplacementListEditor(
            "words.replacements", _REPLACEMENT_ROWS, self.tr("open a eye => OpenAI\num =>")
        )
        self._alerts = WordListEditor("words.alerts", _ALERT_ROWS, self.tr("your name"))
        self._try_out = TryOutField(self.tr("Um, so open a eye is the name."))
        self._add_terms()
        self._add_changes()
        self._add_alerts()
        self._add_use()
        for editor in (self._replacements, self._alerts):
            editor.text.textChanged.connect(self._update_try_out)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        self._settings = settings
        self._try_out.show_appearance(settings.appearance)
        self._update_try_out()

    def _add_terms(self) -> None:
        self.add_setting(
            "recognition.keyterms",
            TermListEditor("recognition.keyterms"),
            SettingTexts(
                self.tr("&Names and rare words"),
                self.tr("Enter one per line; your captions prefer these spellings."),
            ),
        )

    def _add_changes(self) -> None:
        self.add_setting(
            "words.replacements",
            self._replacements,
            SettingTexts(
                self.tr("Re&placements"),
                self.tr(
                    "One per line: the words that are recognised, then => and the words to show. "
                    "With nothing after =>, the words are left out."
                ),
            ),
        )
        options = [
            ChoiceOption("off", self.tr("Show")),
            ChoiceOption("masked", self.tr("Mask: f***")),
            ChoiceOption("removed", self.tr("Leave out")),
        ]
        self.add_setting(
            "words.profanity",
            ChoiceEditor(options),
            SettingTexts(
                self.tr("Pro&fanity"),
                self.tr(
                    "Swear words and slurs of the spoken language: English, French, German or "
                    "Spanish."
                ),
            ),
        )

    def _add_alerts(self) -> None:
        self.add_setting(
            "words.alerts",
            self._alerts,
            SettingTexts(
                self.tr("Alert &words"),
                self.tr(
                    "One per line. These words stand out in captions, and you get a notification "
                    "when one is said."
                ),
            ),
        )

    def _add_use(self) -> None:
        options = [
            ChoiceOption("all", self.tr("All word rules")),
            ChoiceOption("replacements", self.tr("Replacements only")),
            ChoiceOption("none", self.tr("No word rules")),
        ]
        self.add_setting(
            "words.overlay",
            ChoiceEditor(options),
            SettingTexts(
                self.tr("&Use in captions"),
                self.tr(
                    "Transcripts show the same words, and keep those that were recognised as well."
                ),
            ),
        )
        self.add_widget(
            "try-out",
            self._try_out,
            SettingTexts(
                self.tr("&Try it out"),
                self.tr("Type any sentence to see how your captions would show it."),
            ),
        )

    def _update_try_out(self) -> None:
        words = replace(
            self._settings.words,
            replacements=self._replacements.valid_lines,
            alerts=self._alerts.valid_lines,
        )
        settings = replace(self._settings, words=words)
        self._try_out.set_rules(compile_rules(words.overlay, settings))
