"""The real multilingual Whisper on synthetic speech, with a session for each language at once."""

from collections.abc import Iterable

import pytest

from captions.engine.models import LoadedModels
from captions.engine.ports import ENGINE_RATE, RecognitionHints
from captions.engine.recognition.recognisers import open_recogniser
from captions.engine.recognition.whisper import WhisperRecogniser
from captions.events import Committed
from captions.model.writing.joining import find_gaps, join_words
from captions.pcm import Samples
from captions.protocol.options import SessionOptions
from tests.benchmarks.speech.multilingual.languages import count_errors, split_units
from tests.support.engines.synthetic_speech import SENTENCES, speak
from tests.support.models.whisper_model import MULTILINGUAL, store_with_whisper

_CHUNK = ENGINE_RATE // 2


@pytest.fixture(scope="module")
def models() -> LoadedModels:
    return LoadedModels.load(MULTILINGUAL, store_with_whisper(MULTILINGUAL))


def compute_errors(language: str, found: str) -> float:
    """Return the errors per spoken word, or character of Japanese."""
    spoken = split_units(join_words(SENTENCES[language]), language)
    return count_errors(spoken, split_units(found, language)) / len(spoken)


@pytest.mark.parametrize("language", ["de", "es"])
def test_synthetic_speech_is_recognised_in_its_language(language: str) -> None:
    recogniser = open_recogniser(MULTILINGUAL, store_with_whisper(MULTILINGUAL)).recogniser
    assert isinstance(recogniser, WhisperRecogniser)
    heard = recogniser.settle(speak(language), RecognitionHints(language=language), ())
    assert heard.language == language
    assert compute_errors(language, heard.text) < 0.4


def test_sessions_in_two_languages_run_side_by_side(models: LoadedModels) -> None:
    committed: dict[str, Committed] = {}
    options = {language: SessionOptions(language_code=language) for language in ("es", "ja")}
    transcribers = {language: models.create_transcriber(options[language]) for language in options}
    chunks = [split_chunks(speak(language)[: 6 * ENGINE_RATE]) for language in options]
    for pair in zip(*chunks, strict=True):
        for transcriber, chunk in zip(transcribers.values(), pair, strict=True):
            assert not list(transcriber.feed(chunk))
    for language, transcriber in transcribers.items():
        committed[language] = transcriber.commit()
        assert committed[language].language == language
        check_words(committed[language])
    assert {"buenos", "hoy"} <= {word.text.casefold() for word in committed["es"].words}
    assert committed["ja"].text.startswith("今日はとても天気")
    assert {"今日", "は", "天気", "明日"} <= {word.text for word in committed["ja"].words}


def split_chunks(samples: Samples) -> Iterable[Samples]:
    return (samples[start : start + _CHUNK] for start in range(0, len(samples), _CHUNK))


def check_words(committed: Committed) -> None:
    """Check that the words of a segment make up its text, in the order of time."""
    words = [word.text for word in committed.words]
    gaps = find_gaps(words, committed.text)
    spaced = "".join(gap * " " + word for gap, word in zip(gaps, words, strict=True))
    assert spaced == committed.text
    times = [time for word in committed.words for time in (word.start, word.end)]
    assert times == sorted(times)
