"""Scripted servers on loopback, for behaviour that the real server never shows."""

import contextlib
import http
from collections.abc import AsyncIterator, Awaitable, Callable

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response

from captions.protocol.addresses import Address

Script = Callable[[ServerConnection], Awaitable[None]]


@contextlib.asynccontextmanager
async def scripted(script: Script) -> AsyncIterator[Address]:
    """Serve connections with a test's script."""
    async with serve(script, "127.0.0.1", 0, compression=None) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield Address(f"http://127.0.0.1:{port}", "key")


@contextlib.asynccontextmanager
async def refusing(status: http.HTTPStatus, body: str) -> AsyncIterator[Address]:
    """Answer every handshake with a refusal."""

    def refuse(connection: ServerConnection, _: Request) -> Response:
        return connection.respond(status, body)

    async def nothing(_: ServerConnection) -> None:
        return

    async with serve(nothing, "127.0.0.1", 0, process_request=refuse) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        yield Address(f"http://127.0.0.1:{port}", "key")
