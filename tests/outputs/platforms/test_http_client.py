"""Connections of the client that sends posts."""

import asyncio
import gc
import socket
from collections.abc import Iterator
from contextlib import suppress

import pytest

from captions.outputs.platforms.http_client import PostRequest, TimeLimits, open_client
from tests.conftest import on_loop

_LIMITS = TimeLimits(connect=60.0, total=60.0)


@pytest.fixture
def silent_server() -> Iterator[socket.socket]:
    """A server that accepts connections, and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(30)
        yield server


@pytest.fixture
def _no_collection() -> Iterator[None]:
    """Keep the garbage collector from closing what was left open."""
    was_enabled = gc.isenabled()
    gc.disable()
    yield
    if was_enabled:
        gc.enable()


@pytest.mark.usefixtures("_no_collection")
def test_connection_is_closed_when_its_handshake_is_cancelled(silent_server: socket.socket) -> None:
    url = f"https://127.0.0.1:{silent_server.getsockname()[1]}/captions"

    async def main() -> None:
        async with open_client(url, "a platform", _LIMITS) as client:
            sending = asyncio.ensure_future(client.send_request(PostRequest(url)))
            connection, _ = await asyncio.to_thread(silent_server.accept)
            with connection:
                connection.settimeout(30)
                assert await asyncio.to_thread(connection.recv, 5)  # The greeting has begun.
                sending.cancel()
                with suppress(asyncio.CancelledError):
                    await sending
                while await asyncio.to_thread(connection.recv, 1000):
                    pass

    on_loop(main())
