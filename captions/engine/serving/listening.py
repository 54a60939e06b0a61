"""Takes connections for an application until it is told to stop: uvicorn, on our own conditions."""

import asyncio
import contextlib
import ipaddress
import logging
import os
import signal
import socket
import ssl
import sys
import threading
from collections.abc import Callable, Generator
from functools import partial
from typing import NamedTuple

import uvicorn
from starlette.types import ASGIApp
from typing_extensions import override
from websockets import http11

from captions.engine.serving.encrypting import Encrypting
from captions.engine.serving.faults import Faults
from captions.engine.serving.newcomers import Newcomers, open_files
from captions.engine.serving.sockets import HttpConnection, SocketConnection
from captions.errors import EngineError

_GRACE_SECONDS = 1
"""How long open connections may take to close when the server stops."""
_POLL_SECONDS = 0.02
"""Time between two looks at whether they have."""
_BACKLOG = 128
"""Connections that wait in the system until they are taken."""
_TAKEN_AT_ONCE = 16
"""Connections taken before the bound on newcomers is applied, and at most this share of it:"""
_SHARE_AT_ONCE = 8
_HEAD_BYTES = 64 * 1024
"""Of a request's line and headers; 50 keyterms in Chinese take 10 KiB of a URL."""
_RECEIVE_BYTES = 64 * 1024
"""What the system keeps of a client's sound that is not read yet: little, so that a client which is
held back still gets its pings answered in time."""
_SEND_BYTES = 256 * 1024
"""What the system keeps of answers that a client has not read yet: minutes of partials."""


class Place(NamedTuple):
    """Where connections come in."""

    listener: socket.socket
    encryption: ssl.SSLContext | None

    @property
    def is_private(self) -> bool:
        """True if only this computer can reach it."""
        return ipaddress.ip_address(self.listener.getsockname()[0].partition("%")[0]).is_loopback


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at an address; port 0 takes a free one.

    Raises:
        EngineError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # There the option would let two programs share a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit both.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BYTES)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BYTES)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EngineError(
            f"Port {port} on {host} cannot be had ({error.strerror}): "
            "choose another with --port, or --port 0 for any free one."
        ) from error
    return listener


class Doors(NamedTuple):
    """What a server needs beside its application."""

    place: Place
    newcomers: Newcomers
    """Keeps count of the connections, and knows their limits."""
    faults: Faults


async def run(app: ASGIApp, doors: Doors, ready: Callable[[], None], stop: asyncio.Event) -> None:
    """Serve an application until it is told to stop.

    Args:
        app: what is served.
        doors: where connections come in, and what watches over them.
        ready: is called once connections are taken.
        stop: ends it, open connections too.
    """
    # A query, which may hold a token, must not come into a log; nor a line for every bad request.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # websockets reads it from the environment when it is loaded, and from here when it is used.
    http11.MAX_LINE_LENGTH = _HEAD_BYTES
    config = uvicorn.Config(
        app,
        http=HttpConnection,
        ws=SocketConnection,
        ws_max_size=doors.newcomers.limits.frame_bytes,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
    )
    server = _Server(config, doors, ready, stop)
    with doors.faults.catching(server.no_room):
        await server.take()


def on_signals(stop: Callable[[], None]) -> None:
    """Have a function of the running loop called when the process is told to end."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Windows' loop has no signals of its own.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def on_end_of_input(stop: Callable[[], None]) -> None:
    """Have a function of the running loop called when standard input ends."""
    loop = asyncio.get_running_loop()

    def wait() -> None:
        # Not sys.stdin: a thread that waits in it when the process ends makes Python abort.
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        with contextlib.suppress(RuntimeError):  # The loop may be closed by now.
            loop.call_soon_threadsafe(stop)

    # Reading standard input cannot be awaited on every system; the thread ends with the process.
    threading.Thread(target=wait, daemon=True, name="end-of-input").start()


class _Server(uvicorn.Server):
    """Uvicorn that listens on our conditions, and stops when it is told to."""

    def __init__(
        self, config: uvicorn.Config, doors: Doors, ready: Callable[[], None], stop: asyncio.Event
    ) -> None:
        super().__init__(config)
        self._place, self._newcomers, self._faults = doors
        self._ready = ready
        self._stop = stop

    async def take(self) -> None:
        """Take connections until it is time to stop."""
        await self.serve([self._place.listener])

    def no_room(self) -> None:
        """Make room, because the system gives no further socket."""
        self._faults.report(
            f"No further connections can be taken: this program may have {open_files()} files "
            "open. Allow more with 'ulimit -n'."
        )
        self._newcomers.drop_oldest()

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone: uvicorn would raise them again after a clean stop."""
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; uvicorn's own has neither our connections nor a bound on handshakes."""
        loop = asyncio.get_running_loop()
        # asyncio takes as many at once as may wait; so the system is told the latter afterwards.
        at_once = max(1, min(_TAKEN_AT_ONCE, self._newcomers.most // _SHARE_AT_ONCE))
        for listener in sockets or ():
            server = await loop.create_server(self._connection, sock=listener, backlog=at_once)
            listener.listen(_BACKLOG)
            self.servers = [server]
        self.started = True
        self._ready()

    @override
    async def main_loop(self) -> None:
        await self._stop.wait()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say goodbye to every client, and wait for none that does not answer."""
        for server in self.servers:
            server.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while state.connections or state.tasks:  # noqa: ASYNC110  # they are uvicorn's
                    await asyncio.sleep(_POLL_SECONDS)
        for connection in list(state.connections):
            connection.transport.abort()
        self._newcomers.drop_all()
        for task in list(state.tasks):
            task.cancel()

    def _connection(self) -> asyncio.Protocol:
        """Return what takes a connection."""
        serve = partial(HttpConnection, self.config, self.server_state, self._newcomers)
        if self._place.encryption is None:
            return serve()
        return Encrypting(self._place.encryption, self._newcomers, serve)
