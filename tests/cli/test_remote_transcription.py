"""Servers that refuse to transcribe: the user reads our own words where these say it all."""

import asyncio
import os
import subprocess
import sys
from contextlib import AbstractAsyncContextManager
from http import HTTPStatus
from pathlib import Path

import pytest
from websockets.asyncio.server import ServerConnection

from captions.pcm import to_bytes
from captions.protocol.addresses import Address
from tests.conftest import on_loop
from tests.support.servers.scripted_servers import refusing, scripted
from tests.support.servers.web_server import wav
from tests.support.sound.tones import tone

KEY = "sk_0123456789"
REFUSED = (
    "captions: The speech server refused the key. Check the API key, or recognise speech on this "
    "computer, which requires no key.\n"
)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "tone.wav"
    path.write_bytes(wav(to_bytes(tone(440, 1, 16_000)), 16_000))
    return path


def told(recording: Path, server: AbstractAsyncContextManager[Address]) -> str:
    """Return what a user reads who has this server transcribe a recording."""

    async def work() -> str:
        async with server as address:
            program = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "captions", "transcribe", str(recording)),
                *("--server", address.url),
                env=os.environ | {"CAPTIONS_API_KEY": KEY},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
            )
            _, said = await program.communicate()
        assert program.returncode == 1
        return said.decode()

    return on_loop(work())


@pytest.mark.parametrize("status", [HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN])
def test_key_that_is_refused_at_once(recording: Path, status: HTTPStatus) -> None:
    body = '{"detail": {"message": "Invalid API key sk_0123, \x1b[2J see our terms"}}'
    assert told(recording, refusing(status, body)) == REFUSED


def test_key_that_is_refused_by_a_message(recording: Path) -> None:
    async def script(client: ServerConnection) -> None:
        await client.send('{"message_type": "auth_error", "error": "Who is sk_0123?"}')
        await client.close(1008)

    assert told(recording, scripted(script)) == REFUSED


def test_other_refusals_keep_the_server_s_reason(recording: Path) -> None:
    said = told(recording, refusing(HTTPStatus.BAD_REQUEST, "No such model."))
    assert "(HTTP 400): No such model." in said
    assert said.count("\n") == 1


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("invalid_request", "Change or omit the option: --speakers sets diarize"),
        ("input_error", "Choose another server with --server"),
    ],
)
def test_advice_names_options_of_the_command_and_no_settings(
    recording: Path, kind: str, advice: str
) -> None:
    async def script(client: ServerConnection) -> None:
        await client.send(f'{{"message_type": "{kind}", "error": "diarize: not here."}}')
        await client.close(1008)

    said = told(recording, scripted(script))
    assert f"“diarize: not here.” {advice}" in said
    assert "settings," not in said
    assert said.count("\n") == 1
