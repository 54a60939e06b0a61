"""The program whose processor time is measured: one client doing one thing, then one line of JSON.

``python -m tests.benchmarks.wire.client CLIENT TASK URL COUNT [--packages DIR]``

Every client is driven in the same way, by as little code as it allows, and imports nothing of the
others.
"""

import argparse
import asyncio
import base64
import importlib
import json
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from websockets.asyncio.client import connect

from tests.support.seeded_random import seeded_random

CLIENTS = ("bare", "vendor", "ours", "ours-other")
"""``ours-other`` sends bytes instead of mappings, and iterates over values instead of handling."""
TASKS = ("send", "receive", "memory")
FIRST_MARK = 100_000
"""Events after which a client has all the memory that it should ever need."""
CHUNK_BYTES = 3200
"""100 ms at 16 kHz, 16 bits."""
_VARIETY = 50
WARM_UP_CHUNKS = 1000
"""Sent before the clock is looked at."""
_REST_SECONDS = 0.2
_MODULES = {
    "vendor": "elevenlabs.realtime",
    "ours": "captions.realtime",
    "ours-other": "captions.realtime",
}
_HANDLED = (
    "partial_transcript",
    "committed_transcript",
    "committed_transcript_with_timestamps",
)

Figures = dict[str, float]


class WrongCountError(Exception):
    """A client got more or fewer messages than there were."""


class Meter:
    """Counts events, and looks at the clock and at memory at the moments that matter."""

    def __init__(self, mark: int = 0) -> None:
        """``mark`` is the event after which memory is looked at for the first time."""
        self.count = 0
        self.mark = mark
        self.mark_mb = 0.0
        self.begun = 0.0

    def start(self, *_: Any) -> None:  # noqa: ANN401  # whatever a client hands to a handler
        """Take the moment of the first message, which is not counted."""
        self.begun = time.process_time()

    def record_event(self, *_: Any) -> None:  # noqa: ANN401  # whatever a client hands to a handler
        """Count an event."""
        self.count += 1
        if self.count == self.mark:
            self.mark_mb = _memory_mb("VmRSS")

    def figures(self, expected: int) -> Figures:
        """Return what was measured.

        Raises:
            WrongCountError: it was not the expected number of events.
        """
        seconds = time.process_time() - self.begun
        if self.count != expected:
            raise WrongCountError(f"{self.count} events came instead of {expected}.")
        return {
            "cpu_s": seconds,
            "mark_mb": self.mark_mb,
            "end_mb": _memory_mb("VmRSS"),
            "peak_mb": _memory_mb("VmHWM"),
        }


def main(arguments: Sequence[str] | None = None) -> None:
    """Do as asked and print the figures."""
    parser = argparse.ArgumentParser(description="Measure one client.")
    parser.add_argument("client", choices=CLIENTS)
    parser.add_argument("task", choices=TASKS)
    parser.add_argument("url")
    parser.add_argument("count", type=int)
    parser.add_argument("--packages", type=Path, help="folder of the vendor's packages")
    asked = parser.parse_args(arguments)
    if asked.packages:
        # Behind all others, so that every client stands on the same websockets.
        sys.path.append(str(asked.packages))
    print(json.dumps(asyncio.run(run(asked.client, asked.task, asked.url, asked.count))))


async def run(client: str, task: str, url: str, count: int) -> Figures:
    """Do one thing with one client.

    Raises:
        WrongCountError: not every message came.
    """
    if task == "send":
        return {"cpu_s": await _send(client, url, count)}
    meter = Meter(FIRST_MARK if task == "memory" else 0)
    if client == "bare":
        await _receive_bare(url, meter)
    elif client == "ours-other":
        await _receive_iterating(client, url, meter)
    else:
        await _receive_handling(client, url, meter)
    return meter.figures(count)


async def _send(client: str, url: str, count: int) -> float:
    """Return the seconds of processor time that ``count`` chunks took."""
    chunks: list[Any] = _chunks(client)
    connection: Any = await (connect_bare(url) if client == "bare" else _connect(client, url))
    for number in range(WARM_UP_CHUNKS):
        await connection.send(chunks[number % _VARIETY])
    await asyncio.sleep(_REST_SECONDS)  # The threads that an import began come to rest.
    begun = time.process_time()
    for number in range(count):
        await connection.send(chunks[number % _VARIETY])
    seconds = time.process_time() - begun
    await connection.close()
    return seconds


async def _receive_bare(url: str, meter: Meter) -> None:
    socket = await connect_bare(url)
    await socket.recv()
    meter.start()
    async for _ in socket:
        meter.record_event()


async def _receive_iterating(client: str, url: str, meter: Meter) -> None:
    events = aiter(await _connect(client, url))
    await anext(events)
    meter.start()
    async for _ in events:
        meter.record_event()


async def _receive_handling(client: str, url: str, meter: Meter) -> None:
    connection = await _connect(client, url)
    closed = asyncio.Event()
    connection.on("session_started", meter.start)
    for event in _HANDLED:
        connection.on(event, meter.record_event)
    connection.on("close", lambda *_: closed.set())
    await closed.wait()


async def connect_bare(url: str) -> Any:  # noqa: ANN401  # treated like the other clients
    return await connect(url, compression=None)


async def _connect(client: str, url: str) -> Any:  # noqa: ANN401  # the vendor's or ours
    module = importlib.import_module(_MODULES[client])
    options = {
        "model_id": "scribe_v2_realtime",
        "audio_format": module.AudioFormat.PCM_16000,
        "sample_rate": 16000,
        "include_timestamps": True,
    }
    return await module.ScribeRealtime(api_key="none", base_url=url).connect(options)


def _chunks(client: str) -> list[Any]:
    """Return noise, which no compression makes small, as each client takes it."""
    chance = seeded_random(1)
    raw = [chance.randbytes(CHUNK_BYTES) for _ in range(_VARIETY)]
    if client == "ours-other":
        return raw
    texts = [base64.b64encode(data).decode() for data in raw]
    if client == "bare":
        return [json.dumps({**_PLAIN, "audio_base_64": text}) for text in texts]
    return [{"audio_base_64": text} for text in texts]


_PLAIN = {"message_type": "input_audio_chunk", "commit": False, "sample_rate": 16000}


def _memory_mb(name: str) -> float:
    """Return a figure of ``/proc/self/status`` in mebibytes, 0 on other systems (proc(5))."""
    status = Path("/proc/self/status")
    if os.name != "posix" or not status.exists():
        return 0.0
    found = next(line for line in status.read_text().splitlines() if line.startswith(name))
    return int(found.split()[1]) / 1024


if __name__ == "__main__":
    main()
