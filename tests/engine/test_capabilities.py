"""What becomes of options that the model cannot serve: a refusal, a warning, or nothing to say."""

import pytest

from captions.engine.capabilities import ENGLISH, ModelCapabilities, check_options
from captions.protocol.options import parse_query

DEAF_TO_KEYTERMS = ModelCapabilities(
    name="whisper-x", languages=("de", "en"), supports_keyterms=False
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("model_id=scribe_v9", "The model_id 'scribe_v9' is invalid. Supp", id="model"),
        pytest.param("entity_detection=all", "entity_detection", id="entities"),
        pytest.param("entity_redaction=pii", "entity_redaction", id="redaction"),
        pytest.param("transcript_edit=shout", "transcript_edit", id="edited text"),
        pytest.param("diarize=true", "diarize", id="speakers"),
        pytest.param("language_code=de", "language_code: 'de'", id="another language"),
        pytest.param("language_code=deu", "language_code: 'deu'", id="of three letters"),
        pytest.param("language_code=en-US", "a region", id="a region"),
    ],
)
def test_what_changes_the_meaning_is_refused(text: str, words: str) -> None:
    options, wrong = parse_query(text)
    verdict = check_options(options, ENGLISH)
    assert wrong == []
    assert words in " ".join(verdict.refusals)


def test_speakers_are_told_apart_if_the_model_for_it_is_there() -> None:
    options, _ = parse_query("diarize=true")
    assert check_options(options, ModelCapabilities(tells_speakers=True)).refusals == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("secondary_languages=de", "does not support de", id="a second language"),
        pytest.param("filter_background_audio=true", "filter_background_audio", id="a filter"),
    ],
)
def test_what_can_be_done_without_is_a_warning(text: str, words: str) -> None:
    verdict = check_options(parse_query(text)[0], ENGLISH)
    assert verdict.refusals == ()
    (warning,) = verdict.warnings
    assert words in warning.warning


@pytest.mark.parametrize(
    "text",
    [
        "",
        "model_id=scribe_v2_realtime_turbo",
        "language_code=en",
        "language_code=eng",
        "language_code=EN",
        "language_code=",
        "secondary_languages=en",
        "keyterms=Ada",
        "enable_logging=false",
        "enable_logging=true",
        "filter_background_audio=false",
        "diarize=false",
        "no_verbatim=true&include_timestamps=true&include_language_detection=true",
        "stability=steady",
        "keepalive_interval_ms=500",
        "some_new_option=1",
    ],
)
def test_what_can_be_served_needs_no_word(text: str) -> None:
    options, wrong = parse_query(text)
    verdict = check_options(options, ENGLISH)
    assert (wrong, verdict.refusals, verdict.warnings) == ([], (), ())


def test_another_model_has_other_abilities() -> None:
    verdict = check_options(parse_query("language_code=deu&keyterms=Ada")[0], DEAF_TO_KEYTERMS)
    assert verdict.refusals == ()
    assert "keyterms: the model whisper-x" in verdict.warnings[0].warning
