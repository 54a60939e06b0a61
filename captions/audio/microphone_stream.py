"""Opens PortAudio streams at the best rate that a device supports.

A sound server, Core Audio and WASAPI convert to any rate, better and earlier than this program
could. Audio resampled by PulseAudio differs from the original sine by less than -88 dBFS. A
resampler here would delay audio by up to 38 ms. Hardware that refuses a rate is opened at its own.
"""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from typing_extensions import Buffer

from captions.audio.device_list import Device
from captions.audio.devices import portaudio
from captions.audio.devices.capture import BLOCK_SECONDS
from captions.audio.devices.thread_queue import ThreadQueue
from captions.errors import DeviceError

LATENCY_SECONDS = 0.04
"""Latency requested from PortAudio, in seconds. With more, or with block sizes chosen by PortAudio,
audio arrives in bursts. After a single delay, up to a block then stays queued in PortAudio for
good. PortAudio reads all available samples, wakes after another block's worth, and delivers whole
blocks only."""

_SOURCE_VARIABLE = "PULSE_SOURCE"
"""Environment variable with the source that ALSA's `portaudio.SERVER` device records; read when the
device is opened."""

_MAX_CHANNELS = 8
"""Maximum number of channels that are all opened; a device with more is not a microphone."""

_WASAPI = "Windows WASAPI"

# PortAudio's error codes (portaudio.h, PaErrorCode).
_BUSY = -9985
_NO_SUCH_RATE = -9997
_NO_SUCH_CHANNELS = -9998
_FORMAT_ERRORS = (_NO_SUCH_RATE, _NO_SUCH_CHANNELS)


class _RawStream(Protocol):
    """A stream of sounddevice, which ships no types."""

    active: bool

    def start(self) -> None: ...

    def close(self, *, ignore_errors: bool) -> None: ...


class _CallbackStatus(Protocol):
    input_overflow: bool


@dataclass(frozen=True, slots=True)
class StreamParameters:
    """Parameters of a PortAudio stream."""

    name: str
    """Device name shown to the user."""
    number: str | int
    """Device index or name in PortAudio."""
    host_api: str
    rate: int
    """Sample rate in Hz."""
    channels: int


class InputStream:
    """A stream that records from construction until `close`, both on PortAudio's thread."""

    def __init__(self, parameters: StreamParameters, queue: ThreadQueue) -> None:
        """Open a device and start recording.

        Raises:
            DeviceError: the device cannot be opened.
        """
        self.rate = parameters.rate
        self.channels = parameters.channels
        self._queue = queue
        self._stream = self._open_stream(parameters)
        portaudio.SYSTEM.register_stream()

    @property
    def is_active(self) -> bool:
        """True if the stream can still deliver audio."""
        return self._stream.active

    def close(self) -> None:
        """Stop recording and release the device."""
        self._stream.close(ignore_errors=True)
        portaudio.SYSTEM.unregister_stream()

    def _open_stream(self, parameters: StreamParameters) -> _RawStream:
        sounddevice = portaudio.import_sounddevice()
        converts = parameters.host_api == _WASAPI
        stream: _RawStream | None = None
        try:
            stream = sounddevice.RawInputStream(
                device=parameters.number,
                samplerate=parameters.rate,
                channels=parameters.channels,
                dtype="int16",
                blocksize=round(parameters.rate * BLOCK_SECONDS),
                latency=LATENCY_SECONDS,
                extra_settings=sounddevice.WasapiSettings(auto_convert=True) if converts else None,
                callback=self._handle_block,
                finished_callback=self._queue.finish,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            if stream is not None:
                stream.close(ignore_errors=True)
            raise _refusal_error(parameters, error) from error
        return stream

    def _handle_block(
        self, data: Buffer, _frames: int, _time: object, status: _CallbackStatus
    ) -> None:
        """Copy a block, on PortAudio's own thread; nothing here may block."""
        self._queue.put(bytes(data), overflowed=status.input_overflow)


def open_server_source(device: Device, rate: int, queue: ThreadQueue) -> InputStream:
    """Open a source of the sound server, which supports any rate, on PortAudio's thread.

    All channels are opened, because the server's own mix cancels signals of opposite phase. If the
    server refuses them, one channel is opened.

    Raises:
        DeviceError: the server refuses.
    """
    parameters = StreamParameters(
        device.title, portaudio.SERVER, "", rate, _usable_channels(device.channels)
    )
    with _select_source(device.address):
        try:
            return InputStream(parameters, queue)
        except DeviceError:
            return InputStream(replace(parameters, channels=1), queue)


def open_device(device: portaudio.InputDevice, rate: int, queue: ThreadQueue) -> InputStream:
    """Open a device at a rate, or in its native format, on PortAudio's thread.

    Raises:
        DeviceError: the device cannot be opened.
    """
    channels = _usable_channels(device.channels)
    parameters = StreamParameters(device.name, device.number, device.host_api, rate, channels)
    try:
        return InputStream(parameters, queue)
    except DeviceError:  # Drivers report an unsupported format in different ways.
        native = replace(parameters, rate=device.default_rate, channels=device.channels)
        return InputStream(native, queue)


def _usable_channels(channels: int) -> int:
    """Return how many channels to open.

    ALSA's virtual devices offer dozens of channels, all derived from two.
    """
    return channels if 1 <= channels <= _MAX_CHANNELS else 2


def _refusal_error(parameters: StreamParameters, error: Exception) -> DeviceError:
    """Return the error for a device that cannot be opened."""
    code = error.args[1] if len(error.args) > 1 else None
    if code in _FORMAT_ERRORS:
        return DeviceError("device_rate_unsupported", device=parameters.name, rate=parameters.rate)
    if code == _BUSY:
        return DeviceError("device_busy", device=parameters.name)
    return DeviceError("device_unavailable", device=parameters.name)


@contextlib.contextmanager
def _select_source(address: str) -> Iterator[None]:
    """Set ALSA's source variable while a stream is opened, and no longer.

    Child processes inherit the variable. All streams are opened on PortAudio's thread, so nothing
    else opens one at the same time.
    """
    previous = os.environ.get(_SOURCE_VARIABLE)
    os.environ[_SOURCE_VARIABLE] = address
    try:
        yield
    finally:
        if previous is None:
            del os.environ[_SOURCE_VARIABLE]
        else:
            os.environ[_SOURCE_VARIABLE] = previous
