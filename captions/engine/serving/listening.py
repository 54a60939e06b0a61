"""Takes connections for an application until it is told to stop: uvicorn, on our own conditions."""

import asyncio
import contextlib
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

from captions.engine.serving.sockets import HttpConnection, Newcomers, SocketConnection
from captions.errors import EngineError

_GRACE_SECONDS = 1
"""How long open connections may take to close when the server stops."""
_BACKLOG = 128
"""Connections taken at once; more wait in the system, so that files never run out."""
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


def listen(host: str, port: int) -> socket.socket:
    """Return a socket at an address; port 0 takes a free one.

    Raises:
        EngineError: it cannot be had.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
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


async def run(
    app: ASGIApp,
    place: Place,
    newcomers: Newcomers,
    ready: Callable[[], None],
    stop: asyncio.Event,
) -> None:
    """Serve an application until it is told to stop.

    Args:
        app: what is served.
        place: where.
        newcomers: keeps count of the connections, and knows their limits.
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
        ws_max_size=newcomers.limits.frame_bytes,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=_HEAD_BYTES,
        timeout_graceful_shutdown=_GRACE_SECONDS,
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
    )
    await _Server(config, newcomers, ready, stop).take(place)


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
        self,
        config: uvicorn.Config,
        newcomers: Newcomers,
        ready: Callable[[], None],
        stop: asyncio.Event,
    ) -> None:
        super().__init__(config)
        self._newcomers = newcomers
        self._ready = ready
        self._stop = stop
        self._encryption: ssl.SSLContext | None = None

    async def take(self, place: Place) -> None:
        """Take connections at a place until it is time to stop."""
        self._encryption = place.encryption
        await self.serve([place.listener])

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals alone: uvicorn would raise them again after a clean stop."""
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen; uvicorn's own has neither our connections nor a bound on handshakes."""
        seconds = None if self._encryption is None else self._newcomers.limits.handshake
        loop = asyncio.get_running_loop()
        self.servers = [
            await loop.create_server(
                partial(HttpConnection, self.config, self.server_state, self._newcomers),
                sock=listener,
                ssl=self._encryption,
                ssl_handshake_timeout=seconds,
                backlog=_BACKLOG,
            )
            for listener in sockets or ()
        ]
        self.started = True
        self._ready()

    @override
    async def main_loop(self) -> None:
        await self._stop.wait()
