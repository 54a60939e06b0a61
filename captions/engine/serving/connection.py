"""The connection of one client during its session.

Five tasks run until the first of them fails: one receives frames, one recognises queued audio, one
translates committed segments, one enforces the time limits, and one sends keepalive messages. The
client requests translations and keepalive messages.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from starlette.websockets import WebSocket, WebSocketDisconnect

from captions.engine.serving.input_queue import InputQueue, PaceMonitor, QueueUsage
from captions.engine.serving.limits import ServerLimits
from captions.engine.serving.metrics import ServerMetrics
from captions.engine.serving.session import RecognitionWork, ServerSession, SessionError
from captions.engine.serving.translation import DueTranslation, TranslationQueue
from captions.engine.serving.worker_pool import RecognitionPool, TranslationThread
from captions.protocol.messages import (
    RECOGNITION_BEHIND,
    RECOGNITION_CAUGHT_UP,
    TRANSLATION_BEHIND,
    ErrorMessage,
    KnownMessage,
    ServerWarning,
    encode_message,
)
from captions.protocol.options import SessionOptions
from captions.web.connection_limits import RateAllowance
from captions.web.fault_log import FaultLog, describe_place
from captions.web.protocols import HANDLE_KEY, ConnectionHandle

_BEHIND_WARNING = "Translation falls behind speech: the translations of some segments are left out."
_PACE_WARNINGS = {
    True: ServerWarning(
        "Recognition falls behind speech: transcripts are late.", RECOGNITION_BEHIND
    ),
    False: ServerWarning("Recognition has caught up with speech.", RECOGNITION_CAUGHT_UP),
}
"""Warnings for clients that know our extensions, by whether recognition is behind."""
_MAX_SLEEP_SECONDS = 3600.0
"""Maximum sleep in seconds; without time limits the interval would be infinite."""


@dataclass(frozen=True, slots=True)
class ServerResources:
    """Resources shared by all connections of a server."""

    limits: ServerLimits
    """Limits of the server."""
    pool: RecognitionPool
    """Threads that recognise."""
    translation: TranslationThread
    """The thread that translates."""
    queue_usage: QueueUsage
    """Queued audio of all sessions."""
    metrics: ServerMetrics
    """Counters of the server."""
    fault_log: FaultLog = field(default_factory=FaultLog)
    """Log of unexpected failures."""

    @property
    def is_busy(self) -> bool:
        """True while a thread works; a running task cannot be cancelled."""
        return self.pool.is_busy or self.translation.is_busy

    def close(self) -> None:
        """Reject further work; running tasks finish."""
        self.pool.close()
        self.translation.close()


class ServerConnection:
    """Runs one session on its WebSocket."""

    def __init__(
        self,
        websocket: WebSocket,
        session: ServerSession,
        options: SessionOptions,
        resources: ServerResources,
    ) -> None:
        self._websocket = websocket
        self._session = session
        self._options = options
        self._resources = resources
        self._limits = limits = resources.limits
        self._input_queue = InputQueue(options.audio_format, limits, resources.queue_usage)
        self._pace = PaceMonitor(limits.pace)
        self._translations = TranslationQueue()
        self._has_warned = False
        """True once the client knows that translations are left out."""
        self._frame_allowance = RateAllowance(limits.frame_rate, limits.frame_burst)
        self._last_activity = self._started = self._last_guess = time.monotonic()
        """Time of the last message from the client or the last recognised audio."""
        self._has_unguessed = False
        """True if audio was recognised since the last guess."""
        self._has_received = False
        """True if a message has arrived since the last keepalive message."""
        self._is_busy = False
        """True while audio is queued or being recognised."""

    async def run(self, warnings: Iterable[ServerWarning]) -> None:
        """Run the session until the client disconnects.

        Raises:
            SessionError: the session has failed; the caller must report this to the client.
            WebSocketDisconnect: the client has disconnected.
        """
        await self._send_messages([self._session.started_message(), *warnings])
        try:
            async with asyncio.TaskGroup() as tasks:
                for task in (
                    self._receive_frames(),
                    self._recognise_queue(),
                    self._translate_segments(),
                    self._enforce_time_limits(),
                    self._send_keepalives(),
                ):
                    tasks.create_task(task)
        except ExceptionGroup as group:
            # Not `except*`, which would wrap the raised exception in another group.
            raise _first_error(group) from group
        finally:
            self._input_queue.discard_all()

    async def _receive_frames(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            now = self._last_activity = time.monotonic()
            self._has_received = True
            if not self._frame_allowance.try_spend(now):
                raise SessionError("rate_limited", "Too many messages: send larger chunks.")
            work = self._session.receive_frame(message["bytes"], now)
            self._input_queue.put(work)
            self._resources.metrics.record_received(self._input_queue.audio_seconds(work))
            await self._input_queue.wait_for_capacity()
            await asyncio.sleep(0)  # Receiving frames that have arrived never yields.

    async def _recognise_queue(self) -> None:
        while True:
            await self._input_queue.wait_for_work()
            self._is_busy = True
            while await self._run_turn():
                pass
            self._is_busy = False
            self._last_activity = time.monotonic()

    async def _run_turn(self) -> bool:
        """Recognise one slice of queued audio, or guess; return True if more work is waiting.

        A guess is made when the queue is empty, and late when it never is: on a busy computer, late
        words are better than none until the commit.
        """
        async with self._resources.pool.reserve_thread():
            work = None if self._is_guess_overdue else self._input_queue.pop_slice()
            task = (
                self._session.guess_partial() if work is None else self._session.process_work(work)
            )
            messages, busy = await self._resources.pool.run_task(
                partial(_collect_messages, task, self._resources.fault_log)
            )
        pace_changed = self._record_turn(work, busy)
        await self._send_messages(messages)
        if pace_changed and self._options.commit_sentences is not None:
            await self._send_messages([_PACE_WARNINGS[self._pace.is_behind]])
        for due in self._session.take_due_translations():
            await self._queue_translation(due)
        return work is not None or not self._input_queue.is_empty

    @property
    def _is_guess_overdue(self) -> bool:
        """True if there was no guess for too long, and one would keep no other session waiting."""
        gap = time.monotonic() - self._last_guess
        is_late = self._has_unguessed and gap >= self._limits.max_guess_gap
        return is_late and not self._resources.pool.has_waiting

    def _record_turn(self, work: RecognitionWork | None, busy: float) -> bool:
        """Record a turn that took ``busy`` seconds of a thread; without work it was a guess.

        Returns:
            True if recognition fell behind or has caught up.
        """
        now = time.monotonic()
        self._has_unguessed = work is not None
        if work is None:
            self._last_guess = now
            self._resources.metrics.record_turn(0.0, busy)
            return False
        audio_seconds = self._input_queue.audio_seconds(work)
        self._resources.metrics.record_turn(audio_seconds, busy)
        self._resources.metrics.record_delay(now - work.received)
        return self._pace.record_turn(now, audio_seconds, now - work.received)

    async def _queue_translation(self, due: DueTranslation) -> None:
        """Queue a segment that was committed; if translations fall behind, leave out the oldest."""
        for displaced in self._translations.put(due):
            self._resources.metrics.record_left_out()
            if not self._has_warned:
                self._has_warned = True
                await self._send_messages([ServerWarning(_BEHIND_WARNING, TRANSLATION_BEHIND)])
            await self._send_messages([displaced.make_message("")])

    async def _translate_segments(self) -> None:
        """Translate committed segments while no session waits for recognition."""
        thread = self._resources.translation
        while True:
            await self._translations.wait_for_work()
            async with thread.reserve_thread():
                await self._resources.pool.wait_until_free()
                due = self._translations.pop()
                message, busy = await thread.run_task(
                    partial(self._session.translate_segment, due, self._resources.fault_log)
                )
            self._resources.metrics.record_translation(busy)
            await self._send_messages([message])

    async def _enforce_time_limits(self) -> None:
        """End the session at its time limit or after the idle timeout."""
        while True:
            now = time.monotonic()
            if self._is_busy or self._translations.is_busy:
                self._last_activity = now  # A client that waits for results is not idle.
            idle, age = now - self._last_activity, now - self._started
            if age >= self._limits.max_session_seconds:
                raise SessionError(
                    "session_time_limit_exceeded",
                    f"The session has reached the limit of {self._limits.max_session_seconds:g}s: "
                    "start another one.",
                )
            if idle >= self._limits.idle_timeout:
                self._resources.metrics.record_drop("idle")
                await self._websocket.close(1000)
                raise WebSocketDisconnect(1000)
            rest = min(self._limits.idle_timeout - idle, self._limits.max_session_seconds - age)
            await asyncio.sleep(min(rest, _MAX_SLEEP_SECONDS))

    async def _send_keepalives(self) -> None:
        """Repeat the last partial at the requested interval while the client keeps sending."""
        interval = self._options.keepalive_interval_ms
        while interval is not None:
            await asyncio.sleep(interval / 1000)
            if self._has_received:
                self._has_received = False
                await self._send_messages([self._session.keepalive_message()])

    async def _send_messages(self, messages: Iterable[KnownMessage | ErrorMessage]) -> None:
        for message in messages:
            if isinstance(message, ErrorMessage):
                raise SessionError(message.name, message.error)
            await send_message(self._websocket, message, self._resources)


async def send_message(
    websocket: WebSocket, message: KnownMessage | ErrorMessage, resources: ServerResources
) -> None:
    """Send a message, and drop the client if it does not read within the send timeout.

    Raises:
        WebSocketDisconnect: the client has disconnected or was dropped.
    """
    try:
        async with asyncio.timeout(resources.limits.send_timeout):
            await websocket.send_text(encode_message(message).decode())
    except TimeoutError as error:
        resources.metrics.record_drop("not_reading")
        connection_handle(websocket).abort()
        raise WebSocketDisconnect(1006) from error


async def close_session(
    websocket: WebSocket, error: SessionError, resources: ServerResources
) -> None:
    """Send the error to the client, then close the WebSocket with the error's name as reason."""
    name = error.message.name
    resources.metrics.record_error(name)
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await send_message(websocket, error.message, resources)
        await websocket.close(error.code, "" if name == "auth_error" else name)


def connection_handle(websocket: WebSocket) -> ConnectionHandle:
    """Return the handle of the connection that carries a WebSocket."""
    handle: ConnectionHandle = websocket.scope["state"][HANDLE_KEY]
    return handle


def _collect_messages(
    task: Iterator[KnownMessage], fault_log: FaultLog
) -> list[KnownMessage | ErrorMessage]:
    """Collect the messages of a task in a worker thread; a failure adds an error message."""
    messages: list[KnownMessage | ErrorMessage] = []
    try:
        messages.extend(task)
    except SessionError as error:
        messages.append(error.message)
    except Exception as error:  # noqa: BLE001  # any failure ends this session only
        # The exception text is not logged: it might contain recognised speech.
        fault_log.report(f"Recognition failed in one session ({describe_place(error)}).")
        messages.append(
            ErrorMessage("transcriber_error", "Recognition failed: start a new session.")
        )
    return messages


def _first_error(group: ExceptionGroup[Exception]) -> Exception:
    """Return the main error of a session: a bug, else a session error, else a disconnect."""
    failures, others = group.split(SessionError)
    disconnects, bugs = (None, None) if others is None else others.split(WebSocketDisconnect)
    for subgroup in (bugs, failures, disconnects):
        if subgroup is not None:
            error = subgroup.exceptions[0]
            return _first_error(error) if isinstance(error, ExceptionGroup) else error
    return group
