"""The Recognition page: server, model, API key, language, vocabulary and commits."""

from PySide6.QtCore import Signal
from typing_extensions import override

from captions.protocol.addresses import is_exposed
from captions.protocol.options import CLOUD_URL, CommitStrategy, PartialStability
from captions.settings.schema import Settings
from captions.ui.hotkeys.key_sequences import native_text, parse_keys
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage, SettingTexts
from captions.ui.settings_dialog.widgets.api_key import KeyRow
from captions.ui.settings_dialog.widgets.choice_or_text import ChoiceOrText
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    TextEditor,
)
from captions.ui.settings_dialog.widgets.line_lists import TermListEditor
from captions.ui.settings_dialog.widgets.model_editor import ModelEditor
from captions.ui.settings_dialog.widgets.unencrypted_key import PlainKeySwitch
from captions.ui.text.language_names import sort_languages
from captions.ui.widgets.notes import NoteLabel

_KEY = "key"
"""Name of the API key's row."""
_VAD = ("silence_seconds", "vad_threshold", "min_speech_ms", "min_silence_ms")
"""Settings of voice activity detection; hidden while the user commits manually."""


class RecognitionPage(SettingsPage):
    """Edits where and how speech is recognised."""

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
        self._data = DialogData()
        self._model = ModelEditor()
        self._language = ChoiceEditor()
        self._key = KeyRow()
        self._plain_key = PlainKeySwitch()
        self._commit_note = NoteLabel()
        self._add_server()
        self._add_vocabulary()
        self._add_commits()

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        self._key.set_result(sentence, ok=ok)

    def save_key(self) -> None:
        """Save a key that was typed in but not yet saved."""
        self._key.save()

    @override
    def show_settings(self, settings: Settings) -> None:
        self._offer_languages()
        self._model.show_language(settings.recognition.language)
        self._plain_key.set_server(settings.recognition.server)
        super().show_settings(settings)
        server = settings.recognition.server
        self._model.control.setVisible(not server)
        for name in ("recognition.model_id", "recognition.language"):
            self.show_row(name, shown=bool(server))
        self.show_row(_KEY, shown=bool(server))
        self.show_row("recognition.plain_key_server", shown=is_exposed(server))
        self.show_row("recognition.stability", shown=server != CLOUD_URL)
        manual = settings.recognition.is_manual
        for name in _VAD:
            self.show_row(f"recognition.{name}", shown=not manual)
        self._commit_note.show_text(self._commit_hint(settings.shortcuts.commit) if manual else "")

    @override
    def show_data(self, data: DialogData) -> None:
        self._data = data
        self._model.show_models(data.models)
        self._offer_languages()
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
                self.tr("“On this computer” keeps your audio private; other servers receive it."),
            ),
        )
        self._add_model()
        self._add_key()

    def _add_model(self) -> None:
        self._model.requested.connect(self.models_requested)
        self._model.language_edited.connect(self._language.edited)
        self._register_editor(
            "recognition.model", self._model, SettingTexts(self.tr("Recognisers"))
        )
        self.add_card(self._model.control)
        self.add_setting(
            "recognition.model_id",
            TextEditor(),
            SettingTexts(self.tr("&Model"), self.tr("Name of the model on the server.")),
        )

    def _add_key(self) -> None:
        self.add_setting(
            "recognition.plain_key_server",
            self._plain_key,
            SettingTexts(
                self.tr("&Unencrypted key"),
                self.tr("Other people on the network could read your key."),
            ),
        )
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

    def _add_vocabulary(self) -> None:
        self.add_heading(self.tr("Language and vocabulary"))
        self.add_setting(
            "recognition.language",
            self._language,
            SettingTexts(self.tr("&Language"), self.tr("The language that people speak.")),
        )
        self.add_setting(
            "recognition.keyterms",
            TermListEditor("recognition.keyterms"),
            SettingTexts(
                self.tr("&Names and rare words"),
                self.tr("Enter one per line; your captions prefer these spellings."),
            ),
        )
        self._add_stability()

    def _add_stability(self) -> None:
        stabilities = [
            ChoiceOption(
                PartialStability.FAST.value, self.tr("Fast: words appear at once, but change often")
            ),
            ChoiceOption(PartialStability.BALANCED.value, self.tr("Balanced")),
            ChoiceOption(
                PartialStability.STEADY.value,
                self.tr("Steady: words appear later, but rarely change"),
            ),
        ]
        self.add_setting(
            "recognition.stability",
            ChoiceEditor(stabilities),
            SettingTexts(
                self.tr("Sta&bility"),
                self.tr("Determines how soon you see words that may still change."),
            ),
        )

    def _add_commits(self) -> None:
        self.add_heading(self.tr("Committing"))
        strategies = [
            ChoiceOption(CommitStrategy.VAD.value, self.tr("Automatic, after a pause")),
            ChoiceOption(CommitStrategy.MANUAL.value, self.tr("Manual, on your command")),
        ]
        self.add_setting(
            "recognition.commit_strategy",
            ChoiceEditor(strategies),
            SettingTexts(
                self.tr("Commit mod&e"),
                self.tr("Committed words no longer change; the others have a different colour."),
            ),
        )
        self.add_widget("hint", self._commit_note, SettingTexts(""))
        self._add_thresholds()

    def _add_thresholds(self) -> None:
        rows = {
            "silence_seconds": (
                NumberUnit(self.tr(" s"), step=0.1, decimals=1),
                SettingTexts(
                    self.tr("Silence be&fore commit"),
                    self.tr("Captions are committed after this much silence."),
                ),
            ),
            "vad_threshold": (
                NumberUnit(step=0.05, decimals=2),
                SettingTexts(
                    self.tr("Speec&h threshold"),
                    self.tr("Raise this in a noisy room so that noise is not taken for speech."),
                ),
            ),
            "min_speech_ms": (
                NumberUnit(self.tr(" ms"), step=50),
                SettingTexts(
                    self.tr("Minimum s&peech"),
                    self.tr("Shorter sounds, such as clicks, are ignored."),
                ),
            ),
            "min_silence_ms": (
                NumberUnit(self.tr(" ms"), step=50),
                SettingTexts(
                    self.tr("Minimum s&ilence"),
                    self.tr("Shorter gaps between words count as speech."),
                ),
            ),
        }
        for name, (unit, words) in rows.items():
            path = f"recognition.{name}"
            self.add_setting(path, NumberEditor(path, unit), words)

    def _offer_languages(self) -> None:
        detect = ChoiceOption("", self.tr("Detect automatically"))
        named = sort_languages(self._data.languages)
        self._language.set_options([detect, *(ChoiceOption(code, name) for code, name in named)])

    def _commit_hint(self, shortcut: str) -> str:
        if not shortcut:
            return self.tr("Assign a shortcut on the Shortcuts page, or use the menu to commit.")
        shown = native_text(parse_keys(shortcut))
        return self.tr("Press {0} or use the menu to commit.").format(shown)
