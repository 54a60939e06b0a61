"""Runs uvicorn with our own sockets, connection classes, limits and shutdown."""

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

from captions.errors import EngineError, describe_reason
from captions.transports import abort_transport
from captions.web.fault_log import FaultLog
from captions.web.protocols import HttpConnection, SocketConnection
from captions.web.tls_handshakes import ConnectionEncryption
from captions.web.unauthenticated import (
    UnauthenticatedConnections,
    max_open_files,
)

_GRACE_SECONDS = 1
"""Time for open connections to close when the server stops."""
_POLL_SECONDS = 0.02
"""Polling interval while the server waits for connections to close."""
_BACKLOG = 128
"""Connections that the operating system queues until the server accepts them."""
_MAX_ACCEPTED_AT_ONCE = 16
"""Maximum connections accepted in one loop iteration, before the unauthenticated limit applies."""
_ACCEPTED_DIVISOR = 8
"""Divisor of the unauthenticated limit; the quotient also bounds connections accepted at once."""
_MAX_HEAD_BYTES = 64 * 1024
"""Maximum size of a request line with headers; 50 keyterms in Chinese take 10 KiB of a URL."""
_RECEIVE_BYTES = 64 * 1024
"""Receive buffer of a socket; small, so that pings after unread audio get timely pongs."""
_SEND_BYTES = 256 * 1024
"""Default send buffer of a socket; holds minutes of partials that the client has not read."""


class ListenSocket(NamedTuple):
    """A bound socket and its encryption."""

    listener: socket.socket
    """The bound socket."""
    tls_context: ssl.SSLContext | None
    """TLS context; `None` for connections without encryption."""

    @property
    def is_private(self) -> bool:
        """True if only this computer can reach the socket."""
        return ipaddress.ip_address(self.listener.getsockname()[0].partition("%")[0]).is_loopback


def bind_socket(host: str, port: int, send_bytes: int = _SEND_BYTES) -> socket.socket:
    """Return a socket bound to an address; port 0 selects a free port.

    Args:
        host: IP address or host name.
        port: TCP port.
        send_bytes: size of the send buffer of each connection.

    Raises:
        EngineError: the address is not available.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # On Windows this would let two programs share a port.
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Accepted connections inherit the buffer sizes.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, _RECEIVE_BYTES)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_bytes)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise EngineError(
            "port_unavailable", port=port, host=host, reason=describe_reason(error)
        ) from error
    return listener


class ServerEntrances(NamedTuple):
    """The socket of a server, with its encryption and its limits."""

    listen_socket: ListenSocket
    """Socket of the server."""
    unauthenticated: UnauthenticatedConnections
    """Limits the connections without a valid key."""
    fault_log: FaultLog
    """Log that replaces the logs of libraries."""


async def run(
    app: ASGIApp, entrances: ServerEntrances, ready: Callable[[], None], stop: asyncio.Event
) -> None:
    """Run an application until an event is set.

    Args:
        app: the application.
        entrances: the socket and its protection.
        ready: called once the server accepts connections.
        stop: stops the server and closes its connections.
    """
    # Lower levels log queries, which may contain tokens, and a line for each invalid request.
    logging.getLogger("uvicorn.error").setLevel(logging.ERROR)
    # websockets reads the environment variable only when it is imported.
    http11.MAX_LINE_LENGTH = _MAX_HEAD_BYTES
    config = uvicorn.Config(
        app,
        http=HttpConnection,
        ws=SocketConnection,
        ws_max_size=entrances.unauthenticated.limits.max_frame_bytes,
        ws_ping_interval=None,
        ws_per_message_deflate=False,
        h11_max_incomplete_event_size=_MAX_HEAD_BYTES,
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        proxy_headers=False,
    )
    server = _UvicornServer(config, entrances, ready, stop)
    with entrances.fault_log.replacing_library_logs(server.handle_socket_exhaustion):
        await server.run_until_stopped()


def call_on_signals(stop: Callable[[], None]) -> None:
    """Call a function on the running loop when the process receives SIGINT or SIGTERM."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        try:
            loop.add_signal_handler(number, stop)
        except NotImplementedError:  # Event loops on Windows handle no signals.
            signal.signal(number, lambda *_: loop.call_soon_threadsafe(stop))


def call_on_end_of_input(stop: Callable[[], None]) -> None:
    """Call a function on the running loop when standard input ends."""
    loop = asyncio.get_running_loop()

    def wait_for_end() -> None:
        # Not sys.stdin: Python aborts if a thread holds its lock when the process exits.
        with contextlib.suppress(OSError):
            while os.read(0, 1024):
                pass
        with contextlib.suppress(RuntimeError):  # The loop may be closed.
            loop.call_soon_threadsafe(stop)

    # asyncio cannot read standard input on Windows; the thread ends with the process.
    threading.Thread(target=wait_for_end, daemon=True, name="end-of-input").start()


class _UvicornServer(uvicorn.Server):
    """Uvicorn with our own sockets, connection classes and shutdown."""

    def __init__(
        self,
        config: uvicorn.Config,
        entrances: ServerEntrances,
        ready: Callable[[], None],
        stop: asyncio.Event,
    ) -> None:
        super().__init__(config)
        self._listen_socket = entrances.listen_socket
        self._unauthenticated = entrances.unauthenticated
        self._fault_log = entrances.fault_log
        self._ready = ready
        self._stop = stop

    async def run_until_stopped(self) -> None:
        """Accept connections until the stop event is set."""
        await self.serve([self._listen_socket.listener])

    def handle_socket_exhaustion(self) -> None:
        """Drop the oldest unauthenticated connection, because no further socket can be created."""
        self._fault_log.report(
            f"No more connections can be accepted: this program may have {max_open_files()} files "
            "open. Raise the limit with 'ulimit -n'."
        )
        self._unauthenticated.drop_oldest()

    @override
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Leave signals to us; uvicorn would raise them again after a clean shutdown."""
        yield

    @override
    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening with our connection classes and a limit on handshakes."""
        loop = asyncio.get_running_loop()
        # asyncio accepts `backlog` connections per iteration, so set the real backlog afterwards.
        at_once = max(
            1,
            min(_MAX_ACCEPTED_AT_ONCE, self._unauthenticated.max_connections // _ACCEPTED_DIVISOR),
        )
        for listener in sockets or ():
            server = await loop.create_server(self._create_protocol, sock=listener, backlog=at_once)
            listener.listen(_BACKLOG)
            self.servers = [server]
        self.started = True
        self._ready()

    @override
    async def main_loop(self) -> None:
        await self._stop.wait()

    @override
    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close all connections, and abort those that do not close within the grace period."""
        for server in self.servers:
            server.close()
        state = self.server_state
        for connection in list(state.connections):
            connection.shutdown()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GRACE_SECONDS):
                while state.connections or state.tasks:  # noqa: ASYNC110  # uvicorn offers no event
                    await asyncio.sleep(_POLL_SECONDS)
        for connection in list(state.connections):
            abort_transport(connection.transport)
        self._unauthenticated.drop_all()
        for task in list(state.tasks):
            task.cancel()

    def _create_protocol(self) -> asyncio.Protocol:
        """Return the protocol for a new connection."""
        create_protocol = partial(
            HttpConnection, self.config, self.server_state, self._unauthenticated
        )
        if self._listen_socket.tls_context is None:
            return create_protocol()
        return ConnectionEncryption(
            self._listen_socket.tls_context, self._unauthenticated, create_protocol
        )
