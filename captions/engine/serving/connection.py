"""One client's connection while its session lasts: frames in, turns at recognition, messages out.

Its tasks: one takes frames in, one recognises what waits, one watches the clock, and one keeps the
beat where a client asked for one. The first that fails ends them all.
"""

import asyncio
import contextlib
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from starlette.websockets import WebSocket, WebSocketDisconnect

from captions.engine.serving.faults import Faults, place_of
from captions.engine.serving.limits import Allowance, Limits
from captions.engine.serving.metrics import Metrics
from captions.engine.serving.session import Session, SessionError
from captions.engine.serving.sockets import LINE, Line
from captions.engine.serving.turns import Turns
from captions.engine.serving.waiting import Room, Waiting
from captions.protocol.messages import ErrorMessage, ServerWarning, Typed, encode
from captions.protocol.options import SessionOptions

_LONGEST_SLEEP = 3600.0
"""Seconds; a clock that is looked at so rarely may be without a bound."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all connections of a server have in common."""

    limits: Limits
    turns: Turns
    room: Room
    metrics: Metrics
    faults: Faults = field(default_factory=Faults)


class Connection:
    """One session on its WebSocket."""

    def __init__(
        self, websocket: WebSocket, session: Session, options: SessionOptions, shared: Shared
    ) -> None:
        self._websocket = websocket
        self._session = session
        self._options = options
        self._shared = shared
        self._limits = shared.limits
        self._waiting = Waiting(options.audio_format, shared.limits, shared.room)
        self._frames = Allowance(shared.limits.frames_a_second, shared.limits.frames_at_once)
        self._active = self._began = time.monotonic()
        """When the last message came, or the last sound was recognised."""
        self._heard = False
        """Whether a message has come since the last beat."""
        self._busy = False
        """True while sound waits or is recognised."""

    async def run(self, warnings: Iterable[str]) -> None:
        """Converse until the client goes.

        Raises:
            SessionError: the session ends by a failure, which the client has not been told yet.
            WebSocketDisconnect: the client has gone.
        """
        await self._send([self._session.started(), *map(ServerWarning, warnings)])
        try:
            async with asyncio.TaskGroup() as tasks:
                for task in (self._receive(), self._recognise(), self._watch(), self._beat()):
                    tasks.create_task(task)
        except ExceptionGroup as group:
            # Not `except*`: what is raised in there comes out wrapped in a group again.
            raise _first(group) from group
        finally:
            self._waiting.forget()

    async def _receive(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            now = self._active = time.monotonic()
            self._heard = True
            if not self._frames.spend(now):
                raise SessionError("rate_limited", "Too many messages: send larger chunks.")
            work = self._session.accept(message["bytes"], now)
            self._waiting.put(work)
            self._shared.metrics.took(self._waiting.seconds(work))
            await self._waiting.room()
            await asyncio.sleep(0)  # What has arrived already is received without a pause.

    async def _recognise(self) -> None:
        while True:
            await self._waiting.arrival()
            self._busy = True
            while await self._take_turn():
                pass
            self._busy = False
            self._active = time.monotonic()

    async def _take_turn(self) -> bool:
        """Recognise what waits, up to a slice, and return True; guess when nothing waits."""
        async with self._shared.turns.turn():
            work = self._waiting.take()
            task = self._session.guess() if work is None else self._session.work(work)
            found, busy = await self._shared.turns.work(
                partial(_drained, task, self._shared.faults)
            )
        self._shared.metrics.worked(0.0 if work is None else self._waiting.seconds(work), busy)
        if work is not None:
            self._shared.metrics.waited(time.monotonic() - work.received)
        await self._send(found)
        return work is not None

    async def _watch(self) -> None:
        """End the session when its time is over, or when the client says nothing for long."""
        while True:
            now = time.monotonic()
            if self._busy:
                self._active = now  # A client that waits for its answers is not idle.
            quiet, age = now - self._active, now - self._began
            if age >= self._limits.session:
                raise SessionError(
                    "session_time_limit_exceeded",
                    f"The session has lasted {self._limits.session:g}s, and no longer: "
                    "begin another.",
                )
            if quiet >= self._limits.idle:
                self._shared.metrics.dropped("idle")
                await self._websocket.close(1000)
                raise WebSocketDisconnect(1000)
            rest = min(self._limits.idle - quiet, self._limits.session - age)
            await asyncio.sleep(min(rest, _LONGEST_SLEEP))

    async def _beat(self) -> None:
        """Repeat the partial on the beat that was asked for, while the client keeps sending."""
        interval = self._options.keepalive_interval_ms
        while interval is not None:
            await asyncio.sleep(interval / 1000)
            if self._heard:
                self._heard = False
                await self._send([self._session.beat()])

    async def _send(self, messages: Iterable[Typed | ErrorMessage]) -> None:
        for message in messages:
            if isinstance(message, ErrorMessage):
                raise SessionError(message.name, message.error)
            await send(self._websocket, message, self._shared)


async def send(websocket: WebSocket, message: Typed | ErrorMessage, shared: Shared) -> None:
    """Send a message to a client that reads.

    Raises:
        WebSocketDisconnect: it has gone, or has not read for so long that it was dropped.
    """
    try:
        async with asyncio.timeout(shared.limits.sending):
            await websocket.send_text(encode(message).decode())
    except TimeoutError as error:
        shared.metrics.dropped("not_reading")
        line_of(websocket).drop()
        raise WebSocketDisconnect(1006) from error


async def close(websocket: WebSocket, error: SessionError, shared: Shared) -> None:
    """Tell the client what went wrong, then close with the error's name as the reason."""
    name = error.message.name
    shared.metrics.failed(name)
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await send(websocket, error.message, shared)
        await websocket.close(error.code, "" if name == "auth_error" else name)


def line_of(websocket: WebSocket) -> Line:
    """Return the connection under a WebSocket."""
    line: Line = websocket.scope["state"][LINE]
    return line


def _drained(task: Iterator[Typed], faults: Faults) -> list[Typed | ErrorMessage]:
    """Recognise in a worker thread; what was found before a failure is not lost."""
    found: list[Typed | ErrorMessage] = []
    try:
        found.extend(task)
    except SessionError as error:
        found.append(error.message)
    except Exception as error:  # noqa: BLE001  # whatever it is, it is this session's alone
        # Its words are left out: they might hold what somebody said.
        faults.report(f"Recognition failed in one session ({place_of(error)}).")
        found.append(ErrorMessage("transcriber_error", "Recognition failed: begin a new session."))
    return found


def _first(group: ExceptionGroup[Exception]) -> Exception:
    """Return what ended a session: a bug before a failure, a failure before the client's going."""
    failures, others = group.split(SessionError)
    gone, bugs = (None, None) if others is None else others.split(WebSocketDisconnect)
    for found in (bugs, failures, gone):
        if found is not None:
            error = found.exceptions[0]
            return _first(error) if isinstance(error, ExceptionGroup) else error
    return group
