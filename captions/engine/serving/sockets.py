"""Uvicorn's connections, made safe against clients that are slow, many, or never read.

Uvicorn waits without end for a request that arrives drop by drop, and for a client that does not
take its answer. Here every request has its time until it is answered, an upgrade to a WebSocket
too; connections that have not shown a key are bounded in number (`newcomers`); and a message that
is too large is answered in the wire's own words.
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

from captions.engine.serving.answers import refusal
from captions.engine.serving.limits import Allowance
from captions.engine.serving.newcomers import Newcomers
from captions.protocol.messages import ErrorMessage, encode

LINE = "line"
"""Where an application finds its `Line` in the state of a WebSocket's scope."""
_LINGER_SECONDS = 5.0
"""How long a client may take to agree to a close, and to read what it was told before."""
_MOST_UNREAD_BYTES = 1 << 20
"""Unread answers to a client's pings and the like, beyond which it is dropped."""
_MOST_FRAGMENTS = 10_000
"""Frames of one message; 768 KiB of samples in frames of 100 bytes are less."""
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"


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
        _set_up(transport)
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

    @override
    def shutdown(self) -> None:
        _shut_down(self.transport, super().shutdown)

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
        limits = newcomers.limits
        self._small = Allowance(limits.frames_a_second, limits.frames_at_once)
        """For frames that are no messages: pings, pongs and fragments."""
        self._deadline = self.loop.call_later(limits.handshake, self._too_slow)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._deadline.cancel()
        self._newcomers.leave(self.transport)
        super().connection_lost(exc)

    @override
    def data_received(self, data: bytes) -> None:
        if self._failed:
            return  # What comes before the client has read why it was refused is thrown away.
        super().data_received(data)
        if not self.handshake_initiated:
            # Uvicorn hands the whole head over at once, so websockets has refused it: a body, too
            # many headers. It tells uvicorn nothing of that.
            self._refuse()
        if self.transport.get_write_buffer_size() > _MOST_UNREAD_BYTES:
            self._drop("not_reading")

    @override
    def handle_connect(self, event: Request) -> None:
        if event.method != "GET":
            self._refuse()
            return
        super().handle_connect(event)
        if not self.close_sent:
            line = Line(self.transport, self._newcomers)
            self.scope["state"][LINE] = line

    @override
    def handle_ping(self) -> None:
        if self._takes_more():
            super().handle_ping()

    @override
    def handle_pong(self, event: Frame) -> None:
        if self._takes_more():
            super().handle_pong(event)

    @override
    def handle_cont(self, event: Frame) -> None:
        if self._takes_more() and len(self.frames) < _MOST_FRAGMENTS:
            super().handle_cont(event)
        else:
            self._drop("too_many_frames")

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
            _shut_down(self.transport, super().shutdown)

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
        self._end()

    @override
    async def send(self, message: ASGISendEvent) -> None:
        await super().send(message)
        if message["type"] == "websocket.http.response.body" and self.close_sent:
            # Uvicorn forgets to note that a refusal ends the handshake, and complains of it.
            self.handshake_complete = True
        if self.handshake_complete:
            self._deadline.cancel()

    @override
    async def run_asgi(self) -> None:
        await super().run_asgi()
        # Closing waits for the client to read what was sent before; but not for ever.
        self.loop.call_later(_LINGER_SECONDS, self.transport.abort)

    def _refuse(self) -> None:
        """Answer a request that cannot become a WebSocket."""
        self._failed = self.close_sent = True
        self.handshake_initiated = self.handshake_complete = True
        self._deadline.cancel()
        answer = refusal(400, "invalid_upgrade", "This is no request that can open a WebSocket.")
        head = "".join(f"{name}: {value}\r\n" for name, value in answer.headers.items())
        self.transport.write(
            f"HTTP/1.1 400 Bad Request\r\n{head}connection: close\r\n\r\n".encode()
        )
        self.transport.write(answer.body)
        self._end()

    def _end(self) -> None:
        """End our side, and wait a little for the client to read and to end its own."""
        if self.transport.can_write_eof():
            self.transport.write_eof()
        self.close_timer = self.loop.call_later(self.close_timeout, self.transport.abort)

    def _takes_more(self) -> bool:
        """Say whether the client may send another frame that is no message; if not, drop it."""
        if self._small.spend(self.loop.time()):
            return True
        self._drop("too_many_frames")
        return False

    def _too_slow(self) -> None:
        self._drop("too_slow")

    def _drop(self, reason: str) -> None:
        if not self.transport.is_closing():
            self._newcomers.dropped(reason)
            self.transport.abort()


def _shut_down(transport: asyncio.Transport, shutdown: Callable[[], None]) -> None:
    """Have a connection ended as its state demands, whichever that is."""
    try:
        shutdown()
    except Exception:  # noqa: BLE001  # libraries differ in what they refuse in which state
        transport.abort()


def _set_up(transport: asyncio.Transport) -> None:
    """Send at once what is written, and find out when a client vanishes without a word.

    WebSocket's own pings would not do: a client's answer waits behind the sound that it sent, which
    is not read while much waits to be recognised.
    """
    connection = transport.get_extra_info("socket")
    if connection is None:
        return
    # Nagle's algorithm would hold the timed copy of a commit back until the client acknowledges
    # the plain one. asyncio switches it off only for sockets that name their protocol.
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
    for name, value in (("TCP_KEEPIDLE", 20), ("TCP_KEEPINTVL", 10), ("TCP_KEEPCNT", 3)):
        if hasattr(socket, name):
            connection.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)
