"""Devices: which one a user's text means, and which one is heard without any."""

import pytest

from captions.audio.devices import PULSE, Device, choose, find


def device(name: str, *, default: bool = False, kind: str = "input", api: str = PULSE) -> Device:
    return Device(name, api, 1, 48_000, default, kind, address=f"alsa.{name}")


USB = device("USB Microphone")
BUILT_IN = device("Built-in Audio", default=True)
MONITOR = device("Monitor of Built-in Audio", kind="loopback")
ALL = [MONITOR, BUILT_IN, USB]


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
    assert find(ALL, text) == meant


@pytest.mark.parametrize(
    ("devices", "heard"),
    [
        pytest.param(ALL, BUILT_IN, id="the default microphone"),
        pytest.param([MONITOR, USB], USB, id="any microphone where none is the default"),
        pytest.param([MONITOR], None, id="never what the computer plays"),
        pytest.param([], None, id="nothing where there is nothing"),
    ],
)
@pytest.mark.parametrize("name", ["", "default", "pulse"])
def test_without_a_name_the_default_is_heard(
    devices: list[Device], heard: Device | None, name: str
) -> None:
    assert choose(devices, name) == heard


def test_loopback_is_heard_when_it_is_named() -> None:
    assert choose(ALL, "monitor of") == MONITOR


def test_hardware_that_the_server_does_not_offer_is_left_alone() -> None:
    hardware = device("hw:0", api="ALSA", default=True)
    assert choose([BUILT_IN, hardware], "") == BUILT_IN
    assert choose([hardware], "") == hardware
