"""The Language and model page: spoken language, where speech is recognised, and the model."""

from PySide6.QtCore import QLocale, Signal
from typing_extensions import override

from captions.protocol.options import CLOUD_URL
from captions.settings.paths import rule_at
from captions.settings.schema import RecognitionSettings, Settings
from captions.ui.settings_dialog.dialog_data import DialogData, ModelChoice
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.setting_row import SettingTexts
from captions.ui.settings_dialog.widgets import languages
from captions.ui.settings_dialog.widgets.api_key import KeyRow
from captions.ui.settings_dialog.widgets.choice_or_text import ChoiceOrText
from captions.ui.settings_dialog.widgets.editors import ChoiceEditor, ChoiceOption

_KEY = "key"
"""Name of the API key's row."""


class LanguagePage(SettingsPage):
    """Edits which language is recognised, where and by which model."""

    key_entered = Signal(str)
    """The user wants to save this API key."""
    key_forgotten = Signal()
    """The user wants to delete the saved API key."""
    key_test_requested = Signal(str)
    """The user wants to test this API key; an empty string stands for the saved key."""

    def __init__(self) -> None:
        super().__init__()
        self._data = DialogData()
        self._recognition = RecognitionSettings()
        self._model = ChoiceEditor(missing=self.tr("{} (unknown)"), wide=True)
        self._language = ChoiceEditor()
        self._key = KeyRow()
        self._add_language()
        self._add_server()
        self._add_interface()

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        self._key.set_result(sentence, ok=ok)

    def save_key(self) -> None:
        """Save a key that was typed in but not yet saved."""
        self._key.save()

    @override
    def show_settings(self, settings: Settings) -> None:
        self._recognition = settings.recognition
        self._offer_languages()
        super().show_settings(settings)
        is_remote = bool(settings.recognition.server)
        for name, shown in (("recognition.model", not is_remote), (_KEY, is_remote)):
            self.show_row(name, shown=shown, depends_on="recognition.server")

    @override
    def show_data(self, data: DialogData) -> None:
        self._data = data
        self._model.set_options([self._model_option(model) for model in data.models])
        self._offer_languages()
        self._key.show_state(data.key)

    def _add_language(self) -> None:
        self.add_heading(self.tr("Speech"))
        self.add_setting(
            "recognition.language",
            self._language,
            SettingTexts(self.tr("Spoken &language"), self.tr("The language that people speak.")),
        )

    def _add_server(self) -> None:
        self.add_heading(self.tr("Recognition"))
        places = [
            ChoiceOption("", self.tr("On this computer")),
            ChoiceOption(CLOUD_URL, self.tr("ElevenLabs (cloud)")),
        ]
        self.add_setting(
            "recognition.server",
            ChoiceOrText(places, ChoiceOption("ws://127.0.0.1:8765", self.tr("Other server"))),
            SettingTexts(
                self.tr("&Server"),
                self.tr("“On this computer” keeps your audio private; other servers receive it."),
            ),
        )
        self.add_setting(
            "recognition.model",
            self._model,
            SettingTexts(
                self.tr("&Model"),
                self.tr("Larger models make fewer mistakes but need a faster computer."),
            ),
        )
        self._add_key()

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

    def _add_interface(self) -> None:
        self.add_heading(self.tr("Interface"))
        codes = [code for code in rule_at("interface.language").choices if code]
        choices = [ChoiceOption("", self.tr("System default")), *languages.language_options(codes)]
        self.add_setting(
            "interface.language",
            ChoiceEditor(choices),
            SettingTexts(
                self.tr("&Interface language"),
                self.tr("Language of menus, messages and this dialog, not of the captions."),
            ),
        )

    def _offer_languages(self) -> None:
        languages_by_model = {model.name: model.languages for model in self._data.models}
        if self._recognition.server:
            codes = self._data.languages
        else:
            codes = languages_by_model.get(self._recognition.model, ("en",))
        detect = ChoiceOption("", self.tr("Detect automatically"))
        self._language.set_options([detect, *languages.language_options(codes)])

    def _model_option(self, model: ModelChoice) -> ChoiceOption:
        size = QLocale().formattedDataSize(model.size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        if model.fetched:
            size = size if model.size else self.tr("included")
            title = self.tr("{0} ({1}, {2})").format(model.title, size, model.licence)
            return ChoiceOption(model.name, title)
        title = self.tr("{0} ({1}, {2}; not downloaded: captions models fetch {3})")
        return ChoiceOption(
            model.name, title.format(model.title, size, model.licence, model.name), usable=False
        )
