"""Leaving: whatever a server, an engine or a source is doing, another one is used within a second.

The clock is virtual: it jumps to whatever the program waits for, except where the engine takes
part, which is a process. Each chunk of sound carries its number, so that every server knows which
chunks it was sent.
"""

import asyncio
import base64
import contextlib
import http
import json
import socket
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pytest
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from captions.app.pipeline.pipeline import Pipeline, PipelinePlan
from captions.audio.lanes import LaneSource
from captions.audio.source import EventCallback, Source
from captions.events import (
    EngineChanged,
    EngineState,
    Event,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model.health.lane_health import SourceKind
from captions.pcm import Chunk
from captions.settings.schema import RecognitionSettings, Settings, SoundSettings
from tests.conftest import on_loop
from tests.support.servers.scripted_servers import refusing, scripted
from tests.support.virtual_clock import on_quick_loop

RATE = 16_000
CHUNK_SECONDS = 0.05
STARTED = json.dumps({"message_type": "session_started", "session_id": "x", "config": {}})
FOREVER = 1e6
SETTLED_SECONDS = 3.0
"""After so long, each old part is in the state that a test is about."""
SETTLED_REALLY_SECONDS = 0.3
"""The same where the clock is real."""
LIMIT = 1.0
"""Seconds within which a change takes effect."""


@dataclass
class Server:
    """What a server was sent, and when."""

    url: str = ""
    chunks: list[int] = field(default_factory=list)
    """Numbers of the chunks."""
    since: float | None = None
    """When the session started, by the loop's clock."""

    async def listen(self, client: ServerConnection) -> None:
        """Start a session, and take all of its sound without an answer."""
        self.since = asyncio.get_running_loop().time()
        await client.send(STARTED)
        with contextlib.suppress(ConnectionClosed):
            async for frame in client:
                data = base64.b64decode(json.loads(frame)["audio_base_64"])
                if data:
                    self.chunks.append(int(np.frombuffer(data, "<i2")[0]))


Serving = Callable[[Server], AbstractAsyncContextManager[None]]


@contextlib.asynccontextmanager
async def listening(server: Server) -> AsyncIterator[None]:
    async with scripted(server.listen) as address:
        server.url = address.url
        yield


@contextlib.asynccontextmanager
async def not_there(server: Server) -> AsyncIterator[None]:
    server.url = "http://127.0.0.1:1"
    yield


@contextlib.asynccontextmanager
async def behind_a_black_hole(server: Server) -> AsyncIterator[None]:
    """Accept no connection: the queue of those that wait is full, and the next get no answer."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0))
        for _ in range(4):
            waiting = stack.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        server.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        yield


@contextlib.asynccontextmanager
async def mute(server: Server, scheme: str = "http") -> AsyncIterator[None]:
    """Accept connections, and say nothing."""

    async def say_nothing(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read()
        writer.close()

    accepting = await asyncio.start_server(say_nothing, "127.0.0.1", 0)
    async with accepting:
        server.url = f"{scheme}://127.0.0.1:{accepting.sockets[0].getsockname()[1]}"
        yield


def mute_with_tls(server: Server) -> AbstractAsyncContextManager[None]:
    return mute(server, "https")


@contextlib.asynccontextmanager
async def never_starting(server: Server) -> AsyncIterator[None]:
    async def wait(client: ServerConnection) -> None:
        await client.wait_closed()

    async with scripted(wait) as address:
        server.url = address.url
        yield


@contextlib.asynccontextmanager
async def not_reading(server: Server) -> AsyncIterator[None]:
    """Start a session, and read nothing more: neither sound nor the end of the connection."""
    done = asyncio.Event()

    async def stop(client: ServerConnection) -> None:
        await client.send(STARTED)
        client.transport.pause_reading()
        await done.wait()
        client.transport.abort()

    async with scripted(stop) as address:
        server.url = address.url
        yield
        done.set()


@contextlib.asynccontextmanager
async def refusing_the_key(server: Server) -> AsyncIterator[None]:
    async with refusing(http.HTTPStatus.UNAUTHORIZED, "no") as address:
        server.url = address.url
        yield


@contextlib.asynccontextmanager
async def failing(server: Server) -> AsyncIterator[None]:
    async def fail(client: ServerConnection) -> None:
        await client.send(STARTED)
        await client.send(json.dumps({"message_type": "resource_exhausted", "error": "full"}))

    async with scripted(fail) as address:
        server.url = address.url
        yield


@contextlib.asynccontextmanager
async def on_device(server: Server) -> AsyncIterator[None]:
    """No server: the engine, which is still starting."""
    server.url = ""
    yield


@dataclass
class Talker:
    """A source that numbers its chunks; it may hang while it is opened or closed."""

    tell: EventCallback
    numbers: range
    opens: asyncio.Event
    closes: asyncio.Event

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        await _stubborn(self.opens)
        self.tell(SourceChanged(SourceState.LISTENING, f"from {self.numbers.start}"))
        try:
            for count, number in enumerate(self.numbers):
                samples = np.full(round(RATE * CHUNK_SECONDS), number, "<i2")
                yield Chunk(samples.tobytes(), RATE, count * CHUNK_SECONDS)
                await asyncio.sleep(CHUNK_SECONDS)
        finally:
            await _stubborn(self.closes)


async def _stubborn(event: asyncio.Event) -> None:
    """Wait like a device's driver: nobody can interrupt it."""
    waiting = asyncio.ensure_future(event.wait())
    cancelled = False
    while not waiting.done():
        try:
            await asyncio.shield(waiting)
        except asyncio.CancelledError:
            cancelled = True
    if cancelled:
        raise asyncio.CancelledError


@dataclass
class Old:
    """What is left."""

    serving: Serving
    hangs_in_opening: bool = False
    hangs_in_closing: bool = False


OLD = {
    "the server is not there": Old(not_there),
    "the server is behind a black hole": Old(behind_a_black_hole),
    "the server accepts and never answers": Old(mute),
    "the server hangs in the TLS handshake": Old(mute_with_tls),
    "the server never starts the session": Old(never_starting),
    "the server listens and is silent": Old(listening),
    "the server stops reading, also when the connection is closed": Old(not_reading),
    "the server refuses the key": Old(refusing_the_key),
    "the server fails again and again": Old(failing),
    "the engine is starting": Old(on_device),
    "the source hangs while it is opened": Old(listening, hangs_in_opening=True),
    "the source hangs while it is closed": Old(listening, hangs_in_closing=True),
    "source and server hang": Old(not_reading, hangs_in_closing=True),
}


class Run:
    """Captioning by an old server and source, until something else is chosen."""

    def __init__(self, old: Old, server: Server) -> None:
        self.old_server, self._old = server, old
        self.events: list[tuple[float, Event]] = []
        self.heard: list[tuple[float, int]] = []
        self._released = asyncio.Event()
        self._open = asyncio.Event()
        self._open.set()
        settings = Settings(recognition=RecognitionSettings(server=server.url))
        self.made = Pipeline(self._plan(settings, 0), self._take, self._record, _no_key)
        self._running = asyncio.create_task(self.made.run(lambda: None, quit_at_end=False))

    def _plan(self, settings: Settings, first: int) -> PipelinePlan:
        opens = self._released if not first and self._old.hangs_in_opening else self._open
        closes = self._released if not first and self._old.hangs_in_closing else self._open

        def make(tell: EventCallback) -> Source:
            return Talker(tell, range(first, first + 10_000), opens, closes)

        return PipelinePlan(settings, (LaneSource("", make, SourceKind.MICROPHONE),))

    def choose_server(self, url: str) -> None:
        self.made.apply_settings(Settings(recognition=RecognitionSettings(server=url)))

    def choose_source(self, first: int) -> None:
        """Hear another source, whose first chunk has this number."""
        sound = SoundSettings(device="another")
        self.made.apply_plan(self._plan(Settings(sound, self.made.settings.recognition), first))

    def _take(self, event: Event) -> None:
        self.events.append((asyncio.get_running_loop().time(), event))

    def _record(self, _: str, chunk: Chunk) -> None:
        number = int(np.frombuffer(chunk.data, "<i2")[0])
        self.heard.append((asyncio.get_running_loop().time(), number))

    async def end(self) -> None:
        self._released.set()
        self._running.cancel()
        await asyncio.wait([self._running])
        await self.made.close()

    async def engine_states(self, after: float) -> list[EngineState]:
        """Wait until the engine has one, and return all of them."""
        while True:
            events = [event for event in self.states(after) if isinstance(event, EngineChanged)]
            if events:
                return [event.state for event in events]
            await asyncio.sleep(0.01)

    def states(self, after: float) -> list[Event]:
        return [event for at, event in self.events if at >= after]


async def _no_key(_: str) -> str:
    return ""


@contextlib.asynccontextmanager
async def running(
    old: Old, settled: float = SETTLED_SECONDS
) -> AsyncIterator[tuple[Run, Server, float]]:
    """Caption by what is old until its state is reached; beside it, another server is there."""
    old_server, new_server = Server(), Server()
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(old.serving(old_server))
        await stack.enter_async_context(listening(new_server))
        run = Run(old, old_server)
        try:
            await pass_time(settled)
            yield run, new_server, asyncio.get_running_loop().time()
        finally:
            await run.end()


async def pass_time(seconds: float) -> None:
    """Wait in steps of a chunk, so that a busy machine cannot take all of the time at once."""
    for _ in range(round(seconds / CHUNK_SECONDS)):
        await asyncio.sleep(CHUNK_SECONDS)


every_old_state = pytest.mark.parametrize(
    "old", [pytest.param(old, id=at) for at, old in OLD.items()]
)


def work_on(old: Old) -> tuple[Callable[[Coroutine[Any, Any, None]], None], float]:
    """Return the loop for an old state, and the time that it takes to be reached."""
    return (
        (on_loop, SETTLED_REALLY_SECONDS)
        if old.serving is on_device
        else (on_quick_loop, SETTLED_SECONDS)
    )


@every_old_state
def test_another_server_gets_everything_within_a_second_and_the_old_one_nothing(old: Old) -> None:
    async def work() -> None:
        async with running(old, settled) as (run, new_server, now):
            sent = list(run.old_server.chunks)
            run.choose_server(new_server.url)
            await pass_time(LIMIT)
            assert new_server.since is not None
            heard_within = len(run.heard)
            await pass_time(LIMIT)
            assert (
                new_server.chunks == [number for _, number in run.heard][: len(new_server.chunks)]
            )
            assert run.old_server.chunks == sent
            if not old.hangs_in_opening:
                assert len(run.heard) > heard_within
                assert len(new_server.chunks) >= len(run.heard) - 2
            states = [event for event in run.states(now) if isinstance(event, SessionChanged)]
            assert [event.state for event in states] == [
                SessionState.CONNECTING,
                SessionState.LISTENING,
            ]

    on_its_loop, settled = work_on(old)
    on_its_loop(work())


@pytest.mark.parametrize(
    "old",
    [
        pytest.param(old, id=sentence)
        for sentence, old in OLD.items()
        if old.serving in (not_there, mute_with_tls, not_reading, on_device)
    ],
)
def test_the_engine_is_started_and_the_old_server_gets_nothing(old: Old) -> None:
    async def work() -> None:
        async with running(old, SETTLED_REALLY_SECONDS) as (run, _, now):
            sent = list(run.old_server.chunks)
            model = RecognitionSettings(model="moonshine-light")
            run.made.apply_settings(Settings(recognition=model))
            assert await run.engine_states(now) == [EngineState.STARTING]
            assert run.old_server.chunks == sent

    on_loop(work())


@every_old_state
def test_another_source_is_heard_within_a_second_in_the_same_session(old: Old) -> None:
    async def work() -> None:
        async with running(old, settled) as (run, _, now):
            failed = old.serving is refusing_the_key
            listened = len(run.old_server.chunks)
            run.choose_source(20_000)
            await pass_time(0.9 * LIMIT)
            heard = [number for _, number in run.heard if number >= 20_000]
            assert heard[:3] == [20_000, 20_001, 20_002]
            if old.serving is listening:
                assert run.old_server.chunks[listened:][:2] == [20_000, 20_001]
                assert not [e for e in run.states(now) if isinstance(e, SessionChanged)]
            assert failed or run.made.health.lanes[""].session.state is not SessionState.FAILED

    on_its_loop, settled = work_on(old)
    on_its_loop(work())
