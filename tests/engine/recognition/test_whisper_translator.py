"""Translation into English by the real Whisper base, and what its library is asked for."""

from typing import Any, NamedTuple

import numpy as np
import pytest

from captions.engine.library.release import ModelFamily, find_translation_targets
from captions.engine.ports import ENGINE_RATE
from captions.engine.recognition.recognisers import LoadedRecogniser, open_recogniser
from captions.engine.recognition.whisper_translator import WhisperTranslator
from captions.pcm import Samples
from tests.support.engines.synthetic_speech import speak_text
from tests.support.models.whisper_model import MULTILINGUAL, NAME, store_with_whisper

GERMAN = "Guten Morgen, meine Damen und Herren. Heute sprechen wir \u00fcber die Schule."


@pytest.fixture(scope="module")
def opened() -> LoadedRecogniser:
    return open_recogniser(MULTILINGUAL, store_with_whisper(MULTILINGUAL))


def test_german_speech_becomes_english_text(opened: LoadedRecogniser) -> None:
    assert opened.translator is not None
    text = opened.translator.translate(speak_text(GERMAN, "de"), GERMAN, "de")
    assert "good morning" in text.lower()


def test_silence_has_no_translation(opened: LoadedRecogniser) -> None:
    assert opened.translator is not None
    assert opened.translator.translate(np.zeros(2 * ENGINE_RATE, np.float32), "", "de") == ""


def test_english_model_has_no_translator() -> None:
    assert open_recogniser(NAME, store_with_whisper(NAME)).translator is None


@pytest.mark.parametrize(
    ("family", "name", "languages", "targets"),
    [
        (ModelFamily.WHISPER, "whisper-base", ("en", "de"), ("en",)),
        (ModelFamily.WHISPER, "mine", ("de",), ("en",)),
        (ModelFamily.WHISPER, "whisper-base.en", ("en",), ()),
        (ModelFamily.WHISPER, "whisper-turbo", ("en", "de"), ()),
        (ModelFamily.MOONSHINE_VOICE, "moonshine-tiny-streaming-de", ("de",), ()),
        (ModelFamily.INCLUDED, "moonshine", ("en",), ()),
    ],
)
def test_translating_models_are_known_by_family_and_languages(
    family: ModelFamily, name: str, languages: tuple[str, ...], targets: tuple[str, ...]
) -> None:
    assert find_translation_targets(family, name, languages) == targets


class Part(NamedTuple):
    """A segment as faster-whisper gives it."""

    text: str
    no_speech_prob: float = 0.1
    compression_ratio: float = 1.2
    words: tuple[()] = ()


class FakeModel:
    """Returns given segments, and remembers what it was asked."""

    language = "jw"

    def __init__(self, *parts: Part) -> None:
        self.parts = parts
        self.asked: dict[str, Any] = {}

    def transcribe(self, _: Samples, /, **options: object) -> tuple[tuple[Part, ...], "FakeModel"]:
        self.asked = options
        return self.parts, self


def test_hallucinations_and_loops_are_left_out() -> None:
    model = FakeModel(
        Part(" Good morning."),
        Part(" Thank you for watching!", no_speech_prob=0.9),
        Part(" no no no", compression_ratio=9.0),
        Part(" Sit down."),
    )
    sound = np.zeros(ENGINE_RATE, np.float32)
    assert WhisperTranslator(model).translate(sound, "", "jv") == "Good morning. Sit down."
    assert (model.asked["task"], model.asked["language"]) == ("translate", "jw")


def test_live_captions_are_translated_by_a_model_of_their_own_that_is_loaded_late() -> None:
    shared, own = FakeModel(Part(" Shared.")), FakeModel(Part(" Own."))
    loaded: list[FakeModel] = []

    def load() -> FakeModel:
        loaded.append(own)
        return own

    translator = WhisperTranslator(shared, load)
    live = translator.with_own_model()
    sound = np.zeros(ENGINE_RATE, np.float32)
    assert translator.translate(sound, "", "de") == "Shared."
    assert loaded == []
    assert [live.translate(sound, "", "de") for _ in range(2)] == ["Own.", "Own."]
    assert loaded == [own]


def test_model_that_cannot_be_loaded_twice_is_shared() -> None:
    translator = WhisperTranslator(FakeModel(Part(" Shared.")))
    assert translator.with_own_model() is translator


def test_server_translates_with_another_model_than_it_recognises_with(
    opened: LoadedRecogniser,
) -> None:
    assert isinstance(opened.translator, WhisperTranslator)
    live = opened.translator.with_own_model()
    assert live is not opened.translator
    assert "good morning" in live.translate(speak_text(GERMAN, "de"), GERMAN, "de").lower()
