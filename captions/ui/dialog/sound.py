"""The page of what is heard: source, microphone with its level, and how sound is sent."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget
from typing_extensions import override

from captions.protocol.options import AudioFormat
from captions.settings import Settings
from captions.ui.dialog.editors import Choice, Option, Text
from captions.ui.dialog.elsewhere import ChoiceOrFile
from captions.ui.dialog.meter import LevelMeter
from captions.ui.dialog.notes import Note, Tone
from captions.ui.dialog.offers import Offers
from captions.ui.dialog.page import Page, Words

_BOTH = "mic+system"
_WITH_MICROPHONE = ("mic", _BOTH)


class SoundPage(Page):
    """Where sound comes from."""

    test_requested = Signal()
    """The user wants to know whether anything is heard."""

    def __init__(self) -> None:
        super().__init__()
        self._device = Choice(missing=self.tr("{} (not connected)"))
        self._meter = LevelMeter()
        self._result = Note()
        self._add_source()
        self._add_microphone()
        self._add_sending()
        self._add_labels()

    def set_level(self, peak: float, rms: float) -> None:
        """Show how loud the microphone is, in dBFS."""
        self._meter.set_level(peak, rms)

    def set_result(self, sentence: str, *, ok: bool) -> None:
        """Say what came of the test."""
        self._result.answer(sentence, Tone.GOOD if ok else Tone.BAD)

    @override
    def show_settings(self, settings: Settings) -> None:
        super().show_settings(settings)
        source = settings.sound.source
        for name in ("sound.device", "meter"):
            self.show_row(name, shown=source in _WITH_MICROPHONE)
        for name in ("sound.mic_label", "sound.system_label"):
            self.editors[name].control.setEnabled(source == _BOTH)

    @override
    def show_offers(self, offers: Offers) -> None:
        follow = Option("", self.tr("Follow the system"))
        self._device.offer([follow, *(Option(item.name, item.title) for item in offers.devices)])

    def _add_source(self) -> None:
        self.add_heading(self.tr("What is heard"))
        sources = [
            Option("mic", self.tr("Microphone")),
            Option("system", self.tr("What the computer plays")),
            Option(_BOTH, self.tr("Both")),
        ]
        other = Option(
            self.tr("/path/of/a/film.mp4 or https://…"), self.tr("A recording or a stream")
        )
        self.add(
            "sound.source",
            ChoiceOrFile(sources, other),
            Words(
                self.tr("&Source"),
                self.tr("A recording is a file of sound or video; a stream is the address of one."),
            ),
        )

    def _add_microphone(self) -> None:
        self.add(
            "sound.device",
            self._device,
            Words(
                self.tr("&Microphone"),
                self.tr("“Follow the system” changes along when you choose another one there."),
            ),
        )
        self.add_widget(
            "meter",
            self._meter,
            Words(
                self.tr("Level"),
                self.tr(
                    "Speak as you will: the bar should pass its middle and keep out of the red."
                ),
            ),
        )
        explanation = self.tr("Listens for a moment and says what was heard.")
        self.add_widget(
            "test",
            self._test(explanation),
            Words("", explanation),
        )

    def _test(self, explanation: str) -> QWidget:
        button = QPushButton(self.tr("&Test the sound"))
        button.setAutoDefault(False)
        button.setAccessibleDescription(explanation)
        button.clicked.connect(self._ask)
        row = QWidget()
        beside = QHBoxLayout(row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(button)
        beside.addWidget(self._result, 1)
        return row

    def _add_sending(self) -> None:
        self.add_heading(self.tr("How it is sent"))
        formats = [Option(item.value, self._format(item)) for item in AudioFormat]
        self.add(
            "sound.sample_rate",
            Choice(formats),
            Words(
                self.tr("Samp&le rate"),
                self.tr("16 kHz is what recognition needs; more only costs, less loses accuracy."),
            ),
        )

    def _format(self, item: AudioFormat) -> str:
        kilohertz = f"{QLocale().toString(item.rate / 1000)} kHz"
        if item is AudioFormat.ULAW_8000:
            return self.tr("{0}, as telephones do (µ-law)").format(kilohertz)
        return kilohertz

    def _add_labels(self) -> None:
        self.add_heading(self.tr("Who speaks"))
        self.add(
            "sound.mic_label",
            Text(at_once=True, hint=self.tr("no name")),
            Words(
                self.tr("&Into the microphone"),
                self.tr("This name stands before your words while both are heard."),
            ),
        )
        self.add(
            "sound.system_label",
            Text(at_once=True, hint=self.tr("no name")),
            Words(
                self.tr("&From the computer"),
                self.tr("This name stands before the words of the others."),
            ),
        )

    def _ask(self) -> None:
        self._result.say(self.tr("Listening…"))
        self.test_requested.emit()
