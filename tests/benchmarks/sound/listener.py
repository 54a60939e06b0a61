"""Captures a live source in a process of its own, as the app does, without the later stages.

PortAudio keeps to the sound server that it found first, and the cost of capture can be measured
only where nothing else runs. States, and the first chunk after each, are written at once, one JSON
value a line; at the end, on SIGTERM, follows the list of all chunks.
"""

import asyncio
import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Iterator
from typing import Any, NamedTuple

from captions.audio import live, microphone_stream
from captions.audio.devices import portaudio
from captions.audio.devices.capture import BLOCK_SECONDS
from captions.audio.source import EventCallback, Source
from captions.events import Event, SourceChanged
from captions.pcm import Chunk
from tests.benchmarks.drive import ROOT
from tests.support.sound.sound_server import SoundServer

RATE = 16_000
"""Samples a second of the chunks, as the app asks for them by default."""
MICROPHONE, COMPUTER, BARE = "microphone", "computer", "bare"
"""The last one is the microphone, by no source of ours: what PortAudio takes to wake a loop."""
_LIMIT = 30.0


class CapturedChunk(NamedTuple):
    """A chunk that was handed over, and what the process had used by then."""

    t: float
    """On the monotonic clock."""
    stream_time: float
    seconds: float
    heights: tuple[int, int, int]
    """Values of its first sample, the one in the middle, and the last one."""
    cpu: float
    """Seconds of processor time, in all threads."""
    loop_cpu: float
    """The same, in the loop's thread."""


class Listener:
    """The process, seen from the benchmark."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        """``process`` runs `main`."""
        self._process = process
        self._lines: queue.Queue[Any] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def wait_for(self, what: str) -> float:
        """Wait for a state, or for a first ``chunk``; return when it was, on the monotonic clock.

        Raises:
            RuntimeError: it does not come, or the process ended.
        """
        with contextlib.suppress(queue.Empty):
            while line := self._lines.get(timeout=_LIMIT):
                if line[0] == what:
                    return float(line[1])
        raise RuntimeError(f"The listener tells of no {what}.")

    def end(self) -> list[CapturedChunk]:
        """End the process, and return every captured chunk."""
        self._process.terminate()
        self._reader.join()
        lines = list(iter(self._lines.get, None))
        return [CapturedChunk(*fields) for fields in lines[-1]]

    def close(self) -> None:
        """End the process if it still runs."""
        self._process.kill()
        self._reader.join()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))
        self._lines.put(None)


@contextlib.contextmanager
def run_listener(server: SoundServer, name: str = MICROPHONE) -> Iterator[Listener]:
    """Run a listener, which hears something already."""
    with subprocess.Popen(
        (sys.executable, "-m", __name__, name),
        cwd=ROOT,
        env={**os.environ, **server.environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        listener = Listener(process)
        try:
            listener.wait_for("chunk")
            yield listener
        finally:
            listener.close()


async def main() -> None:
    """Listen until SIGTERM."""
    listen = asyncio.create_task(_listen(sys.argv[1]))
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, listen.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await listen


async def _listen(name: str) -> None:
    chunks: list[CapturedChunk] = []
    is_first = True

    def handle_event(event: Event) -> None:
        nonlocal is_first
        if isinstance(event, SourceChanged):
            is_first = True
            _write_line(event.state.value, time.monotonic())

    try:
        async with contextlib.aclosing(
            _create_source(name, handle_event).iter_chunks()
        ) as captured_chunks:
            async for chunk in captured_chunks:
                samples = memoryview(chunk.data).cast("h")
                now, used = time.monotonic(), (time.process_time(), time.thread_time())
                heights = samples[0], samples[len(samples) // 2], samples[-1]
                chunks.append(CapturedChunk(now, chunk.stream_time, chunk.seconds, heights, *used))
                if is_first:
                    is_first = False
                    _write_line("chunk", now)
    finally:
        _write_line(*chunks)


def _create_source(name: str, on_event: EventCallback) -> Source:
    if name == BARE:
        return _Bare()
    return (
        live.loopback_source(RATE, on_event)
        if name == COMPUTER
        else live.microphone_source("", RATE, on_event)
    )


class _Bare:
    """The server's default source, for as long as it is there."""

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield what comes, with no regard to anything."""
        os.environ.pop("PULSE_SOURCE")  # ALSA's way to the server: none is the default.
        sounddevice = await portaudio.SYSTEM.run(portaudio.import_sounddevice)
        arrived, blocks = asyncio.Event(), deque[bytes]()
        wake = asyncio.get_running_loop().call_soon_threadsafe

        def append_block(data: Any, *_: object) -> None:  # noqa: ANN401  # sounddevice has no types
            blocks.append(bytes(data))
            wake(arrived.set)

        with sounddevice.RawInputStream(
            device=portaudio.SERVER,
            samplerate=RATE,
            channels=1,
            dtype="int16",
            blocksize=round(RATE * BLOCK_SECONDS),
            latency=microphone_stream.LATENCY_SECONDS,
            callback=append_block,
        ):
            while True:
                await arrived.wait()
                arrived.clear()
                yield Chunk(blocks.popleft(), RATE, 0.0)


def _write_line(*words: object) -> None:
    print(json.dumps(words), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
