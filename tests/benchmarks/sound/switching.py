"""Switches a lane between the microphone and the computer's audio, in a process of its own.

``python -m tests.benchmarks.sound.switching COUNT`` prints a JSON array: the seconds from each
order to switch to the first chunk of the other source. There is no speech server: in the app, its
session goes on.
"""

import asyncio
import json
import os
import subprocess
import sys
import time

from captions.app.pipeline.lane import Lane, LaneCallbacks, RecognitionSetup
from captions.audio.lanes import LaneSource, make_lane_sources
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.settings.schema import SoundSettings
from captions.settings.source import CapturedSource
from tests.benchmarks.drive import ROOT
from tests.benchmarks.sound.listener import RATE
from tests.support.sound.sound_server import SoundServer

_SECONDS_BETWEEN = 1.0
_SOURCES = CapturedSource.COMPUTER.value, CapturedSource.MICROPHONE.value


def measure_switches(server: SoundServer, count: int) -> list[float]:
    """Return the seconds that each of some switches took, measured in another process."""
    done = subprocess.run(
        (sys.executable, "-m", __name__, str(count)),
        cwd=ROOT,
        env={**os.environ, **server.environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    return [float(seconds) for seconds in json.loads(done.stdout)]


class _Switcher:
    """A lane, and whether its source has delivered audio since the last switch."""

    def __init__(self, tasks: asyncio.TaskGroup) -> None:
        self._is_open = False
        self._arrived = asyncio.Event()
        callbacks = LaneCallbacks(self._handle_event, self._record_chunk, lambda: None)
        setup = RecognitionSetup(_wait_forever, SessionOptions(), remote=False)
        self.lane = Lane(_lane_source(CapturedSource.MICROPHONE.value), setup, callbacks, tasks)

    async def switch(self, source: str) -> float:
        """Switch, and return the seconds until the first chunk."""
        self._is_open = False
        self._arrived.clear()
        started = time.monotonic()
        self.lane.replace_source(_lane_source(source))
        return await self.wait() - started

    async def wait(self) -> float:
        """Wait for the first chunk; return its time on the monotonic clock."""
        await self._arrived.wait()
        return time.monotonic()

    def _handle_event(self, event: Event) -> None:
        if isinstance(event, SourceChanged):
            self._is_open = event.state is SourceState.LISTENING

    def _record_chunk(self, _lane: str, _chunk: Chunk) -> None:
        if self._is_open:
            self._arrived.set()


async def main() -> None:
    """Switch to and fro, and print how long each switch took."""
    count = int(sys.argv[1])
    async with asyncio.TaskGroup() as tasks:
        switcher = _Switcher(tasks)
        await switcher.wait()
        seconds = []
        for index in range(count):
            await asyncio.sleep(_SECONDS_BETWEEN)
            seconds.append(await switcher.switch(_SOURCES[index % len(_SOURCES)]))
        switcher.lane.stop_now()
    print(json.dumps(seconds))


async def _wait_forever() -> Address:
    await asyncio.Event().wait()
    raise AssertionError


def _lane_source(name: str) -> LaneSource:
    [source] = make_lane_sources(SoundSettings(source=name), RATE)
    return source


if __name__ == "__main__":
    asyncio.run(main())
