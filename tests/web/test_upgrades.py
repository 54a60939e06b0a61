"""Requests that would become WebSockets and cannot: answered, ended, and harmless at the end."""

import asyncio

import pytest

from captions.engine.serving.limits import ServerLimits
from captions.protocol.addresses import Address
from tests.conftest import on_loop
from tests.support.engines.speech_servers import (
    Fakes,
    Running,
    Said,
    opened,
    quick,
    running,
    said_until_closed,
)

HEAD = (
    "/v1/speech-to-text/realtime HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\n"
    "connection: upgrade\r\nsec-websocket-version: 13\r\n"
)
KEYED = f"{HEAD}sec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
REFUSED = [
    pytest.param(f"POST {KEYED}\r\n", id="POST"),
    pytest.param(f"POST {KEYED}content-length: 3\r\n\r\nabc", id="POST with a body"),
    pytest.param(f"BREW {KEYED}\r\n", id="a method that is none"),
    pytest.param(f"GET {KEYED}content-length: 3\r\n\r\nabc", id="a body"),
    pytest.param(f"GET {KEYED}content-length: 90000\r\n\r\n", id="a body that never comes"),
    pytest.param(f"GET {KEYED}transfer-encoding: chunked\r\n\r\n0\r\n\r\n", id="chunks"),
    pytest.param("GET " + KEYED + "x: y\r\n" * 200 + "\r\n", id="200 headers"),
    pytest.param(f"GET {HEAD}\r\n", id="no key"),
    pytest.param(f"GET {HEAD}sec-websocket-key: A\r\n\r\n", id="a short key"),
]


async def answered(address: Address, request: str) -> bytes:
    """Send a request, and return everything that comes until the server ends the connection."""
    host, port = address.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request.encode())
    answer = await reader.read()
    writer.close()
    return answer


@pytest.mark.parametrize("request_text", REFUSED)
def test_each_is_answered_and_ended(request_text: str) -> None:
    async def work() -> bytes:
        async with quick(Fakes()) as address:
            return await answered(address, request_text)

    answer = on_loop(work())
    assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"\r\n\r\n" in answer


async def crowded_end(server: Running, requests: list[str], answered_first: int) -> Said:
    """Hold requests open, end the server, and return what a healthy session is told of that."""
    host, port = server.address.url.removeprefix("http://").split(":")
    client = await opened(server.address)
    await client.recv()
    held = []
    for request in requests:
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(request.encode())
        held.append((reader, writer))
    for reader, _ in held[:answered_first]:
        await reader.readline()
    assert server.process.stdin is not None
    server.process.stdin.close()
    said = await said_until_closed(client)
    for _, writer in held:
        writer.close()
    return said


def test_none_harms_the_end_of_a_server_or_a_session_beside_it() -> None:
    requests = [str(parameter.values[0]) for parameter in REFUSED]
    halves = [request[: len(request) // 2] for request in requests]
    others = ["", "GET / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc", f"GET {KEYED}\r\n"]
    with running() as server:
        said = on_loop(crowded_end(server, [*requests, *halves, *others], len(requests)))
        assert server.process.wait(timeout=60) == 0
        assert server.process.stderr is not None
        assert server.process.stderr.read() == b""
    assert said[1:] == (1012, "")


def test_upgrade_has_its_time_until_it_is_answered() -> None:
    """What an application never answers is ended as any other request that takes too long."""
    fakes = Fakes(ServerLimits(handshake_timeout=0.05))

    async def work() -> bytes:
        async with quick(fakes) as address:
            return await answered(address, f"GET {KEYED}")

    assert b"408" in on_loop(work())
    assert "too_slow" in fakes.metrics.render_text(0)
