"""Socket of one session: sends audio and commits, reads frames, and finishes the stream.

The drop-in client and the resilient session of the app share it.
"""

import asyncio
import contextlib
import struct
import sys
from collections.abc import Awaitable, Callable
from socket import SO_LINGER, SOL_SOCKET

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from captions.errors import ConnectionLostError
from captions.protocol.messages import (
    ErrorMessage,
    InputAudioChunk,
    ServerMessage,
    SessionStarted,
    decode_server_message,
    encode_message,
    make_audio_chunk,
)
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits
from captions.realtime.commit_ledger import CommitLedger
from captions.realtime.payload import FrameEncoder
from captions.transports import abort_transport

NORMAL_CLOSE = 1000
"""Close code of a normal closure (RFC 6455, section 7.4.1)."""
REASON_TIMEOUT_SECONDS = 1.0
"""Timeout in seconds for the error message that explains why sending failed."""
_NO_LINGER = struct.pack("hh" if sys.platform == "win32" else "ii", 1, 0)
"""Value of SO_LINGER that discards unsent data when the socket is closed: socket(7)."""


class SpeechSocket:
    """Open socket of one session, with the record of what was sent and answered."""

    def __init__(
        self,
        socket: ClientConnection,
        options: SessionOptions,
        sample_rate: int,
        limits: ClientLimits = DEFAULT_LIMITS,
    ) -> None:
        """Take over an open socket.

        Args:
            socket: the socket.
            options: options of the session.
            sample_rate: samples per second of the audio that is sent.
            limits: timeouts of the session.
        """
        self.ledger = CommitLedger(options, limits)
        self.encoder = FrameEncoder(options.audio_format, sample_rate)
        self.is_finishing = False
        """True once the last commit is due."""
        self._socket = socket
        self._sample_rate = sample_rate
        self._limits = limits
        self._is_stopped = False
        """True once nothing more may be sent."""

    async def wait_for_start(self) -> SessionStarted:
        """Read messages until the session has started.

        Raises:
            WireError: the server does not answer, or refuses the session.
        """
        try:
            async with asyncio.timeout(self._limits.start_timeout):
                with wire.convert_close_errors():
                    while True:
                        message = decode_frame(await self._socket.recv(decode=False))
                        if isinstance(message, SessionStarted):
                            return message
        except TimeoutError as error:
            raise ConnectionLostError("server_unresponsive") from error
        raise make_closed_error()

    async def read_frames(self, handle_frame: Callable[[bytes], None]) -> None:
        """Pass each frame to a function, until the connection closes normally.

        Raises:
            ConnectionLostError: the connection broke.
        """
        receive = self._socket.recv
        try:
            with wire.convert_close_errors():
                while True:
                    handle_frame(await receive(decode=False))  # The decoder accepts bytes.
        finally:
            self.ledger.record_end()

    async def send_message(self, message: InputAudioChunk) -> None:
        """Send a message that the ledger need not know.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        if self._is_stopped:
            raise make_closed_error()
        try:
            await self._socket.send(encode_message(message), text=True)
        except ConnectionClosed as error:
            raise wire.make_lost_error(error) from error

    async def send_audio(self, data: bytes, seconds: float) -> None:
        """Send samples in the session's audio format; an empty chunk keeps the session open.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        await self.send_message(make_audio_chunk(data, self._sample_rate))
        self.ledger.record_audio(seconds)

    async def send_commit(self) -> None:
        """Commit everything sent so far.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        self.ledger.record_commit()  # Before sending: the answer may arrive while it waits.
        await self.send_message(make_audio_chunk(b"", self._sample_rate, commit=True))

    async def finish(self, send_commit: Callable[[], Awaitable[None]] | None = None) -> bool:
        """Commit the remaining audio, and wait for the last transcript and its timed copy.

        Silence is added if less than 0.3 s remain, the minimum of a commit (measured). Frames must
        be read until then; the reader reports why a connection breaks.

        Args:
            send_commit: sends the last commit; `SpeechSocket.send_commit` by default.

        Returns:
            True if every commit is answered; False after a timeout, or if no more frames are read.

        Raises:
            ConnectionLostError: the connection is closed, so the remaining audio is not committed.
        """
        for seconds in self.ledger.split_closing_silence():
            await self.send_audio(self.encoder.make_silence(seconds), seconds)
        self.is_finishing = True
        if self.ledger.has_uncommitted:
            await (send_commit or self.send_commit)()
        return await self.ledger.wait_for_answers()

    async def wait_for_pong(self) -> None:
        """Wait until the server has received everything sent so far, using a ping and its pong.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        try:
            await (await self._socket.ping())
        except ConnectionClosed as error:
            raise wire.make_lost_error(error) from error

    def stop_sending(self) -> None:
        """Stop sending, and discard data that is not sent yet, in our buffer and the system's."""
        self._is_stopped = True
        transport = self._socket.transport
        plain = transport.get_extra_info("socket")
        with contextlib.suppress(AttributeError, OSError):  # The socket may be closed already.
            plain.setsockopt(SOL_SOCKET, SO_LINGER, _NO_LINGER)
        if transport.get_write_buffer_size():
            self.abort()

    def abort(self) -> None:
        """Abort the connection without a close handshake."""
        abort_transport(self._socket.transport)

    async def close(self, reason: str = "") -> None:
        """Close the socket; abort the connection if the server does not complete the handshake."""
        try:
            async with asyncio.timeout(self._limits.close_timeout):
                await self._socket.close(NORMAL_CLOSE, reason)
        except TimeoutError:
            # close() has no timeout while it cannot send, because the server does not read.
            self.abort()


def decode_frame(frame: bytes) -> ServerMessage:
    """Decode a frame.

    Raises:
        ProtocolError: the frame is invalid; it may have held a commit.
        ServerReportedError: the message is an error.
    """
    message = decode_server_message(frame)
    if isinstance(message, ErrorMessage):
        raise wire.make_reported_error(message)
    return message


def make_closed_error() -> ConnectionLostError:
    """Return the error for a connection that the server closed normally."""
    return ConnectionLostError("server_closed")
