"""The speech server as a process: its interface, its wire at the level of frames, its end."""

import asyncio
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from captions.engine.serve import KEY_VARIABLE
from captions.pcm import Samples, to_bytes
from captions.protocol.messages import audio_chunk, encode
from captions.realtime.wire import Address, socket_url
from tests.conftest import on_loop

SERVE = (sys.executable, "-m", "captions", "serve")


async def opened(address: Address, query: str = "", key: str | None = None) -> ClientConnection:
    headers = {"xi-api-key": address.api_key if key is None else key}
    return await connect(f"{socket_url(address.url)}?{query}", additional_headers=headers)


async def said_until_closed(client: ClientConnection) -> tuple[list[dict[str, str]], int, str]:
    """Return a server's messages, and the code and reason of its close."""
    messages = []
    try:
        while True:
            messages.append(json.loads(await client.recv()))
    except ConnectionClosed:
        return messages, client.close_code or 0, client.close_reason or ""


def test_speech_comes_back_as_text(speech_server: Address, speech: Samples) -> None:
    async def converse() -> list[dict[str, str]]:
        client = await opened(speech_server, "model_id=scribe_v2_realtime")
        async with client:
            for start in range(0, 8 * 16_000, 1600):
                await client.send(encode(audio_chunk(to_bytes(speech[start : start + 1600]))))
            await client.send(encode(audio_chunk(b"", commit=True)), text=True)
            messages = [json.loads(await client.recv())]
            while messages[-1]["message_type"] != "committed_transcript":
                messages.append(json.loads(await client.recv()))
            return messages

    messages = on_loop(converse())
    assert messages[0]["message_type"] == "session_started"
    assert "best of times" in messages[-1]["text"]


def test_wrong_key_is_told_on_the_open_socket(speech_server: Address) -> None:
    async def converse() -> tuple[list[dict[str, str]], int, str]:
        return await said_until_closed(await opened(speech_server, key="wrong"))

    ((message,), code, reason) = on_loop(converse())
    assert message["message_type"] == "auth_error"
    assert (code, reason) == (1000, "")


@pytest.mark.parametrize(
    ("query", "frame", "name", "code"),
    [
        ("vad_threshold=7", None, "invalid_request", 1008),
        ("", "nonsense", "input_error", 1000),
        ("", '{"message_type":"input_audio_chunk","audio_base_64":"%"}', "input_error", 1000),
        (
            "",
            '{"message_type":"input_audio_chunk","audio_base_64":"","commit":true}',
            "commit_throttled",
            1000,
        ),
    ],
    ids=["a wrong option", "no JSON", "no base64", "nothing to commit"],
)
def test_failure_is_told_before_the_close(
    speech_server: Address, query: str, frame: str | None, name: str, code: int
) -> None:
    async def converse() -> tuple[list[dict[str, str]], int, str]:
        client = await opened(speech_server, query)
        if frame is not None:
            await client.send(frame)
        return await said_until_closed(client)

    messages, closed_with, reason = on_loop(converse())
    assert messages[-1]["message_type"] == name
    assert messages[-1]["error"]
    assert (closed_with, reason) == (code, name)


def test_two_sessions_at_once_do_not_mix(speech_server: Address, speech: Samples) -> None:
    async def transcribed(samples: Samples) -> str:
        client = await opened(speech_server)
        async with client:
            await client.send(encode(audio_chunk(to_bytes(samples), commit=True)), text=True)
            while True:
                message = json.loads(await client.recv())
                if message["message_type"] == "committed_transcript":
                    return str(message["text"])

    async def both() -> list[str]:
        parts = (speech[: 7 * 16_000], speech[14 * 16_000 : 18 * 16_000])
        return await asyncio.gather(*(transcribed(part) for part in parts))

    one, other = on_loop(both())
    assert "best of times" in one
    assert "light" in other
    assert "best" not in other


def test_health_is_answered(speech_server: Address) -> None:
    client = http.client.HTTPConnection(speech_server.url.removeprefix("http://"), timeout=10)
    client.request("GET", "/healthz")
    assert client.getresponse().status == 200
    client.close()


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signal_ends_it_cleanly_even_with_a_client(number: signal.Signals) -> None:
    environment = {**os.environ, KEY_VARIABLE: "a-secret-of-ours"}
    with subprocess.Popen(
        (*SERVE, "--json"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        assert re.fullmatch(r"http://127\.0\.0\.1:\d+", ready["url"])
        assert ready["api_key"] == "a-secret-of-ours"
        if sys.platform == "linux":
            arguments = Path(f"/proc/{process.pid}/cmdline").read_bytes()
            assert b"a-secret-of-ours" not in arguments

        async def end() -> float:
            await opened(Address(ready["url"], ready["api_key"]))
            began = time.monotonic()
            process.send_signal(number)
            code = await asyncio.to_thread(process.wait, 10)
            assert code == 0
            return time.monotonic() - began

        assert on_loop(end()) < 5
        assert process.stderr is not None
        assert process.stderr.read() == b""


def test_end_of_input_ends_a_tethered_server() -> None:
    with subprocess.Popen(
        (*SERVE, "--json", "--tethered"), stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_port_in_use_is_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = subprocess.run(
            (*SERVE, "--port", str(port)), capture_output=True, text=True, timeout=30, check=False
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"Port {port}" in done.stderr
    assert "--port 0" in done.stderr
