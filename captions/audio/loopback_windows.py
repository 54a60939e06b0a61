"""What Windows plays, by WASAPI's loopback; PyAudioWPatch is PortAudio with that built in.

A loopback gives nothing at all while nothing plays (PortAudio #935), and PortAudio's list of
speakers is as old as its start; so a `Capture` fills in silence, and ends when it has long been
idle, which is when a new default can be found.
"""

import contextlib
from importlib import import_module
from typing import Any

from captions.audio.capture import BLOCK_SECONDS
from captions.audio.crossing import Crossing
from captions.audio.speakers import Speakers
from captions.errors import DeviceError

ADVICE = (
    "Install what hears the computer's sound on Windows: pip install 'captions-overlay[windows]'."
)

_HOST_API = "Windows WASAPI"
_SUFFIX = " [Loopback]"
"""PyAudioWPatch names the loopback of speakers so."""


def speakers() -> list[Speakers]:
    """List the speakers; none where the library is missing, or Windows' sound is switched off."""
    library = _library()
    if library is None:
        return []
    try:
        with library.PyAudio() as audio:
            default = _default(audio)
            return [
                _speakers(found, default) for found in audio.get_loopback_device_info_generator()
            ]
    except OSError:
        return []


def opened(name: str, crossing: Crossing) -> "Loopback":
    """Begin to record what speakers play.

    Raises:
        DeviceError: they are gone, or refuse.
    """
    library = _library()
    if library is None:
        raise DeviceError(ADVICE)
    return Loopback(library, name, crossing)


class Loopback:
    """A stream of what speakers play, as many channels and at the rate that they play."""

    def __init__(self, library: Any, name: str, crossing: Crossing) -> None:  # noqa: ANN401  # untyped
        """Open the speakers' loopback and begin to record.

        Raises:
            DeviceError: they are gone, or refuse.
        """
        self._crossing = crossing
        self._overflow = library.paInputOverflow
        self._answer = (None, library.paContinue)
        with contextlib.ExitStack() as undone:
            try:
                audio = undone.enter_context(library.PyAudio())
                found = _find(audio, name)
                self.rate = round(found["defaultSampleRate"])
                self.channels = int(found["maxInputChannels"])
                self._stream = audio.open(
                    rate=self.rate,
                    channels=self.channels,
                    format=library.paInt16,
                    input=True,
                    input_device_index=found["index"],
                    frames_per_buffer=round(self.rate * BLOCK_SECONDS),
                    stream_callback=self._take,
                )
            except (OSError, ValueError) as error:
                raise DeviceError(
                    f"{name} cannot be recorded: another program may hold it for itself alone."
                ) from error
            self._opened = undone.pop_all()

    @property
    def alive(self) -> bool:
        """Whether it may still give sound."""
        try:
            return bool(self._stream.is_active())
        except OSError:
            return False

    def close(self) -> None:
        """Stop recording, and free the speakers."""
        with contextlib.suppress(OSError):  # They may be gone already.
            self._opened.close()

    def _take(self, data: bytes, _frames: int, _times: object, status: int) -> tuple[None, int]:
        """Pass a block on, on the library's thread; nothing here may wait."""
        self._crossing.put(data, overflowed=bool(status & self._overflow))
        return self._answer


def _library() -> Any | None:  # noqa: ANN401  # it ships no types
    try:
        return import_module("pyaudiowpatch")
    except ImportError:
        return None


def _default(audio: Any) -> int | None:  # noqa: ANN401  # it ships no types
    try:
        return int(audio.get_default_wasapi_loopback()["index"])
    except (OSError, LookupError):  # There are no speakers.
        return None


def _find(audio: Any, name: str) -> dict[str, Any]:  # noqa: ANN401  # it ships no types
    for found in audio.get_loopback_device_info_generator():
        if _plain(found) == name:
            return dict(found)
    raise DeviceError(f"{name} is gone: plug it in again.")


def _speakers(found: dict[str, Any], default: int | None) -> Speakers:
    return Speakers(
        name=_plain(found),
        host_api=_HOST_API,
        channels=found["maxInputChannels"],
        rate=round(found["defaultSampleRate"]),
        is_default=found["index"] == default,
    )


def _plain(found: dict[str, Any]) -> str:
    return str(found["name"]).removesuffix(_SUFFIX)
