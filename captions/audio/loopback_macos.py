"""What macOS plays, by Core Audio's process taps (macOS 14.2 and later), through catap.

A tap mixes all programs, wherever they play, so it counts as one pair of speakers, which is always
the default. Without the permission to record it gives zeros, and never says so.
"""

import contextlib
from importlib import import_module
from typing import Any

import numpy as np

from captions.audio.crossing import Crossing
from captions.audio.speakers import Speakers
from captions.errors import DeviceError
from captions.pcm import to_bytes

ADVICE = (
    "Install what hears the computer's sound on macOS 14.2 or later: "
    "pip install 'captions-overlay[macos]'; or install the BlackHole driver."
)

_NAME = "The computer's sound"
_HOST_API = "Core Audio tap"
_USUAL_RATE = 48_000
"""A tap tells its own rate only when it is open."""


def speakers() -> list[Speakers]:
    """List the one mix that can be recorded; none where the library is missing."""
    if _library() is None:
        return []
    return [Speakers(_NAME, _HOST_API, channels=1, rate=_USUAL_RATE, is_default=True)]


def opened(name: str, crossing: Crossing) -> "Tap":
    """Begin to record what all programs play.

    Raises:
        DeviceError: macOS refuses.
    """
    library = _library()
    if library is None:
        raise DeviceError(ADVICE)
    return Tap(library, name, crossing)


class Tap:
    """A stream of what all programs play."""

    def __init__(self, library: Any, name: str, crossing: Crossing) -> None:  # noqa: ANN401  # untyped
        """Set up a tap and begin to record.

        Raises:
            DeviceError: macOS refuses.
        """
        self._crossing = crossing
        self._session = library.record_system_audio(mono=True, on_buffer=self._take)
        try:
            self._session.start()
        except (OSError, RuntimeError, ValueError) as error:
            self.close()
            raise DeviceError(
                f"{name} cannot be recorded: allow it in System Settings, Privacy & Security, "
                "Screen & System Audio Recording."
            ) from error
        heard = self._session.stream_format
        self.rate = round(heard.sample_rate)
        self.channels = int(heard.num_channels)

    @property
    def alive(self) -> bool:
        """Whether it may still give sound."""
        return not self._session.capture_failed

    def close(self) -> None:
        """Stop recording, and take the tap away."""
        # A capture that has failed says so once more when it is closed.
        with contextlib.suppress(OSError, RuntimeError, ValueError):
            self._session.close()

    def _take(self, buffer: Any) -> None:  # noqa: ANN401  # typed by a library that is an extra
        """Pass a buffer on, on a thread of the library's that may take its time."""
        self._crossing.put(_sixteen_bits(buffer.data, buffer.format))


def _sixteen_bits(data: bytes, heard: Any) -> bytes:  # noqa: ANN401  # typed by an extra
    """Return samples as 16-bit ones; macOS gives 32-bit floats, or integers of 16, 24 or 32."""
    if heard.is_float:
        return to_bytes(np.frombuffer(data, "<f4"))
    samples = np.frombuffer(data, np.uint8).reshape(-1, heard.bytes_per_sample)
    return samples[:, -2:].tobytes()  # The upper two bytes, being little-endian, stand last.


def _library() -> Any | None:  # noqa: ANN401  # it is not there on other systems
    try:
        return import_module("catap")
    except ImportError:
        return None
