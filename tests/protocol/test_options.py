"""A session's options: the query, there and back, and the ranges."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.protocol.options import (
    RANGES,
    AudioFormat,
    CommitStrategy,
    SessionOptions,
    encode_query,
    parse_query,
    validate_options,
)

OPTIONS = st.builds(
    SessionOptions,
    audio_format=st.sampled_from(AudioFormat),
    commit_strategy=st.sampled_from(CommitStrategy),
    vad_silence_threshold_secs=st.floats(0.3, 3.0),
    vad_threshold=st.floats(0.1, 0.9),
    min_speech_duration_ms=st.integers(50, 2000),
    language_code=st.none() | st.sampled_from(["en", "deu"]),
    include_timestamps=st.booleans(),
    keyterms=st.lists(st.sampled_from(["Ada", "a b", "c&d=e", "ü+ %"]), max_size=3).map(tuple),
    no_verbatim=st.none() | st.booleans(),
)


@given(OPTIONS)
def test_options_survive_the_query(options: SessionOptions) -> None:
    assert parse_query(encode_query(options)) == (options, [])


def test_query_has_the_basics_even_where_they_are_default() -> None:
    assert encode_query(SessionOptions()) == (
        "model_id=scribe_v2_realtime&audio_format=pcm_16000&commit_strategy=manual"
    )


@pytest.mark.parametrize(
    ("text", "keyterms"),
    [
        pytest.param("keyterms=a+b", ("a b",), id="a plus is a space"),
        pytest.param("keyterms=a%20b", ("a b",), id="so is %20"),
        pytest.param("keyterms=a&keyterms=b", ("a", "b"), id="a key may be repeated"),
        pytest.param("keyterms=a,b", ("a,b",), id="a comma is part of a keyterm"),
        pytest.param("keyterms=", (), id="nothing is asked for by an empty one"),
        pytest.param("encoding=x&keyterms=a", ("a",), id="what is not known is ignored"),
    ],
)
def test_queries_of_every_client_are_read(text: str, keyterms: tuple[str, ...]) -> None:
    options, wrong = parse_query(text)
    assert (options.keyterms, wrong) == (keyterms, [])


def test_codes_and_kinds_may_be_separated_by_commas() -> None:
    options, wrong = parse_query("entity_detection=pii,phi&secondary_languages=de,fr")
    assert (options.entity_detection, options.secondary_languages) == (("pii", "phi"), ("de", "fr"))
    assert wrong == []


@pytest.mark.parametrize("name", sorted(RANGES))
def test_ranges_include_both_ends(name: str) -> None:
    low, high = RANGES[name]
    for value in (low, high):
        assert validate_options(SessionOptions(**{name: value})) == []  # type: ignore[arg-type]  # by name
    for value in (low - 0.01, high + 0.01):
        (sentence,) = validate_options(SessionOptions(**{name: value}))  # type: ignore[arg-type]  # by name
        assert name in sentence
        assert f"{low:g} to {high:g}" in sentence


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("audio_format=mp3", "audio_format: 'mp3'", id="a format that is none"),
        pytest.param("vad_threshold=high", "a number from 0.1 to 0.9", id="a word for a number"),
        pytest.param("min_speech_duration_ms=1.5", "a whole number", id="half a millisecond"),
        pytest.param(
            "commit_strategy=turn_prediction", "choose one of manual, vad", id="another strategy"
        ),
        pytest.param("audio_format=" + "x" * 999, "xxx...' is not", id="a value beyond measure"),
        pytest.param("vad_threshold=nan", "nan is out of range", id="no number at all"),
        pytest.param("include_timestamps=perhaps", "include_timestamps", id="no boolean"),
        pytest.param("keyterms=" + "x" * 21, "at most 20 characters", id="a long keyterm"),
        pytest.param("keyterms=a b c d e f", "at most 5 words", id="a keyterm of many words"),
        pytest.param(
            "&".join(f"keyterms={n}" for n in range(51)),
            "cannot exceed 50. You provided 51",
            id="too many keyterms",
        ),
    ],
)
def test_wrong_options_are_named(text: str, words: str) -> None:
    _, wrong = parse_query(text)
    assert words in " ".join(wrong)


def test_format_knows_its_rate_and_sample() -> None:
    assert [(item.rate, item.sample_bytes) for item in AudioFormat] == [
        (8000, 2),
        (16_000, 2),
        (22_050, 2),
        (24_000, 2),
        (44_100, 2),
        (48_000, 2),
        (8000, 1),
    ]


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(
            SessionOptions(transcript_edit="x" * 2001), "transcript_edit: 2001", id="a long edit"
        ),
        pytest.param(
            SessionOptions(entity_redaction_mode="black"),
            "entity_redaction_mode: 'black' is not one of redacted",
            id="no such mode",
        ),
        pytest.param(
            SessionOptions(filter_background_audio=True, include_timestamps=True),
            "filter_background_audio cannot be combined",
            id="a filter with times",
        ),
        pytest.param(
            SessionOptions(transcript_edit="Be brief.", entity_detection=("all",)),
            "transcript_edit cannot be combined",
            id="an edit with entities",
        ),
    ],
)
def test_what_the_service_refuses_is_said(options: SessionOptions, words: str) -> None:
    (said,) = validate_options(options)
    assert said.startswith(words)


def test_what_is_just_within_is_no_problem() -> None:
    assert validate_options(SessionOptions(transcript_edit="x" * 2000)) == []
    assert validate_options(SessionOptions(entity_redaction_mode="redacted")) == []
