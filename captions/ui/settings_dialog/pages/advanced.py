"""The Advanced page: the interface language, speech detection and options of remote servers."""

from typing_extensions import override

from captions.protocol.addresses import is_exposed
from captions.settings.paths import rule_at
from captions.settings.schema import Settings
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    NumberEditor,
    NumberUnit,
    TextEditor,
    language_options,
)
from captions.ui.settings_dialog.widgets.unencrypted_key import PlainKeySwitch
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.setting_row import SettingTexts

_VAD = ("silence_seconds", "vad_threshold", "min_speech_ms", "min_silence_ms")
"""Settings of voice activity detection; they have no effect while the user commits manually."""


class AdvancedPage(SettingsPage):
    """Edits what most people leave as it is."""

    def __init__(self) -> None:
        super().__init__()
        self._plain_key = PlainKeySwitch()
        self._manual_note = NoteLabel()
        self._server_note = NoteLabel()
        self._add_interface()
        self._add_detection()
        self._add_server()

    @override
    def show_settings(self, settings: Settings) -> None:
        recognition = settings.recognition
        self._plain_key.set_server(recognition.server)
        super().show_settings(settings)
        for name in _VAD:
            editor = self.editors[f"recognition.{name}"]
            editor.control.setEnabled(not recognition.is_manual)
        self.editors["recognition.model_id"].control.setEnabled(bool(recognition.server))
        self._plain_key.control.setEnabled(is_exposed(recognition.server))
        self._explain_disabled(settings)

    def _explain_disabled(self, settings: Settings) -> None:
        """Say why controls cannot be used."""
        recognition = settings.recognition
        manual = self.tr("These settings apply when the commit mode is automatic.")
        self._manual_note.show_text(manual if recognition.is_manual else "")
        local = self.tr("These settings apply when speech is recognised on a server.")
        self._server_note.show_text("" if recognition.server else local)

    def _add_interface(self) -> None:
        self.add_heading(self.tr("Interface"))
        codes = [code for code in rule_at("interface.language").choices if code]
        choices = [ChoiceOption("", self.tr("System default")), *language_options(codes)]
        self.add_setting(
            "interface.language",
            ChoiceEditor(choices),
            SettingTexts(
                self.tr("Interface &language"),
                self.tr("Language of menus, messages and this dialog, not of the captions."),
            ),
        )

    def _add_detection(self) -> None:
        self.add_heading(self.tr("Speech detection"))
        self.add_widget("manual", self._manual_note, SettingTexts(""))
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

    def _add_server(self) -> None:
        self.add_heading(self.tr("Speech server"))
        self.add_widget("local", self._server_note, SettingTexts(""))
        self.add_setting(
            "recognition.model_id",
            TextEditor(),
            SettingTexts(
                self.tr("&Model on the server"),
                self.tr("As the server calls it, for example scribe_v2_realtime."),
            ),
        )
        self.add_setting(
            "recognition.plain_key_server",
            self._plain_key,
            SettingTexts(
                self.tr("Send key without &encryption"),
                self.tr(
                    "Only for a server whose address begins with ws:// or http://. Other people on "
                    "the network could read your key."
                ),
            ),
        )
