"""The session that the app uses: it connects again by itself, and sends again what was lost.

Sound waits in a backlog until it is committed. When a connection breaks for a reason that may pass,
the next one gets everything from the last committed word on, faster than real time, and word times
stay on the one line of stream time.
"""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Awaitable, Callable

from websockets.asyncio.client import ClientConnection

from captions.errors import (
    ConnectionLostError,
    ConnectionRefusedByServerError,
    ProtocolError,
    ServerReportedError,
    WireError,
)
from captions.events import Committed, Event, Failed, Partial, SessionChanged, SessionState, Word
from captions.pcm import Chunk, to_ulaw
from captions.protocol.failures import FAILURES, Failure, failure
from captions.protocol.messages import (
    CommittedTranscript,
    CommittedTranscriptWithTimestamps,
    ErrorMessage,
    PartialTranscript,
    ServerMessage,
    SessionStarted,
    WireWord,
    audio_chunk,
    decode_server,
)
from captions.protocol.options import AudioFormat, SessionOptions
from captions.realtime import wire
from captions.realtime.backlog import Backlog
from captions.realtime.wire import Address

_KEEPALIVE_SECONDS = 5.0
"""The service closes after 15 s without a message."""
_FIRST_DELAY = 0.5
_LONGEST_DELAY = 30.0
_LAST_COMMIT_SECONDS = 30.0
"""How long the answer to the last commit may take."""
_QUIET_SECONDS = 1.0
"""Nothing for this long behind a commit means that it was the last."""
_MIN_COMMIT_SECONDS = 0.3
"""The service refuses to commit less sound than this."""
_REFUSED = {401: "auth_error", 403: "auth_error", 429: "rate_limited"}
_LOST = Failure(
    retry=True,
    title="The speech server is not there",
    advice="It is tried again; check the server's address and the network.",
)


class RealtimeSession:
    """Sends sound, tells what was said, and keeps at it until the sound ends."""

    def __init__(
        self,
        address: Callable[[], Awaitable[Address]],
        options: SessionOptions,
        tell: Callable[[Event], None],
    ) -> None:
        """Prepare a session.

        Args:
            address: is awaited before each try to connect; a server may have moved.
            options: what to ask for; must include timestamps.
            tell: is called with everything that happens.
        """
        self._address = address
        self._options = options
        self._tell = tell
        self._backlog = Backlog()
        self._delay = _FIRST_DELAY
        self._offset = 0.0
        """Stream time of the present connection's first sample."""
        self._committed = asyncio.Event()
        self._done = False
        """Whether everything is sent and answered."""

    async def run(self, chunks: AsyncIterator[Chunk]) -> None:
        """Caption a stream to its end.

        Raises:
            WireError: a failure that another try would not mend; the user was told.
            CaptionsError: whatever ends the stream of chunks.
        """
        filling = asyncio.create_task(self._fill(chunks))
        try:
            await self._keep_connected()
            await filling
        finally:
            filling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await filling

    async def _fill(self, chunks: AsyncIterator[Chunk]) -> None:
        try:
            async for chunk in chunks:
                lost = self._backlog.add(chunk)
                if lost:
                    self._tell(_gap(lost))
        finally:
            self._backlog.finish()

    async def _keep_connected(self) -> None:
        while True:
            self._tell(SessionChanged(SessionState.CONNECTING))
            try:
                await self._connect_once()
            except WireError as error:
                await self._wait_or_give_up(error)
                continue
            self._tell(SessionChanged(SessionState.ENDED))
            return

    async def _wait_or_give_up(self, error: WireError) -> None:
        """Tell of a failure, and wait if another try is worth it.

        Raises:
            WireError: it is not.
        """
        kind, known = _known(error)
        self._tell(Failed(kind, known.title, known.advice))
        if not known.retry:
            self._tell(SessionChanged(SessionState.FAILED, str(error)))
            raise error
        # Many clients that lost one server must not all come back at the same moment.
        delay = self._delay * random.uniform(0.5, 1.0)  # noqa: S311  # no secret hangs on it
        self._delay = min(self._delay * 2, _LONGEST_DELAY)
        self._tell(SessionChanged(SessionState.RECONNECTING, str(error), delay))
        await asyncio.sleep(delay)

    async def _connect_once(self) -> None:
        """Converse over one connection until the stream has ended.

        Raises:
            WireError: the conversation ended before that.
        """
        self._backlog.rewind()
        socket = await wire.open_wire(await self._address(), self._options)
        sending = asyncio.create_task(self._send_all(socket))
        try:
            async for frame in wire.frames(socket):
                self._take(decode_server(frame).message)
            if not self._done:
                raise ConnectionLostError("The speech server closed the connection.")
        finally:
            sending.cancel()
            with contextlib.suppress(asyncio.CancelledError, WireError):
                await sending
            await socket.close()

    async def _send_all(self, socket: ClientConnection) -> None:
        """Send the backlog as it fills, and close the connection behind the last commit."""
        sent = 0.0
        while True:
            chunk = await self._next_or_keepalive(socket)
            if chunk is None:
                break
            if not sent:
                self._offset = chunk.stream_time
            sent += chunk.seconds
            await wire.send(socket, audio_chunk(self._encoded(chunk), chunk.rate))
        if sent >= _MIN_COMMIT_SECONDS:
            await wire.send(socket, audio_chunk(b"", self._options.audio_format.rate, commit=True))
            await self._last_commits()
        self._done = True
        await socket.close()

    async def _next_or_keepalive(self, socket: ClientConnection) -> Chunk | None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_KEEPALIVE_SECONDS):
                    return await self._backlog.next()
            await wire.send(socket, audio_chunk(b"", self._options.audio_format.rate))

    async def _last_commits(self) -> None:
        """Wait for the answer to the last commit; endpointing may commit just before it."""
        patience = _LAST_COMMIT_SECONDS
        with contextlib.suppress(TimeoutError):
            while True:
                self._committed.clear()
                async with asyncio.timeout(patience):
                    await self._committed.wait()
                patience = _QUIET_SECONDS

    def _encoded(self, chunk: Chunk) -> bytes:
        is_ulaw = self._options.audio_format is AudioFormat.ULAW_8000
        return to_ulaw(chunk.data) if is_ulaw else chunk.data

    def _take(self, message: ServerMessage) -> None:
        match message:
            case SessionStarted():
                self._tell(SessionChanged(SessionState.LISTENING))
            case PartialTranscript(text):
                self._tell(Partial(text))
            case CommittedTranscriptWithTimestamps(text, _, words):
                self._commit(text, words or [])
            case CommittedTranscript():
                pass  # Its timed copy, which follows, holds the same and more.
            case ErrorMessage(name, error):
                raise ServerReportedError(error or failure(name).title, name)
            case _:
                pass

    def _commit(self, text: str, words: list[WireWord]) -> None:
        timed = tuple(
            Word(word.text, self._offset + word.start, self._offset + word.end)
            for word in words
            if word.type == "word" and word.start is not None and word.end is not None
        )
        self._delay = _FIRST_DELAY
        if timed:
            self._backlog.forget(timed[-1].end)
        self._tell(Committed(text, timed))
        self._committed.set()


def _known(error: WireError) -> tuple[str, Failure]:
    """Return a failure's stable name, and what to do about it."""
    match error:
        case ServerReportedError(name=name):
            return name, failure(name)
        case ConnectionRefusedByServerError(status=status):
            name = _REFUSED.get(status, "error")
            return name, FAILURES[name]
        case ProtocolError():
            return "error", FAILURES["error"]
        case _:
            return "connection_lost", _LOST


def _gap(lost: float) -> Failed:
    return Failed(
        "gap",
        "Some speech was not captioned",
        f"The speech server was away for too long; {lost:.1f} s of sound had to be given up.",
    )
