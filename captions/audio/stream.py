"""A stream of PortAudio's, opened at the best rate that a device agrees to; its refusals worded.

A sound server, CoreAudio and WASAPI convert to any rate, better and earlier than could be done
here: what PulseAudio resamples differs from the sine that was played by less than -88 dBFS, and a
resampler here would hold sound back for up to 38 ms. Bare hardware is opened as it is.
"""

import contextlib
import os
from collections.abc import Iterator
from typing import Any, NamedTuple

from captions.audio import portaudio
from captions.audio.capture import BLOCK_SECONDS
from captions.audio.crossing import Crossing
from captions.audio.devices import Device
from captions.errors import DeviceError

LATENCY_SECONDS = 0.04
"""With more, or with blocks of PortAudio's own choosing, sound comes in bursts. Once it could not
be taken for a moment, up to a block waits in PortAudio for good: it reads all there is, is woken
when as much as a block has come since, and hands over whole blocks alone."""

_SOURCE_VARIABLE = "PULSE_SOURCE"
"""Names the source that ALSA's `portaudio.SERVER` records from; read at the moment of opening."""

_MOST_CHANNELS = 8
"""Channels of a device; with more, they are no microphones."""

_WASAPI = "Windows WASAPI"

# PortAudio's error codes (portaudio.h, PaErrorCode).
_BUSY = -9985
_NO_SUCH_RATE = -9997
_NO_SUCH_CHANNELS = -9998
_FORMAT = (_NO_SUCH_RATE, _NO_SUCH_CHANNELS)


class Opening(NamedTuple):
    """What to open."""

    name: str
    """What the user calls the device."""
    number: str | int
    """What PortAudio calls it."""
    host_api: str
    rate: int
    """Samples a second."""
    channels: int


class InputStream:
    """Records from its making until `close`; both only on PortAudio's thread."""

    def __init__(self, opening: Opening, crossing: Crossing) -> None:
        """Open a device and begin to record.

        Raises:
            DeviceError: it refuses.
        """
        self.rate = opening.rate
        self.channels = opening.channels
        self._crossing = crossing
        self._stream = self._opened(opening)
        portaudio.stream_opened()

    @property
    def alive(self) -> bool:
        """Whether it may still give sound."""
        return bool(self._stream.active)

    def close(self) -> None:
        """Stop recording, and free the device."""
        self._stream.close(ignore_errors=True)
        portaudio.stream_closed()

    def _opened(self, opening: Opening) -> Any:  # noqa: ANN401  # sounddevice has no types
        sounddevice = portaudio.library()
        converts = opening.host_api == _WASAPI
        stream: Any = None  # sounddevice has no types
        try:
            stream = sounddevice.RawInputStream(
                device=opening.number,
                samplerate=opening.rate,
                channels=opening.channels,
                dtype="int16",
                blocksize=round(opening.rate * BLOCK_SECONDS),
                latency=LATENCY_SECONDS,
                extra_settings=sounddevice.WasapiSettings(auto_convert=True) if converts else None,
                callback=self._take,
                finished_callback=self._crossing.end,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            if stream is not None:
                stream.close(ignore_errors=True)
            raise _refusal(opening, error) from error
        return stream

    def _take(self, data: Any, _frames: int, _time: object, status: Any) -> None:  # noqa: ANN401
        """Copy a block, on PortAudio's own thread; nothing here may wait."""
        self._crossing.put(bytes(data), overflowed=status.input_overflow)


def open_served(device: Device, rate: int, crossing: Crossing) -> InputStream:
    """Open a source of the sound server, which gives any rate; only on PortAudio's thread.

    All channels are opened: the server's own mix loses what stands in them with opposite phase.

    Raises:
        DeviceError: the server refuses.
    """
    wanted = Opening(device.name, portaudio.SERVER, "", rate, _usable(device.channels))
    with _recording_from(device.address):
        try:
            return InputStream(wanted, crossing)
        except DeviceError:
            return InputStream(wanted._replace(channels=1), crossing)


def open_device(found: portaudio.Input, rate: int, crossing: Crossing) -> InputStream:
    """Open a device at a rate, or as its hardware is; only on PortAudio's thread.

    Raises:
        DeviceError: it refuses.
    """
    channels = _usable(found.channels)
    wanted = Opening(found.name, found.number, found.host_api, rate, channels)
    try:
        return InputStream(wanted, crossing)
    except DeviceError:  # Drivers differ in how they say that they give only what they are.
        own = wanted._replace(rate=found.default_rate, channels=found.channels)
        return InputStream(own, crossing)


def _usable(channels: int) -> int:
    """Return how many channels to open; ALSA's virtual devices have dozens, all made from two."""
    return channels if 1 <= channels <= _MOST_CHANNELS else 2


def _refusal(opening: Opening, error: Exception) -> DeviceError:
    """Word why a device does not open."""
    code = error.args[1] if len(error.args) > 1 else None
    if code in _FORMAT:
        return DeviceError(
            f"{opening.name} does not record at {opening.rate} Hz: choose another sample rate."
        )
    if code == _BUSY:
        return DeviceError(f"{opening.name} is busy: close the program that uses it.")
    return DeviceError(
        f"{opening.name} cannot be opened: another program may hold it, or its use may be "
        "forbidden in the system's privacy settings."
    )


@contextlib.contextmanager
def _recording_from(address: str) -> Iterator[None]:
    """Name a source to ALSA while a stream is opened, and no longer: child processes inherit it.

    Nothing else opens streams meanwhile, since all of that happens on PortAudio's thread.
    """
    before = os.environ.get(_SOURCE_VARIABLE)
    os.environ[_SOURCE_VARIABLE] = address
    try:
        yield
    finally:
        if before is None:
            del os.environ[_SOURCE_VARIABLE]
        else:
            os.environ[_SOURCE_VARIABLE] = before
