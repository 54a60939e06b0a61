"""Speech servers for tests: real ones as processes, and fast fakes on the test's event loop."""

import asyncio
import contextlib
import http.client
import json
import math
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass, field
from socket import SO_SNDBUF, SOL_SOCKET
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from captions.engine import KEY_VARIABLE
from captions.engine.capabilities import ENGLISH, ModelCapabilities
from captions.engine.ports import ENGINE_RATE, Translator
from captions.engine.serving.connection import ServerResources
from captions.engine.serving.input_queue import QueueUsage
from captions.engine.serving.limits import DEFAULTS, ServerLimits
from captions.engine.serving.metrics import ServerMetrics
from captions.engine.serving.network.access import AccessKeys
from captions.engine.serving.server import EntryPolicy, RecognitionEngine, SpeechServer
from captions.engine.serving.worker_pool import RecognitionPool, TranslationThread
from captions.events import Committed, Partial, Word
from captions.pcm import Samples
from captions.protocol.addresses import Address, socket_url
from captions.web import listener
from captions.web.listener import ListenSocket, ServerEntrances
from captions.web.unauthenticated import UnauthenticatedConnections

SERVE = (sys.executable, "-m", "captions", "serve")
KEY = "a-secret-of-ours"
LOUD = 0.5

Message = dict[str, Any]
Said = tuple[list[Message], int, str]


@contextlib.contextmanager
def process(
    *arguments: str, warning: bytes = b"", command: tuple[str, ...] = SERVE, key: str = KEY
) -> Iterator[Address]:
    """Run a real ``captions serve``, which must exit with 0 and write nothing but ``warning``."""
    with running(*arguments, command=command, key=key) as server:
        yield server.address
        assert server.process.communicate(timeout=60) == (b"", warning)
        assert server.process.returncode == 0


@dataclass(frozen=True, slots=True)
class Running:
    """A running server process."""

    process: subprocess.Popen[bytes]
    address: Address


@contextlib.contextmanager
def running(
    *arguments: str, command: tuple[str, ...] = SERVE, files: int | None = None, key: str = KEY
) -> Iterator[Running]:
    """Run a server whose end the test handles itself; ``files`` limits its open files."""
    with subprocess.Popen(
        (*_with_files(files), *command, "--json", "--tethered", *arguments),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, KEY_VARIABLE: key},
    ) as process:
        assert process.stdout is not None
        ready = json.loads(process.stdout.readline())
        yield Running(process, Address(ready["url"], ready["api_key"]))


def _with_files(most: int | None) -> tuple[str, ...]:
    """Return the prefix of a command that limits its open files."""
    return () if most is None else ("sh", "-c", f'ulimit -n {most}; exec "$@"', "sh")


class CountingTranscriber:
    """Recognises one word in each half second of loud audio, and does not detect pauses."""

    def __init__(self, forced_commit: float = math.inf) -> None:
        self._forced_commit = forced_commit
        self._samples = self._loud = 0
        self._shown = ""
        self.expected = ""

    hears_other_language = False
    language = "en"

    @property
    def uncommitted_seconds(self) -> float:
        return self._samples / ENGINE_RATE

    def expect(self, previous_text: str) -> None:
        self.expected = previous_text

    def feed(self, samples: Samples) -> Iterator[Committed]:
        self._samples += len(samples)
        self._loud += int((np.abs(samples) > LOUD / 2).sum())
        if self.uncommitted_seconds >= self._forced_commit:
            yield self.commit()

    def guess(self) -> Partial | None:
        return self.partial()

    def partial(self) -> Partial | None:
        text = " ".join(self.words())
        if text == self._shown:
            return None
        self._shown = text
        return Partial(text)

    def commit(self) -> Committed:
        words = [Word(text, index / 2, index / 2 + 0.4) for index, text in enumerate(self.words())]
        self._samples = self._loud = 0
        self._shown = ""
        return Committed(" ".join(word.text for word in words), tuple(words), self.language)

    def words(self) -> list[str]:
        return ["word"] * round(2 * self._loud / ENGINE_RATE)


def sound(seconds: float, level: float) -> Samples:
    """Return samples of one level."""
    return np.full(round(seconds * ENGINE_RATE), level, np.float32)


@dataclass(slots=True)
class Fakes:
    """The parts of a fast fake server."""

    limits: ServerLimits = DEFAULTS
    entry: EntryPolicy = field(default_factory=EntryPolicy)
    transcriber: Callable[[float], CountingTranscriber] = CountingTranscriber
    metrics: ServerMetrics = field(default_factory=ServerMetrics)
    room: QueueUsage = field(default_factory=QueueUsage)
    newcomers: type[UnauthenticatedConnections] = UnauthenticatedConnections
    translator: Translator | None = None
    threads: int = 2
    send_buffer_bytes: int | None = None
    """Size of the system's send buffer of each connection; None for its own choice."""

    def engine(self) -> RecognitionEngine:
        abilities = (
            ENGLISH
            if self.translator is None
            else ModelCapabilities(
                name="two-tongues", languages=("de", "en"), translates_to=("en",)
            )
        )
        return RecognitionEngine(
            abilities, lambda _: self.transcriber(self.limits.forced_commit), self.translator
        )


@contextlib.asynccontextmanager
async def quick(fakes: Fakes) -> AsyncIterator[Address]:
    """Run a server on the running event loop whose words are counted instead of recognised."""
    ready, stop = asyncio.Event(), asyncio.Event()
    socket = listener.bind_socket("127.0.0.1", 0)
    if fakes.send_buffer_bytes is not None:
        socket.setsockopt(SOL_SOCKET, SO_SNDBUF, fakes.send_buffer_bytes)
    port = socket.getsockname()[1]
    turns, translation = RecognitionPool(fakes.threads), TranslationThread()
    shared = ServerResources(fakes.limits, turns, translation, fakes.room, fakes.metrics)
    with contextlib.closing(shared):
        server = SpeechServer(
            fakes.engine(), AccessKeys(KEY, fakes.limits.max_tokens), shared, fakes.entry
        )
        newcomers = fakes.newcomers(fakes.limits, fakes.metrics.record_drop)
        doors = ServerEntrances(ListenSocket(socket, None), newcomers, shared.fault_log)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listener.run(server.create_app(), doors, ready.set, stop))
            await ready.wait()
            try:
                yield Address(f"http://127.0.0.1:{port}", KEY)
            finally:
                stop.set()


async def opened(
    address: Address, query: str = "", key: str | None = None, **headers: str
) -> ClientConnection:
    """Return a client's connection; ``key`` defaults to the correct one."""
    sent = {"xi-api-key": address.api_key if key is None else key, **headers}
    return await connect(
        f"{socket_url(address.url)}?{query}", additional_headers=sent, proxy=None, max_size=None
    )


async def said_until_closed(client: ClientConnection) -> Said:
    """Return the server's messages, and the code and reason with which it closed."""
    messages = []
    try:
        while True:
            messages.append(json.loads(await client.recv()))
    except ConnectionClosed:
        return messages, client.close_code or 0, client.close_reason or ""


async def said_until(client: ClientConnection, kind: str) -> list[Message]:
    """Return the server's messages up to the first of a type."""
    messages: list[Message] = []
    while not messages or messages[-1]["message_type"] != kind:
        messages.append(json.loads(await client.recv()))
    return messages


async def committed(client: ClientConnection) -> str:
    """Return the next committed text."""
    return str((await said_until(client, "committed_transcript"))[-1]["text"])


@dataclass(frozen=True, slots=True)
class Answer:
    """The server's response to an HTTP request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def asked(address: Address, method: str, path: str, **headers: str) -> Answer:
    """Send a request, and return the response; ``_`` in the name of a header is a hyphen."""
    client = http.client.HTTPConnection(address.url.removeprefix("http://"), timeout=60)
    with contextlib.closing(client):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        client.request(method, path, headers=named)
        answer = client.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
