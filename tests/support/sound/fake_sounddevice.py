"""A fake sounddevice library, for failures that no real device produces on request.

It has the functions that `captions.audio` uses, with the names and arguments documented for
sounddevice 0.5.
"""

import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple, Self

import pytest

UNSUPPORTED_RATE = -9997
UNSUPPORTED_CHANNELS = -9998
BUSY = -9985
HOST_ERROR = -9999


class PortAudioError(Exception):
    """The exception of the library, with a text and PortAudio's error code."""


class Hardware(NamedTuple):
    """A device that is present."""

    name: str
    host_api: str = "ALSA"
    channels: int = 1
    default_rate: float = 48_000.0
    rates: tuple[int, ...] = (48_000,)
    """Sample rates that it supports."""
    outputs: int = 0
    """Number of channels that it plays."""


class WasapiSettings:
    def __init__(self, *, auto_convert: bool) -> None:
        self.auto_convert = auto_convert


class SoundLibrary:
    """Replaces the module; its streams deliver the audio that a test puts into them."""

    def __init__(self, hardware: list[Hardware], default: int = 0) -> None:
        self.hardware = hardware
        output = next((at for at, device in enumerate(hardware) if device.outputs), -1)
        self.default = type("Default", (), {"device": (default, output)})()
        self.host_apis = sorted({device.host_api for device in hardware})
        self.PortAudioError = PortAudioError
        self.WasapiSettings = WasapiSettings
        self.refusals: dict[int, int] = {}
        """Error codes with which opening a stream fails, by sample rate."""
        self.refuses_start = False
        self.opened: list[Stream] = []
        self.sources_named: list[str | None] = []
        """The value of PULSE_SOURCE at each opening of a stream."""
        self._initialized = 1

    @classmethod
    def instead(cls, monkeypatch: pytest.MonkeyPatch, hardware: list[Hardware]) -> Self:
        """Replace the library with a fake while a test runs."""
        library = cls(hardware)
        monkeypatch.setitem(sys.modules, "sounddevice", library)
        return library

    def query_hostapis(self) -> list[dict[str, Any]]:
        return [{"name": name} for name in self.host_apis]

    def query_devices(self) -> list[dict[str, Any]]:
        return [
            {
                "name": device.name,
                "hostapi": self.host_apis.index(device.host_api),
                "max_input_channels": device.channels,
                "max_output_channels": device.outputs,
                "default_samplerate": device.default_rate,
            }
            for device in self.hardware
        ]

    def check_input_settings(
        self, device: int, channels: int, dtype: str, samplerate: float
    ) -> None:
        agreed = self.hardware[device]
        if channels != agreed.channels or dtype != "int16":
            raise PortAudioError("Error", UNSUPPORTED_CHANNELS)
        if samplerate not in agreed.rates:
            raise PortAudioError("Error", UNSUPPORTED_RATE)

    def RawInputStream(self, **settings: Any) -> "Stream":  # noqa: N802, ANN401  # the library's name
        self.sources_named.append(os.environ.get("PULSE_SOURCE"))
        stream = Stream(self, settings)
        self.opened.append(stream)
        return stream

    def RawOutputStream(self, **settings: Any) -> "Stream":  # noqa: N802, ANN401  # as above
        stream = Stream(self, {**settings, "finished_callback": lambda: None})
        self.opened.append(stream)
        return stream

    def _terminate(self) -> None:
        self._initialized -= 1

    def _initialize(self) -> None:
        self._initialized += 1


class Stream:
    def __init__(self, library: SoundLibrary, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.open = True
        self.active = self.started = False
        self.latency = 0.25
        self._library = library
        if (code := library.refusals.get(settings["samplerate"])) is not None:
            raise PortAudioError("Error opening RawInputStream", code)

    @property
    def callback(self) -> Callable[[Any, int, object, Any], None]:
        taken: Callable[[Any, int, object, Any], None] = self.settings["callback"]
        return taken

    def start(self) -> None:
        if self._library.refuses_start:
            raise PortAudioError("Error starting stream", HOST_ERROR)
        self.active = self.started = True

    def close(self, ignore_errors: bool = True) -> None:
        assert ignore_errors
        self.open = self.active = False
        self.settings["finished_callback"]()
