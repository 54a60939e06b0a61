"""A PortAudio stream that plays mono sound on the default output."""

import time
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from typing_extensions import Buffer

from captions.audio.devices import portaudio
from captions.audio.player.play_queue import PlayQueue
from captions.errors import DeviceError
from captions.pcm import SAMPLE_BYTES, Chunk, Resampler, Samples, from_bytes, to_bytes

_BLOCK_SECONDS = 0.05
_LATENCY_SECONDS = 0.1
"""Latency requested from PortAudio, in seconds; short, but not interrupted by a busy program."""
_LONGEST_DELAY = 5.0
"""Delay of the output in seconds above which its driver does not know the time."""
_WASAPI = "Windows WASAPI"


class _RawOutput(Protocol):
    """A stream of sounddevice, which ships no types."""

    active: bool
    latency: float

    def start(self) -> None: ...

    def close(self, *, ignore_errors: bool) -> None: ...


class _CallbackTime(Protocol):
    outputBufferDacTime: float  # noqa: N815  # PortAudio's name
    currentTime: float  # noqa: N815  # as above


@dataclass(frozen=True, slots=True)
class OutputParameters:
    """Parameters of a PortAudio stream for output."""

    number: int
    """Device index in PortAudio."""
    host_api: str
    channels: int
    rate: int
    """Sample rate in Hz."""
    default_rate: int
    """Sample rate in Hz that the device certainly supports."""


class OutputStream:
    """A stream that plays from its construction until `close`, both on PortAudio's thread."""

    def __init__(self, rate: int) -> None:
        """Open the default output for chunks of a sample rate in Hz.

        Raises:
            DeviceError: there is no output, or it cannot be opened.
        """
        portaudio.SYSTEM.refresh_devices()
        parameters = find_output(rate)
        try:
            self._open_stream(parameters)
        except DeviceError:
            parameters = replace(parameters, rate=parameters.default_rate)
            self._open_stream(parameters)
        self._channels = parameters.channels
        self._resampler = Resampler(rate, parameters.rate)
        self._end_time = 0.0
        """Stream time in seconds at which the sound so far ends."""
        portaudio.SYSTEM.register_stream()

    @property
    def is_active(self) -> bool:
        """True until the device is lost."""
        return self._stream.active

    @property
    def is_played(self) -> bool:
        """True if all sound was audible."""
        return self._queue.is_played(time.monotonic())

    @property
    def position(self) -> float | None:
        """Stream time that is audible, in seconds; None before the first sample."""
        return self._queue.find_position(time.monotonic())

    @property
    def queued_seconds(self) -> float:
        """Duration that the device has not fetched yet."""
        return self._queue.queued_seconds

    @property
    def fill_count(self) -> int:
        """Number of blocks that the device has requested so far."""
        return self._queue.fill_count

    def put_chunk(self, chunk: Chunk) -> None:
        """Append a chunk, on the event loop."""
        samples = self._resampler.feed(from_bytes(chunk.data))
        self._put_samples(samples, chunk.stream_time)
        self._end_time = chunk.stream_time + chunk.seconds

    def finish(self) -> None:
        """Append what the resampler holds back, and mark the end of the sound."""
        rest = self._resampler.feed(np.zeros(0, np.float32), last=True)
        self._put_samples(rest, self._end_time)
        self._queue.finish()

    def close(self) -> None:
        """Stop at once and release the device."""
        self._stream.close(ignore_errors=True)
        portaudio.SYSTEM.unregister_stream()

    def _put_samples(self, samples: Samples, stream_time: float) -> None:
        if len(samples):  # A resampler that fills up returns nothing.
            self._queue.put(to_bytes(np.repeat(samples, self._channels)), stream_time)

    def _open_stream(self, parameters: OutputParameters) -> None:
        sounddevice = portaudio.import_sounddevice()
        converts = parameters.host_api == _WASAPI
        self._queue = PlayQueue(parameters.rate * parameters.channels * SAMPLE_BYTES)
        stream: _RawOutput | None = None
        try:
            stream = sounddevice.RawOutputStream(
                device=parameters.number,
                samplerate=parameters.rate,
                channels=parameters.channels,
                dtype="int16",
                blocksize=round(parameters.rate * _BLOCK_SECONDS),
                latency=_LATENCY_SECONDS,
                extra_settings=sounddevice.WasapiSettings(auto_convert=True) if converts else None,
                callback=self._fill_block,
            )
            self._stream = stream
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            if stream is not None:
                stream.close(ignore_errors=True)
            raise DeviceError("playback_failed") from error

    def _fill_block(
        self, buffer: Buffer, _frames: int, times: _CallbackTime, _status: object
    ) -> None:
        """Fill a block, on PortAudio's own thread; nothing here may block."""
        delay = times.outputBufferDacTime - times.currentTime
        if not 0 < delay < _LONGEST_DELAY:
            delay = self._stream.latency
        self._queue.fill(buffer, time.monotonic() + delay)


def find_output(rate: int) -> OutputParameters:
    """Return the default output for a sample rate in Hz, on PortAudio's thread.

    Raises:
        DeviceError: there is no output.
    """
    sounddevice = portaudio.import_sounddevice()
    devices = list(sounddevice.query_devices())
    number = next(
        (
            index
            for index, device in enumerate(devices)
            if device["name"] == portaudio.SERVER and device["max_output_channels"]
        ),
        sounddevice.default.device[1],
    )
    if not 0 <= number < len(devices) or not devices[number]["max_output_channels"]:
        raise DeviceError("playback_device_missing")
    device = devices[number]
    return OutputParameters(
        number=number,
        host_api=sounddevice.query_hostapis()[device["hostapi"]]["name"],
        channels=min(2, device["max_output_channels"]),
        rate=rate,
        default_rate=round(device["default_samplerate"]),
    )
