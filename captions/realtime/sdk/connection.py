"""Connection with event callbacks, compatible with ``elevenlabs.realtime``."""

import asyncio
import contextlib
import inspect
import logging
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, Self

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from captions.errors import (
    CaptionsError,
    ConnectionLostError,
    ProtocolError,
    UsageError,
    WireError,
)
from captions.protocol.messages import (
    AUDIO_KEY,
    TYPE_NAMES,
    ErrorMessage,
    UnknownMessage,
    decode_fields,
    decode_server_message,
)
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits
from captions.realtime.commit_ledger import NOTHING_TO_COMMIT_ERRORS
from captions.realtime.sdk.callbacks import Callback, CallbackRegistry
from captions.realtime.sdk.event_names import RESERVED_NAMES, RealtimeEvents, normalise_event
from captions.realtime.sdk.event_queue import Event, EventQueue, UnreadableFrame
from captions.realtime.sdk.url_audio import UrlAudio
from captions.realtime.send_pacer import MAX_WINDOW_SECONDS, SendPacer
from captions.realtime.speech_socket import REASON_TIMEOUT_SECONDS, SpeechSocket

if TYPE_CHECKING:
    from captions.realtime.payload import Audio

log = logging.getLogger(__name__)

_PARTIAL = RealtimeEvents.PARTIAL_TRANSCRIPT.value
_REPLAYED_EVENTS = ("open", "session_started")
"""Events that are replayed to callbacks registered after them."""


class _MediaProcess(Protocol):
    """Process that decodes media: `asyncio.subprocess.Process` or `subprocess.Popen`."""

    def kill(self) -> None:
        """Kill the process."""
        ...

    def wait(self) -> object:
        """Return the exit code, or an awaitable of it."""
        ...


class RealtimeConnection:
    """One session, made by `ScribeRealtime.connect`; not reusable after it is closed.

    Callbacks registered with `on` receive events as the server's JSON objects. Iteration yields
    events as typed values. As a context manager, the connection ends with `finish`.
    """

    def __init__(
        self,
        websocket: ClientConnection,
        current_sample_rate: int,
        ffmpeg_process: _MediaProcess | None = None,
    ) -> None:
        """Wrap an open socket.

        Args:
            websocket: socket of the session.
            current_sample_rate: samples per second of the audio that is sent.
            ffmpeg_process: process that ends with the connection.
        """
        self.websocket = websocket
        self.current_sample_rate = current_sample_rate
        self.ffmpeg_process: Any = ffmpeg_process  # the calling program knows the type
        self._callbacks = CallbackRegistry(_REPLAYED_EVENTS)
        self._event_handlers = self._callbacks.by_event
        self._event_queue = EventQueue()
        self._speech_socket = SpeechSocket(websocket, SessionOptions(), current_sample_rate)
        self._encoder, self._ledger = self._speech_socket.encoder, self._speech_socket.ledger
        self._message_task: asyncio.Task[None] | None = None
        self._url_task: asyncio.Task[None] | None = None
        self._url_audio: UrlAudio | None = None
        self._is_finishing = False
        self._has_nothing_to_commit = False
        """True if the server reported that there is nothing to commit."""
        self._has_sent = False
        """True after the first chunk; ``previous_text`` is not allowed any more."""
        self._first_failure: CaptionsError | None = None
        """First failure; raised by iteration and by `finish`."""

    @classmethod
    def start(
        cls,
        websocket: ClientConnection,
        options: SessionOptions,
        url_audio: UrlAudio | None,
        *,
        realtime: bool,
        limits: ClientLimits = DEFAULT_LIMITS,
    ) -> Self:
        """Start reading messages, and sending the audio of a URL if there is one.

        Args:
            websocket: socket of the session.
            options: options of the session.
            url_audio: audio to send.
            realtime: True to send the audio in real time.
            limits: timeouts of the session.
        """
        rate = options.audio_format.rate
        connection = cls(websocket, rate)
        connection._start_session(SpeechSocket(websocket, options, rate, limits))
        if url_audio is not None:
            connection._start_url_audio(url_audio, realtime=realtime)
        return connection

    def on(self, event: str, callback: Callback) -> None:
        """Call ``callback`` with the fields of the message whenever ``event`` happens.

        A coroutine function is awaited; coroutines run one after the other, in the order of events.
        ``open`` and ``session_started`` are also passed to callbacks that are registered later.
        """
        self._callbacks.add_callback(normalise_event(event), callback)

    def once(self, event: str, callback: Callback) -> None:
        """Call ``callback`` the first time that ``event`` happens."""
        self._callbacks.add_callback(normalise_event(event), callback, once=True)

    def off(self, event: str, callback: Callback) -> None:
        """Undo `on` or `once`; ignore a callback that is not registered."""
        self._callbacks.remove_callback(normalise_event(event), callback)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await (self.finish() if kind is None else self.close())

    async def __aiter__(self) -> AsyncIterator[Event]:
        """Yield events as typed values until the connection is closed.

        Iteration starts with the events since the session was opened. A new iteration continues
        after a previous one.

        Raises:
            WireError: the connection broke, or the server reported an error.
            RecordingError: decoding of the URL failed.
        """
        waiting = self._event_queue.pending
        while await self._event_queue.wait_for_event():
            while waiting:
                yield waiting.popleft()

    async def send(self, data: "Mapping[str, Any] | Audio") -> None:
        """Send audio.

        Args:
            data: samples in the session's audio format as bytes; an array of one channel, int16 or
                float from -1 to 1; base64 text; or a mapping with any of these under
                ``audio_base_64``. The mapping may also hold ``commit``, ``sample_rate`` and
                ``previous_text`` (with the first chunk only).

        Raises:
            UsageError: the value is not audio, holds half a sample, or has another sample rate.
            ConnectionLostError: the connection is closed.
        """
        if isinstance(data, dict) and len(data) == 1 and AUDIO_KEY in data:
            data = data[AUDIO_KEY]
        elif isinstance(data, Mapping):
            await self._send_with_options(data)
            return
        frame, seconds = self._encoder.encode_frame(data)
        self._has_sent = True
        try:
            await self.websocket.send(frame, text=True)
        except ConnectionClosed as error:
            raise wire.make_lost_error(error) from error
        self._ledger.record_audio(seconds)

    async def commit(self) -> None:
        """Commit everything sent so far.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        self._has_sent = True
        await self._speech_socket.send_commit()

    async def finish(self) -> None:
        """Commit the remaining audio, wait for the last committed transcript, then close.

        Silence is added if less than 0.3 s remain, the minimum of a commit (measured). A connection
        that is closed already stays closed. A URL that is still streaming is stopped.

        Raises:
            WireError: the connection broke before the last transcript arrived, or the server
                failed.
            RecordingError: decoding of the URL failed.
        """
        self._is_finishing = True
        missing: CaptionsError | None = None
        try:
            if self._is_reading():
                missing = await self._finish_stream()
                if missing is not None and (self._is_reading() or self._url_audio is not None):
                    self._report_failure(missing)
        finally:
            await self.close()
        if missing is not None:
            raise missing

    async def close(self) -> None:
        """Close immediately; uncommitted audio is lost."""
        await self._stop_url_audio()
        await self._speech_socket.close("User ended conversation")
        if self._message_task is not None and self._message_task is not asyncio.current_task():
            self._message_task.cancel()
            await asyncio.wait([self._message_task])
        await self._callbacks.wait_until_idle()

    def _start_session(self, speech_socket: SpeechSocket) -> None:
        self._speech_socket = speech_socket
        self._encoder, self._ledger = speech_socket.encoder, speech_socket.ledger
        self._message_task = asyncio.create_task(self._read_frames())

    def _start_url_audio(self, url_audio: UrlAudio, *, realtime: bool) -> None:
        self._url_audio, self.ffmpeg_process = url_audio, url_audio.process
        self._url_task = asyncio.create_task(self._send_url_audio(url_audio, realtime=realtime))

    def _is_reading(self) -> bool:
        return self._message_task is not None and not self._message_task.done()

    async def _send_with_options(self, data: Mapping[str, Any]) -> None:
        chunk, seconds = self._encoder.build_chunk(data)
        if chunk.previous_text is not None and self._has_sent:
            raise UsageError("previous_text_not_first")
        self._has_sent = True
        self._ledger.record_audio(seconds)
        if chunk.commit:
            self._ledger.record_commit()  # Before sending: the answer may arrive while it waits.
        await self._speech_socket.send_message(chunk)

    async def _finish_stream(self) -> CaptionsError | None:
        """Commit and wait for the answers; return why the last transcript is missing, if so."""
        if self._url_audio is not None and self._url_task is not asyncio.current_task():
            await self._stop_url_audio()
        try:
            if await self._speech_socket.finish():
                return None
        except ConnectionLostError:
            await self._wait_for_reader()
        if self._is_reading():
            return _make_unanswered_error()
        if self._has_nothing_to_commit:
            return None
        return self._first_failure or _make_unanswered_error()

    async def _wait_for_reader(self) -> None:
        """Wait until the reader has found out why the connection is closed."""
        if self._message_task is not None:
            await asyncio.wait([self._message_task], timeout=REASON_TIMEOUT_SECONDS)

    def _emit(self, event: str, *args: object) -> None:
        """Call the callbacks of an event in order; a callback that fails does not stop the next."""
        self._callbacks.emit(normalise_event(event), *args)

    async def _read_frames(self) -> None:
        self._emit(RealtimeEvents.OPEN)
        try:
            await self._speech_socket.read_frames(self._handle_frame)
        except ConnectionLostError as error:
            self._report_failure(error)
        except Exception as error:
            log.exception("The connection cannot be read.")
            self._report_failure(ConnectionLostError("connection_unreadable", reason=str(error)))
        finally:
            self._event_queue.close(self._first_failure)
            self._emit_close()

    def _report_failure(self, error: CaptionsError) -> None:
        """Report a failure, unless it follows from one that was reported."""
        if self._first_failure is None:
            self._first_failure = error
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})

    def _handle_frame(self, frame: str | bytes) -> None:
        """Emit the events of a frame; report an invalid frame and continue."""
        try:
            message = decode_server_message(frame)
        except ProtocolError as error:
            self._event_queue.put(UnreadableFrame(str(error)))
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})
            return
        self._event_queue.put(message)
        name = TYPE_NAMES.get(type(message))
        if name != _PARTIAL:
            self._ledger.record_message(message)
        if name is not None and (name in self._event_handlers or name in _REPLAYED_EVENTS):
            self._callbacks.emit(name, decode_fields(message, frame))
        elif isinstance(message, ErrorMessage):
            self._handle_error(message, decode_fields(message, frame))
        elif isinstance(message, UnknownMessage):
            self._handle_unknown(message)

    def _handle_unknown(self, message: UnknownMessage) -> None:
        if message.message_type not in RESERVED_NAMES:
            self._emit(message.message_type, message.fields)
        self._emit(RealtimeEvents.UNKNOWN, message.fields)

    def _handle_error(self, message: ErrorMessage, fields: dict[str, Any]) -> None:
        """Emit a server's error under its own name, then as ``error`` (as the Python SDK does)."""
        if self._is_finishing and message.name in NOTHING_TO_COMMIT_ERRORS:
            self._has_nothing_to_commit = True
        else:
            self._first_failure = self._first_failure or wire.make_reported_error(message)
        fields.setdefault("error", message.error)
        if message.name != RealtimeEvents.ERROR.value:
            self._emit(message.name, fields)
        if message.name == RealtimeEvents.UNACCEPTED_TERMS.value:
            self._emit(RealtimeEvents.UNACCEPTED_TERMS_ERROR, fields)
        self._emit(RealtimeEvents.ERROR, fields)

    def _emit_close(self) -> None:
        """Emit ``close``; callbacks without parameters receive no reason (as in the Python SDK)."""
        details = {"code": self.websocket.close_code, "reason": self.websocket.close_reason}
        self._callbacks.emit_optional_argument(RealtimeEvents.CLOSE.value, details)

    async def _send_url_audio(self, url_audio: UrlAudio, *, realtime: bool) -> None:
        """Send the audio that ffmpeg decodes, then finish."""
        loop = asyncio.get_running_loop()
        pacer = SendPacer(self._ledger, loop.time(), 0.0 if realtime else MAX_WINDOW_SECONDS)
        try:
            async for block in url_audio.read_blocks():
                await asyncio.sleep(pacer.compute_delay(loop.time()))
                await self.send(block)
        except ConnectionLostError:
            return  # The reader reports the loss.
        except CaptionsError as error:
            self._report_failure(error)
        with contextlib.suppress(CaptionsError):  # `finish` has reported the error.
            await self.finish()

    async def _stop_url_audio(self) -> None:
        if self._url_task is not None and self._url_task is not asyncio.current_task():
            self._url_task.cancel()
            await asyncio.wait([self._url_task])
        if self._url_audio is not None:
            await self._url_audio.stop()
        elif self.ffmpeg_process is not None:
            self.ffmpeg_process.kill()
            waited = self.ffmpeg_process.wait()
            if inspect.isawaitable(waited):
                await waited


def _make_unanswered_error() -> WireError:
    return ConnectionLostError("last_words_missing")
