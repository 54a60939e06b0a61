"""The speech server as a process: its interface, its wire at the level of frames, its end."""

import asyncio
import base64
import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from captions import __version__
from captions.engine import KEY_VARIABLE
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address
from captions.protocol.failures import ERROR_NAMES
from captions.protocol.messages import encode_message, make_audio_chunk
from tests.conftest import LONGEST_SECONDS, on_loop
from tests.support.engines.speech_servers import (
    KEY,
    SERVE,
    Message,
    Said,
    asked,
    committed,
    opened,
    process,
    said_until,
    said_until_closed,
)

TOKENS = "/v1/single-use-token/realtime_scribe"


def chunk(data: bytes = b"", **fields: object) -> str:
    audio = base64.b64encode(data).decode()
    return json.dumps({"message_type": "input_audio_chunk", "audio_base_64": audio, **fields})


async def conversation(address: Address, query: str, *frames: str | bytes) -> Said:
    """Send frames and return everything that is said until the server closes."""
    client = await opened(address, query)
    for frame in frames:
        await client.send(frame)
    return await said_until_closed(client)


def test_speech_comes_back_as_text(speech_server: Address, speech: Samples) -> None:
    async def converse() -> list[Message]:
        client = await opened(speech_server, "model_id=scribe_v2_realtime")
        async with client:
            for start in range(0, 8 * 16_000, 1600):
                await client.send(
                    encode_message(make_audio_chunk(to_bytes(speech[start : start + 1600])))
                )
            await client.send(encode_message(make_audio_chunk(b"", commit=True)), text=True)
            return await said_until(client, "committed_transcript")

    messages = on_loop(converse())
    assert messages[0]["message_type"] == "session_started"
    assert "best of times" in messages[-1]["text"]


@pytest.mark.parametrize(
    ("key", "query"),
    [("wrong", ""), ("", ""), ("", "token=sutkn_wrong"), (KEY, "token=sutkn_wrong")],
    ids=["a wrong key", "no key", "a wrong token", "a wrong token and the key"],
)
def test_who_may_not_come_in_is_told_on_the_open_socket(
    speech_server: Address, key: str, query: str
) -> None:
    async def converse() -> Said:
        given_key = speech_server.api_key if key == KEY else key
        return await said_until_closed(await opened(speech_server, query, given_key))

    assert on_loop(converse()) == (
        [
            {
                "message_type": "auth_error",
                "error": "You must be authenticated to use this endpoint.",
            }
        ],
        1000,
        "",
    )


def test_token_opens_one_session_and_no_other(speech_server: Address) -> None:
    answer = asked(speech_server, "POST", TOKENS, xi_api_key=speech_server.api_key)
    assert answer.status == 200
    token = json.loads(answer.body)["token"]
    assert token.startswith("sutkn_")

    async def twice() -> list[str]:
        names = []
        for _ in range(2):
            client = await opened(speech_server, f"token={token}", key="")
            names.append(json.loads(await client.recv())["message_type"])
            await client.close()
        return names

    assert on_loop(twice()) == ["session_started", "auth_error"]


@pytest.mark.parametrize(
    ("request_line", "key", "status", "words"),
    [
        (f"POST {TOKENS}", "wrong", 401, "xi-api-key"),
        (
            "POST /v1/single-use-token/batch_scribe",
            KEY,
            400,
            "only tokens of the type realtime_scribe",
        ),
        ("POST /v1/single-use-token/nonsense", KEY, 400, "only tokens of the type realtime_scribe"),
        ("GET /v1/speech-to-text/realtime", KEY, 426, "WebSocket"),
        ("GET /v1/nowhere", KEY, 404, "/v1/speech-to-text/realtime"),
    ],
)
def test_refusals_are_json_with_a_sentence(
    speech_server: Address, request_line: str, key: str, status: int, words: str
) -> None:
    given_key = speech_server.api_key if key == KEY else key
    answer = asked(speech_server, *request_line.split(), xi_api_key=given_key)
    assert answer.status == status
    detail = json.loads(answer.body)["detail"]
    assert words in detail["message"]
    assert re.fullmatch(r"[a-z_]+", detail["status"])


WRONG_OPTIONS = {
    "vad_threshold": ["7", "0.09", "0.91", "nan", "high", "1e999"],
    "vad_silence_threshold_secs": ["0.29", "3.01", "-1"],
    "min_speech_duration_ms": ["49", "2001", "100.5", "x"],
    "min_silence_duration_ms": ["49", "2001", "99999999999999999999999"],
    "keepalive_interval_ms": ["499", "10001"],
    "audio_format": ["mp3", "pcm_32000", "PCM_16000"],
    "commit_strategy": ["turn_prediction", "auto"],
    "stability": ["calm"],
    "include_timestamps": ["perhaps"],
    "include_language_detection": ["2"],
    "no_verbatim": ["x"],
    "diarize": ["true"],
    "model_id": ["scribe_realtime_v2", "m"],
    "language_code": ["de", "en-US", "english", "x" * 9000],
    "keyterms": ["x" * 21, "a b c d e f"],
    "entity_detection": ["all"],
    "entity_redaction": ["pii"],
    "entity_redaction_mode": ["black"],
    "transcript_edit": ["shout", "x" * 2001],
    "enable_logging": ["x"],
    "filter_background_audio": ["x", "true&include_timestamps=true"],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [(name, value) for name, values in WRONG_OPTIONS.items() for value in values],
    ids=lambda part: part[:30],
)
def test_wrong_option_is_named_before_the_close(
    speech_server: Address, name: str, value: str
) -> None:
    query = f"{name}={quote(value, safe='&=')}"
    (message,), code, reason = on_loop(conversation(speech_server, query))
    assert message["message_type"] == "invalid_request"
    assert name.rstrip("s") in message["error"]
    assert len(message["error"]) < 700
    assert (code, reason) == (1008, "invalid_request")


@pytest.mark.parametrize(
    ("query", "config", "warning"),
    [
        ("", {"audio_format": "pcm_16000", "sample_rate": 16_000, "commit_strategy": "manual"}, ""),
        ("audio_format=ulaw_8000", {"sample_rate": 8000}, ""),
        ("commit_strategy=vad", {"vad_commit_strategy": True}, ""),
        ("vad_threshold=0.1&vad_threshold=0.9", {"vad_threshold": 0.9}, ""),
        ("keyterms=a+b&keyterms=c%2Cd", {"keyterms": ["a b", "c,d"]}, ""),
        ("keepalive_interval_ms=500", {"keepalive_interval_ms": 500}, ""),
        ("min_speech_duration_ms=50", {"min_speech_duration_ms": 50}, ""),
        ("language_code=eng", {"language_code": "eng"}, ""),
        ("include_timestamps=True", {"include_timestamps": True}, ""),
        ("encoding=x&sample_rate=44100&=&&a=%ff%00", {"sample_rate": 16_000}, ""),
        ("secondary_languages=de", {"secondary_languages": ["de"]}, "secondary_languages"),
        ("enable_logging=true", {"enable_logging": False}, ""),
        ("filter_background_audio=true", {"filter_background_audio": False}, "no such filter"),
        ("&".join(f"keyterms={quote(20 * '語')}" for _ in range(50)), {}, ""),
    ],
)
def test_session_begins_with_all_that_it_was_asked_for(
    speech_server: Address, query: str, config: dict[str, object], warning: str
) -> None:
    async def converse() -> list[Message]:
        async with await opened(speech_server, query) as client:
            messages = [json.loads(await client.recv())]
            if warning:
                messages.append(json.loads(await client.recv()))
            return messages

    started, *warnings = on_loop(converse())
    assert started["message_type"] == "session_started"
    assert re.fullmatch(r"[0-9a-f]{32}", started["session_id"])
    assert config.items() <= started["config"].items()
    assert [message["message_type"] for message in warnings] == ["warning"] * bool(warning)
    assert all(warning in message["warning"] for message in warnings)


@pytest.mark.parametrize(
    ("frames", "name"),
    [
        pytest.param(["nonsense"], "input_error", id="not JSON"),
        pytest.param(["[1, 2]"], "input_error", id="no object"),
        pytest.param(["[" * 100_000], "input_error", id="nothing but depth"),
        pytest.param(["It was the best of times"], "input_error", id="text in place of audio"),
        pytest.param(['{"message_type":"commit"}'], "input_error", id="a type that is none"),
        pytest.param(['{"audio_base_64":5}'], "input_error", id="a number for audio"),
        pytest.param(['{"message_type":"input_audio_chunk"}'], "input_error", id="no audio"),
        pytest.param(
            ['{"message_type":"input_audio_chunk","audio_base_64":"%"}'], "input_error", id="%"
        ),
        pytest.param([chunk(b"abc")], "input_error", id="an odd length"),
        pytest.param([chunk(sample_rate=8000)], "input_error", id="another rate"),
        pytest.param([b"\xff\xfe\x00"], "input_error", id="sound as it is"),
        pytest.param([chunk(), chunk(previous_text="so")], "error", id="late context"),
        pytest.param([chunk(commit=True)], "commit_throttled", id="nothing to commit"),
        pytest.param([chunk(commit=True)] * 1000, "commit_throttled", id="a thousand commits"),
        pytest.param([chunk(bytes(790_000))], "chunk_size_exceeded", id="a large chunk"),
    ],
)
def test_wrong_frame_is_told_before_the_close(
    speech_server: Address, frames: list[str | bytes], name: str
) -> None:
    async def converse() -> Said:
        client = await opened(speech_server)
        for frame in frames:
            await client.send(frame)
        return await said_until_closed(client)

    (started, message), code, reason = on_loop(converse())
    assert started["message_type"] == "session_started"
    assert message["message_type"] == name
    assert message["error"]
    assert (code, reason) == (1000, name)


def test_message_of_ten_megabytes_is_refused_in_the_wires_words(speech_server: Address) -> None:
    messages, code, _ = on_loop(conversation(speech_server, "", chunk(bytes(7_500_000))))
    assert messages[-1]["message_type"] == "chunk_size_exceeded"
    assert code == 1009


@pytest.mark.parametrize("as_text", [True, False], ids=["text", "binary"])
def test_message_may_come_in_any_frame(speech_server: Address, as_text: bool) -> None:
    async def converse() -> str:
        async with await opened(speech_server) as client:
            await client.send([chunk(bytes(6_400))[:10], chunk(bytes(6_400))[10:]], text=as_text)
            await client.send(chunk(bytes(6_400), commit=True).encode(), text=as_text)
            return await committed(client)

    assert on_loop(converse()) == ""


def test_two_sessions_at_once_do_not_mix(speech_server: Address, speech: Samples) -> None:
    async def transcribed(samples: Samples) -> str:
        async with await opened(speech_server) as client:
            await client.send(
                encode_message(make_audio_chunk(to_bytes(samples), commit=True)), text=True
            )
            return await committed(client)

    async def both() -> list[str]:
        parts = (speech[: 7 * 16_000], speech[14 * 16_000 : 18 * 16_000])
        return await asyncio.gather(*(transcribed(part) for part in parts))

    one, other = on_loop(both())
    assert "best of times" in one
    assert "light" in other
    assert "best" not in other


CLIENT_FRAMES = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=40),
    st.builds(
        json.dumps,
        st.fixed_dictionaries(
            {},
            optional={
                "message_type": st.sampled_from(["input_audio_chunk", "commit", 5, None]),
                "audio_base_64": st.sampled_from(["", "AAAA", "AAA=", "A", "\u00e9", 7, None]),
                "commit": st.sampled_from([True, False, None, "yes"]),
                "sample_rate": st.sampled_from([16_000, 8000, -1, 1e99, "x", None]),
                "previous_text": st.sampled_from([None, "", "so", 3]),
                "more": st.recursive(st.none(), lambda inner: st.lists(inner, max_size=2)),
            },
        ),
    ),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frames=st.lists(CLIENT_FRAMES, min_size=1, max_size=4))
def test_whatever_comes_is_answered_by_the_protocol(
    speech_server: Address, frames: list[str | bytes]
) -> None:
    allowed = ERROR_NAMES | {"session_started", "partial_transcript", "committed_transcript"}
    # The last one ends the session in any case, if no other did.
    messages, code, reason = on_loop(conversation(speech_server, "", *frames, "end"))
    names = [message["message_type"] for message in messages]
    assert names[0] == "session_started"
    assert set(names) <= allowed
    assert names[-1] in ERROR_NAMES
    assert (code, reason) == (1000, names[-1])


def test_health_says_what_it_is(speech_server: Address) -> None:
    answer = asked(speech_server, "GET", "/healthz")
    assert answer.status == 200
    health = json.loads(answer.body)
    assert (health["status"], health["version"]) == ("ok", __version__)
    assert health["models"]


def test_neither_text_nor_sound_nor_key_is_written_anywhere(speech: Samples) -> None:
    async def converse(address: Address) -> tuple[str, str]:
        token = json.loads(asked(address, "POST", TOKENS, xi_api_key=KEY).body)["token"]
        async with await opened(address, f"token={token}&keyterms=Zanzibar", key="") as client:
            sound = encode_message(make_audio_chunk(to_bytes(speech[: 7 * 16_000]), commit=True))
            await client.send(sound, text=True)
            text = await committed(client)
        await conversation(address, "language_code=zulu")
        await conversation(address, "", "unspeakable")
        return text, token

    with process() as address:
        text, token = on_loop(converse(address))
        metrics = asked(address, "GET", "/metrics").body.decode()
    # `process` has seen that nothing was written.
    assert "best of times" in text
    for secret in ("best", "times", "Zanzibar", "zulu", "unspeakable", token, KEY):
        assert secret not in metrics
    assert 'captions_errors_total{name="input_error"} 1' in metrics


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_it_cleanly_even_with_a_client(number: signal.Signals) -> None:
    environment = {**os.environ, KEY_VARIABLE: "a-secret-of-ours"}
    with subprocess.Popen(
        (*SERVE, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as running:
        assert running.stdout is not None
        ready = json.loads(running.stdout.readline())
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", ready["url"])
        assert ready["api_key"] == "a-secret-of-ours"
        if sys.platform == "linux":
            arguments = Path(f"/proc/{running.pid}/cmdline").read_bytes()
            assert b"a-secret-of-ours" not in arguments

        async def end() -> int:
            await opened(Address(ready["url"], ready["api_key"]))
            running.send_signal(number)
            return await asyncio.to_thread(running.wait, LONGEST_SECONDS)

        assert on_loop(end()) == 0
        assert running.stderr is not None
        assert running.stderr.read() == b""


def test_end_of_input_ends_a_tethered_server() -> None:
    with subprocess.Popen(
        (*SERVE, "--json", "--tethered"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as running:
        assert running.stdout is not None
        assert running.stdin is not None
        running.stdout.readline()
        running.stdin.close()
        assert running.wait(timeout=60) == 0


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            (*SERVE, "--port", str(port)), capture_output=True, text=True, timeout=60, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port}" in done.stderr
    assert "--port 0" in done.stderr
