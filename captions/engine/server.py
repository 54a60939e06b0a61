"""The speech server: the realtime wire over WebSocket, on Starlette.

Each connection has three tasks: one takes frames in, one recognises in a worker thread and sends
what it finds, one watches for idleness. The model is one for all; threads take turns at it.
"""

import asyncio
import contextlib
import secrets
import time
from collections import deque
from collections.abc import Iterable, Iterator
from threading import Lock

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from captions.engine.models import Models
from captions.engine.ports import ENGINE_RATE
from captions.engine.session import Session, SessionError, Work
from captions.protocol.messages import ErrorMessage, Typed, encode
from captions.protocol.options import PATH, read_query

IDLE_SECONDS = 15.0
"""A connection without a message for this long is closed, as the cloud service does."""
_SLICE_SECONDS = 1.0
"""At most this much sound is recognised at once, so that commits leave in time in a burst."""
_MAX_WAITING_SECONDS = 600.0
"""Sound that may wait to be recognised; more is an overflow."""
_POLICY_VIOLATION = 1008


class SpeechServer:
    """The ASGI application and what its connections share."""

    def __init__(self, models: Models, api_key: str) -> None:
        self._models = models
        self._api_key = api_key
        self._turn = Lock()
        self.app = Starlette(
            routes=[WebSocketRoute(PATH, self._serve), Route("/healthz", self._health)]
        )

    async def _health(self, _: Request) -> JSONResponse:
        return JSONResponse({"status": "ok"})

    async def _serve(self, websocket: WebSocket) -> None:
        await websocket.accept()
        try:
            await self._converse(websocket)
        except SessionError as error:
            await _close(websocket, error)
        except WebSocketDisconnect:
            pass

    async def _converse(self, websocket: WebSocket) -> None:
        self._check_key(websocket)
        options, wrong = read_query(websocket.url.query)
        if wrong:
            raise SessionError("invalid_request", " ".join(wrong), _POLICY_VIOLATION)
        session = Session(options, self._models.transcriber(options))
        await Connection(websocket, session, self._turn).run()

    def _check_key(self, websocket: WebSocket) -> None:
        given = websocket.headers.get("xi-api-key", "")
        if not secrets.compare_digest(given.encode(), self._api_key.encode()):
            raise SessionError("auth_error", "You must be authenticated to use this endpoint.")


class Connection:
    """One client's connection while its session lasts."""

    def __init__(self, websocket: WebSocket, session: Session, turn: Lock) -> None:
        self._websocket = websocket
        self._session = session
        self._turn = turn
        self._waiting: deque[Work] = deque()
        self._waiting_samples = 0
        self._arrived = asyncio.Event()
        self._last_message = time.monotonic()

    async def run(self) -> None:
        """Converse until the client goes.

        Raises:
            SessionError: the session ends by a failure, which the client has not been told yet.
        """
        await self._send([self._session.started()])
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._receive())
                tasks.create_task(self._recognise())
                tasks.create_task(self._watch())
        except ExceptionGroup as group:
            # Not `except*`: what is raised in there comes out wrapped in a group again.
            failures, others = group.split(SessionError)
            if failures is not None:
                raise failures.exceptions[0] from group
            if others is not None and others.split(WebSocketDisconnect)[1] is not None:
                raise

    async def _receive(self) -> None:
        while True:
            message = await self._websocket.receive()
            if message["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(message.get("code", 1005))
            self._last_message = time.monotonic()
            frame = message.get("text")
            self._wait(self._session.accept(message["bytes"] if frame is None else frame))

    def _wait(self, work: Work) -> None:
        """Queue work; sound is never dropped here: a client that sends too much is told so."""
        if self._waiting_samples > _MAX_WAITING_SECONDS * ENGINE_RATE:
            raise SessionError(
                "queue_overflow", f"More than {_MAX_WAITING_SECONDS:g}s of audio are waiting."
            )
        self._waiting_samples += len(work.samples)
        self._waiting.extend(_sliced(work))
        self._arrived.set()

    async def _recognise(self) -> None:
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            while self._waiting:
                work = self._waiting.popleft()
                self._waiting_samples -= len(work.samples)
                await self._send(await asyncio.to_thread(self._work, work))
            await self._send(await asyncio.to_thread(self._guess))

    async def _watch(self) -> None:
        while True:
            quiet = time.monotonic() - self._last_message
            if quiet >= IDLE_SECONDS:
                await self._websocket.close(1000)
                raise WebSocketDisconnect(1000)
            await asyncio.sleep(IDLE_SECONDS - quiet)

    def _work(self, work: Work) -> list[Typed | ErrorMessage]:
        """Recognise in a worker thread; what was found before a failure is not lost."""
        found: list[Typed | ErrorMessage] = []
        with self._turn:
            try:
                found.extend(self._session.work(work))
            except SessionError as error:
                found.append(error.message)
        return found

    def _guess(self) -> list[Typed]:
        with self._turn:
            return list(self._session.guess())

    async def _send(self, messages: Iterable[Typed | ErrorMessage]) -> None:
        for message in messages:
            if isinstance(message, ErrorMessage):
                raise SessionError(message.name, message.error)
            await self._websocket.send_text(encode(message).decode())


def _sliced(work: Work) -> Iterator[Work]:
    """Cut long sound into slices; a commit stays behind the last."""
    size = int(_SLICE_SECONDS * ENGINE_RATE)
    samples = work.samples
    while len(samples) > size:
        yield Work(samples[:size], commit=False)
        samples = samples[size:]
    yield Work(samples, work.commit)


async def _close(websocket: WebSocket, error: SessionError) -> None:
    """Tell the client what went wrong, then close with the error's name as the reason."""
    reason = "" if error.message.name == "auth_error" else error.message.name
    with contextlib.suppress(WebSocketDisconnect, RuntimeError):
        await websocket.send_text(encode(error.message).decode())
        await websocket.close(error.code, reason)
