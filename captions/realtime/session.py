"""The session that the app uses: it connects again by itself, and loses and repeats no word.

Sound waits in a backlog until it is committed. When a connection breaks for a reason that may pass,
the next one gets everything from the last committed word on, faster than real time, and word times
stay on the one line of stream time. Before a server's time limit the next connection is opened, and
takes over behind a commit.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from captions.errors import (
    CaptionsError,
    ConnectionRefusedByServerError,
    ProtocolError,
    ServerReportedError,
    UntrustedServerError,
    WireError,
)
from captions.events import Committed, Event, Failed, SessionChanged, SessionState
from captions.pcm import Chunk
from captions.protocol.failures import failure, refusal
from captions.protocol.options import SessionOptions
from captions.realtime import pace, wire
from captions.realtime.backlog import Backlog
from captions.realtime.backoff import Backoff
from captions.realtime.conversation import Conversation, Shared
from captions.realtime.standing import StandingPartial
from captions.realtime.wire import Address

ROTATE_SECONDS = 480.0
"""Age at which a connection is replaced: well before the limits that services are known to have."""
_LONGEST_LINE_SECONDS = 1.0
"""Until the next try, if the server was there a moment ago and the line alone is bad."""
_ROTATE_AGAIN_SECONDS = 30.0
"""Until the next try, if the next connection cannot be opened."""
_LIMIT_SHARE = 0.8
"""Of the age at which a server ended a session: there the next one is replaced."""
_EARLIEST_ROTATION = 60.0
"""Seconds; a server that ends sessions sooner is out of order."""
_CONTEXT_CHARACTERS = 50
"""How much of the text before it a new session is given, at most; the service advises it."""
_PATIENT_SECONDS = 120.0
"""How much a source that can wait may be ahead of the server."""


class RealtimeSession:
    """Sends sound, tells what was said, and keeps at it until the sound ends."""

    def __init__(
        self,
        address: Callable[[], Awaitable[Address]],
        options: SessionOptions,
        tell: Callable[[Event], None],
        *,
        backlog: Backlog | None = None,
        rotate_seconds: float | None = None,
    ) -> None:
        """Prepare a session.

        Args:
            address: is awaited before each try to connect; a server may have moved, and a
                single-use token is spent.
            options: what to ask for; must include timestamps.
            tell: is called with everything that happens.
            backlog: audio to caption; an empty one by default.
            rotate_seconds: the age at which a connection is replaced; `None` for never.
        """
        self._address = address
        self._options = options
        self._tell_others = tell
        self._rotate_seconds = rotate_seconds
        self._backlog = Backlog() if backlog is None else backlog
        self._line_backoff = Backoff()
        self._server_backoff = Backoff()
        self._fails = 0
        """Failures since words were last committed."""
        self._window = pace.WIDEST_SECONDS
        self._context = ""
        """The last words that were committed."""
        self._standing = StandingPartial()
        self._told: set[str] = set()
        """Failures that were told since a server was last of use."""
        self._other_language_reported = False
        self._conversation: Conversation | None = None
        """The one that is being had."""
        self._closing: set[asyncio.Task[None]] = set()

    async def run(self, chunks: AsyncIterator[Chunk], *, patient: bool = False) -> None:
        """Caption a stream to its end.

        Args:
            chunks: the stream.
            patient: True if the source has to wait for the server, instead of giving up the oldest
                sound if there is too much of it.

        Raises:
            WireError: a failure that another try would not mend; the user was told.
            CaptionsError: whatever ends the stream of chunks.
        """
        filling = asyncio.create_task(self._fill(chunks, patient=patient))
        try:
            await self.caption()
            await filling
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)

    async def caption(self) -> None:
        """Caption the backlog, as others fill it, until it is finished.

        Raises:
            WireError: a failure that another try would not mend; the user was told.
        """
        try:
            await self._keep_connected()
        finally:
            await asyncio.gather(*self._closing, return_exceptions=True)

    def leave(self) -> Backlog:
        """Send and report nothing more, whatever the server is doing.

        What runs the session has to cancel it then, and need not wait for that: closing the
        connection may take its time.

        Returns:
            The audio that is not committed, for another session.
        """
        self._tell_others = _ignore
        current = self._conversation
        for conversation in (current, current and current.successor):
            if conversation is not None:
                conversation.leave()
        return self._backlog.hand_over()

    def commit(self) -> None:
        """Commit everything that came so far, as soon as the server accepts it."""
        self._backlog.mark()

    def note_death(self) -> None:
        """Take note that the server died; sound of which it dies each time becomes a gap."""
        self._backlog.note_death()

    def reconnect(self) -> None:
        """Converse on another connection: nobody waited on this one while the computer slept."""
        if self._conversation is not None:
            self._conversation.abandon()

    async def _fill(self, chunks: AsyncIterator[Chunk], *, patient: bool) -> None:
        try:
            async for chunk in chunks:
                if patient:
                    await self._backlog.room(_PATIENT_SECONDS)
                self._backlog.add(chunk)
        finally:
            self._backlog.finish()

    async def _keep_connected(self) -> None:
        """Converse until the stream has ended, over as many connections as it takes.

        Raises:
            WireError: another try would not help.
        """
        conversation: Conversation | None = None
        while conversation is not None or not self._backlog.over:
            began = conversation
            try:
                began = conversation or await self._connect()
                conversation = await self._converse(began)
            except WireError as error:
                await self._wait_or_give_up(error, began)
                conversation = None
                continue
            if conversation is None:
                break
        self._tell_of_gap()
        self._tell(SessionChanged(SessionState.ENDED))

    async def _connect(self) -> Conversation:
        """Open a connection, and say what it begins with.

        Raises:
            WireError: it cannot be opened.
        """
        self._tell(SessionChanged(SessionState.CONNECTING))
        conversation = await self._open()
        self._tell(SessionChanged(SessionState.LISTENING))
        self._tell_of_gap()
        if not self._backlog.empty:
            self._start_over()
        return conversation

    async def _open(self) -> Conversation:
        """Open a connection on which the session has started.

        Raises:
            WireError: it cannot be opened.
        """
        socket = await wire.open_wire(await self._address(), self._options)
        shared = Shared(self._options, self._backlog, self._tell)
        conversation = Conversation(socket, shared, self._window)
        try:
            await conversation.start(self._context)
        except BaseException:
            self._close_soon(conversation)
            raise
        return conversation

    async def _converse(self, conversation: Conversation) -> Conversation | None:
        """Converse until the end of the stream, or until the returned one is to take over.

        Raises:
            WireError: the connection broke.
        """
        self._conversation = conversation
        rotating = asyncio.create_task(self._prepare_successor(conversation))
        following: Conversation | None = None
        try:
            following = await conversation.run()
        except WireError:
            following = conversation.successor  # It is there already: nobody needs to wait.
            if following is None:
                raise
            self._start_over()
        finally:
            self._conversation = None
            rotating.cancel()
            await asyncio.wait([rotating])
            for left in (conversation, conversation.successor):
                if left is not None and left is not following:
                    self._close_soon(left)
            self._take_note(conversation)
        if not rotating.cancelled():
            rotating.result()  # It ends by itself only by a bug.
        return following

    def _take_note(self, conversation: Conversation) -> None:
        """Begin to count failures anew, if a connection was of use."""
        if conversation.understood:
            self._told.clear()
            self._fails = 0
            self._server_backoff.reset()
        if conversation.worked:
            self._line_backoff.reset()

    async def _prepare_successor(self, conversation: Conversation) -> None:
        """Open the next connection in time, and keep it alive until it takes over."""
        if self._rotate_seconds is None:
            await asyncio.get_running_loop().create_future()  # Never.
            return
        await asyncio.sleep(self._rotate_seconds - conversation.age)
        while True:
            with contextlib.suppress(CaptionsError):
                conversation.successor = await self._open()
                await conversation.successor.stay_alive()
            if conversation.successor is not None:
                self._close_soon(conversation.successor)
                conversation.successor = None
            await asyncio.sleep(_ROTATE_AGAIN_SECONDS)

    async def _wait_or_give_up(self, error: WireError, failed: Conversation | None) -> None:
        """Tell of a failure, and wait if another try is worth it.

        Raises:
            WireError: it is not.
        """
        kind = failure_kind(error)
        known = failure(kind)
        self._fails += 1
        # A network that is back at once is no news; the state tells of it anyway.
        if kind not in self._told and (kind != "connection_lost" or self._fails > 1):
            self._told.add(kind)
            self._tell(Failed(kind, known.title, known.advice))
        if not known.retry:
            self._tell(SessionChanged(SessionState.FAILED, str(error), kind=kind))
            raise error
        if kind == "queue_overflow":
            self._window = pace.narrower(self._window)
        if kind == "session_time_limit_exceeded" and failed is not None:
            self._rotate_seconds = max(failed.age * _LIMIT_SHARE, _EARLIEST_ROTATION)
        if kind != "connection_lost":
            # What a server says of the sound, it may say again when it is sent again.
            delay = self._server_backoff.next()
        elif failed is not None:
            delay = self._line_backoff.next(_LONGEST_LINE_SECONDS)
        else:
            delay = self._line_backoff.next()
        await self._wait(error, delay)

    async def _wait(self, error: WireError, seconds: float) -> None:
        while seconds > 0:
            state = SessionChanged(SessionState.RECONNECTING, str(error), seconds)
            self._tell(replace(state, kind=failure_kind(error)))
            await asyncio.sleep(min(seconds, 1.0))
            seconds -= 1.0

    def _tell_of_gap(self) -> None:
        gap = self._backlog.take_gap()
        if gap is not None:
            self._standing.drop()
            self._tell(gap)

    def _start_over(self) -> None:
        """Take back the words that the next connection may recognise otherwise."""
        if self._standing.shown:
            self._tell_others(self._standing.restart())

    def _close_soon(self, conversation: Conversation) -> None:
        """Close a connection beside whatever happens next; a dead one takes its time."""
        closing = asyncio.create_task(conversation.close())
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)

    def _tell(self, event: Event) -> None:
        match event:
            case Committed(text):
                self._context = _tail(f"{self._context} {text}")
            case Failed("other_language"):
                if self._other_language_reported:
                    return
                self._other_language_reported = True
            case _:
                pass
        for told in self._standing.apply(event):
            self._tell_others(told)


def _ignore(event: Event) -> None:
    """Report nothing of a server that the user has left."""


def failure_kind(error: WireError) -> str:
    """Return a failure's stable name."""
    match error:
        case ServerReportedError(name=name) | UntrustedServerError(name=name):
            return name
        case ConnectionRefusedByServerError(status=status):
            return refusal(status)
        case ProtocolError():
            return "error"
        case _:
            return "connection_lost"


def _tail(text: str) -> str:
    """Return the last whole words of a text that are short enough to be given as context."""
    text = text.strip()
    if len(text) <= _CONTEXT_CHARACTERS:
        return text
    tail = text[-_CONTEXT_CHARACTERS:]
    return tail.partition(" ")[2] or tail
