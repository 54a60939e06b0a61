"""Session of the app: reconnects automatically, and neither loses nor repeats words.

Uncommitted audio stays in a replay buffer. After a disconnect, the next connection receives the
audio from the last committed word on, faster than real time. All word times are stream times.
Before a server's time limit, the next connection is opened in advance. It takes over after a
commit.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from captions.background_tasks import BackgroundTasks
from captions.backoff import Backoff
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
from captions.protocol.addresses import Address
from captions.protocol.failures import classify_http_status, is_temporary
from captions.protocol.options import SessionOptions
from captions.realtime import send_pacer, wire
from captions.realtime.client_limits import DEFAULT_LIMITS, ClientLimits
from captions.realtime.session.open_partial import OpenPartial
from captions.realtime.session.replay_buffer import ReplayBuffer
from captions.realtime.session.session_connection import SessionConnection, SessionResources
from captions.realtime.speaker_ids import SpeakerIds

_MAX_NETWORK_BACKOFF_SECONDS = 1.0
"""Maximum backoff in seconds after a connection that was open broke."""
_ROTATE_RETRY_SECONDS = 30.0
"""Seconds until the next attempt, if the successor cannot be opened."""
_TIME_LIMIT_SHARE = 0.8
"""New rotation age, as a share of the age at which a server ended a session."""
_MAX_CONTEXT_CHARS = 50
"""Maximum characters of ``previous_text``; the commit guide recommends 50."""
_MAX_UNSENT_SECONDS = 120.0
"""Maximum unsent audio in seconds of a source that can wait."""


class RealtimeSession:
    """Sends audio and emits events until the audio ends, across any number of connections."""

    def __init__(
        self,
        address: Callable[[], Awaitable[Address]],
        options: SessionOptions,
        emit: Callable[[Event], None],
        *,
        buffer: ReplayBuffer | None = None,
        limits: ClientLimits = DEFAULT_LIMITS,
    ) -> None:
        """Prepare a session.

        Args:
            address: awaited before each attempt to connect, because a server may have moved and a
                single-use token is consumed.
            options: options of the session; must include timestamps.
            emit: called with every event.
            buffer: audio to caption; an empty buffer by default.
            limits: timeouts of its connections, and the age at which they are replaced.
        """
        self._address = address
        self._options = options
        self._emit = emit
        self._limits = limits
        self._speakers = SpeakerIds()
        self._rotate_seconds = limits.rotation_age
        self._buffer = ReplayBuffer() if buffer is None else buffer
        self._network_backoff = Backoff(limits.first_backoff)
        self._server_backoff = Backoff(limits.first_backoff)
        self._failure_count = 0
        """Failures since words were last committed."""
        self._send_window = send_pacer.MAX_WINDOW_SECONDS
        self._context = ""
        """Last committed words."""
        self._open_partial = OpenPartial()
        self._reported_failures: set[str] = set()
        """Names of failures that were reported since words were last committed."""
        self._reported_limits: set[str] = set()
        """Limits of recognition that were reported in this session."""
        self._connection: SessionConnection | None = None
        """Connection in use; `None` between connections."""
        self._closing_tasks = BackgroundTasks()

    async def run(self, chunks: AsyncIterator[Chunk], *, patient: bool = False) -> None:
        """Caption a stream to its end.

        Args:
            chunks: the stream.
            patient: True to make the source wait for the server, instead of dropping the oldest
                audio.

        Raises:
            WireError: a failure that a retry would not solve; it was reported.
            CaptionsError: the stream of chunks failed.
        """
        filling = asyncio.create_task(self._fill_buffer(chunks, patient=patient))
        try:
            await self.caption()
            await filling
        finally:
            filling.cancel()
            await asyncio.gather(filling, return_exceptions=True)

    async def caption(self) -> None:
        """Caption the replay buffer, while others fill it, until it is finished.

        Raises:
            WireError: a failure that a retry would not solve; it was reported.
        """
        try:
            await self._keep_connected()
        finally:
            await self._closing_tasks.wait()

    def leave(self) -> ReplayBuffer:
        """Stop sending audio and emitting events at once, without waiting for the server.

        The caller must then cancel the task that runs the session. It need not wait for the task,
        because closing the connection may take time.

        Returns:
            The uncommitted audio, for another session.
        """
        self._emit = _ignore_event
        current = self._connection
        for connection in (current, current and current.successor):
            if connection is not None:
                connection.stop_sending()
        return self._buffer.move_contents()

    def continue_speakers(self, speakers: SpeakerIds) -> None:
        """Continue the numbers of the speakers of earlier sessions; call this before `caption`."""
        self._speakers = speakers

    def commit(self) -> None:
        """Commit everything received so far, as soon as the server accepts it."""
        self._buffer.mark_commit()

    def note_death(self) -> None:
        """Record that the server exited; audio that crashes it repeatedly becomes a gap."""
        self._buffer.record_server_exit()

    def reconnect(self) -> None:
        """Abort the connection and open another one, for example after a suspend."""
        if self._connection is not None:
            self._connection.abort()

    async def _fill_buffer(self, chunks: AsyncIterator[Chunk], *, patient: bool) -> None:
        try:
            async for chunk in chunks:
                if patient:
                    await self._buffer.wait_for_capacity(_MAX_UNSENT_SECONDS)
                self._buffer.add_chunk(chunk)
        finally:
            self._buffer.finish()

    async def _keep_connected(self) -> None:
        """Run connections, one after the other, until the stream has ended.

        Raises:
            WireError: a failure that a retry would not solve.
        """
        successor: SessionConnection | None = None
        while successor is not None or not self._buffer.is_exhausted:
            connection = successor
            try:
                connection = successor or await self._begin_connection()
                successor = await self._run_connection(connection)
            except WireError as error:
                await self._handle_failure(error, connection)
                successor = None
                continue
            if successor is None:
                break
        self._emit_gap()
        self._handle_event(SessionChanged(SessionState.ENDED))

    async def _begin_connection(self) -> SessionConnection:
        """Open a connection and emit its initial events.

        Raises:
            WireError: the connection cannot be opened.
        """
        self._handle_event(SessionChanged(SessionState.CONNECTING))
        connection = await self._open_connection()
        self._handle_event(SessionChanged(SessionState.LISTENING))
        self._emit_gap()
        if not self._buffer.is_empty:
            self._emit_restart()
        return connection

    async def _open_connection(self) -> SessionConnection:
        """Open a connection and wait until its session has started.

        Raises:
            WireError: the connection cannot be opened.
        """
        socket = await wire.open_socket(await self._address(), self._options, self._limits)
        resources = SessionResources(
            self._options, self._buffer, self._handle_event, self._limits, self._speakers
        )
        connection = SessionConnection(socket, resources, self._send_window)
        try:
            await connection.start(self._context)
        except BaseException:
            self._close_in_background(connection)
            raise
        return connection

    async def _run_connection(self, connection: SessionConnection) -> SessionConnection | None:
        """Run a connection until the stream ends or a successor takes over.

        Returns:
            The successor; `None` at the end of the stream.

        Raises:
            WireError: the connection broke, and there is no successor.
        """
        self._connection = connection
        rotating = asyncio.create_task(self._prepare_successor(connection))
        successor: SessionConnection | None = None
        try:
            successor = await connection.run()
        except WireError:
            successor = connection.successor  # Already open: no backoff is needed.
            if successor is None:
                raise
            self._emit_restart()
        finally:
            self._connection = None
            rotating.cancel()
            await asyncio.wait([rotating])
            for other in (connection, connection.successor):
                if other is not None and other is not successor:
                    self._close_in_background(other)
            self._reset_failures(connection)
        if not rotating.cancelled():
            rotating.result()  # Raises the exception: only a bug ends the task.
        return successor

    def _reset_failures(self, connection: SessionConnection) -> None:
        """Reset the failure counts and backoffs for which a connection has worked."""
        if connection.has_committed_words:
            self._reported_failures.clear()
            self._failure_count = 0
            self._server_backoff.reset()
        if connection.has_worked:
            self._network_backoff.reset()

    async def _prepare_successor(self, connection: SessionConnection) -> None:
        """Open the next connection in time, and keep it alive until it takes over."""
        if self._rotate_seconds is None:
            await asyncio.get_running_loop().create_future()  # Waits for ever.
            return
        await asyncio.sleep(self._rotate_seconds - connection.age)
        while True:
            with contextlib.suppress(CaptionsError):
                connection.successor = await self._open_connection()
                await connection.successor.keep_alive()
            if connection.successor is not None:
                self._close_in_background(connection.successor)
                connection.successor = None
            await asyncio.sleep(_ROTATE_RETRY_SECONDS)

    async def _handle_failure(self, error: WireError, failed: SessionConnection | None) -> None:
        """Report a failure, and wait for the next attempt if a retry may help.

        Raises:
            WireError: a retry would not help.
        """
        kind = classify_failure(error)
        self._failure_count += 1
        # A short network failure is not reported: the session state shows it.
        if kind not in self._reported_failures and (
            kind != "connection_lost" or self._failure_count > 1
        ):
            self._reported_failures.add(kind)
            self._handle_event(Failed(kind))
        if not is_temporary(kind):
            self._handle_event(SessionChanged(SessionState.FAILED, error.message, kind=kind))
            raise error
        if kind == "queue_overflow":
            self._send_window = send_pacer.narrow_window(self._send_window)
        if kind == "session_time_limit_exceeded" and failed is not None:
            self._rotate_seconds = max(
                failed.age * _TIME_LIMIT_SHARE, self._limits.min_rotation_age
            )
        if kind != "connection_lost":
            # The server may report the same error again when the audio is sent again.
            delay = self._server_backoff.next_delay()
        elif failed is not None:
            delay = self._network_backoff.next_delay(_MAX_NETWORK_BACKOFF_SECONDS)
        else:
            delay = self._network_backoff.next_delay()
        await self._wait_to_retry(error, delay)

    async def _wait_to_retry(self, error: WireError, seconds: float) -> None:
        while seconds > 0:
            state = SessionChanged(SessionState.RECONNECTING, error.message, seconds)
            self._handle_event(replace(state, kind=classify_failure(error)))
            await asyncio.sleep(min(seconds, 1.0))
            seconds -= 1.0

    def _emit_gap(self) -> None:
        gap = self._buffer.pop_gap()
        if gap is not None:
            self._open_partial.unpin_words()
            self._handle_event(gap)

    def _emit_restart(self) -> None:
        """Retract the words that the next connection may recognise differently."""
        if self._open_partial.has_text:
            self._emit(self._open_partial.handle_reconnect())

    def _close_in_background(self, connection: SessionConnection) -> None:
        """Close a connection in a background task, because closing a dead one takes time."""
        self._closing_tasks.start(connection.close())

    def _handle_event(self, event: Event) -> None:
        match event:
            case Committed(text):
                self._context = _trim_context(f"{self._context} {text}")
            case Failed("other_language" | "speakers_unavailable" | "translation_behind" as kind):
                if kind in self._reported_limits:
                    return
                self._reported_limits.add(kind)
            case _:
                pass
        for output in self._open_partial.handle_event(event):
            self._emit(output)


def _ignore_event(event: Event) -> None:
    """Drop an event of a server that the user has left."""


def classify_failure(error: WireError) -> str:
    """Return the name of a failure, as in `captions.protocol.failures`."""
    match error:
        case ServerReportedError(name=name) | UntrustedServerError(name=name):
            return name
        case ConnectionRefusedByServerError(status=status):
            return classify_http_status(status)
        case ProtocolError():
            return "error"
        case _:
            return "connection_lost"


def _trim_context(text: str) -> str:
    """Return the last whole words of a text that fit into the context."""
    text = text.strip()
    if len(text) <= _MAX_CONTEXT_CHARS:
        return text
    tail = text[-_MAX_CONTEXT_CHARS:]
    return tail.partition(" ")[2] or tail
