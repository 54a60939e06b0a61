"""Captures what Windows plays through WASAPI loopback and PyAudioWPatch, a fork of PortAudio.

A loopback device delivers nothing while nothing plays (PortAudio #935). PortAudio lists
the speakers only when it starts. So `Capture` fills in silence, and ends after a long idle time,
when a new default can be found.
"""

import contextlib
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any, Protocol

from captions.audio.devices.capture import BLOCK_SECONDS
from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.loopback.speakers import SpeakerDevice
from captions.errors import DeviceError
from captions.messages.message import Message

ADVICE = Message("loopback_missing_windows")

_HOST_API = "Windows WASAPI"
_SUFFIX = " [Loopback]"
"""Suffix that PyAudioWPatch adds to the name of a loopback device."""


class _LoopbackLister(Protocol):
    """The device list of `pyaudiowpatch.PyAudio`, which ships no types."""

    def get_default_wasapi_loopback(self) -> dict[str, Any]: ...

    def get_loopback_device_info_generator(self) -> Iterator[dict[str, Any]]: ...


def list_speakers() -> list[SpeakerDevice]:
    """List the speakers; empty if the library is missing, or audio is disabled in Windows."""
    library = _import_pyaudiowpatch()
    if library is None:
        return []
    try:
        with library.PyAudio() as audio:
            default = _default_index(audio)
            return [
                _speaker_device(info, default)
                for info in audio.get_loopback_device_info_generator()
            ]
    except OSError:
        return []


def open_stream(name: str, queue: ThreadQueue) -> "LoopbackStream":
    """Start capturing what speakers play.

    Raises:
        DeviceError: the library is missing, or the speakers are gone or cannot be opened.
    """
    library = _import_pyaudiowpatch()
    if library is None:
        raise DeviceError(ADVICE)
    return LoopbackStream(library, name, queue)


class LoopbackStream:
    """A stream of what speakers play, with the speakers' channels and sample rate."""

    def __init__(self, library: ModuleType, name: str, queue: ThreadQueue) -> None:
        """Open the speakers' loopback device and start recording.

        Raises:
            DeviceError: the speakers are gone or cannot be opened.
        """
        self._queue = queue
        self._overflow_flag = library.paInputOverflow
        self._callback_result = (None, library.paContinue)
        with contextlib.ExitStack() as cleanup:
            try:
                audio = cleanup.enter_context(library.PyAudio())
                info = _find_loopback(audio, name)
                self.rate = round(info["defaultSampleRate"])
                self.channels = int(info["maxInputChannels"])
                self._stream = audio.open(
                    rate=self.rate,
                    channels=self.channels,
                    format=library.paInt16,
                    input=True,
                    input_device_index=info["index"],
                    frames_per_buffer=round(self.rate * BLOCK_SECONDS),
                    stream_callback=self._handle_block,
                )
            except (OSError, ValueError) as error:
                raise DeviceError("device_in_exclusive_use", device=name) from error
            self._resources = cleanup.pop_all()

    @property
    def is_active(self) -> bool:
        """True if the stream can still deliver audio."""
        try:
            return bool(self._stream.is_active())
        except OSError:
            return False

    def close(self) -> None:
        """Stop recording and release the speakers."""
        with contextlib.suppress(OSError):  # The speakers may be gone.
            self._resources.close()

    def _handle_block(
        self, data: bytes, _frames: int, _times: object, status: int
    ) -> tuple[None, int]:
        """Pass on a block, on the library's thread; nothing here may block."""
        self._queue.put(data, overflowed=bool(status & self._overflow_flag))
        return self._callback_result


def _import_pyaudiowpatch() -> ModuleType | None:
    try:
        return import_module("pyaudiowpatch")
    except ImportError:
        return None


def _default_index(audio: _LoopbackLister) -> int | None:
    try:
        return int(audio.get_default_wasapi_loopback()["index"])
    except (OSError, LookupError):  # There are no speakers.
        return None


def _find_loopback(audio: _LoopbackLister, name: str) -> dict[str, Any]:
    for found in audio.get_loopback_device_info_generator():
        if _plain_name(found) == name:
            return dict(found)
    raise DeviceError("device_gone", device=name)


def _speaker_device(info: dict[str, Any], default: int | None) -> SpeakerDevice:
    return SpeakerDevice(
        name=_plain_name(info),
        host_api=_HOST_API,
        channels=info["maxInputChannels"],
        rate=round(info["defaultSampleRate"]),
        is_default=info["index"] == default,
    )


def _plain_name(info: dict[str, Any]) -> str:
    return str(info["name"]).removesuffix(_SUFFIX)
