"""A session on the wire without sockets: frames in, messages out, and every refusal."""

import base64
import json
from dataclasses import replace

import numpy as np
import pytest
from typing_extensions import override

from captions.engine.serving.limits import DEFAULTS
from captions.engine.serving.session import ServerSession, SessionError, session_config
from captions.events import Committed
from captions.pcm import from_ulaw, to_bytes, to_ulaw
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    KnownMessage,
    PartialTranscript,
    ServerWarning,
)
from captions.protocol.options import AudioFormat, SessionOptions
from tests.support.engines.speech_servers import LOUD, CountingTranscriber, sound


def session(options: SessionOptions) -> ServerSession:
    return ServerSession(options, CountingTranscriber(), DEFAULTS)


def frame(data: bytes = b"", **fields: object) -> str:
    audio = base64.b64encode(data).decode()
    return json.dumps({"message_type": "input_audio_chunk", "audio_base_64": audio, **fields})


def answers(one: ServerSession, *frames: str) -> list[KnownMessage]:
    found: list[KnownMessage] = []
    for each in frames:
        found.extend(one.process_work(one.receive_frame(each)))
        found.extend(one.guess_partial())
    return found


def test_commit_is_answered_once_even_for_silence() -> None:
    silence = to_bytes(sound(1, 0))
    found = answers(session(SessionOptions()), frame(silence), frame(commit=True))
    assert found == [CommittedTranscript("")]


def test_speech_brings_partials_and_a_commit() -> None:
    found = answers(
        session(SessionOptions()),
        frame(to_bytes(sound(1, LOUD))),
        frame(to_bytes(sound(1, LOUD)), commit=True),
    )
    assert [type(message) for message in found] == [PartialTranscript, CommittedTranscript]


def test_timed_words_join_to_the_text() -> None:
    options = SessionOptions(include_timestamps=True)
    found = answers(session(options), frame(to_bytes(sound(2, LOUD)), commit=True))
    plain, timed = found
    assert isinstance(plain, CommittedTranscript)
    assert isinstance(timed, CommittedTranscriptWithTimestamps)
    assert timed.words is not None
    assert "".join(word.text for word in timed.words) == plain.text == timed.text
    assert [word.type for word in timed.words[:2]] == ["word", "spacing"]


def test_language_detection_alone_brings_the_timed_copy_without_words() -> None:
    options = SessionOptions(include_language_detection=True)
    found = answers(session(options), frame(to_bytes(sound(2, LOUD)), commit=True))
    timed = found[-1]
    assert isinstance(timed, CommittedTranscriptWithTimestamps)
    assert (timed.language_code, timed.words) == ("en", None)


@pytest.mark.parametrize("audio_format", list(AudioFormat))
def test_every_audio_format_is_heard(audio_format: AudioFormat) -> None:
    tone = np.full(2 * audio_format.rate, LOUD, np.float32)
    data = to_bytes(tone)
    if audio_format is AudioFormat.ULAW_8000:
        data = to_ulaw(data)
    one = session(SessionOptions(audio_format=audio_format))
    (committed,) = answers(one, frame(data, commit=True))
    assert isinstance(committed, CommittedTranscript)
    assert committed.text.startswith("word word")


def test_ulaw_keeps_the_sound() -> None:
    tone = np.sin(np.arange(4000) / 5).astype(np.float32) * np.float32(0.7)
    assert np.abs(from_ulaw(to_ulaw(to_bytes(tone))) - tone).max() < 0.02


@pytest.mark.parametrize(
    ("frames", "name", "words"),
    [
        pytest.param(["nonsense"], "input_error", "not JSON", id="not JSON"),
        pytest.param(["[]"], "input_error", "not a JSON object", id="not an object"),
        pytest.param(['{"message_type":"init"}'], "input_error", "Unexpected", id="another type"),
        pytest.param([frame(b"abc")], "input_error", "whole number", id="half a sample"),
        pytest.param([frame(sample_rate=8000)], "input_error", "8000", id="another rate"),
        pytest.param(
            [frame(), frame(previous_text="so")], "error", "previous_text", id="late context"
        ),
        pytest.param([frame(commit=True)], "commit_throttled", "0.3s", id="nothing to commit"),
        pytest.param(
            [frame(bytes(DEFAULTS.max_chunk_bytes + 2))],
            "chunk_size_exceeded",
            "the limit is 786432 bytes",
            id="a chunk too large",
        ),
        pytest.param(
            [json.dumps({"message_type": "x" * 9000})], "input_error", "xxx...", id="a long story"
        ),
    ],
)
def test_refusals_are_the_wires_own(frames: list[str], name: str, words: str) -> None:
    with pytest.raises(SessionError, match=words) as caught:
        answers(session(SessionOptions()), *frames)
    assert caught.value.message.name == name


def test_first_chunk_may_bring_context_and_no_audio() -> None:
    assert answers(session(SessionOptions()), frame(previous_text="so"), frame()) == []


def test_config_has_every_key_that_a_client_may_look_for() -> None:
    config = session(SessionOptions()).started_message().config
    assert config == session_config(SessionOptions())
    assert {"sample_rate", "vad_commit_strategy", "commit_strategy", "model_id"} <= set(config)


def test_error_repeats_little_of_what_was_sent() -> None:
    assert len(SessionError("error", "x" * 9000).message.error) < 600


@pytest.mark.parametrize(
    ("frames", "expected"),
    [
        pytest.param([frame(previous_text="so it was")], "so it was", id="without audio"),
        pytest.param([frame(b"ab", previous_text="so")], "so", id="with audio"),
        pytest.param([frame(b"ab", previous_text=None)], "", id="null is none"),
    ],
)
def test_context_reaches_the_transcriber(frames: list[str], expected: str) -> None:
    options = SessionOptions()
    transcriber = CountingTranscriber()
    answers(ServerSession(options, transcriber, DEFAULTS), *frames)
    assert transcriber.expected == expected


class HesitantTranscriber(CountingTranscriber):
    """Hears somebody who searches for words."""

    @override
    def words(self) -> list[str]:
        return ["Um,", "I", "I", "think,", "uh."] if self.uncommitted_seconds else []


def test_fillers_are_left_out_of_partials_commits_and_words_alike() -> None:
    options = SessionOptions(no_verbatim=True, include_timestamps=True)
    one = ServerSession(options, HesitantTranscriber(), DEFAULTS)
    loud = frame(to_bytes(sound(1, LOUD)))
    found = answers(one, loud, loud, frame(commit=True))
    partials = [message.text for message in found if isinstance(message, PartialTranscript)]
    assert set(partials) == {"I think."}
    timed = found[-1]
    assert isinstance(timed, CommittedTranscriptWithTimestamps)
    assert timed.words is not None
    assert timed.text == "I think." == "".join(word.text for word in timed.words)


@pytest.mark.parametrize(("asked", "expected"), [(None, 0), (False, 1), (True, 1)])
def test_other_language_is_said_once_to_clients_that_know_our_extension(
    asked: bool | None,  # a parameter of the test
    expected: int,
) -> None:
    transcriber = CountingTranscriber()
    one = ServerSession(SessionOptions(commit_sentences=asked), transcriber, DEFAULTS)
    loud = frame(to_bytes(sound(1, LOUD)))
    before = answers(one, loud)
    transcriber.hears_other_language = True
    after = answers(one, loud, loud)
    assert not [message for message in before if isinstance(message, ServerWarning)]
    found = [message for message in after if isinstance(message, ServerWarning)]
    assert [message.code for message in found] == ["other_language"] * expected


def test_beat_repeats_what_the_client_sees_until_it_is_committed() -> None:
    one = session(SessionOptions())
    assert one.keepalive_message() == PartialTranscript("")
    (partial,) = answers(one, frame(to_bytes(sound(1, LOUD))))
    assert one.keepalive_message() == partial
    answers(one, frame(commit=True))
    assert one.keepalive_message() == PartialTranscript("")


class NamingTranscriber(CountingTranscriber):
    """Is certain who speaks the first word only."""

    @override
    def commit(self) -> Committed:
        committed = super().commit()
        first, *others = committed.words
        return replace(committed, words=(replace(first, speaker="speaker_1"), *others))


def test_words_name_their_speaker_where_it_is_certain() -> None:
    options = SessionOptions(include_timestamps=True, diarize=True)
    one = ServerSession(options, NamingTranscriber(), DEFAULTS)
    _, timed = answers(one, frame(to_bytes(sound(1, LOUD)), commit=True))
    assert isinstance(timed, CommittedTranscriptWithTimestamps)
    found = [(word.type, word.speaker_id) for word in timed.words or ()]
    assert found == [("word", "speaker_1"), ("spacing", None), ("word", None)]
