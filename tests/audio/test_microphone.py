"""The microphone, with a real sound server: heard, missing, lost, and found again.

PortAudio keeps to the server that it found first, so each test runs `captions.audio` in a process
of its own, which writes what it hears and what it tells.
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

from captions.pcm import Samples
from tests.sound_server import MICROPHONE, SoundServer

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual microphone is Linux' own"),
]
Line = dict[str, Any]
LONGEST_SECONDS = 30.0
INTERRUPTED = """
import asyncio, contextlib
from captions.audio import portaudio
from captions.audio.microphone import Microphone

async def listen():
    async with contextlib.aclosing(Microphone("", 16_000, lambda event: None).chunks()) as chunks:
        async for _ in chunks:
            pass

async def main():
    for milliseconds in range(0, 60, 3):
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(listen(), milliseconds / 1000)
        print(portaudio.call(lambda: portaudio._Snapshot.streams))

asyncio.run(main())
"""
NO_LIBRARY = "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
LISTENER = """
import asyncio, contextlib, json, sys
import numpy as np
from captions.audio.microphone import Microphone
from captions.events import Failed, SourceChanged

def say(**fields):
    print(json.dumps(fields), flush=True)

def tell(event):
    match event:
        case SourceChanged(state, detail):
            say(state=state.value, detail=detail)
        case Failed(kind, _, advice):
            say(failed=kind, advice=advice)

async def main():
    rate = int(sys.argv[2])
    async with contextlib.aclosing(Microphone(sys.argv[1], rate, tell).chunks()) as chunks:
        async for chunk in chunks:
            samples = np.frombuffer(chunk.data, "<i2").astype(float)
            power = np.abs(np.fft.rfft(samples * np.hanning(len(samples))))
            say(
                at=chunk.stream_time, seconds=chunk.seconds, rate=chunk.rate,
                hertz=float(power.argmax()) * rate / len(samples),
                rms=float(np.sqrt(np.mean(samples**2))),
            )

asyncio.run(main())
"""


class Listener:
    """A process that listens to a microphone."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lines: queue.Queue[Line] = queue.Queue()
        self.heard: list[Line] = []
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def close(self) -> None:
        """End the process and read what it still said."""
        self._process.kill()
        self._reader.join()

    def wait_for(self, wanted: Callable[[Line], bool], seconds: float = LONGEST_SECONDS) -> Line:
        """Return the next line of a kind; everything before it is in `heard`."""
        while True:
            line = self._lines.get(timeout=seconds)
            self.heard.append(line)
            if wanted(line):
                return line

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


@contextlib.contextmanager
def listening(
    server: SoundServer | None, device: str = "", rate: int = 16_000, before: str = ""
) -> Iterator[Listener]:
    found = {"PULSE_SERVER": "unix:/no/such/server"} if server is None else server.environment
    with subprocess.Popen(
        (sys.executable, "-c", before + LISTENER, device, str(rate)),
        env={**os.environ, **found},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        listener = Listener(process)
        try:
            yield listener
        finally:
            listener.close()


@pytest.fixture
def server() -> Iterator[SoundServer]:
    with SoundServer() as running:
        yield running


def tone(hertz: float, seconds: float, rate: int = 48_000) -> Samples:
    return (0.5 * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(
        np.float32
    )


def is_state(name: str) -> Callable[[Line], bool]:
    return lambda line: line.get("state") == name


def is_loud(line: Line) -> bool:
    return bool(line.get("rms", 0) > 1000)


@pytest.mark.parametrize("rate", [8000, 16_000, 44_100])
def test_sound_is_heard_as_it_was_played(server: SoundServer, rate: int) -> None:
    with listening(server, rate=rate) as listener:
        assert listener.wait_for(is_state("listening"))["detail"] == MICROPHONE
        with server.playing(tone(1000, 8), 48_000):
            listener.wait_for(is_loud)
            for _ in range(10):
                chunk = listener.wait_for(lambda line: "hertz" in line)
                assert chunk["hertz"] == pytest.approx(1000, abs=15)
                assert chunk["rms"] == pytest.approx(0.5 * 32768 / np.sqrt(2), rel=0.05)
                assert (chunk["rate"], chunk["seconds"]) == (rate, pytest.approx(0.1))
    times = [line["at"] for line in listener.heard if "at" in line]
    assert times == pytest.approx([number * 0.1 for number in range(len(times))])


def test_hardware_of_another_kind_is_heard_the_same() -> None:
    with SoundServer(rate=44_100, channels=1) as server, listening(server) as listener:
        listener.wait_for(is_state("listening"))
        with server.playing(tone(440, 8, 44_100), 44_100):
            listener.wait_for(is_loud)
            chunk = listener.wait_for(lambda line: "hertz" in line)
            assert chunk["hertz"] == pytest.approx(440, abs=15)


def test_missing_microphone_is_told_once_and_heard_when_it_comes(server: SoundServer) -> None:
    server.unplug()
    with listening(server) as listener:
        assert "plug" in listener.wait_for(is_state("missing"))["detail"]
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "no_microphone"
        server.plug_in()
        listener.wait_for(is_state("listening"))
        listener.wait_for(lambda line: "at" in line)
    assert sum("failed" in line for line in listener.heard) == 1


def test_unplugged_microphone_is_told_and_heard_again(server: SoundServer) -> None:
    with listening(server) as listener:
        listener.wait_for(lambda line: "at" in line)
        server.unplug()
        listener.wait_for(is_state("missing"))
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "microphone_lost"
        server.plug_in()
        listener.wait_for(is_state("listening"))
        with server.playing(tone(1000, 8), 48_000):
            listener.wait_for(is_loud)
    times = [line["at"] for line in listener.heard if "at" in line]
    assert times == sorted(times)


def test_speakers_are_never_heard_in_place_of_a_microphone(server: SoundServer) -> None:
    server.unplug()
    with server.playing(tone(1000, 20), 48_000, "cap_sink"), listening(server) as listener:
        listener.wait_for(is_state("missing"))
        server.plug_in()
        listener.wait_for(is_state("listening"))
        chunk = listener.wait_for(lambda line: "at" in line)
        assert chunk["rms"] < 10


def test_device_is_found_by_a_part_of_its_name(server: SoundServer) -> None:
    with listening(server, "VIRTUAL") as listener:
        assert listener.wait_for(is_state("listening"))["detail"] == MICROPHONE


def test_unknown_device_is_named(server: SoundServer) -> None:
    with listening(server, "no such thing") as listener:
        detail = listener.wait_for(is_state("missing"))["detail"]
        assert "'no such thing'" in detail
        assert "captions devices" in detail


def test_device_that_gives_nothing_is_told_once_and_heard_when_it_does(server: SoundServer) -> None:
    server.suspend(True)
    with listening(server) as listener:
        listener.wait_for(is_state("missing"))
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "microphone_lost"
        with pytest.raises(queue.Empty):  # longer than it waits for a first block
            listener.wait_for(lambda line: "state" in line, seconds=6)
        server.suspend(False)
        listener.wait_for(is_state("listening"))
        listener.wait_for(lambda line: "at" in line)


def test_stopping_at_any_moment_leaves_no_microphone_open(server: SoundServer) -> None:
    done = subprocess.run(
        (sys.executable, "-c", INTERRUPTED),
        env={**os.environ, **server.environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST_SECONDS,
    )
    assert set(done.stdout.split()) == {"0"}


def test_missing_library_is_told_with_its_package() -> None:
    with listening(None, before=NO_LIBRARY) as listener:
        assert "libportaudio2" in listener.wait_for(is_state("missing"))["detail"]
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "no_portaudio"


def test_computer_without_a_sound_server_says_so() -> None:
    with listening(None) as listener:
        assert listener.wait_for(is_state("missing"))["detail"].endswith(".")
