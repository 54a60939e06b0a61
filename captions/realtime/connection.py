"""A connection with handlers for its events, as ``elevenlabs.realtime`` has it."""

import asyncio
import contextlib
import inspect
import logging
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum
from typing import Any

from websockets.asyncio.client import ClientConnection

from captions.errors import ConnectionLostError, ProtocolError, UsageError
from captions.protocol.messages import (
    ErrorMessage,
    InputAudioChunk,
    Received,
    audio_chunk,
    decode_server,
)
from captions.realtime import wire

log = logging.getLogger(__name__)

EventHandler = Callable[..., Any]
_CHUNK_KEYS = frozenset({"audio_base_64", "commit", "sample_rate", "previous_text"})
_NORMAL_CLOSE = 1000


class RealtimeEvents(str, Enum):  # noqa: UP042  # the vendor's class: its str() is the member's name
    """Names of the events that handlers are registered for."""

    OPEN = "open"
    CLOSE = "close"
    SESSION_STARTED = "session_started"
    PARTIAL_TRANSCRIPT = "partial_transcript"
    COMMITTED_TRANSCRIPT = "committed_transcript"
    COMMITTED_TRANSCRIPT_WITH_TIMESTAMPS = "committed_transcript_with_timestamps"
    COMMITTED_TRANSCRIPT_ENTITIES = "committed_transcript_entities"
    REDACTED_TRANSCRIPT = "redacted_transcript"
    EDITED_TRANSCRIPT = "edited_transcript"
    DIARIZED_TRANSCRIPT = "diarized_transcript"
    SPEAKERS_MERGED = "speakers_merged"
    FINAL_TRANSCRIPT = "final_transcript"
    FINAL_TRANSCRIPT_WITH_TIMESTAMPS = "final_transcript_with_timestamps"
    WARNING = "warning"
    ERROR = "error"
    AUTH_ERROR = "auth_error"
    QUOTA_EXCEEDED = "quota_exceeded"
    COMMIT_THROTTLED = "commit_throttled"
    TRANSCRIBER_ERROR = "transcriber_error"
    UNACCEPTED_TERMS = "unaccepted_terms"
    UNACCEPTED_TERMS_ERROR = "unaccepted_terms_error"
    RATE_LIMITED = "rate_limited"
    INPUT_ERROR = "input_error"
    INVALID_REQUEST = "invalid_request"
    QUEUE_OVERFLOW = "queue_overflow"
    RESOURCE_EXHAUSTED = "resource_exhausted"
    SESSION_TIME_LIMIT_EXCEEDED = "session_time_limit_exceeded"
    CHUNK_SIZE_EXCEEDED = "chunk_size_exceeded"
    INSUFFICIENT_AUDIO_ACTIVITY = "insufficient_audio_activity"


_OUR_OWN = ("open", "close")
"""Events that a server cannot send: they tell of the connection itself."""


class RealtimeConnection:
    """One session; made by `ScribeRealtime.connect`, not reusable once closed."""

    def __init__(
        self,
        websocket: ClientConnection,
        current_sample_rate: int,
        ffmpeg_process: asyncio.subprocess.Process | None = None,
    ) -> None:
        """Wrap an open socket.

        Args:
            websocket: the session's socket.
            current_sample_rate: samples a second of the audio that is sent.
            ffmpeg_process: the program that decodes a URL, which ends with the connection.
        """
        self.websocket = websocket
        self.current_sample_rate = current_sample_rate
        self.ffmpeg_process = ffmpeg_process
        self._event_handlers: dict[str, list[EventHandler]] = {}
        self._message_task: asyncio.Task[None] | None = None
        self._pump_task: asyncio.Task[None] | None = None
        self._awaited: asyncio.Task[None] | None = None
        """The last coroutine of a handler; the next one waits for it."""

    def on(self, event: str, callback: EventHandler) -> None:
        """Call ``callback`` with the message's fields whenever ``event`` happens.

        A coroutine function is awaited; coroutines run one after the other, in order of events.
        """
        self._event_handlers.setdefault(_name(event), []).append(callback)

    async def send(self, data: Mapping[str, Any] | bytes) -> None:
        """Send audio.

        Args:
            data: samples in the session's audio format, or a mapping with ``audio_base_64`` and,
                if wanted, ``commit``, ``sample_rate`` and ``previous_text``.

        Raises:
            UsageError: the mapping has another key, or no audio.
            ConnectionLostError: the connection is closed.
        """
        await wire.send(self.websocket, self._chunk(data))

    async def commit(self) -> None:
        """Commit everything sent so far.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        await wire.send(self.websocket, audio_chunk(b"", self.current_sample_rate, commit=True))

    async def close(self) -> None:
        """Close at once; what was not committed is lost."""
        await self._end_pump()
        await self.websocket.close(_NORMAL_CLOSE, "User ended conversation")
        if self._message_task is not None and self._message_task is not asyncio.current_task():
            self._message_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._message_task

    def _start(self) -> None:
        """Begin to read; handlers that are registered before the next await miss nothing."""
        self._message_task = asyncio.create_task(self._read())
        if self.ffmpeg_process is not None:
            self._pump_task = asyncio.create_task(self._pump(self.ffmpeg_process))

    def _chunk(self, data: Mapping[str, Any] | bytes) -> InputAudioChunk:
        if isinstance(data, bytes):
            return audio_chunk(data, self.current_sample_rate)
        unknown = sorted(set(data) - _CHUNK_KEYS)
        if unknown or "audio_base_64" not in data:
            wrong = f"'{unknown[0]}' is not known" if unknown else "it is missing"
            raise UsageError(f"Audio is sent under 'audio_base_64' ({wrong}).")
        rate = data.get("sample_rate") or self.current_sample_rate
        return InputAudioChunk(
            audio_base_64=data["audio_base_64"],
            commit=bool(data.get("commit")),
            sample_rate=rate,
            previous_text=data.get("previous_text"),
        )

    def _emit(self, event: str, *args: Any) -> None:  # noqa: ANN401  # whatever the event carries
        """Call an event's handlers in order; one that fails does not stop the next."""
        for handler in list(self._event_handlers.get(_name(event), ())):
            try:
                result = handler(*args)
            except Exception as error:
                # The vendor's SDK prints this line, and programs were written to look for it.
                print(f"Error in event handler for {_name(event)}: {error}")  # noqa: T201
                log.exception("A handler of '%s' failed.", _name(event))
                continue
            if inspect.isawaitable(result):
                self._awaited = asyncio.ensure_future(self._wait_for(self._awaited, result))

    async def _wait_for(self, before: "asyncio.Task[None] | None", result: Awaitable[Any]) -> None:
        if before is not None:
            await asyncio.wait([before])
        try:
            await result
        except Exception:
            log.exception("A handler failed.")

    async def _read(self) -> None:
        self._emit(RealtimeEvents.OPEN)
        try:
            async for frame in wire.frames(self.websocket):
                self._take(frame)
        except ConnectionLostError as error:
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})
        finally:
            self._emit(RealtimeEvents.CLOSE)

    def _take(self, frame: str | bytes) -> None:
        """Tell the handlers of a frame; one that cannot be read is reported and survived."""
        try:
            received = decode_server(frame)
        except ProtocolError as error:
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})
            return
        if isinstance(received.message, ErrorMessage):
            self._emit_error(received, received.message.name)
            return
        kind = str(received.fields.get("message_type", ""))
        if kind not in _OUR_OWN:
            self._emit(kind, received.fields)

    def _emit_error(self, received: Received, name: str) -> None:
        if name != RealtimeEvents.ERROR.value:
            self._emit(name, received.fields)
        if name == RealtimeEvents.UNACCEPTED_TERMS.value:
            self._emit(RealtimeEvents.UNACCEPTED_TERMS_ERROR, received.fields)
        self._emit(RealtimeEvents.ERROR, received.fields)

    async def _pump(self, process: asyncio.subprocess.Process) -> None:
        """Send what ffmpeg decodes, whole samples at a time, then commit."""
        assert process.stdout is not None  # noqa: S101  # it was started with a pipe
        held = b""
        try:
            while data := await process.stdout.read(8192):
                held += data
                whole = len(held) - len(held) % 2
                await self.send(held[:whole])
                held = held[whole:]
            await self.commit()
        except ConnectionLostError as error:
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})

    async def _end_pump(self) -> None:
        if self._pump_task is not None:
            self._pump_task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump_task
        process = self.ffmpeg_process
        if process is not None and process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def _name(event: str) -> str:
    return str(event.value) if isinstance(event, Enum) else event
