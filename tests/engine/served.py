"""Speech servers for tests: real ones as processes, and quick ones of fakes on the test's loop."""

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
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from captions.engine import KEY_VARIABLE
from captions.engine.capabilities import ENGLISH
from captions.engine.ports import ENGINE_RATE
from captions.engine.serving import listening
from captions.engine.serving.access import Access
from captions.engine.serving.connection import Shared
from captions.engine.serving.limits import DEFAULTS, Limits
from captions.engine.serving.listening import Doors, Place
from captions.engine.serving.metrics import Metrics
from captions.engine.serving.newcomers import Newcomers
from captions.engine.serving.server import Engine, Entry, SpeechServer
from captions.engine.serving.turns import Turns
from captions.engine.serving.waiting import Room
from captions.events import Committed, Partial, Word
from captions.pcm import Samples
from captions.realtime.wire import Address, socket_url

SERVE = (sys.executable, "-m", "captions", "serve")
KEY = "a-secret-of-ours"
LOUD = 0.5

Message = dict[str, Any]
Said = tuple[list[Message], int, str]


@contextlib.contextmanager
def process(
    *arguments: str, warning: bytes = b"", command: tuple[str, ...] = SERVE, key: str = KEY
) -> Iterator[Address]:
    """A real ``captions serve``, which must end well and write nothing but ``warning``."""
    with running(*arguments, command=command, key=key) as server:
        yield server.address
        assert server.process.communicate(timeout=10) == (b"", warning)
        assert server.process.returncode == 0


@dataclass(frozen=True, slots=True)
class Running:
    """A server as a process."""

    process: subprocess.Popen[bytes]
    address: Address


@contextlib.contextmanager
def running(
    *arguments: str, command: tuple[str, ...] = SERVE, files: int | None = None, key: str = KEY
) -> Iterator[Running]:
    """A server of which the test sees the end itself; ``files`` is how many it may have open."""
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
    """Return what stands before a command that may have so many files open."""
    return () if most is None else ("sh", "-c", f'ulimit -n {most}; exec "$@"', "sh")


class CountingTranscriber:
    """Hears one word in each half second of loud sound, and knows nothing of silence."""

    def __init__(self, forced_commit: float = math.inf) -> None:
        self._forced_commit = forced_commit
        self._samples = self._loud = 0
        self._shown = ""
        self.expected = ""

    hears_other_language = False

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
        return Committed(" ".join(word.text for word in words), tuple(words), "en")

    def words(self) -> list[str]:
        return ["word"] * round(2 * self._loud / ENGINE_RATE)


def sound(seconds: float, level: float) -> Samples:
    """Samples that are all of one level."""
    return np.full(round(seconds * ENGINE_RATE), level, np.float32)


@dataclass(slots=True)
class Fakes:
    """What a quick server is made of."""

    limits: Limits = DEFAULTS
    entry: Entry = field(default_factory=Entry)
    transcriber: Callable[[float], CountingTranscriber] = CountingTranscriber
    metrics: Metrics = field(default_factory=Metrics)
    room: Room = field(default_factory=Room)
    newcomers: type[Newcomers] = Newcomers

    def engine(self) -> Engine:
        return Engine(ENGLISH, lambda _: self.transcriber(self.limits.automatic_commit))


@contextlib.asynccontextmanager
async def quick(fakes: Fakes) -> AsyncIterator[Address]:
    """A server on the running loop, whose words are counted and not recognised."""
    ready, stop = asyncio.Event(), asyncio.Event()
    listener = listening.listen("127.0.0.1", 0)
    port = listener.getsockname()[1]
    with contextlib.closing(Turns(2)) as turns:
        shared = Shared(fakes.limits, turns, fakes.room, fakes.metrics)
        server = SpeechServer(fakes.engine(), Access(KEY, fakes.limits.tokens), shared, fakes.entry)
        newcomers = fakes.newcomers(fakes.limits, fakes.metrics.dropped)
        doors = Doors(Place(listener, None), newcomers, shared.faults)
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(listening.run(server.app(), doors, ready.set, stop))
            await ready.wait()
            try:
                yield Address(f"http://127.0.0.1:{port}", KEY)
            finally:
                stop.set()


async def opened(
    address: Address, query: str = "", key: str | None = None, **headers: str
) -> ClientConnection:
    """A client's socket; ``key`` is the right one unless it is given."""
    sent = {"xi-api-key": address.api_key if key is None else key, **headers}
    return await connect(
        f"{socket_url(address.url)}?{query}", additional_headers=sent, proxy=None, max_size=None
    )


async def said_until_closed(client: ClientConnection) -> Said:
    """Return a server's messages, and the code and reason of its close."""
    messages = []
    try:
        while True:
            messages.append(json.loads(await client.recv()))
    except ConnectionClosed:
        return messages, client.close_code or 0, client.close_reason or ""


async def said_until(client: ClientConnection, kind: str) -> list[Message]:
    """Return a server's messages up to the first of a kind."""
    messages: list[Message] = []
    while not messages or messages[-1]["message_type"] != kind:
        messages.append(json.loads(await client.recv()))
    return messages


async def committed(client: ClientConnection) -> str:
    """Return the next committed text."""
    return str((await said_until(client, "committed_transcript"))[-1]["text"])


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer to a plain request."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes


def asked(address: Address, method: str, path: str, **headers: str) -> Answer:
    """Ask a server for something, and wait for its answer; ``_`` in a header's name is a hyphen."""
    client = http.client.HTTPConnection(address.url.removeprefix("http://"), timeout=10)
    with contextlib.closing(client):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        client.request(method, path, headers=named)
        answer = client.getresponse()
        return Answer(answer.status, answer.headers, answer.read())
