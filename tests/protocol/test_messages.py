"""The wire's messages: typed, tolerant, and never losing what they do not know."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.errors import ProtocolError
from captions.protocol import failures
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    InputAudioChunk,
    PartialTranscript,
    SessionStarted,
    UnknownMessage,
    WireWord,
    decode_audio,
    decode_client_message,
    decode_object,
    decode_server_message,
    encode_message,
    make_audio_chunk,
    parse_error_name,
)


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        pytest.param(
            {"message_type": "session_started", "session_id": "a", "config": {"model_id": "m"}},
            SessionStarted("a", {"model_id": "m"}),
            id="a session that has started",
        ),
        pytest.param(
            {"message_type": "partial_transcript", "text": "so"},
            PartialTranscript("so"),
            id="a partial under today's key",
        ),
        pytest.param(
            {"message_type": "partial_transcript", "transcript": "so"},
            PartialTranscript("so"),
            id="a partial under the older key",
        ),
        pytest.param(
            {"message_type": "committed_transcript", "text": ""},
            CommittedTranscript(""),
            id="silence that was committed",
        ),
        pytest.param(
            {
                "message_type": "committed_transcript_with_timestamps",
                "text": "so",
                "language_code": None,
                "words": [{"text": "so", "start": 0, "end": 0.5, "type": "audio_event", "new": 1}],
            },
            CommittedTranscriptWithTimestamps("so", None, [WireWord("so", 0, 0.5, "audio_event")]),
            id="timed words of a type that is not known, with a field that is not known",
        ),
        pytest.param(
            {"message_type": "committed_transcript_with_timestamps", "text": "so", "words": None},
            CommittedTranscriptWithTimestamps("so", None, None),
            id="a timed copy without words",
        ),
        pytest.param(
            {"message_type": "auth_error", "error": "no"},
            ErrorMessage("auth_error", "no"),
            id="an error's words under today's key",
        ),
        pytest.param(
            {"message_type": "auth_error", "message": "no"},
            ErrorMessage("auth_error", "no"),
            id="an error's words under an older key",
        ),
        pytest.param(
            {"message_type": "unaccepted_terms_error", "error": "no"},
            ErrorMessage("unaccepted_terms", "no"),
            id="an error's older name",
        ),
        pytest.param(
            {"message_type": "scribe_quota_exceeded_error"},
            ErrorMessage("quota_exceeded", ""),
            id="an error's name with prefix and suffix, without words",
        ),
        pytest.param(
            {"message_type": "weather", "sun": True},
            UnknownMessage("weather", {"message_type": "weather", "sun": True}),
            id="a type that is not known",
        ),
        pytest.param({"sun": 1}, UnknownMessage("", {"sun": 1}), id="no type at all"),
    ],
)
def test_server_frame_is_read(frame: dict[str, Any], message: object) -> None:
    text = json.dumps(frame)
    assert decode_server_message(text) == decode_server_message(text.encode()) == message
    assert decode_object(text) == frame


@pytest.mark.parametrize(
    "frame",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="half an object"),
        pytest.param("[1]", id="a list"),
        pytest.param("null", id="null"),
        pytest.param(b"\xff\xfe", id="bytes that are no text"),
        pytest.param("[" * 100_000, id="a pit of brackets"),
        pytest.param('{"message_type":"partial_transcript"}', id="a transcript without text"),
        pytest.param('{"message_type":"partial_transcript","text":5}', id="text that is a number"),
    ],
)
def test_bad_server_frame_is_an_error_of_the_protocol(frame: str | bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_server_message(frame)


@given(st.binary() | st.text())
def test_any_frame_is_read_or_refused(frame: str | bytes) -> None:
    for decode in (decode_server_message, decode_client_message):
        try:
            decode(frame)
        except ProtocolError:
            continue


@given(st.binary(), st.booleans(), st.none() | st.text())
def test_what_a_client_sends_is_what_a_server_reads(
    data: bytes, commit: bool, previous: str | None
) -> None:
    sent = make_audio_chunk(data, 16_000, commit=commit, previous_text=previous)
    read = decode_client_message(encode_message(sent))
    assert decode_audio(read) == data
    assert (bool(read.commit), read.sample_rate, read.previous_text) == (commit, 16_000, previous)


@pytest.mark.parametrize(
    ("frame", "words"),
    [
        pytest.param({"message_type": "init"}, "Unexpected message type: init", id="another type"),
        pytest.param({}, "valid protocol message", id="no type and no audio"),
        pytest.param(
            {"message_type": "input_audio_chunk", "audio_base_64": 5},
            "valid protocol message",
            id="audio that is a number",
        ),
    ],
)
def test_bad_client_frame_is_refused_in_the_services_words(
    frame: dict[str, Any], words: str
) -> None:
    with pytest.raises(ProtocolError, match=words):
        decode_client_message(json.dumps(frame))


def test_client_frame_may_lack_all_but_its_audio() -> None:
    frame = {"message_type": "input_audio_chunk", "audio_base_64": "", "previous_text": None}
    assert decode_client_message(json.dumps(frame)) == InputAudioChunk(audio_base_64="")


@pytest.mark.parametrize("audio", ["%%%", "abc", "é"])
def test_audio_that_is_no_base64_is_refused(audio: str) -> None:
    with pytest.raises(ProtocolError, match="base64"):
        decode_audio(InputAudioChunk(audio_base_64=audio))


def test_error_is_written_under_its_own_name() -> None:
    assert json.loads(encode_message(ErrorMessage("rate_limited", "slow"))) == {
        "message_type": "rate_limited",
        "error": "slow",
    }


@pytest.mark.parametrize("name", sorted(failures.ERROR_NAMES))
def test_every_error_is_known_by_its_name_and_its_older_ones(name: str) -> None:
    assert parse_error_name(name) == parse_error_name(f"scribe_{name}") == name


def test_partial_is_no_error() -> None:
    assert parse_error_name("partial_transcript") is None
