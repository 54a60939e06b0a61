"""Uvicorn's connections, made safe against clients that are slow, many, or never read.

Uvicorn waits without end for a request that arrives drop by drop, and for a client that does not
take its answer. Here every request has its time; connections that have not shown a key are bounded
in number, and of too many the oldest is dropped, so that whoever comes next still gets in; and a
message that is too large is answered in the wire's own words.
"""

import asyncio
import socket
from collections.abc import Callable
from functools import partial
from typing import Any, cast

import h11
from typing_extensions import override
from uvicorn import Config
from uvicorn._types import ASGISendEvent
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.exceptions import PayloadTooBig
from websockets.frames import Frame, Opcode
from websockets.http11 import Request
from websockets.protocol import State

from captions.engine.serving.limits import Limits
from captions.protocol.messages import ErrorMessage, encode

LINE = "line"
"""Where an application finds its `Line` in the state of a WebSocket's scope."""
_LINGER_SECONDS = 5.0
"""How long a client may take to agree to a close, and to read what it was told before."""
_MOST_UNREAD_BYTES = 1 << 20
"""Unread answers to a client's pings and the like, beyond which it is dropped."""
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


class Newcomers:
    """Connections that have not shown a key yet, in the order of their coming."""

    def __init__(self, limits: Limits, dropped: Callable[[str], None]) -> None:
        """``dropped`` is told ``crowd``, ``too_slow`` or ``not_reading`` when one has to go."""
        self.limits = limits
        self.dropped = dropped
        self._transports: dict[asyncio.BaseTransport, None] = {}

    def enter(self, transport: asyncio.Transport) -> None:
        """Take note of a connection, for which the oldest may have to go."""
        if len(self._transports) >= self.limits.newcomers:
            oldest = next(iter(self._transports))
            self.leave(oldest)
            cast("asyncio.Transport", oldest).abort()
            self.dropped("crowd")
        self._transports[transport] = None

    def leave(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection, which has shown a key or has ended."""
        self._transports.pop(transport, None)


class Line:
    """What an application may do with the connection under its WebSocket."""

    def __init__(self, transport: asyncio.Transport, newcomers: Newcomers) -> None:
        self._transport = transport
        self._newcomers = newcomers

    def settle(self) -> None:
        """Say that the client has shown a key."""
        self._newcomers.leave(self._transport)

    def drop(self) -> None:
        """End the connection at once: nothing that was sent and not read is waited for."""
        self._transport.abort()


class HttpConnection(H11Protocol):
    """Takes requests, and each within its time."""

    def __init__(self, config: Config, state: ServerState, newcomers: Newcomers) -> None:
        super().__init__(config, state, {})
        # Uvicorn calls it with its arguments' names, as it would call the class.
        self.ws_protocol_class = cast("Any", partial(SocketConnection, newcomers=newcomers))
        self._newcomers = newcomers
        self._deadline: asyncio.TimerHandle | None = None

    @override
    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        _notice_death(transport)
        self._newcomers.enter(transport)
        self._begin()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._end()
        self._newcomers.leave(self.transport)
        super().connection_lost(exc)

    @override
    def on_response_complete(self) -> None:
        self._end()
        self._begin()
        super().on_response_complete()

    @override
    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        self._end()
        super().handle_websocket_upgrade(event)

    def _begin(self) -> None:
        self._deadline = self.loop.call_later(self._newcomers.limits.handshake, self._too_slow)

    def _end(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_slow(self) -> None:
        self._newcomers.dropped("too_slow")
        if self.conn.our_state is h11.IDLE:
            self.transport.write(_TOO_SLOW)
        # What it does not read at once is not waited for.
        self.transport.close()
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)


class SocketConnection(WebSocketsSansIOProtocol):
    """Speaks WebSocket; the application finds its `Line` in the scope."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        *,
        newcomers: Newcomers,
    ) -> None:
        super().__init__(config, server_state, app_state)
        self.close_timeout = _LINGER_SECONDS
        self._newcomers = newcomers
        self._failed = False

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._newcomers.leave(self.transport)
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._failed:
            return  # What comes before the client has read why it was refused is thrown away.
        super().data_received(data)
        if self.transport.get_write_buffer_size() > _MOST_UNREAD_BYTES:
            self._newcomers.dropped("not_reading")
            self.transport.abort()

    @override
    def handle_connect(self, event: Request) -> None:
        super().handle_connect(event)
        if not self.close_sent:
            line = Line(self.transport, self._newcomers)
            self.scope["state"][LINE] = line

    @override
    def send_receive_event_to_app(self) -> None:
        # JSON is read from bytes; text that is none is then told as what it is, no message.
        self.curr_msg_data_type = "bytes"
        super().send_receive_event_to_app()

    @override
    def shutdown(self) -> None:
        if self.conn.state is not State.OPEN and self.handshake_complete:
            self.transport.abort()  # Uvicorn would close once more what is closing already.
        else:
            super().shutdown()

    @override
    def handle_parser_exception(self) -> None:
        """Tell the client why before the close, and go on reading so that it can read that."""
        self._failed = True
        sent = self.conn.close_sent
        if self.handshake_complete and isinstance(self.conn.parser_exc, PayloadTooBig):
            most = self._newcomers.limits.frame_bytes
            told = ErrorMessage("chunk_size_exceeded", f"A message holds at most {most} bytes.")
            frame = Frame(Opcode.TEXT, encode(told))
            self.transport.write(frame.serialize(mask=False, extensions=()))
        self.transport.write(b"".join(self.conn.data_to_send()))
        code, reason = (sent.code, sent.reason) if sent is not None else (1006, "")
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()
        if self.transport.can_write_eof():
            self.transport.write_eof()  # The client closes when it has read that far.
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    @override
    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            # Uvicorn forgets to note that a refusal ends the handshake, and complains of it.
            self.handshake_complete = True

    @override
    async def run_asgi(self) -> None:
        await super().run_asgi()
        # Closing waits for the client to read what was sent before; but not for ever.
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)


def _notice_death(transport: asyncio.Transport) -> None:
    """Have the system find out when a client vanishes without a word.

    WebSocket's own pings would not do: a client's answer waits behind the sound that it sent, which
    is not read while much waits to be recognised.
    """
    connection = transport.get_extra_info("socket")
    if connection is None:
        return
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
