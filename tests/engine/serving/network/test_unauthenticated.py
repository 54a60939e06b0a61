"""Strangers at the door: they are bounded, silent in the log, and cost sessions nothing."""

import asyncio
import json
import socket
import ssl
import sys
from pathlib import Path

import pytest
from typing_extensions import override
from websockets.asyncio.client import connect

from captions.engine.serving.limits import ServerLimits
from captions.pcm import Samples, to_bytes
from captions.protocol.addresses import Address, socket_url
from captions.protocol.messages import encode_message, make_audio_chunk
from captions.web.unauthenticated import (
    UnauthenticatedConnections,
    max_open_files,
)
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    KEY,
    Fakes,
    Running,
    asked,
    committed,
    opened,
    process,
    quick,
    running,
    said_until_closed,
)

needs_limits = pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
HALF_A_HELLO = bytes.fromhex("16030102000100 01fc0303")
"""The first bytes of a TLS handshake that is never gone on with (RFC 8446, section 4.1.2)."""


async def crowd(address: Address, size: int, sent: bytes = b"") -> list[asyncio.StreamWriter]:
    """Open connections that show no key, and keep them open."""
    host, port = address.url.partition("://")[2].split(":")
    writers = []
    for _ in range(size):
        _, writer = await asyncio.open_connection(host, int(port))
        writer.write(sent)
        writers.append(writer)
    return writers


def spoken(samples: Samples, *, commit: bool = True) -> str:
    return encode_message(make_audio_chunk(to_bytes(samples[: 3 * 16_000]), commit=commit)).decode()


def test_newcomers_take_at_most_half_of_the_files() -> None:
    assert UnauthenticatedConnections(ServerLimits(), lambda _: None).max_connections == min(
        256, max_open_files() // 2
    )
    assert (
        UnauthenticatedConnections(
            ServerLimits(max_unauthenticated=3), lambda _: None
        ).max_connections
        == 3
    )


@needs_limits
def test_crowd_leaves_a_session_its_files_and_lets_others_in(speech: Samples) -> None:
    async def work(address: Address) -> tuple[str, str]:
        async with await opened(address) as client:
            await client.recv()
            held = await crowd(address, 200)
            await client.send(spoken(speech))
            text = await committed(client)
            async with await opened(address) as late:
                started = json.loads(await late.recv())["message_type"]
            for writer in held:
                writer.close()
            return text, started

    with running(files=40) as server:
        text, started = on_loop(work(server.address))
        assert server.process.communicate(timeout=60) == (b"", b"")
        assert server.process.returncode == 0
    assert "best of times" in text
    assert started == "session_started"


@needs_limits
def test_lack_of_files_is_logged_once_and_sessions_go_on(speech: Samples) -> None:
    async def work(server: Running) -> tuple[bytes, str]:
        sessions = [await opened(server.address)]

        async def fill() -> None:
            while True:
                sessions.append(await opened(server.address))

        assert server.process.stderr is not None
        filling = asyncio.create_task(fill())
        logged = await asyncio.to_thread(server.process.stderr.readline)
        await sessions[0].send(spoken(speech))
        text = await committed(sessions[0])
        filling.cancel()
        for session in sessions:
            session.transport.abort()
        return logged, text

    with running(files=24) as server:
        logged, text = on_loop(work(server))
        assert server.process.communicate(timeout=60) == (b"", b"")
    assert b"24 files open. Raise the limit with 'ulimit -n'." in logged
    assert "best of times" in text


def test_nothing_is_read_from_disk_once_a_server_is_ready(speech: Samples) -> None:
    async def converse(address: Address) -> None:
        query = "include_timestamps=true&keyterms=Dickens&no_verbatim=true"
        async with await opened(address, query) as client:
            await client.send(spoken(speech))
            assert "best of times" in await committed(client)
        for query, frame in (("", "nonsense"), ("vad_threshold=7", ""), ("model_id=x", "")):
            client = await opened(address, query)
            if frame:
                await client.send(frame)
            await said_until_closed(client)
        await said_until_closed(await opened(address, key="wrong"))

    command = (sys.executable, "-m", "tests.support.engines.watched_server")
    with process(command=command) as address:
        on_loop(converse(address))
        for method, path, headers in (
            ("GET", "/", {}),
            ("GET", "/metrics", {}),
            ("GET", "/nowhere", {}),
            ("GET", "/", {"host": "evil.example"}),
            ("GET", "/", {"origin": "https://b\u00fccher.example".encode("idna").decode()}),
            ("POST", "/v1/single-use-token/realtime_scribe", {"xi_api_key": KEY}),
        ):
            asked(address, method, path, **headers)


@needs_limits
def test_handshakes_count_from_their_first_byte(pem: Path) -> None:
    trust = ssl.create_default_context(cafile=pem / "cert.pem")

    async def work(address: Address) -> str:
        sent = {"xi-api-key": KEY}
        async with connect(socket_url(address.url), ssl=trust, additional_headers=sent) as client:
            await client.recv()
            held = await crowd(address, 100, HALF_A_HELLO)
            url = socket_url(address.url)
            async with connect(url, ssl=trust, additional_headers=sent) as late:
                started = str(json.loads(await late.recv())["message_type"])
            await client.send(
                encode_message(make_audio_chunk(bytes(32_000), commit=True)), text=True
            )
            assert await committed(client) == ""
            for writer in held:
                writer.close()
            return started

    files = ("--tls-cert", f"{pem}/cert.pem", "--tls-key", f"{pem}/own.key")
    with running(*files, files=60) as server:
        assert on_loop(work(server.address)) == "session_started"
        assert server.process.communicate(timeout=60) == (b"", b"")


class Watched(UnauthenticatedConnections):
    """Notes whether what is written to a connection goes out at once."""

    undelayed: list[int]

    @override
    def add_connection(self, transport: asyncio.Transport) -> None:
        super().add_connection(transport)
        connection = transport.get_extra_info("socket")
        self.undelayed.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))


def test_answers_do_not_wait_for_acknowledgements() -> None:
    Watched.undelayed = []

    async def work() -> None:
        async with quick(Fakes(newcomers=Watched)) as address, await opened(address) as client:
            await client.recv()
            await asyncio.to_thread(asked, address, "GET", "/healthz")

    on_loop(work())
    assert len(Watched.undelayed) == 2
    assert all(Watched.undelayed)
