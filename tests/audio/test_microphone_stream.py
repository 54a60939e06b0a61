"""Streams of PortAudio's: what is opened, what a refusal says, and what is left behind."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
import soundfile

from captions.audio import microphone_stream
from captions.audio.device_list import INPUT, PULSE, Device
from captions.audio.devices import portaudio
from captions.audio.devices.portaudio import InputDevice
from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.microphone_stream import StreamParameters
from captions.errors import DeviceError
from tests.conftest import on_loop
from tests.support.sound.fake_sounddevice import (
    BUSY,
    HOST_ERROR,
    UNSUPPORTED_CHANNELS,
    UNSUPPORTED_RATE,
    Hardware,
    SoundLibrary,
)
from tests.support.sound.sound_server import SoundServer

HEADSET = InputDevice(0, "Headset", "ALSA", 2, 44_100, is_default=True)
MICROPHONE = Device("Microphone", PULSE, 2, 48_000, True, INPUT, "alsa_input.usb")


class Flags(NamedTuple):
    """What a callback is told besides sound."""

    input_overflow: bool


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> SoundLibrary:
    return SoundLibrary.instead(monkeypatch, [Hardware("Headset")])


def opened(host_api: str = "ALSA", rate: int = 16_000) -> microphone_stream.InputStream:
    opening = StreamParameters("Headset", 0, host_api, rate, 1)
    return microphone_stream.InputStream(opening, ThreadQueue(0.025))


@contextlib.contextmanager
def playing(server: SoundServer, folder: Path, hertz: float, sink: str) -> Iterator[None]:
    """Play a tone into a sink while the context lasts."""
    path = folder / f"{sink}.wav"
    seconds = np.arange(20 * 48_000) / 48_000
    soundfile.write(path, 0.5 * np.sin(2 * np.pi * hertz * seconds), 48_000)
    with server.play(path, sink) as player:
        try:
            yield
        finally:
            player.terminate()


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        pytest.param(
            UNSUPPORTED_RATE,
            "Headset does not record at 16000\u00a0Hz: choose another sample rate.",
            id="the rate",
        ),
        pytest.param(
            UNSUPPORTED_CHANNELS,
            "Headset does not record at 16000\u00a0Hz: choose another sample rate.",
            id="the channels",
        ),
        pytest.param(BUSY, "Headset is in use: close the program that uses it.", id="busy"),
        pytest.param(
            HOST_ERROR,
            "Headset cannot be opened: another program may be using it, or the privacy settings "
            "may block it.",
            id="anything else, such as no permission",
        ),
    ],
)
def test_refusal_says_what_to_do(library: SoundLibrary, code: int, sentence: str) -> None:
    library.refusals = {16_000: code}
    with pytest.raises(DeviceError) as refused:
        opened()
    assert str(refused.value) == sentence


def test_stream_that_does_not_start_is_closed_again(library: SoundLibrary) -> None:
    library.refuses_start = True
    before = portaudio.SYSTEM._open_streams
    with pytest.raises(DeviceError):
        opened()
    assert [one.open for one in library.opened] == [False]
    assert portaudio.SYSTEM._open_streams == before


def test_devices_stay_as_they_were_listed_while_a_stream_is_open(library: SoundLibrary) -> None:
    before = portaudio.SYSTEM._open_streams
    running = opened()
    states = [(running.is_active, portaudio.SYSTEM._open_streams - before)]
    running.close()
    states.append((running.is_active, portaudio.SYSTEM._open_streams - before))
    assert states == [(True, 1), (False, 0)]
    assert not library.opened[0].open


@pytest.mark.usefixtures("expected_errors")
def test_sound_crosses_as_a_copy_and_losses_of_the_library_count(library: SoundLibrary) -> None:
    async def heard() -> tuple[bytes | None, bytes | None, int]:
        crossing = ThreadQueue(0.025)
        running = microphone_stream.InputStream(
            StreamParameters("Headset", 0, "ALSA", 8000, 1), crossing
        )
        reused = bytearray(b"ab")
        library.opened[0].callback(memoryview(reused), 1, None, Flags(input_overflow=True))
        reused[:] = b"??"
        first = await crossing.next_block(1)
        running.close()
        return first, await crossing.next_block(1), crossing.lost_blocks

    assert on_loop(heard()) == (b"ab", None, 1)


@pytest.mark.parametrize(("host_api", "converts"), [("Windows WASAPI", True), ("MME", False)])
def test_only_wasapi_is_asked_to_convert(
    library: SoundLibrary, host_api: str, converts: bool
) -> None:
    opened(host_api).close()
    extra = library.opened[0].settings["extra_settings"]
    assert (extra is not None and extra.auto_convert) is converts


@pytest.mark.parametrize(
    ("refused", "settings"),
    [
        pytest.param({}, (16_000, 2), id="with all its channels"),
        pytest.param({16_000: UNSUPPORTED_RATE}, (44_100, 2), id="as its hardware is"),
        pytest.param({16_000: HOST_ERROR}, (44_100, 2), id="whichever way it refuses"),
    ],
)
def test_device_is_opened(
    library: SoundLibrary, refused: dict[int, int], settings: tuple[int, int]
) -> None:
    library.refusals = refused
    running = microphone_stream.open_device(HEADSET, 16_000, ThreadQueue(0.025))
    running.close()
    assert (running.rate, running.channels) == settings


def test_device_that_refuses_everything_is_told(library: SoundLibrary) -> None:
    library.refusals = {16_000: BUSY, 44_100: BUSY}
    with pytest.raises(DeviceError, match="Headset is in use"):
        microphone_stream.open_device(HEADSET, 16_000, ThreadQueue(0.025))


@pytest.mark.parametrize("before", [None, "", "elsewhere"], ids=["unset", "empty", "set"])
@pytest.mark.parametrize("refused", [{}, {16_000: HOST_ERROR}], ids=["opened", "refused"])
def test_source_is_named_to_the_server_only_while_it_is_opened(
    library: SoundLibrary,
    monkeypatch: pytest.MonkeyPatch,
    before: str | None,
    refused: dict[int, int],
) -> None:
    monkeypatch.delenv("PULSE_SOURCE", raising=False)
    if before is not None:
        monkeypatch.setenv("PULSE_SOURCE", before)
    library.refusals = refused
    try:
        microphone_stream.open_server_source(MICROPHONE, 16_000, ThreadQueue(0.025)).close()
    except DeviceError:
        assert refused
    assert set(library.sources_named) == {"alsa_input.usb"}
    assert os.environ.get("PULSE_SOURCE") == before


@pytest.mark.sound
@pytest.mark.skipif(sys.platform != "linux", reason="the virtual devices are Linux' own")
def test_microphone_and_computer_are_heard_at_once_and_apart(tmp_path: Path) -> None:
    with (
        SoundServer() as server,
        playing(server, tmp_path, 440, "mic_sink"),
        playing(server, tmp_path, 1000, "cap_sink"),
    ):
        done = subprocess.run(
            (sys.executable, "-m", "tests.support.sound.two_captures"),
            env={**os.environ, **server.environment, "PULSE_SOURCE": "before"},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
    said = json.loads(done.stdout)
    assert said["hertz"] == [pytest.approx(440, abs=10), pytest.approx(1000, abs=10)]
    assert said["left"] == "before"
