"""One connection's part of a session: sends the backlog, and tells what the server makes of it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any, NamedTuple

from websockets.asyncio.client import ClientConnection

from captions.errors import ConnectionLostError, ServerReportedError, WireError
from captions.events import Event, Failed
from captions.pcm import Chunk, to_ulaw
from captions.protocol.messages import (
    OTHER_LANGUAGE,
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    InputAudioChunk,
    PartialTranscript,
    ServerMessage,
    ServerWarning,
    SessionStarted,
    audio_chunk,
    decode_server,
)
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.realtime import wire
from captions.realtime.backlog import Backlog
from captions.realtime.breaks import Breaks
from captions.realtime.commits import MIN_COMMIT_SECONDS, NOTHING_LEFT, Commits
from captions.realtime.hearing import Heard, Hearing
from captions.realtime.pace import Pace
from captions.realtime.payload import Payload
from captions.realtime.reach import Reach
from captions.realtime.timeline import Timeline

_START_SECONDS = 10.0
"""How long a server may take to say that the session has started."""
_KEEPALIVE_SECONDS = 5.0
"""The service closes after 15 s without a message."""
_REASON_SECONDS = 1.0
"""How long the reason for a broken connection is waited for."""
_REMEMBERED_SECONDS = 60.0
"""Sound of which nothing was heard for this long holds no words."""
_PROVED_SECONDS = 10.0
"""A connection that lasts longer works, even if nobody speaks."""
_IN_FLIGHT_SECONDS = 3.0
"""How much of a burst may be on its way: a slow line must not hold up the answers to pings."""
_SOON = 0.02
"""A timer may fire a little early, by the resolution of its clock."""


class Shared(NamedTuple):
    """What the conversations of one session have in common."""

    options: SessionOptions
    backlog: Backlog
    tell: Callable[[Event], None]


class Conversation:
    """Owns a socket from its opening to its end."""

    _left = False
    """True once the user has left this server."""

    def __init__(self, socket: ClientConnection, shared: Shared, window: float) -> None:
        """``window`` is how many seconds of sound may wait for an answer."""
        self._socket = socket
        self._options, self._backlog, self._tell = shared
        self._frames: AsyncIterator[bytes] = wire.frames(socket)
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._manual = self._options.commit_strategy is CommitStrategy.MANUAL
        self._commits = Commits(self._options)
        self._timeline = Timeline()
        self._hearing = Hearing(self._timeline)
        self._reach = Reach(self._options, self._commits, self._timeline, self._began)
        self._breaks = Breaks()
        self._pace = Pace(self._commits, self._began, window)
        self._in_flight = 0.0
        """Seconds of sound that the server may not have taken yet."""
        self._commit_wanted = False
        self._ending = False
        self._overdue: asyncio.TimerHandle | None = None
        self._handover: asyncio.Future[Conversation] = self._loop.create_future()
        self.successor: Conversation | None = None
        """Takes over behind the next commit."""
        self.heard = False
        """Whether anything came back."""
        self.understood = False
        """Whether words were committed."""

    @property
    def age(self) -> float:
        """Seconds since the session was opened."""
        return self._loop.time() - self._began

    @property
    def worked(self) -> bool:
        """Whether the line and the server were of use, as far as one can tell."""
        return self.heard or self.age > _PROVED_SECONDS

    async def start(self, context: str) -> None:
        """Wait until the session has started, and give it the text before it.

        Raises:
            WireError: the server does not answer, or refuses.
        """
        try:
            async with asyncio.timeout(_START_SECONDS):
                while not isinstance(
                    message := _checked(await anext(self._frames)), SessionStarted
                ):
                    pass
                # A server that names our extension in its answer knows the others, too.
                self._hearing.marks_settled = "commit_sentences" in message.config
        except TimeoutError as error:
            raise ConnectionLostError("The speech server does not answer.") from error
        except StopAsyncIteration as error:
            raise _closed() from error
        if context:
            # It is taken with the first message only, and with one without sound as well.
            await self._send(audio_chunk(b"", self._rate, previous_text=context))

    async def stay_alive(self) -> None:
        """Keep the session from being closed while it has nothing to do.

        Raises:
            ConnectionLostError: it was closed nevertheless.
        """
        while True:
            await asyncio.sleep(_KEEPALIVE_SECONDS)
            await self._send(audio_chunk(b"", self._rate))

    async def run(self) -> "Conversation | None":
        """Converse until the stream has ended and is answered, or the successor takes over.

        Returns:
            Who takes over, from the last commit on; `None` at the end of the stream.

        Raises:
            WireError: the conversation ended before that.
        """
        self._backlog.rewind()
        sending = asyncio.create_task(self._send_all())
        reading = asyncio.create_task(self._read())
        ends: set[asyncio.Future[Any]] = {sending, reading, self._handover}
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if self._handover.done():
                return self._handover.result()
            if sending.done() and isinstance(sending.exception(), WireError):
                await asyncio.wait({reading}, timeout=_REASON_SECONDS)  # The reader knows why.
            (reading if reading.done() and not _went_well(sending) else sending).result()
            self._tell_commits(self._hearing.overdue(float("inf")))
        finally:
            self._handover.cancel()
            await _cancelled(sending, reading)
            if self._overdue is not None:
                self._overdue.cancel()
        return None

    def abandon(self) -> None:
        """Break the connection off: nobody is there any more."""
        self._socket.transport.abort()

    def leave(self) -> None:
        """Send nothing more, and discard what the server has not taken yet."""
        self._left = True
        wire.discard_unsent(self._socket)

    async def close(self) -> None:
        """Close the socket; what was not committed stays in the backlog."""
        await wire.close(self._socket)

    @property
    def _rate(self) -> int:
        return self._options.audio_format.rate

    async def _send(self, message: InputAudioChunk) -> None:
        if self._left:
            raise _closed()
        await wire.send(self._socket, message)

    async def _send_all(self) -> None:
        """Send the backlog as it fills; return when all of it is committed and answered."""
        while True:
            self._backlog.forget_quiet(self._loop.time() - _REMEMBERED_SECONDS)
            try:
                async with asyncio.timeout(_KEEPALIVE_SECONDS):
                    item = await self._backlog.next(self._loop.time())
            except TimeoutError:
                await self._send(audio_chunk(b"", self._rate))
                continue
            if item is None:
                break
            self._commit_wanted = self._commit_wanted or item.commit
            if item.chunk is not None:
                await self._send_chunk(item.chunk)
            # A commit waits until there is enough to be committed.
            if self._commit_wanted and self._commits.uncommitted_seconds >= MIN_COMMIT_SECONDS:
                await self._commit()
        await self._end()

    async def _send_chunk(self, chunk: Chunk) -> None:
        await asyncio.sleep(self._pace.delay(self._loop.time()))
        is_ulaw = self._options.audio_format is AudioFormat.ULAW_8000
        data = to_ulaw(chunk.data) if is_ulaw else chunk.data
        await self._send(audio_chunk(data, chunk.rate))
        self._timeline.add(chunk.stream_time, chunk.seconds)
        self._commits.sent(chunk.seconds)
        # With endpointing, a break is needed only by a successor that nobody lets take over.
        if self._breaks.add(chunk) and (self._manual or self.successor is not None):
            self._commit_wanted = True
        await self._hold_up_burst(chunk)

    async def _hold_up_burst(self, chunk: Chunk) -> None:
        """Let the server take what is on its way, now and then, while more waits to be sent."""
        if self._backlog.unsent_seconds < _IN_FLIGHT_SECONDS:
            self._in_flight = 0.0
            return
        self._in_flight += chunk.seconds
        if self._in_flight >= _IN_FLIGHT_SECONDS:
            self._in_flight = 0.0
            await wire.reach(self._socket)

    async def _commit(self) -> None:
        self._commit_wanted = False
        self._reach.asked()
        self._commits.asked()
        self._breaks.committed()
        await self._send(audio_chunk(b"", self._rate, commit=True))

    async def _end(self) -> None:
        """Commit what is left, and wait for the answers.

        Raises:
            ConnectionLostError: they do not come.
        """
        for seconds in self._commits.closing_silences():
            silence = Payload(self._options.audio_format, self._rate).silence(seconds)
            await self._send(audio_chunk(silence, self._rate))
            self._commits.sent(seconds)
        self._ending = True
        if self._commits.rest_to_commit:
            await self._commit()
        if not await self._commits.answered():
            raise ConnectionLostError("The speech server did not answer the last commit.")

    async def _read(self) -> None:
        """Take messages until nothing is left to commit.

        Raises:
            WireError: the conversation ended before that.
        """
        try:
            async for frame in self._frames:
                if self._handover.done():
                    return
                self._take(_checked(frame))
        except ServerReportedError as error:
            if self._ending and error.name in NOTHING_LEFT:
                return
            raise
        raise _closed()

    def _take(self, message: ServerMessage) -> None:
        now = self._loop.time()
        self._commits.take(message)
        match message:
            case PartialTranscript(text, settled_text):
                self._take_guess(text, settled_text, now)
            case CommittedTranscript(text):
                self._tell_commits(self._hearing.plain(text, now))
            case CommittedTranscriptWithTimestamps(text, _, words):
                self._tell_commits(self._hearing.timed(text, words or [], now))
            case ServerWarning(_, code) if code == OTHER_LANGUAGE:
                self._tell(
                    Failed(
                        "other_language",
                        "Another language is spoken",
                        "Run 'captions models' to find a model for it, and choose it in the "
                        "settings.",
                    )
                )
            case _:
                pass
        self._watch_overdue()

    def _take_guess(self, text: str, settled_text: str, now: float) -> None:
        self.heard = True
        partial = self._hearing.guess(text, now, settled_text)
        self._backlog.quiet = not self._hearing.open
        if partial is not None:
            self._tell(partial)

    def _watch_overdue(self) -> None:
        """Look again when a commit has waited for its timed copy for long enough."""
        if self._overdue is None and self._hearing.due is not None:
            self._overdue = self._loop.call_at(self._hearing.due, self._tell_overdue)

    def _tell_overdue(self) -> None:
        self._overdue = None
        self._tell_commits(self._hearing.overdue(self._loop.time() + _SOON))
        self._watch_overdue()

    def _tell_commits(self, found: list[Heard]) -> None:
        for heard in found:
            self.heard = True
            self.understood = self.understood or bool(heard.committed.text)
            self._backlog.forget(self._reach.of(heard))
            self._backlog.quiet = not self._hearing.open
            if not self._manual:
                self._breaks.committed()
            self._tell(heard.committed)
            if self.successor is not None and not self._handover.done():
                self._handover.set_result(self.successor)


def _checked(frame: bytes) -> ServerMessage:
    """Read a frame.

    Raises:
        ProtocolError: it cannot be read; a commit may have stood in it.
        ServerReportedError: it is an error.
    """
    message = decode_server(frame)
    if isinstance(message, ErrorMessage):
        raise wire.reported(message)
    return message


def _closed() -> ConnectionLostError:
    return ConnectionLostError("The speech server closed the connection.")


def _went_well(task: asyncio.Task[None]) -> bool:
    return task.done() and task.exception() is None


async def _cancelled(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
