"""Moonshine AI's own library behind the port, with the smallest of its models."""

import sys
import zipfile
from math import log
from pathlib import Path
from typing import NamedTuple, NoReturn

import numpy as np
import pytest

from captions.engine.library import archives, importing
from captions.engine.library.release import ModelFamily
from captions.engine.library.store import ModelStore
from captions.engine.ports import (
    EMPTY_HYPOTHESIS,
    ENGINE_RATE,
    HypothesisWord,
    RecognitionHints,
)
from captions.engine.recognition.moonshine_voice import (
    MoonshineVoice,
    _extract_words,
    supports_keyterms,
)
from captions.engine.recognition.recognisers import is_installed, open_recogniser
from captions.engine.text_alignment import normalise_word
from captions.errors import EngineError
from captions.pcm import Samples

_WHEELS = Path(__file__).resolve().parents[3] / ".cache"
_FOLDER = "moonshine_voice/assets/tiny-en"
_FILES = ("encoder_model.ort", "decoder_model_merged.ort", "tokenizer.bin")

needs_library = pytest.mark.skipif(
    not is_installed(ModelFamily.MOONSHINE_VOICE), reason="the library is not made for this system"
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The smallest model, out of the package that the included models come from."""
    wheels = sorted(_WHEELS.glob("moonshine_voice-0.0.*.whl"))
    if not wheels:
        pytest.skip("the package with the model was not fetched")
    place = tmp_path_factory.mktemp("tiny-en")
    with zipfile.ZipFile(wheels[0]) as wheel:
        for name in _FILES:
            (place / name).write_bytes(wheel.read(f"{_FOLDER}/{name}"))
    return place


@pytest.fixture(scope="module")
def recogniser(folder: Path) -> MoonshineVoice:
    return MoonshineVoice.load(folder, "tiny", "en")


@needs_library
def test_words_are_heard(recogniser: MoonshineVoice, speech: Samples) -> None:
    heard = recogniser.settle(speech[: 6 * ENGINE_RATE], RecognitionHints(), ())
    assert heard.language == "en"
    assert {"best", "worst", "times"} <= {normalise_word(word.text) for word in heard.words}
    assert all(word.start is None for word in heard.words)


@needs_library
def test_model_is_opened_by_its_name(tmp_path: Path, folder: Path) -> None:
    store = ModelStore(tmp_path)
    with archives.open_source(folder) as entries:
        importing.import_model(
            importing.find_candidate(entries, "a test", "moonshine-tiny-ko"), entries, store
        )
    opened = open_recogniser("moonshine-tiny-ko", store)
    assert (opened.languages, opened.supports_keyterms) == (("ko",), False)


@needs_library
def test_sound_of_a_moment_is_no_trouble(recogniser: MoonshineVoice) -> None:
    recogniser.guess(np.zeros(400, np.float32), RecognitionHints(), (), EMPTY_HYPOTHESIS)


@needs_library
def test_model_that_takes_no_keyterms_is_not_told_any(
    recogniser: MoonshineVoice, speech: Samples
) -> None:
    hints = RecognitionHints(keyterms=("Dickens",))
    assert recogniser.guess(speech[: 3 * ENGINE_RATE], hints, (), EMPTY_HYPOTHESIS).words


class FakeTranscriber:
    """Remembers which keyterms it was told."""

    def __init__(self) -> None:
        self.told: list[list[str]] = []

    def set_keyterms(self, terms: list[str]) -> None:
        self.told.append(terms)

    def transcribe_without_streaming(self, *_: object) -> "FakeTranscriber":
        return self

    @property
    def lines(self) -> list[NoReturn]:
        return []


def test_keyterms_are_those_of_the_session_that_asks() -> None:
    transcriber = FakeTranscriber()
    recogniser = MoonshineVoice(
        transcriber, "en", has_keyterms=supports_keyterms("small-streaming")
    )
    sound = np.zeros(ENGINE_RATE, np.float32)
    for terms in ((), ("Lorry, Jarvis",), ("Lorry, Jarvis",), ()):
        recogniser.guess(sound, RecognitionHints(keyterms=terms), (), EMPTY_HYPOTHESIS)
    assert transcriber.told == [["Lorry  Jarvis"], []]


@needs_library
@pytest.mark.parametrize("architecture", ["tiny", "no-such"])
def test_model_that_is_none_is_told(tmp_path: Path, architecture: str) -> None:
    with pytest.raises(
        EngineError, match="cannot be loaded: remove it, then download or import it"
    ):
        MoonshineVoice.load(tmp_path, architecture, "en")


def test_missing_library_is_told_with_the_extra_that_brings_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "moonshine_voice", None)  # Python cannot import it then.
    with pytest.raises(EngineError, match=r"captions-overlay\[moonshine-voice\]"):
        MoonshineVoice.load(tmp_path, "tiny", "en")


class Timed(NamedTuple):
    """A word as the library gives it."""

    word: str
    start: float
    end: float
    confidence: float


class Line(NamedTuple):
    """A line as the library gives it."""

    text: str
    words: list[Timed] | None


def test_times_and_confidences_come_where_the_model_gives_them() -> None:
    line = Line("Well, yes.", [Timed(" Well,", 0, 0.4, 0.9), Timed(" yes.", 0.5, 0.8, 0.7)])
    assert tuple(_extract_words(line)) == (
        HypothesisWord("Well,", 0.9, 0, 0.4, logprob=log(0.9)),
        HypothesisWord("yes.", 0.7, 0.5, 0.8, logprob=log(0.7)),
    )
    assert tuple(_extract_words(Line("Well, yes.", None))) == (
        HypothesisWord("Well,", 1),
        HypothesisWord("yes.", 1),
    )
