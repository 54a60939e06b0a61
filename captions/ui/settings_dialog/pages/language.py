"""The Language and model page: where speech is recognised, the spoken language and the model."""

from dataclasses import replace

from PySide6.QtCore import Signal
from typing_extensions import override

from captions.protocol.languages import find_locale_language
from captions.protocol.options import CLOUD_URL, TRANSLATION_LANGUAGE
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource
from captions.ui.models.model_view import ModelsView
from captions.ui.models.translation_note import TranslationAdvice, TranslationNote, find_advice
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.api_key import KeyRow
from captions.ui.settings_dialog.widgets.choice_or_text import ChoiceOrText
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    language_options,
)
from captions.ui.settings_dialog.widgets.model_editor import ModelEditor
from captions.ui.text.language_names import native_name
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingTexts

_KEY = "key"
"""Name of the API key's row."""
_ENGLISH = ("", TRANSLATION_LANGUAGE)
"""Languages of the others with which everybody speaks English if the user does."""


class LanguagePage(SettingsPage):
    """Edits which language is recognised, where and by which model."""

    key_entered = Signal(str)
    """The user wants to save this API key."""
    key_forgotten = Signal()
    """The user wants to delete the saved API key."""
    key_test_requested = Signal(str)
    """The user wants to test this API key; an empty string stands for the saved key."""
    models_requested = Signal(object)
    """The user asks for something in the list of models; carries a `ModelRequest`."""

    def __init__(self) -> None:
        super().__init__()
        self._language = ChoiceEditor()
        """Spoken language of a server; the list of recognisers has its own."""
        self._key = KeyRow()
        self._model = ModelEditor()
        self._settings = Settings()
        self._models = ModelsView()
        self._translation_note = TranslationNote()
        self._others = ChoiceEditor()
        """Language of the computer's audio."""
        self._others_note = NoteLabel()
        """Why that language has no effect."""
        self._languages: tuple[str, ...] = ()
        """Languages of servers."""
        self._add_server()
        self._add_models()
        self._add_others()
        self._add_translation()

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        self._key.set_result(sentence, ok=ok)

    def show_key_saved(self) -> None:
        """Empty the field of the key, which has been saved."""
        self._key.clear_saved()

    def save_key(self) -> None:
        """Save a key that was typed in but not yet saved."""
        self._key.save()

    @override
    def show_settings(self, settings: Settings) -> None:
        self._model.show_language(settings.recognition.language)
        super().show_settings(settings)
        self._settings = settings
        self._update_others()
        self._update_translation()
        is_remote = bool(settings.recognition.server)
        self.show_row(_KEY, shown=is_remote, depends_on="recognition.server")
        self.show_card(self._model.control, shown=not is_remote, depends_on="recognition.server")
        self.show_row("recognition.language", shown=is_remote, depends_on="recognition.server")

    @override
    def show_data(self, data: DialogData) -> None:
        self._model.show_models(data.models)
        self._models, self._languages = data.models, tuple(data.languages)
        self._update_others()
        self._update_translation()
        detect = ChoiceOption("", self.tr("Detect automatically"))
        self._language.set_options([detect, *language_options(data.languages)])
        self._key.show_state(data.key)

    def _add_server(self) -> None:
        self.add_heading(self.tr("Speech recognition"))
        places = [
            ChoiceOption("", self.tr("On this computer")),
            ChoiceOption(CLOUD_URL, self.tr("ElevenLabs (cloud)")),
        ]
        self.add_setting(
            "recognition.server",
            ChoiceOrText(places, ChoiceOption("ws://127.0.0.1:8765", self.tr("Other server"))),
            SettingTexts(
                self.tr("&Server"),
                self.tr("“On this computer” keeps your audio private; a server receives it."),
            ),
        )
        self.add_setting(
            "recognition.language",
            self._language,
            SettingTexts(self.tr("Spoken &language"), self.tr("The language that people speak.")),
        )
        self._add_key()

    def _add_models(self) -> None:
        self._model.requested.connect(self.models_requested)
        self._model.picker.card_added.connect(self.watch_controls)
        self._model.language_edited.connect(self._language.edited)
        self._model.picker.languages.activated.connect(self._update_translation)
        self.add_editor_card(
            "recognition.model",
            self._model,
            SettingTexts(
                self.tr("Model"),
                self.tr("Larger models make fewer mistakes but need a faster computer."),
            ),
        )

    def _add_others(self) -> None:
        self.add_heading(self.tr("Calls"))
        self.add_setting(
            "recognition.computer_language",
            self._others,
            SettingTexts(
                self.tr("Language of the &others"),
                self.tr("The language of the computer's audio, if you speak another."),
            ),
        )
        self.add_widget("others note", self._others_note, SettingTexts(""))

    def _update_others(self) -> None:
        """Offer the languages of the recogniser in use, if both sources are captioned."""
        recognition = self._settings.recognition
        chosen = recognition.computer_language
        used = [model for model in self._models.models if model.name == recognition.model]
        known = used[0].languages if used else ()
        if recognition.server:
            known = self._languages
        same = ChoiceOption("", self.tr("The same as yours"))
        offered = {*known, chosen} - {""}
        self._others.set_options([same, *language_options(offered)])
        is_call = self._settings.sound.source == CapturedSource.BOTH
        is_lacking = bool(used and chosen and find_locale_language(chosen) not in known)
        name = "recognition.computer_language"
        self.show_row(name, shown=is_call and len(offered) > 1)
        self.show_row("others note", shown=is_call and is_lacking, depends_on=name)
        if is_lacking:
            text = self.tr("{0} does not know {1}: choose a recogniser for several languages.")
            text = text.format(used[0].title, native_name(chosen))
            self._others_note.show_text(text, NoteTone.ATTENTION)

    def _add_translation(self) -> None:
        self.add_heading(self.tr("Translation"))
        places = [
            ChoiceOption("off", self.tr("Off")),
            ChoiceOption("below", self.tr("Below the original")),
            ChoiceOption("instead", self.tr("Instead of the original")),
        ]
        self.add_setting(
            "captions.translation",
            ChoiceEditor(places),
            SettingTexts(
                self.tr("Tra&nslate into English"),
                self.tr(
                    "You see a machine translation of each sentence, marked EN, a moment after "
                    "it was spoken. It may contain errors."
                ),
            ),
        )
        self._translation_note.chosen.connect(
            lambda name: self._model.picker.model_chosen.emit(name, self._model.picker.language)
        )
        self._translation_note.requested.connect(
            lambda request: self.models_requested.emit(
                replace(request, language=self._model.picker.language)
            )
        )
        self.add_widget("translation note", self._translation_note, SettingTexts(""))

    def _update_translation(self) -> None:
        """Say why captions are not translated; a translation that is on can be turned off."""
        impossible = self._find_impossibility()
        advice = TranslationAdvice(impossible) if impossible else self._find_advice()
        is_on = self._settings.captions.translation != "off"
        self._translation_note.show_advice(advice, is_urgent=is_on)
        is_shown = bool(advice.sentence)
        self.show_row("translation note", shown=is_shown, depends_on="captions.translation")
        is_possible = not is_shown or advice.helper is not None
        self.editors["captions.translation"].control.setEnabled(is_on or is_possible)

    def _find_advice(self) -> TranslationAdvice:
        # The language of the list: no setting changes until a recogniser that knows it is chosen.
        language = self._model.picker.language
        return find_advice(self._models, self._settings.recognition.model, language)

    def _find_impossibility(self) -> str:
        """Return why no recogniser could translate; empty if one could."""
        if self._settings.recognition.server:
            return self.tr(
                "Captions can be translated only on this computer: choose it as the server."
            )
        # The language of the list: no setting changes until a recogniser that knows it is chosen.
        others = find_locale_language(self._settings.computer_language)
        if self._model.picker.language == TRANSLATION_LANGUAGE and others in _ENGLISH:
            return self.tr(
                "The spoken language is English: in the list above, choose the language to "
                "translate from."
            )
        return ""

    def _add_key(self) -> None:
        self._key.entered.connect(self.key_entered)
        self._key.deleted.connect(self.key_forgotten)
        self._key.test_requested.connect(self.key_test_requested)
        self.add_widget(
            _KEY,
            self._key,
            SettingTexts(
                self.tr("API &key"),
                self.tr("You get a key from the server's operator. It is never saved in a file."),
            ),
        )
