"""The page of who recognises speech: where, with what, in which language, and when it commits."""

from PySide6.QtCore import QLocale, Signal
from typing_extensions import override

from captions.protocol.addresses import is_exposed
from captions.protocol.options import CLOUD_URL, CommitStrategy, Stability
from captions.settings import RecognitionSettings, Settings
from captions.ui.dialog import keys, languages
from captions.ui.dialog.editors import Choice, Number, Option, Text, Unit
from captions.ui.dialog.elsewhere import ChoiceOrText
from captions.ui.dialog.key import KeyRow
from captions.ui.dialog.notes import Note
from captions.ui.dialog.offers import ModelChoice, Offers
from captions.ui.dialog.page import Page, Words
from captions.ui.dialog.plainkey import PlainKeySwitch
from captions.ui.dialog.terms import Terms

_KEY = "key"
_VAD = ("silence_seconds", "vad_threshold", "min_speech_ms", "min_silence_ms")


class RecognitionPage(Page):
    """Who recognises speech."""

    key_entered = Signal(str)
    """This API key should be kept."""
    key_forgotten = Signal()
    """The kept API key should be thrown away."""
    key_test_requested = Signal(str)
    """This API key should be tried; an empty one means the kept one."""

    def __init__(self) -> None:
        super().__init__()
        self._offers = Offers()
        self._recognition = RecognitionSettings()
        self._model = Choice(missing=self.tr("{} (unknown)"))
        self._language = Choice()
        self._key = KeyRow()
        self._plain_key = PlainKeySwitch()
        self._manual = Note()
        self._add_place()
        self._add_words()
        self._add_commits()

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Say what came of a test of the key, or of keeping it."""
        self._key.set_result(sentence, ok=ok)

    def keep_key(self) -> None:
        """Let a key be kept that was typed in, but not yet saved."""
        self._key.keep()

    @override
    def show_settings(self, settings: Settings) -> None:
        self._recognition = settings.recognition
        self._offer_languages()
        self._plain_key.set_server(settings.recognition.server)
        super().show_settings(settings)
        server = settings.recognition.server
        self.show_row("recognition.model", shown=not server)
        self.show_row("recognition.model_id", shown=bool(server))
        self.show_row(_KEY, shown=bool(server))
        self.show_row("recognition.plain_key_server", shown=is_exposed(server))
        self.show_row("recognition.stability", shown=server != CLOUD_URL)
        manual = settings.recognition.manual
        for name in _VAD:
            self.show_row(f"recognition.{name}", shown=not manual)
        self._manual.say(self._hint(settings.shortcuts.commit) if manual else "")

    @override
    def show_offers(self, offers: Offers) -> None:
        self._offers = offers
        self._model.offer([self._option(model) for model in offers.models])
        self._offer_languages()
        self._key.set_state(offers.key)

    def _add_place(self) -> None:
        self.add_heading(self.tr("Where speech is recognised"))
        places = [
            Option("", self.tr("On this computer")),
            Option(CLOUD_URL, self.tr("ElevenLabs, in the cloud")),
        ]
        self.add(
            "recognition.server",
            ChoiceOrText(places, Option("ws://127.0.0.1:8765", self.tr("Another server"))),
            Words(
                self.tr("&Server"),
                self.tr("Only “On this computer” keeps all sound here; other servers hear it."),
            ),
        )
        self.add(
            "recognition.model",
            self._model,
            Words(
                self.tr("&Model"),
                self.tr("Larger ones mishear less, and need a quicker computer."),
            ),
        )
        self.add(
            "recognition.model_id",
            Text(),
            Words(self.tr("&Model"), self.tr("The name that the server has for it.")),
        )
        self._add_key()

    def _add_key(self) -> None:
        self.add(
            "recognition.plain_key_server",
            self._plain_key,
            Words(
                self.tr("&Unencrypted key"),
                self.tr("Others on the network can read the key on its way to this server."),
            ),
        )
        self._key.entered.connect(self.key_entered)
        self._key.forgotten.connect(self.key_forgotten)
        self._key.test_requested.connect(self.key_test_requested)
        self.add_widget(
            _KEY,
            self._key,
            Words(
                self.tr("API &key"),
                self.tr("The server's owner gives you one. It is never written to a file."),
            ),
        )

    def _add_words(self) -> None:
        self.add_heading(self.tr("Words"))
        self.add(
            "recognition.language",
            self._language,
            Words(self.tr("&Language"), self.tr("What is spoken.")),
        )
        self.add(
            "recognition.keyterms",
            Terms("recognition.keyterms"),
            Words(
                self.tr("&Names and rare words"),
                self.tr("One a line. They are preferred where they could have been said."),
            ),
        )
        stabilities = [
            Option(Stability.FAST.value, self.tr("Fast: words come at once, and change often")),
            Option(Stability.BALANCED.value, self.tr("Balanced")),
            Option(Stability.STEADY.value, self.tr("Steady: words come later, and hardly change")),
        ]
        self.add(
            "recognition.stability",
            Choice(stabilities),
            Words(
                self.tr("Sta&bility"),
                self.tr("How sure a guess must be before it is shown."),
            ),
        )

    def _add_commits(self) -> None:
        self.add_heading(self.tr("When words are final"))
        strategies = [
            Option(CommitStrategy.VAD.value, self.tr("Automatically")),
            Option(CommitStrategy.MANUAL.value, self.tr("When I say so")),
        ]
        self.add(
            "recognition.commit_strategy",
            Choice(strategies),
            Words(
                self.tr("&Final"),
                self.tr("Words that may still change have another colour."),
            ),
        )
        self.add_widget("hint", self._manual, Words(""))
        self._add_pauses()

    def _add_pauses(self) -> None:
        rows = {
            "silence_seconds": (
                Unit(self.tr(" s"), step=0.1, decimals=1),
                Words(
                    self.tr("&Pause"),
                    self.tr("So much silence makes what was said final."),
                ),
            ),
            "vad_threshold": (
                Unit(step=0.05, decimals=2),
                Words(
                    self.tr("T&hreshold"),
                    self.tr("How sure it must be that a sound is speech; more in a noisy room."),
                ),
            ),
            "min_speech_ms": (
                Unit(self.tr(" ms"), step=50),
                Words(
                    self.tr("Sh&ortest speech"),
                    self.tr("Shorter sounds, such as a click, are passed over."),
                ),
            ),
            "min_silence_ms": (
                Unit(self.tr(" ms"), step=50),
                Words(
                    self.tr("Shortest s&ilence"),
                    self.tr("Shorter dips of the voice count as speech."),
                ),
            ),
        }
        for name, (unit, words) in rows.items():
            path = f"recognition.{name}"
            self.add(path, Number(path, unit), words)

    def _offer_languages(self) -> None:
        here = {model.name: model.languages for model in self._offers.models}
        if self._recognition.server:
            codes = self._offers.languages
        else:
            codes = here.get(self._recognition.model, ("en",))
        find_out = Option("", self.tr("Find out by listening"))
        self._language.offer([find_out, *languages.options(codes)])

    def _option(self, model: ModelChoice) -> Option:
        size = QLocale().formattedDataSize(model.size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)
        if model.fetched:
            size = size if model.size else self.tr("included")
            title = self.tr("{0} ({1}, {2})").format(model.title, size, model.licence)
            return Option(model.name, title)
        title = self.tr("{0} ({1}, {2}; not fetched: captions models fetch {3})")
        return Option(
            model.name, title.format(model.title, size, model.licence, model.name), usable=False
        )

    def _hint(self, shortcut: str) -> str:
        if not shortcut:
            return self.tr("Choose a shortcut for it on the page “Shortcuts”, or use the menu.")
        shown = keys.spoken(shortcut)
        return self.tr("Press {0} whenever something was said, or use the menu.").format(shown)
