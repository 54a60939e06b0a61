"""A connection with callbacks for its events, as ``elevenlabs.realtime`` has it."""

import asyncio
import contextlib
import inspect
import logging
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self

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
    TYPE_NAMES,
    ErrorMessage,
    UnknownMessage,
    decode_server,
    fields_of,
)
from captions.protocol.options import SessionOptions
from captions.realtime import wire
from captions.realtime.callbacks import Callback, Callbacks
from captions.realtime.commits import NOTHING_LEFT, Commits
from captions.realtime.eventnames import RESERVED, RealtimeEvents, name_of
from captions.realtime.feed import Feed
from captions.realtime.inbox import Event, Inbox, UnreadableFrame
from captions.realtime.pace import WIDEST_SECONDS, Pace
from captions.realtime.payload import AUDIO_KEY, Audio, Payload

log = logging.getLogger(__name__)

_PARTIAL = RealtimeEvents.PARTIAL_TRANSCRIPT.value
_KEPT = ("open", "session_started")
"""Events that are told to those who come late, too."""


class RealtimeConnection:
    """One session; made by `ScribeRealtime.connect`, not reusable once closed.

    Events reach the callbacks that `on` registers, as the wire's own dicts; iterating over the
    connection yields them as typed values. As a context manager it ends with `finish`.
    """

    def __init__(
        self,
        websocket: ClientConnection,
        current_sample_rate: int,
        ffmpeg_process: Any = None,  # noqa: ANN401  # any kind of process
    ) -> None:
        """Wrap an open socket.

        Args:
            websocket: the session's socket.
            current_sample_rate: samples a second of the audio that is sent.
            ffmpeg_process: a program that ends with the connection.
        """
        self.websocket = websocket
        self.current_sample_rate = current_sample_rate
        self.ffmpeg_process = ffmpeg_process
        self._callbacks = Callbacks(_KEPT)
        self._event_handlers = self._callbacks.by_event
        self._inbox = Inbox()
        self._payload = Payload(None, current_sample_rate)
        self._commits = Commits(SessionOptions())
        self._message_task: asyncio.Task[None] | None = None
        self._feeding: asyncio.Task[None] | None = None
        self._feed: Feed | None = None
        self._finishing = False
        self._nothing_left = False
        """Whether the server said that there is nothing to commit."""
        self._begun = False
        """Whether a chunk was sent, behind which no previous text is allowed."""
        self._failure: CaptionsError | None = None
        """The first one, which is told to whoever iterates or finishes."""

    def on(self, event: str, callback: Callback) -> None:
        """Call ``callback`` with the message's fields whenever ``event`` happens.

        A coroutine function is awaited; coroutines run one after the other, in order of events.
        ``open`` and ``session_started`` are told to those who register late, too.
        """
        self._callbacks.add(name_of(event), callback)

    def once(self, event: str, callback: Callback) -> None:
        """Like `on`, for the first time only."""
        self._callbacks.add(name_of(event), callback, once=True)

    def off(self, event: str, callback: Callback) -> None:
        """Undo `on` or `once`; a callback that is not registered is nothing."""
        self._callbacks.remove(name_of(event), callback)

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

        An iteration begins with what has come since the session was opened; one that was left can
        be taken up again.

        Raises:
            WireError: the connection broke, or the server reported an error.
            RecordingError: the URL broke off.
        """
        waiting = self._inbox.waiting
        while await self._inbox.any():
            while waiting:
                yield waiting.popleft()

    async def send(self, data: "Mapping[str, Any] | Audio") -> None:
        """Send audio.

        Args:
            data: samples in the session's audio format as bytes; an array of one channel, int16 or
                float from -1 to 1; base64 text; or a mapping with any of these under
                ``audio_base_64`` and, if wanted, ``commit``, ``sample_rate`` and
                ``previous_text`` (with the first chunk only).

        Raises:
            UsageError: it is no audio, holds half a sample, or has another sample rate.
            ConnectionLostError: the connection is closed.
        """
        if isinstance(data, dict) and len(data) == 1 and AUDIO_KEY in data:
            data = data[AUDIO_KEY]
        elif isinstance(data, Mapping):
            await self._send_with_options(data)
            return
        frame, seconds = self._payload.frame(data)
        self._begun = True
        try:
            await self.websocket.send(frame, text=True)
        except ConnectionClosed as error:
            raise wire.lost(error) from error
        self._commits.sent(seconds)

    async def commit(self) -> None:
        """Commit everything sent so far.

        Raises:
            ConnectionLostError: the connection is closed.
        """
        await self.send({AUDIO_KEY: "", "commit": True})

    async def finish(self) -> None:
        """Commit what is left, wait for the last committed transcript, then close.

        If less is left than a commit needs (0.3 s), silence is added to it. A connection that is
        closed already stays so.

        A URL that still streams is stopped.

        Raises:
            WireError: the connection broke before the last transcript came, or the server failed.
            RecordingError: the URL broke off.
        """
        self._finishing = True
        missing: CaptionsError | None = None
        try:
            if self._reads():
                await self._commit_rest()
                missing = await self._last_answer()
                if missing is not None and (self._reads() or self._feed is not None):
                    self._tell_failure(missing)
        finally:
            await self.close()
        if missing is not None:
            raise missing

    async def close(self) -> None:
        """Close at once; what was not committed is lost."""
        await self._end_feed()
        await self.websocket.close(wire.NORMAL_CLOSE, "User ended conversation")
        if self._message_task is not None and self._message_task is not asyncio.current_task():
            self._message_task.cancel()
            await asyncio.wait([self._message_task])
        await self._callbacks.settle()

    def _start(self, options: SessionOptions, feed: Feed | None, *, realtime: bool) -> None:
        """Begin to read, and to send what ``feed`` gives."""
        self._payload = Payload(options.audio_format, self.current_sample_rate)
        self._commits = Commits(options)
        self._message_task = asyncio.create_task(self._read())
        if feed is not None:
            self._feed, self.ffmpeg_process = feed, feed.process
            self._feeding = asyncio.create_task(self._send_feed(feed, realtime=realtime))

    def _reads(self) -> bool:
        return self._message_task is not None and not self._message_task.done()

    async def _send_with_options(self, data: Mapping[str, Any]) -> None:
        chunk, seconds = self._payload.chunk(data)
        if chunk.previous_text is not None and self._begun:
            raise UsageError("previous_text can only be sent with the first chunk.")
        self._begun = True
        self._commits.sent(seconds)
        if chunk.commit:
            self._commits.asked()  # Before it is sent: the answer may come while that waits.
        await wire.send(self.websocket, chunk)

    async def _commit_rest(self) -> None:
        if self._feed is not None and self._feeding is not asyncio.current_task():
            await self._end_feed()
        with contextlib.suppress(ConnectionLostError):  # The reader tells of it.
            for seconds in self._commits.closing_silences():
                await self.send(self._payload.silence(seconds))
            if self._commits.rest_to_commit:
                await self.commit()

    async def _last_answer(self) -> CaptionsError | None:
        """Wait until every commit is answered; return why the last transcript is missing, if so."""
        assert self._message_task is not None  # noqa: S101  # for mypy: it is being read
        answered = asyncio.create_task(self._commits.answered())
        try:
            await asyncio.wait([answered, self._message_task], return_when=asyncio.FIRST_COMPLETED)
        finally:
            answered.cancel()
        if not answered.done():
            return None if self._nothing_left else self._failure or _unanswered()
        return None if answered.result() else _unanswered()

    def _emit(self, event: str, *args: Any) -> None:  # noqa: ANN401  # whatever the event carries
        """Call an event's callbacks in order; one that fails does not stop the next."""
        self._callbacks.call(name_of(event), *args)

    async def _read(self) -> None:
        self._emit(RealtimeEvents.OPEN)
        receive = self.websocket.recv
        try:
            with wire.losses_told():
                while True:
                    self._take(await receive(decode=False))
        except ConnectionLostError as error:
            self._tell_failure(error)
        except Exception as error:
            log.exception("The connection cannot be read.")
            self._tell_failure(ConnectionLostError(f"The connection cannot be read ({error})."))
        finally:
            self._inbox.end(self._failure)
            self._emit_close()

    def _tell_failure(self, error: CaptionsError) -> None:
        """Tell that something failed, unless it was told, or what it follows from."""
        if self._failure is None:
            self._failure = error
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})

    def _take(self, frame: str | bytes) -> None:
        """Tell of a frame; one that cannot be read is reported and survived."""
        try:
            message = decode_server(frame)
        except ProtocolError as error:
            self._inbox.put(UnreadableFrame(str(error)))
            self._emit(RealtimeEvents.ERROR, {"error": str(error)})
            return
        self._inbox.put(message)
        name = TYPE_NAMES.get(type(message))
        if name != _PARTIAL or self._finishing:
            self._commits.take(message)
        if name is not None and (name in self._event_handlers or name in _KEPT):
            self._callbacks.call(name, fields_of(message, frame))
        elif isinstance(message, ErrorMessage):
            self._take_error(message, fields_of(message, frame))
        elif isinstance(message, UnknownMessage):
            self._take_unknown(message)

    def _take_unknown(self, message: UnknownMessage) -> None:
        if message.message_type not in RESERVED:
            self._emit(message.message_type, message.fields)
        self._emit(RealtimeEvents.UNKNOWN, message.fields)

    def _take_error(self, message: ErrorMessage, fields: dict[str, Any]) -> None:
        """Tell of a server's error by its own name, then as an error."""
        if self._finishing and message.name in NOTHING_LEFT:
            self._nothing_left = True
        else:
            self._failure = self._failure or wire.reported(message)
        fields.setdefault("error", message.error)
        if message.name != RealtimeEvents.ERROR.value:
            self._emit(message.name, fields)
        if message.name == RealtimeEvents.UNACCEPTED_TERMS.value:
            self._emit(RealtimeEvents.UNACCEPTED_TERMS_ERROR, fields)
        self._emit(RealtimeEvents.ERROR, fields)

    def _emit_close(self) -> None:
        """Tell of the end; a callback without parameters is called without the reason."""
        told = {"code": self.websocket.close_code, "reason": self.websocket.close_reason}
        self._callbacks.call_fitting(RealtimeEvents.CLOSE.value, told)

    async def _send_feed(self, feed: Feed, *, realtime: bool) -> None:
        """Send what ffmpeg decodes, then finish."""
        loop = asyncio.get_running_loop()
        pace = Pace(self._commits, loop.time(), 0.0 if realtime else WIDEST_SECONDS)
        try:
            async for block in feed.blocks():
                await asyncio.sleep(pace.delay(loop.time()))
                await self.send(block)
        except ConnectionLostError:
            return  # The reader tells of it.
        except CaptionsError as error:
            self._tell_failure(error)
        with contextlib.suppress(CaptionsError):  # It was told.
            await self.finish()

    async def _end_feed(self) -> None:
        if self._feeding is not None and self._feeding is not asyncio.current_task():
            self._feeding.cancel()
            await asyncio.wait([self._feeding])
        if self._feed is not None:
            await self._feed.stop()
        elif self.ffmpeg_process is not None:
            self.ffmpeg_process.kill()
            waited = self.ffmpeg_process.wait()
            if inspect.isawaitable(waited):
                await waited


def _unanswered() -> WireError:
    return ConnectionLostError(
        "The speech server did not answer the last commit: what was said last is missing."
    )
