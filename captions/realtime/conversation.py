"""One connection's part of a session: sends the backlog, and tells what the server makes of it."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from typing import NamedTuple

from websockets.asyncio.client import ClientConnection

from captions.errors import ConnectionLostError, ServerReportedError, WireError
from captions.events import Committed, Event
from captions.pcm import Chunk, to_ulaw
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    InputAudioChunk,
    PartialTranscript,
    ServerMessage,
    SessionStarted,
    audio_chunk,
    decode_server,
)
from captions.protocol.options import AudioFormat, CommitStrategy, SessionOptions
from captions.protocol.resume import resume_at
from captions.realtime import wire
from captions.realtime.backlog import Backlog
from captions.realtime.breaks import Breaks
from captions.realtime.commits import MIN_COMMIT_SECONDS, NOTHING_LEFT, Commits
from captions.realtime.hearing import Hearing
from captions.realtime.pace import Pace
from captions.realtime.timeline import Timeline

_START_SECONDS = 10.0
"""How long a server may take to say that the session has started."""
_KEEPALIVE_SECONDS = 5.0
"""The service closes after 15 s without a message."""
_REASON_SECONDS = 1.0
"""How long the reason for a broken connection is waited for."""
_QUIET_SECONDS = 120.0
"""Sound of which nothing was heard for this long holds no words."""
_PROVED_SECONDS = 10.0
"""A connection that lasts longer works, even if nobody speaks."""
_SOON = 0.02
"""A timer may fire a little early, by the resolution of its clock."""
_LATENCY_SECONDS = 0.3


class Shared(NamedTuple):
    """What the conversations of one session have in common."""

    options: SessionOptions
    backlog: Backlog
    tell: Callable[[Event], None]


class Conversation:
    """Owns a socket from its opening to its end."""

    def __init__(self, socket: ClientConnection, shared: Shared, window: float) -> None:
        """``window`` is how many seconds of sound may wait for an answer."""
        self._socket = socket
        self._options, self._backlog, self._tell = shared
        self._frames: AsyncIterator[bytes] = wire.frames(socket)
        self._loop = asyncio.get_running_loop()
        self._began = self._loop.time()
        self._commits = Commits(self._options)
        self._timeline = Timeline()
        self._hearing = Hearing(self._timeline)
        self._breaks = Breaks()
        self._pace = Pace(self._commits, self._began, window)
        self._manual = self._options.commit_strategy is CommitStrategy.MANUAL
        self._marks: deque[float] = deque()
        """Stream times of the commits that are not answered yet."""
        self._held = False
        """Whether a commit waits for enough sound to be accepted."""
        self._overdue: asyncio.TimerHandle | None = None
        self._heard = False
        self._ending = False
        self.successor: Conversation | None = None
        """Takes over behind the next commit."""
        self.replaced = False
        """Whether the successor is to take over now."""

    @property
    def age(self) -> float:
        """Seconds since the session was opened."""
        return self._loop.time() - self._began

    @property
    def proved(self) -> bool:
        """Whether the server was of use."""
        return self._heard or self.age > _PROVED_SECONDS

    async def start(self, context: str) -> None:
        """Wait until the session has started, and give it the text before it.

        Raises:
            WireError: the server does not answer, or refuses.
        """
        try:
            async with asyncio.timeout(_START_SECONDS):
                while not isinstance(_checked(await anext(self._frames)), SessionStarted):
                    pass
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

    async def run(self) -> None:
        """Converse until the stream has ended and is answered, or the successor takes over.

        Raises:
            WireError: the conversation ended before that.
        """
        self._backlog.rewind()
        sending = asyncio.create_task(self._send_all())
        reading = asyncio.create_task(self._read())
        try:
            await asyncio.wait({sending, reading}, return_when=asyncio.FIRST_COMPLETED)
            if sending.done() and isinstance(sending.exception(), WireError):
                await asyncio.wait({reading}, timeout=_REASON_SECONDS)  # The reader knows why.
            (reading if reading.done() and not _went_well(sending) else sending).result()
            if not self.replaced:
                self._tell_commits(self._hearing.overdue(float("inf")))
        finally:
            await _cancelled(sending, reading)
            if self._overdue is not None:
                self._overdue.cancel()

    async def close(self) -> None:
        """Close the socket; what was not committed stays in the backlog."""
        await self._socket.close()

    @property
    def _rate(self) -> int:
        return self._options.audio_format.rate

    async def _send(self, message: InputAudioChunk) -> None:
        await wire.send(self._socket, message)

    async def _send_all(self) -> None:
        """Send the backlog as it fills; return when all of it is committed and answered."""
        while True:
            try:
                async with asyncio.timeout(_KEEPALIVE_SECONDS):
                    item = await self._backlog.next(self._loop.time())
            except TimeoutError:
                await self._send(audio_chunk(b"", self._rate))
                continue
            if item is None:
                break
            self._held = self._held or item.commit
            if item.chunk is not None:
                await self._send_chunk(item.chunk)
            await self._commit_held()
        await self._end()

    async def _send_chunk(self, chunk: Chunk) -> None:
        await asyncio.sleep(self._pace.delay(self._loop.time()))
        await self._send(audio_chunk(self._encoded(chunk.data), chunk.rate))
        self._timeline.add(chunk.stream_time, chunk.seconds)
        self._commits.sent(chunk.seconds)
        if self._breaks.add(chunk) and (self._manual or self.successor is not None):
            self._held = True
        if not self._hearing.partial:
            self._backlog.forget_quiet(self._loop.time() - _QUIET_SECONDS)

    async def _commit_held(self) -> None:
        """Commit if that was asked for, as soon as there is enough to be committed."""
        if self._held and self._commits.uncommitted_seconds >= MIN_COMMIT_SECONDS:
            await self._commit()

    async def _commit(self) -> None:
        self._held = False
        await self._send(audio_chunk(b"", self._rate, commit=True))
        self._commits.asked()
        self._marks.append(self._timeline.end)
        self._breaks.committed()

    async def _end(self) -> None:
        """Commit what is left, and wait for the answers.

        Raises:
            ConnectionLostError: they do not come.
        """
        silence = self._commits.closing_silence
        if silence:
            await self._send(audio_chunk(self._encoded(bytes(2 * round(silence * self._rate)))))
            self._commits.sent(silence)
        self._ending = True
        if self._commits.rest_to_commit:
            await self._commit()
        if not await self._commits.answered():
            raise ConnectionLostError("The speech server did not answer the last commit.")

    def _encoded(self, data: bytes) -> bytes:
        is_ulaw = self._options.audio_format is AudioFormat.ULAW_8000
        return to_ulaw(data) if is_ulaw else data

    async def _read(self) -> None:
        """Take messages until the successor may take over, or nothing is left to commit."""
        try:
            async for frame in self._frames:
                self._take(_checked(frame))
                if self.replaced:
                    return
        except ServerReportedError as error:
            if self._ending and error.name in NOTHING_LEFT:
                return
            raise
        raise _closed()

    def _take(self, message: ServerMessage) -> None:
        now = self._loop.time()
        self._commits.take(message)
        match message:
            case PartialTranscript(text):
                self._heard = True
                partial = self._hearing.guess(text, now)
                if partial is not None:
                    self._tell(partial)
            case CommittedTranscript(text):
                self._tell_commits(self._hearing.plain(text, now))
            case CommittedTranscriptWithTimestamps(text, _, words):
                self._tell_commits(self._hearing.timed(text, words or [], now))
            case _:
                pass
        if self._overdue is None and self._hearing.due is not None:
            self._overdue = self._loop.call_at(self._hearing.due, self._tell_overdue)

    def _tell_overdue(self) -> None:
        self._overdue = None
        self._tell_commits(self._hearing.overdue(self._loop.time() + _SOON))

    def _tell_commits(self, found: list[Committed]) -> None:
        for committed in found:
            self._heard = True
            self._backlog.forget(self._position(committed))
            self._tell(committed)
            self.replaced = self.successor is not None

    def _position(self, committed: Committed) -> float:
        """Return the stream time up to which sound need not be sent again after a commit."""
        mark = self._marks.popleft() if self._marks else None
        if mark is not None and self._commits.exact:
            return mark
        if committed.words:
            return self._timeline.stream_time(resume_at(self._hearing.heard_until))
        if not committed.text:
            return 0.0  # Nothing was heard, up to nobody says where.
        # Without times: what was sent a moment ago is behind the silence that closed the segment.
        silence = self._options.vad_silence_threshold_secs + _LATENCY_SECONDS
        return self._timeline.stream_time(self._commits.sent_seconds - silence)


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
