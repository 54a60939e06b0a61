"""A recogniser of another family behind the port: the real Whisper on the real recording."""

import sys
from math import log
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

import numpy as np
import pytest

from captions.engine import model_files
from captions.engine.library import catalogue
from captions.engine.library.release import ModelFamily
from captions.engine.library.store import ModelManifest, ModelStore
from captions.engine.ports import (
    EMPTY_HYPOTHESIS,
    ENGINE_RATE,
    HypothesisWord,
    Recogniser,
    RecognitionHints,
    StreamingRecogniser,
)
from captions.engine.recognition import whisper
from captions.engine.recognition.recognisers import is_installed, open_recogniser
from captions.engine.recognition.whisper import WhisperRecogniser, _merge_words
from captions.engine.text_alignment import normalise_word
from captions.engine.transcription.silero import SileroModel
from captions.engine.transcription.transcriber import Transcriber
from captions.errors import EngineError, ModelMissingError, UsageError
from captions.model.writing.joining import join_words
from captions.pcm import Samples
from captions.protocol.options import CommitStrategy, SessionOptions
from tests.support.models.whisper_model import NAME, store_with_whisper


@pytest.fixture(scope="module")
def store() -> ModelStore:
    return store_with_whisper()


@pytest.fixture(scope="module")
def recogniser(store: ModelStore) -> Recogniser:
    recogniser = open_recogniser(NAME, store).recogniser
    assert not isinstance(recogniser, StreamingRecogniser)
    return recogniser


def test_words_come_with_confidences_and_times(recogniser: Recogniser, speech: Samples) -> None:
    heard = recogniser.settle(speech[: 10 * ENGINE_RATE], RecognitionHints(), ())
    assert heard.language == "en"
    words = [normalise_word(word.text) for word in heard.words]
    assert " ".join(words).startswith("it was the best of times it was the worst of times")
    assert all(0 < word.confidence <= 1 for word in heard.words)
    times = [(word.start or 0.0, word.end or 0.0) for word in heard.words]
    assert all(start <= end <= 10 for start, end in times)
    assert [start for start, _ in times] == sorted(start for start, _ in times)
    # The reader says "best" 1.9 s, and "worst" 3.7 s, after the recording begins.
    assert times[words.index("best")][0] == pytest.approx(1.9, abs=0.3)
    assert times[words.index("worst")][0] == pytest.approx(3.7, abs=0.3)


def test_guess_of_half_a_sentence_is_its_beginning(recogniser: Recogniser, speech: Samples) -> None:
    heard = recogniser.guess(speech[: 3 * ENGINE_RATE], RecognitionHints(), (), EMPTY_HYPOTHESIS)
    assert heard.text.lower().startswith("it was the best of times")


@pytest.mark.parametrize(
    ("name", "samples"),
    [
        ("silence", np.zeros(3 * ENGINE_RATE, np.float32)),
        ("noise", np.random.default_rng(1).normal(0, 0.05, 3 * ENGINE_RATE).astype(np.float32)),
        ("hum", np.sin(np.arange(3 * ENGINE_RATE, dtype=np.float32) * 0.02) * 0.1),
        ("a moment", np.zeros(800, np.float32)),
    ],
)
def test_nothing_is_made_of_what_is_no_speech(
    recogniser: Recogniser, name: str, samples: Samples
) -> None:
    assert recogniser.settle(samples.astype(np.float32), RecognitionHints(), ()).words == (), name


def test_recording_is_captioned_through_the_transcriber(
    recogniser: Recogniser, speech: Samples
) -> None:
    options = SessionOptions(commit_strategy=CommitStrategy.VAD, include_timestamps=True)
    detector = SileroModel(model_files.find_path(model_files.SILERO)).create_detector()
    transcriber = Transcriber(recogniser, detector, options)
    segments = [*transcriber.feed(speech[: 12 * ENGINE_RATE]), transcriber.commit()]
    words = {normalise_word(word) for segment in segments for word in segment.text.split()}
    assert {"best", "worst", "wisdom", "foolishness"} <= words
    times = [word.start for segment in segments for word in segment.words]
    assert times == sorted(times)
    assert 8 < times[-1] < 12


class Heard(NamedTuple):
    """A word as faster-whisper gives it."""

    word: str
    start: float
    end: float
    probability: float


def test_words_are_told_apart_by_their_spaces() -> None:
    given = [Heard(" Well", 0, 1, 0.9), Heard(",", 1, 1, 0.5), Heard(" yes", 1, 2, 0.8)]
    assert _merge_words(given, 1.5) == (
        HypothesisWord("Well,", 0.5, 0, 1, logprob=log(0.9) + log(0.5)),
        HypothesisWord("yes", 0.8, 1, 1.5, logprob=log(0.8)),
    )


def test_characters_of_a_language_without_spaces_are_units() -> None:
    given = [Heard("今日", 0, 1, 0.9), Heard("は", 1, 2, 0.7), Heard(" ", 2, 2, 0.1)]
    half = log(0.9) / 2
    assert _merge_words(given, 3) == (
        HypothesisWord("今", 0.9, 0, 0.5, logprob=half),
        HypothesisWord("日", 0.9, 0.5, 1, logprob=half),
        HypothesisWord("は", 0.7, 1, 2, logprob=log(0.7)),
    )


@pytest.mark.parametrize(
    ("tokens", "units", "text"),
    [
        pytest.param(
            ["今日", "は", "。", "「", "はい", "」", "と"],
            ["今", "日", "は。", "「は", "い」", "と"],
            "今日は。「はい」と",
            id="marks belong to characters",
        ),
        pytest.param(["今日", " ", "天気"], ["今", "日", " 天", "気"], "今日 天気", id="a space"),
        pytest.param(
            [" iPhone", " 15", "を"], ["iPhone", "15", "を"], "iPhone 15を", id="Latin words"
        ),
        pytest.param(
            [" We", " love", " 北京"], ["We", "love", " 北", "京"], "We love 北京", id="English"
        ),
        pytest.param(
            ["ฉัน", "ใช้", " Python", " ครับ"],
            ["ฉั", "น", "ใ", "ช้", " Python", " ค", "รั", "บ"],
            "ฉันใช้ Python ครับ",
            id="Thai, by what a reader sees as a character",
        ),
        pytest.param([" مرحبا", " بكم", "،"], ["مرحبا", "بكم،"], "مرحبا بكم،", id="Arabic"),
    ],
)
def test_units_make_up_the_text(tokens: list[str], units: list[str], text: str) -> None:
    given = [Heard(token, place, place + 1, 0.5) for place, token in enumerate(tokens)]
    merged = _merge_words(given, 99)
    assert [unit.text for unit in merged] == units
    assert join_words(unit.text for unit in merged) == text
    times = [time or 0.0 for unit in merged for time in (unit.start, unit.end)]
    assert times == sorted(times)


class FakeModel:
    """Remembers what faster-whisper was asked."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.asked: dict[str, Any] = {}

    def transcribe(self, _: Samples, /, **options: object) -> tuple[list[NoReturn], "FakeModel"]:
        self.asked = options
        return [], self


def test_language_is_asked_for_and_told_by_its_usual_code() -> None:
    model = FakeModel("jw")
    recogniser = WhisperRecogniser(model)
    sound = np.zeros(ENGINE_RATE, np.float32)
    assert recogniser.settle(sound, RecognitionHints(language="jv"), ()).language == "jv"
    assert model.asked["language"] == "jw"
    recogniser.settle(sound, RecognitionHints(), ())
    assert model.asked["language"] is None


def test_keyterms_are_told_to_the_model() -> None:
    model = FakeModel("en")
    recogniser = WhisperRecogniser(model)
    sound = np.zeros(ENGINE_RATE, np.float32)
    recogniser.settle(sound, RecognitionHints(keyterms=("Tellson's", "Jarvis Lorry")), ())
    assert model.asked["hotwords"] == "Tellson's, Jarvis Lorry"
    recogniser.settle(sound, RecognitionHints(), ())
    assert model.asked["hotwords"] is None


def test_guess_stays_in_the_language_of_its_draft() -> None:
    model = FakeModel("de")
    recogniser = WhisperRecogniser(model)
    draft = EMPTY_HYPOTHESIS._replace(words=(HypothesisWord("ja", 1),), language="de")
    recogniser.guess(np.zeros(ENGINE_RATE, np.float32), RecognitionHints(), (), draft)
    assert model.asked["language"] == "de"


def test_model_that_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="run 'captions models fetch whisper-base'"):
        open_recogniser("whisper-base", ModelStore(tmp_path))


def test_model_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no model “whisper-huge”"):
        open_recogniser("whisper-huge", ModelStore(tmp_path))


def test_languages_of_an_opened_model_are_told(store: ModelStore) -> None:
    assert open_recogniser(NAME, store).languages == ("en",)


def test_weights_that_are_none_are_told(tmp_path: Path) -> None:
    store = ModelStore(tmp_path)
    note = ModelManifest("mine", ModelFamily.WHISPER, ("en",), "a test", known=False, files=())
    store.add_model(note, lambda _: None)
    with pytest.raises(
        EngineError, match="cannot be loaded: remove it, then download or import it"
    ):
        open_recogniser("mine", store)


def test_missing_package_is_told_with_the_extra_that_brings_it(
    store: ModelStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper", None)  # Python cannot import it then.
    with pytest.raises(EngineError, match=r"-m pip install \"captions-overlay\[whisper\]\""):
        open_recogniser(NAME, store)


def test_included_models_are_not_opened_from_the_store(store: ModelStore) -> None:
    with pytest.raises(ValueError, match=catalogue.DEFAULT):
        open_recogniser(catalogue.DEFAULT, store)


def test_packages_of_the_families_are_looked_for() -> None:
    assert all(is_installed(family) for family in (ModelFamily.INCLUDED, ModelFamily.WHISPER))
    assert whisper.__doc__ is not None
