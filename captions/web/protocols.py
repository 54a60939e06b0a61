"""Uvicorn's connections, hardened against clients that are slow, too numerous or never read.

Uvicorn waits indefinitely for an incomplete request, and for a client that does not read the
response. Here each request, including a WebSocket upgrade, has a deadline for its response. The
number of connections without a valid key is limited (`UnauthenticatedConnections`). An oversized
message is answered with a protocol error.
"""

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import h11
from typing_extensions import override
from uvicorn import Config
from websockets.exceptions import PayloadTooBig
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import Protocol, State

from captions.protocol.messages import ErrorMessage, encode_message
from captions.transports import abort_transport
from captions.web.connection_limits import RateAllowance
from captions.web.error_responses import error_response
from captions.web.unauthenticated import (
    UnauthenticatedConnections,
)
from captions.web.uvicorn_internals import (
    ASGISendEvent,
    H11Protocol,
    ServerState,
    WebSocketsSansIOProtocol,
)

HANDLE_KEY = "line"
"""Key of the `ConnectionHandle` in the ``state`` of a WebSocket's scope."""
_LINGER_SECONDS = 5.0
"""Time for a client to read pending messages and to complete the closing handshake."""
_MAX_UNREAD_BYTES = 1 << 20
"""Size of the write buffer above which a client that does not read is dropped."""
_MAX_FRAGMENTS = 10_000
"""Maximum frames of a message; 768 KiB of samples in frames of 100 bytes need fewer."""
_TIMEOUT_RESPONSE = (
    b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
)


class ConnectionHandle:
    """The operations of an application on the connection that carries its WebSocket."""

    def __init__(
        self,
        transport: asyncio.Transport,
        connection: Protocol,
        unauthenticated: UnauthenticatedConnections,
    ) -> None:
        self._transport = transport
        self._connection = connection
        self._unauthenticated = unauthenticated

    @property
    def unsent_bytes(self) -> int:
        """Bytes that wait for the client, besides those in the buffers of the system."""
        return self._transport.get_write_buffer_size()

    def write_frame(self, frame: bytes) -> None:
        """Send a frame that `encode_text_frame` has encoded, unless the WebSocket is closing.

        A server with many readers encodes a message once, and needs no task for each reader.
        """
        if self._connection.state is State.OPEN and not self._transport.is_closing():
            self._transport.write(frame)

    def mark_authenticated(self) -> None:
        """Record that the client has sent a valid key or token."""
        self._unauthenticated.remove_connection(self._transport)

    def abort(self) -> None:
        """Close the connection immediately, without sending buffered data."""
        abort_transport(self._transport)


class HttpConnection(H11Protocol):
    """Handles HTTP requests, each within a deadline."""

    def __init__(
        self, config: Config, state: ServerState, unauthenticated: UnauthenticatedConnections
    ) -> None:
        super().__init__(config, state, {})
        # Uvicorn calls this like the class, with keyword arguments.
        self.ws_protocol_class = cast(
            "Any", partial(SocketConnection, unauthenticated=unauthenticated)
        )
        self._unauthenticated = unauthenticated
        self._deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _configure_socket(transport)
        self._unauthenticated.add_connection(transport)
        self._start_deadline()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._cancel_deadline()
        self._unauthenticated.remove_connection(self.transport)
        super().connection_lost(exc)

    @override
    def on_response_complete(self) -> None:
        self._cancel_deadline()
        self._start_deadline()
        super().on_response_complete()

    @override
    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._cancel_deadline()
        super().handle_websocket_upgrade(event)

    @override
    def shutdown(self) -> None:
        _shut_down_or_abort(self.transport, super().shutdown)

    def _start_deadline(self) -> None:
        self._deadline = self.loop.call_later(
            self._unauthenticated.limits.handshake_timeout, self._handle_timeout
        )

    def _cancel_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _handle_timeout(self) -> None:
        self._unauthenticated.record_drop("too_slow")
        if self.conn.our_state is h11.IDLE:
            self.transport.write(_TIMEOUT_RESPONSE)
        # Aborts if the client does not read the response in time.
        self.transport.close()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)


class SocketConnection(WebSocketsSansIOProtocol):
    """Handles a WebSocket, and passes a `ConnectionHandle` to the application in the scope."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        *,
        unauthenticated: UnauthenticatedConnections,
    ) -> None:
        super().__init__(config, server_state, app_state)
        self.close_timeout = _LINGER_SECONDS
        self._unauthenticated = unauthenticated
        self._is_refused = False
        """True once the request or a frame was refused; further input is ignored."""
        limits = unauthenticated.limits
        self._frame_allowance = RateAllowance(limits.frame_rate, limits.frame_burst)
        """Rate limit of frames that are not messages: pings, pongs and fragments."""
        self._deadline = self.loop.call_later(limits.handshake_timeout, self._handle_timeout)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        self._unauthenticated.remove_connection(self.transport)
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return  # The client may send more before it has read the error.
        super().data_received(data)
        if not self.handshake_initiated:
            # Uvicorn passes the whole head at once, so websockets has rejected it, for a body or
            # too many headers for example. It does not report this to uvicorn.
            self._refuse_upgrade()
        if self.transport.get_write_buffer_size() > _MAX_UNREAD_BYTES:
            self._drop_client("not_reading")

    @override
    def handle_connect(self, event: Request) -> None:
        if event.method != "GET":
            self._refuse_upgrade()
            return
        super().handle_connect(event)
        if not self.close_sent:
            handle = ConnectionHandle(self.transport, self.conn, self._unauthenticated)
            self.scope["state"][HANDLE_KEY] = handle

    @override
    def handle_ping(self) -> None:
        if self._allow_frame():
            super().handle_ping()

    @override
    def handle_pong(self, event: Frame) -> None:
        if self._allow_frame():
            super().handle_pong(event)

    @override
    def handle_cont(self, event: Frame) -> None:
        if self._allow_frame() and len(self.frames) < _MAX_FRAGMENTS:
            super().handle_cont(event)
        else:
            self._drop_client("too_many_frames")

    @override
    def send_receive_event_to_app(self) -> None:
        # The session decodes JSON from bytes, and reports invalid UTF-8 as an invalid message.
        self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()

    @override
    def shutdown(self) -> None:
        if self.conn.state is not State.OPEN and self.handshake_complete:
            abort_transport(self.transport)  # Uvicorn would fail to close it a second time.
        else:
            _shut_down_or_abort(self.transport, super().shutdown)

    @override
    def handle_parser_exception(self) -> None:
        """Send the error before the close frame, and keep reading so that the client gets both."""
        self._is_refused = True
        sent = self.conn.close_sent
        if self.handshake_complete and isinstance(self.conn.parser_exc, PayloadTooBig):
            most = self._unauthenticated.limits.max_frame_bytes
            error = ErrorMessage("chunk_size_exceeded", f"A message may have at most {most} bytes.")
            frame = Frame(Opcode.TEXT, encode_message(error))
            self.transport.write(frame.serialize(mask=False, extensions=()))
        self.transport.write(b"".join(self.conn.data_to_send()))
        code, reason = (sent.code, sent.reason) if sent is not None else (1006, "")
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        self._close_write_side()

    @override
    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            # Uvicorn does not record that an error response ends the handshake, and logs an error.
            self.handshake_complete = True
        if self.handshake_complete:
            self._deadline.cancel()

    @override
    async def run_asgi(self) -> None:
        await super().run_asgi()
        # The close waits until the client has read all data; this limits the wait.
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _refuse_upgrade(self) -> None:
        """Send an error response to a request that cannot become a WebSocket."""
        self._is_refused = self.close_sent = True
        self.handshake_initiated = self.handshake_complete = True
        self._deadline.cancel()
        answer = error_response(
            400, "invalid_upgrade", "The request cannot open a WebSocket: check its headers."
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        self.transport.write(
            f"HTTP/1.1 400 Bad Request\r\n{head}connection: close\r\n\r\n".encode()
        )
        self.transport.write(answer.body)
        self._close_write_side()

    def _close_write_side(self) -> None:
        """Close our side, and abort if the client does not close its own in time."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def _allow_frame(self) -> bool:
        """Return True if another frame that is not a message is allowed; drop the client if not."""
        if self._frame_allowance.try_spend(self.loop.time()):
            return True
        self._drop_client("too_many_frames")
        return False

    def _handle_timeout(self) -> None:
        self._drop_client("too_slow")

    def _drop_client(self, reason: str) -> None:
        if not self.transport.is_closing():
            self._unauthenticated.record_drop(reason)
            abort_transport(self.transport)


def encode_text_frame(text: bytes) -> bytes:
    """Return a text message as a frame from a server (RFC 6455, section 5.2).

    Args:
        text: the message in UTF-8.
    """
    return Frame(Opcode.TEXT, text).serialize(mask=False, extensions=())


def _shut_down_or_abort(transport: asyncio.Transport, shutdown: Callable[[], None]) -> None:
    """Shut a connection down, or abort it if its state does not allow a shutdown."""
    try:
        shutdown()
    except Exception:  # noqa: BLE001  # uvicorn, h11 and websockets raise different errors
        abort_transport(transport)


def _configure_socket(transport: asyncio.Transport) -> None:
    """Disable Nagle's algorithm, and enable TCP keepalive to detect vanished clients.

    WebSocket pings cannot replace TCP keepalive. A pong arrives after the audio that the client has
    sent, which the server does not read while the input queue is full.
    """
    connection = transport.get_extra_info("socket")
    if connection is None:
        return
    # Nagle's algorithm would delay the commit message with timestamps until the client has
    # acknowledged the one without. asyncio disables it only for sockets with proto=IPPROTO_TCP.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
