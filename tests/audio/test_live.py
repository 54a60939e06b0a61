"""Live sources, with a real sound server: heard, missing, lost, and found again.

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
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from captions.pcm import from_bytes
from tests.support.sound.sound_server import MICROPHONE, SPEAKERS, SoundServer
from tests.support.sound.tones import HERTZ, faults, tone

pytestmark = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual microphone is Linux' own"),
]
Line = dict[str, Any]
LONGEST_SECONDS = 60.0
RATES = (8000, 16_000, 22_050, 24_000, 44_100, 48_000)


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
        until = time.monotonic() + seconds
        while True:
            line = self._lines.get(timeout=max(0, until - time.monotonic()))
            self.heard.append(line)
            if wanted(line):
                return line

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(json.loads(line))


@contextlib.contextmanager
def listening(
    server: SoundServer | None, device: str = "", rate: int = 16_000, *options: str
) -> Iterator[Listener]:
    found = {"PULSE_SERVER": "unix:/no/such/server"} if server is None else server.environment
    with subprocess.Popen(
        (sys.executable, "-m", "tests.support.sound.source_listener", device, str(rate), *options),
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
                assert (chunk["rate"], chunk["seconds"]) == (rate, pytest.approx(0.05))
    times = [line["at"] for line in listener.heard if "at" in line]
    assert times == pytest.approx([number * 0.05 for number in range(len(times))])


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
        assert "connect" in listener.wait_for(is_state("missing"))["detail"]
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
    with server.playing(tone(1000, 60), 48_000, "cap_sink"), listening(server) as listener:
        listener.wait_for(is_state("missing"))
        server.plug_in()
        listener.wait_for(is_state("listening"))
        chunk = listener.wait_for(lambda line: "at" in line)
        assert chunk["rms"] < 10


def test_device_is_found_by_a_part_of_its_name(server: SoundServer) -> None:
    with listening(server, "VIRTUAL") as listener:
        assert listener.wait_for(is_state("listening"))["detail"] == MICROPHONE


def test_default_stands_in_for_a_device_that_is_not_there_until_it_is(server: SoundServer) -> None:
    with listening(server, "headset") as listener:
        assert listener.wait_for(is_state("listening"))["detail"] == MICROPHONE
        told = listener.wait_for(lambda line: "failed" in line)
        assert told["failed"] == "another_device"
        assert "“headset”" in told["advice"]
        assert MICROPHONE in told["advice"]
        server.plug_in_output("headset", "Headset")
        listener.wait_for(lambda line: line.get("detail", "").endswith("Headset"))
    assert sum("failed" in line for line in listener.heard) == 1


def test_a_device_that_is_muted_is_told_of(server: SoundServer) -> None:
    with listening(server) as listener:
        assert listener.wait_for(lambda line: "muted" in line)["muted"] is False
        server.mute(True)
        assert listener.wait_for(lambda line: "muted" in line)["muted"] is True
        server.mute(False)
        assert listener.wait_for(lambda line: "muted" in line)["muted"] is False


def test_a_gap_is_as_long_in_stream_time_as_it_was(server: SoundServer) -> None:
    with listening(server) as listener:
        before = listener.wait_for(lambda line: "at" in line)
        server.unplug()
        listener.wait_for(is_state("missing"))
        server.plug_in()
        listener.wait_for(is_state("listening"))
        after = listener.wait_for(lambda line: "at" in line)
        assert after["at"] - before["at"] == pytest.approx(
            after["clock"] - before["clock"], abs=0.3
        )


def test_what_the_computer_plays_is_heard(server: SoundServer) -> None:
    with listening(server, "system") as listener:
        assert listener.wait_for(lambda line: "plays" in line)["plays"] is False
        assert SPEAKERS in listener.wait_for(is_state("listening"))["detail"]
        with server.playing(tone(440, 8), 48_000, "cap_sink"):
            assert listener.wait_for(lambda line: "plays" in line)["plays"] is True
            chunk = listener.wait_for(is_loud)
            assert chunk["hertz"] == pytest.approx(440, abs=25)


def test_the_default_output_is_followed(server: SoundServer) -> None:
    with listening(server, "system") as listener:
        listener.wait_for(is_state("listening"))
        server.plug_in_output("headphones")
        listener.wait_for(lambda line: "headphones" in line.get("detail", ""))
        with server.playing(tone(440, 8), 48_000, "headphones"):
            listener.wait_for(is_loud)
        server.choose_output("cap_sink")
        listener.wait_for(lambda line: SPEAKERS in line.get("detail", ""))
    assert not any("failed" in line for line in listener.heard)


def test_a_computer_without_outputs_is_told_and_heard_when_it_has_one(server: SoundServer) -> None:
    with listening(server, "system") as listener:
        listener.wait_for(lambda line: "at" in line)
        server.unplug_outputs()
        listener.wait_for(is_state("missing"))
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "output_lost"
        server.plug_in_output("headphones")
        assert "headphones" in listener.wait_for(is_state("listening"))["detail"]
        with server.playing(tone(440, 8), 48_000, "headphones"):
            listener.wait_for(is_loud)


def test_microphone_and_computer_are_heard_side_by_side_and_leave_no_trace(
    server: SoundServer,
) -> None:
    with server.playing(tone(1000, 60), 48_000), server.playing(tone(440, 60), 48_000, "cap_sink"):
        done = subprocess.run(
            (sys.executable, "-m", "tests.support.sound.two_sources"),
            env={**os.environ, **server.environment},
            capture_output=True,
            text=True,
            check=True,
            timeout=LONGEST_SECONDS,
        )
    heard = json.loads(done.stdout)
    assert heard["microphone"] == pytest.approx(1000, abs=15)
    assert heard["computer"] == pytest.approx(440, abs=15)
    assert heard["variable"] == server.environment["PULSE_SOURCE"]


@pytest.mark.parametrize(
    ("hardware_rate", "channels"),
    [
        pytest.param(44_100, 2, id="44.1 kHz stereo"),
        pytest.param(48_000, 1, id="48 kHz mono"),
        pytest.param(16_000, 1, id="16 kHz mono"),
    ],
)
def test_a_sine_comes_out_as_that_sine_at_every_rate(
    hardware_rate: int, channels: int, tmp_path: Path
) -> None:
    program = (sys.executable, "-m", "tests.support.sound.tone_recorder")
    with (
        SoundServer(hardware_rate, channels) as server,
        # Longer than it takes a busy machine to start a program.
        server.playing(tone(HERTZ, 110, hardware_rate), hardware_rate),
    ):
        subprocess.run(
            (*program, str(tmp_path), *map(str, RATES)),
            env={**os.environ, **server.environment},
            check=True,
            timeout=LONGEST_SECONDS,
        )
    for rate in RATES:
        assert faults(from_bytes((tmp_path / str(rate)).read_bytes()), rate) < 0.001


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
        (sys.executable, "-m", "tests.support.sound.interrupted_capture"),
        env={**os.environ, **server.environment},
        capture_output=True,
        text=True,
        check=True,
        timeout=LONGEST_SECONDS,
    )
    assert set(done.stdout.split()) == {"0"}


def test_missing_library_is_told_with_its_package() -> None:
    with listening(None, "", 16_000, "--no-library") as listener:
        assert "libportaudio2" in listener.wait_for(is_state("missing"))["detail"]
        assert listener.wait_for(lambda line: "failed" in line)["failed"] == "no_portaudio"


def test_computer_without_a_sound_server_says_so() -> None:
    with listening(None) as listener:
        assert listener.wait_for(is_state("missing"))["detail"].endswith(".")
