"""Captures what macOS plays through Core Audio process taps (macOS 14.2 and later) and catap.

A tap mixes all programs on all outputs. It therefore counts as one pair of speakers, which is
always the default. Without permission to record it delivers zeros and reports no error.
"""

import contextlib
from importlib import import_module
from types import ModuleType
from typing import Protocol

import numpy as np

from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.loopback.speakers import SpeakerDevice
from captions.errors import DeviceError
from captions.messages.message import Message
from captions.pcm import to_bytes

ADVICE = Message("loopback_missing_macos")

_NAME = "Computer audio"
_HOST_API = "Core Audio tap"
_USUAL_RATE = 48_000
"""Assumed sample rate in Hz; a tap reports its own only once it is open."""


class _StreamFormat(Protocol):
    """Sample format of a tap, as catap describes it."""

    is_float: bool
    bytes_per_sample: int


class _AudioBuffer(Protocol):
    """A recorded buffer of catap."""

    data: bytes
    format: _StreamFormat


def list_speakers() -> list[SpeakerDevice]:
    """List the one mix that can be captured; empty if the library is missing."""
    if _import_catap() is None:
        return []
    return [SpeakerDevice(_NAME, _HOST_API, channels=1, rate=_USUAL_RATE, is_default=True)]


def open_stream(name: str, queue: ThreadQueue) -> "AudioTap":
    """Start capturing what all programs play.

    Raises:
        DeviceError: the library is missing, or macOS refuses.
    """
    library = _import_catap()
    if library is None:
        raise DeviceError(ADVICE)
    return AudioTap(library, name, queue)


class AudioTap:
    """A stream of what all programs play."""

    def __init__(self, library: ModuleType, name: str, queue: ThreadQueue) -> None:
        """Create a tap and start recording.

        Raises:
            DeviceError: macOS refuses.
        """
        self._queue = queue
        self._session = library.record_system_audio(mono=True, on_buffer=self._handle_buffer)
        try:
            self._session.start()
        except (OSError, RuntimeError, ValueError) as error:
            self.close()
            raise DeviceError("system_audio_forbidden", device=name) from error
        stream_format = self._session.stream_format
        self.rate = round(stream_format.sample_rate)
        self.channels = int(stream_format.num_channels)

    @property
    def is_active(self) -> bool:
        """True if the stream can still deliver audio."""
        return not self._session.capture_failed

    def close(self) -> None:
        """Stop recording and remove the tap."""
        # A failed capture raises its error again when it is closed.
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            self._session.close()

    def _handle_buffer(self, buffer: _AudioBuffer) -> None:
        """Pass on a buffer, on a library thread that may block."""
        self._queue.put(_to_int16(buffer.data, buffer.format))


def _to_int16(data: bytes, stream_format: _StreamFormat) -> bytes:
    """Return 16-bit samples; macOS delivers 32-bit floats, or integers of 16, 24 or 32 bits."""
    if stream_format.is_float:
        return to_bytes(np.frombuffer(data, "<f4"))
    samples = np.frombuffer(data, np.uint8).reshape(-1, stream_format.bytes_per_sample)
    return samples[:, -2:].tobytes()  # Little-endian: the upper two bytes come last.


def _import_catap() -> ModuleType | None:
    try:
        return import_module("catap")
    except ImportError:
        return None
