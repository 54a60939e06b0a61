"""Which of the models on a computer is recommended for a language."""

from pathlib import Path

import pytest

from captions.engine.library import catalogue
from captions.engine.library.recommendation import find_recommended, suggest_model
from captions.engine.library.release import ModelFamily
from captions.engine.library.store import ModelManifest, ModelStore

FAST = 5.0


@pytest.mark.parametrize(
    ("language", "factors", "name"),
    [
        pytest.param("en", {"moonshine": 3.0, "moonshine-light": 8.0}, "moonshine", id="errors"),
        pytest.param("en", {"moonshine": 1.9, "moonshine-light": 4.0}, "moonshine-light",
                     id="speed"),
        pytest.param("en", {"moonshine": 1.9, "moonshine-light": 1.0}, None, id="none keeps up"),
        pytest.param("en", {"moonshine": FAST, "nemotron-en": 2.0}, "nemotron-en",
                     id="at the edge"),
        pytest.param("en", {"nemotron-en": FAST, "parakeet-tdt-v3": FAST}, "parakeet-tdt-v3",
                     id="the best figure"),
        pytest.param("de", {"moonshine": FAST, "whisper-base": FAST}, "whisper-base",
                     id="the language"),
        pytest.param("de", {"whisper-base": FAST, "whisper-small": FAST}, "whisper-small",
                     id="no figures, the largest"),
        pytest.param("da", {"nemotron-3.5": FAST, "parakeet-tdt-v3": FAST}, "parakeet-tdt-v3",
                     id="a mean comes after a figure of its own"),
        pytest.param("ja", {"nemotron-3.5": FAST, "whisper-turbo": FAST}, "nemotron-3.5",
                     id="a mean comes before nothing"),
        pytest.param("yue", {"sensevoice": FAST, "whisper-turbo": FAST}, "sensevoice",
                     id="a language of three letters"),
        pytest.param("", {"moonshine": FAST, "whisper-tiny": FAST}, "whisper-tiny",
                     id="detection needs several languages"),
        pytest.param("eo", {"moonshine": FAST, "whisper-tiny": FAST}, None, id="unknown language"),
    ],
)  # fmt: skip
def test_best_of_those_that_keep_up_is_recommended(
    language: str, factors: dict[str, float], name: str | None
) -> None:
    here = [catalogue.find_model(name) for name in factors]
    best = find_recommended(here, factors, language)
    assert (best and best.name) == name


@pytest.mark.parametrize(
    ("language", "stored", "name"),
    [
        pytest.param("de", {}, "whisper-base", id="none is here"),
        pytest.param("de", {"mine": ("de",)}, "mine", id="one that is here"),
        pytest.param("de", {"mine": ("fr",)}, "whisper-base", id="another language is here"),
        pytest.param("en", {}, "moonshine", id="the included one"),
        pytest.param("yue", {}, "sensevoice", id="a language that few know"),
        pytest.param("eo", {}, "", id="unknown language"),
    ],
)
def test_model_that_knows_a_language_is_suggested(
    tmp_path: Path, language: str, stored: dict[str, tuple[str, ...]], name: str
) -> None:
    store = ModelStore(tmp_path)
    for own, languages in stored.items():
        manifest = ModelManifest(
            own, ModelFamily.SHERPA, languages, "a test", known=False, files=()
        )
        store.add_model(manifest, lambda _: None)
    assert suggest_model(language, store) == name
