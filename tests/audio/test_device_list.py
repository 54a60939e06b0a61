"""Devices: which one a user's text means, which one is heard without any, and how they change."""

import contextlib
import dataclasses
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from captions.audio import device_list
from captions.audio.device_list import INPUT, LOOPBACK, PULSE, Device, choose_device, find_device
from captions.audio.devices import portaudio
from captions.events import DeviceCondition
from tests.support.sound.fake_sounddevice import Hardware, SoundLibrary
from tests.support.sound.sound_server import MICROPHONE, SoundServer

LONGEST_SECONDS = 60.0
needs_server = [
    pytest.mark.sound,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual devices are Linux' own"),
]

Listed = list[list[str | bool]]
"""Address, kind and whether it is the default, of each device."""


def device(name: str, *, default: bool = False, kind: str = INPUT, api: str = PULSE) -> Device:
    return Device(name, api, 1, 48_000, default, kind, address=f"alsa.{name}")


USB = device("USB Microphone")
BUILT_IN = device("Built-in Audio", default=True)
MONITOR = device("Monitor of Built-in Audio", kind=LOOPBACK)
HDMI = device("Monitor of HDMI", kind=LOOPBACK, default=True)
ALL = [MONITOR, BUILT_IN, USB, HDMI]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("USB Microphone", USB, id="the whole name"),
        pytest.param("usb microphone", USB, id="another case"),
        pytest.param("usb", USB, id="a part of the name"),
        pytest.param("alsa.USB Microphone", USB, id="the sound server's own name"),
        pytest.param("USB Microphone, PulseAudio", USB, id="name and host API"),
        pytest.param("Built-in Audio", BUILT_IN, id="a whole name wins over a part of another"),
        pytest.param("audio", None, id="a part of several names"),
        pytest.param("webcam", None, id="nothing"),
    ],
)
def test_text_means_a_device(text: str, meant: Device | None) -> None:
    assert find_device(ALL, text) == meant


def test_name_that_several_host_apis_share_means_the_first_or_the_one_that_is_named() -> None:
    shared = [device("Headset", api="MME"), device("Headset", api="Windows WASAPI")]
    assert find_device(shared, "headset") == shared[0]
    assert find_device(shared, "headset, windows wasapi") == shared[1]


@pytest.mark.parametrize(
    ("found", "kind", "heard"),
    [
        pytest.param(ALL, INPUT, BUILT_IN, id="the default microphone"),
        pytest.param(ALL, LOOPBACK, HDMI, id="what the default output plays"),
        pytest.param([MONITOR, USB], INPUT, USB, id="any microphone where none is the default"),
        pytest.param([MONITOR, USB], LOOPBACK, MONITOR, id="any output where none is the default"),
        pytest.param([HDMI], INPUT, None, id="never what the computer plays as a microphone"),
        pytest.param([USB], LOOPBACK, None, id="never a microphone as what the computer plays"),
        pytest.param([], INPUT, None, id="nothing where there is nothing"),
    ],
)
@pytest.mark.parametrize("name", ["", "default", "pulse"])
def test_without_a_name_the_default_of_a_kind_is_heard(
    found: list[Device], kind: str, heard: Device | None, name: str
) -> None:
    assert choose_device(found, name, kind) == heard


def test_loopback_is_heard_when_it_is_named() -> None:
    assert choose_device(ALL, "monitor of built") == MONITOR


def test_hardware_that_the_server_does_not_offer_is_left_alone() -> None:
    hardware = device("hw:0", api="ALSA", default=True)
    assert choose_device([BUILT_IN, hardware], "") == BUILT_IN
    assert choose_device([hardware], "") == hardware


def test_a_device_is_the_same_however_loud_it_is() -> None:
    assert dataclasses.replace(USB, condition=DeviceCondition(muted=True, volume=0.5)) == USB


def test_without_a_server_the_library_tells_kinds_and_rates(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nowhere")
    SoundLibrary.instead(
        monkeypatch,
        [
            Hardware("USB: Audio (hw:1,0)", channels=2, rates=(44_100, 48_000, 96_000)),
            Hardware("BlackHole 2ch", "Core Audio", channels=2, default_rate=44_100.0, rates=()),
        ],
    )
    assert device_list.list_devices() == [
        Device("USB: Audio (hw:1,0)", "ALSA", 2, 48_000, True, INPUT, rates=(44_100, 48_000)),
        Device("BlackHole 2ch", "Core Audio", 2, 44_100, False, LOOPBACK),
    ]
    assert [one.rates for one in portaudio.SYSTEM.run_blocking(device_list.scan_devices)] == [
        (),
        (),
    ]


class Watcher:
    """A process that watches the devices; PortAudio keeps to the server that it found first."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process
        self._lists: queue.Queue[Listed] = queue.Queue()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def close(self) -> None:
        self._process.kill()
        self._reader.join()

    def wait_for(self, wanted: Callable[[Listed], bool]) -> None:
        """Wait for the list that has what is wanted; others may come before it."""
        while not wanted(self._lists.get(timeout=LONGEST_SECONDS)):
            pass

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lists.put(json.loads(line))


@contextlib.contextmanager
def watching(server: SoundServer) -> Iterator[Watcher]:
    with subprocess.Popen(
        (sys.executable, "-m", "tests.support.sound.device_watcher"),
        env={**os.environ, **server.environment},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        watcher = Watcher(process)
        try:
            yield watcher
        finally:
            watcher.close()


class TestWithAServer:
    """What a real sound server says."""

    pytestmark = needs_server

    @pytest.fixture
    def server(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[SoundServer]:
        with SoundServer() as running:
            monkeypatch.setenv("PULSE_SERVER", running.environment["PULSE_SERVER"])
            yield running

    def test_devices_come_and_go_and_defaults_change_while_they_are_watched(
        self, server: SoundServer
    ) -> None:
        microphone: list[str | bool] = ["virtmic", INPUT, True]
        with watching(server) as watcher:
            watcher.wait_for(lambda found: microphone in found)
            server.unplug()
            watcher.wait_for(lambda found: all(one[0] != "virtmic" for one in found))
            server.plug_in()
            watcher.wait_for(lambda found: microphone in found)
            server.choose_output("mic_sink")
            watcher.wait_for(lambda found: ["mic_sink.monitor", LOOPBACK, True] in found)

    @pytest.mark.usefixtures("server")
    def test_there_is_one_default_of_each_kind(self) -> None:
        found = looked_at()
        defaults = [one for one in found.values() if one.is_default]
        assert sorted((one.address, one.kind) for one in defaults) == [
            ("cap_sink.monitor", LOOPBACK),
            ("virtmic", INPUT),
        ]
        assert found["virtmic"].name == MICROPHONE

    def test_server_without_a_microphone_has_no_default_microphone(
        self, server: SoundServer
    ) -> None:
        server.unplug()
        found = list(looked_at().values())
        assert {one.kind for one in found} == {LOOPBACK}
        assert choose_device(found, "", INPUT) is None

    def test_device_is_described_as_its_hardware_is(self) -> None:
        with SoundServer(rate=44_100, channels=1) as server, pytest.MonkeyPatch.context() as patch:
            patch.setenv("PULSE_SERVER", server.environment["PULSE_SERVER"])
            found = looked_at()["virtmic"]
        assert (found.channels, found.default_rate, found.rates) == (1, 44_100, (44_100,))

    @pytest.mark.parametrize(
        ("words", "address", "condition"),
        [
            pytest.param(
                (),
                "virtmic",
                DeviceCondition(muted=False, volume=1.0),
                id="as it should be",
            ),
            pytest.param(
                ("set-source-mute", "virtmic", "1"),
                "virtmic",
                DeviceCondition(muted=True, volume=1.0),
                id="muted",
            ),
            pytest.param(
                ("set-source-volume", "virtmic", "50%"),
                "virtmic",
                DeviceCondition(muted=False, volume=0.5),
                id="faint",
            ),
            pytest.param(
                ("set-sink-mute", "cap_sink", "1"),
                "cap_sink.monitor",
                DeviceCondition(muted=True, volume=1.0, plays=False),
                id="an output that is muted",
            ),
            pytest.param(
                ("set-sink-volume", "cap_sink", "25%"),
                "cap_sink.monitor",
                DeviceCondition(muted=False, volume=0.25, plays=False),
                id="an output that is faint",
            ),
        ],
    )
    def test_condition_explains_silence(
        self,
        server: SoundServer,
        words: tuple[str, ...],
        address: str,
        condition: DeviceCondition,
    ) -> None:
        if words:
            control(server, *words)
        assert looked_at()[address].condition == condition

    def test_condition_says_whether_an_output_is_played_to(self, server: SoundServer) -> None:
        def plays() -> bool | None:
            condition = looked_at()["cap_sink.monitor"].condition
            assert condition is not None
            return condition.plays

        before = plays()
        with server.playing(np.zeros(20 * 48_000, np.float32), 48_000, "cap_sink"):
            while not plays():
                pass  # The player is a process, which takes its time to begin.
        assert before is False


def looked_at() -> dict[str, Device]:
    """What the server lists, by address."""
    found = device_list.list_server_devices()
    assert found is not None
    return {one.address: one for one in found}


def control(server: SoundServer, *words: str) -> None:
    subprocess.run(("pactl", *words), env={**os.environ, **server.environment}, check=True)
