"""The Listening page: source, microphone with its level, speaker names and sample rate."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QPushButton
from typing_extensions import override

from captions.protocol.options import AudioFormat
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.widgets.choice_or_text import ChoiceOrFile
from captions.ui.settings_dialog.widgets.editors import (
    ChoiceEditor,
    ChoiceOption,
    SwitchEditor,
    TextEditor,
)
from captions.ui.widgets.meters.lane_meters import LaneMeters
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingTexts
from captions.wording.speaker_labels import describe_label

_BOTH = CapturedSource.BOTH.value
_WITH_MICROPHONE = (CapturedSource.MICROPHONE.value, _BOTH)


class _NameEditor(TextEditor):
    """A speaker's name; that of the default settings appears in the language of the interface."""

    def __init__(self, hint: str) -> None:
        super().__init__(at_once=True, hint=hint)

    @override
    def show_value(self, value: str) -> None:
        super().show_value(describe_label(value))


class ListeningPage(SettingsPage):
    """Edits which source is captioned."""

    test_requested = Signal()
    """The user wants to test whether the source delivers sound."""

    def __init__(self) -> None:
        super().__init__()
        self._device = ChoiceEditor(missing=self.tr("{} (not connected)"))
        self._meters = LaneMeters(self.tr("Level"))
        self._result = NoteLabel()
        self._add_source()
        self._add_microphone()
        self._add_labels()
        self._add_quality()

    def set_level(self, lane: str, peak: float, rms: float) -> None:
        """Show the level of a lane in dBFS."""
        self._meters.set_level(lane, peak, rms)

    def set_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of the sound test."""
        self._result.announce_text(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        source = settings.sound.source
        self.show_row("sound.device", shown=source in _WITH_MICROPHONE, depends_on="sound.source")
        for name in ("sound.mic_label", "sound.system_label"):
            self.editors[name].control.setEnabled(source == _BOTH)

    @override
    def show_data(self, data: DialogData) -> None:
        default = ChoiceOption("", self.tr("System default"))
        self._device.set_options(
            [default, *(ChoiceOption(item.name, item.title) for item in data.devices)]
        )
        if data.lanes:
            self._meters.show_devices(data.lanes)

    def _add_source(self) -> None:
        self.add_heading(self.tr("Input"))
        sources = [
            ChoiceOption(CapturedSource.MICROPHONE.value, self.tr("Microphone")),
            ChoiceOption(CapturedSource.COMPUTER.value, self.tr("Computer audio")),
            ChoiceOption(_BOTH, self.tr("Both")),
        ]
        other = ChoiceOption(
            self.tr("/path/to/video.mp4 or https://…"), self.tr("Recording or stream")
        )
        self.add_setting(
            "sound.source",
            ChoiceOrFile(sources, other),
            SettingTexts(
                self.tr("&Source"),
                self.tr("You can also caption an audio or video file, or a stream."),
            ),
        )

    def _add_microphone(self) -> None:
        self.add_setting(
            "sound.device",
            self._device,
            SettingTexts(
                self.tr("&Microphone"),
                self.tr("“System default” follows the microphone in your system settings."),
            ),
        )
        self._add_meter()
        explanation = self.tr("Checks for 3 seconds whether sound arrives.")
        self.add_widget(
            "test",
            self._make_test_button(explanation),
            SettingTexts("", explanation),
        )
        self.add_widget("result", self._result, SettingTexts(""))

    def _add_meter(self) -> None:
        self.add_widget(
            "meter",
            self._meters,
            SettingTexts(
                self.tr("Level"),
                self.tr(
                    "While you speak, the level should reach the middle and stay out of the red."
                ),
            ),
        )

    def _make_test_button(self, explanation: str) -> QPushButton:
        button = QPushButton(self.tr("&Test sound"))
        button.setAutoDefault(False)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(self._request_test)
        return button

    def _add_quality(self) -> None:
        self.add_heading(self.tr("Audio quality"))
        formats = [ChoiceOption(item.value, self._format_title(item)) for item in AudioFormat]
        self.add_setting(
            "sound.sample_rate",
            ChoiceEditor(formats),
            SettingTexts(
                self.tr("Samp&le rate"),
                self.tr(
                    "16\u00a0kHz is best: higher rates only use more data, lower ones lose words."
                ),
            ),
        )

    def _format_title(self, item: AudioFormat) -> str:
        kilohertz = f"{QLocale().toString(item.rate / 1000)} kHz"
        if item is AudioFormat.ULAW_8000:
            return self.tr("{0} (telephone, µ-law)").format(kilohertz)
        return kilohertz

    def _add_labels(self) -> None:
        self.add_heading(self.tr("Speaker names"))
        self.add_setting(
            "sound.mic_label",
            _NameEditor(self.tr("No name")),
            SettingTexts(
                self.tr("Name for m&icrophone"),
                self.tr("Appears before your words while both sources are captioned."),
            ),
        )
        self.add_setting(
            "sound.system_label",
            _NameEditor(self.tr("No name")),
            SettingTexts(
                self.tr("Name for computer &audio"),
                self.tr("Appears before the words of other people."),
            ),
        )
        self.add_setting(
            "recognition.speakers",
            SwitchEditor(),
            SettingTexts(
                self.tr("Tell speakers a&part"),
                self.tr(
                    "Labels words with “Speaker 1”, “Speaker 2” and so on where that is certain. "
                    "Downloads 12\u00a0MB once."
                ),
            ),
        )

    def _request_test(self) -> None:
        self._result.show_text(self.tr("Listening…"))
        self.test_requested.emit()
