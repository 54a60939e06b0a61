"""PortAudio, called from one worker thread, or from another where that one hangs.

Its calls may block for long (Bluetooth, drivers), and must not overlap with its
re-initialisation. What is run on the worker happens in order, so that a close that follows an open
always finds the stream. A call that blocks although nobody waits for it any more, because the user
has chosen another device, keeps its thread; everything else goes on with a new one.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from types import ModuleType
from typing import NamedTuple, TypeVar

from captions.audio.worker import Workers
from captions.errors import DeviceError

_Result = TypeVar("_Result")

SERVER = "pulse"
"""ALSA's name for the sound server, through which PortAudio reaches all of its sources."""

_WORKERS = Workers("portaudio")


class PortAudioMissingError(DeviceError):
    """The PortAudio library is not installed."""


class Input(NamedTuple):
    """What PortAudio knows about a device that can record."""

    number: int
    """PortAudio's index; valid until the next `refresh`."""
    name: str
    host_api: str
    channels: int
    default_rate: int
    """Samples a second."""
    is_default: bool


class _Snapshot:
    """PortAudio's list of devices is a snapshot taken when it starts."""

    fresh = True
    streams = 0


def call(function: Callable[[], _Result]) -> _Result:
    """Run a function on PortAudio's thread and wait for it."""
    return _WORKERS.wait(_WORKERS.submit(function))


async def run(function: Callable[[], _Result]) -> _Result:
    """Run a function on PortAudio's thread; once begun it ends, though the wait be cancelled."""
    return await _WORKERS.run(_WORKERS.submit(function))


async def take(function: Callable[[], _Result], give_back: Callable[[_Result], None]) -> _Result:
    """Like `run`, for what must be given back; if the wait is cancelled, that is done here."""
    asked = _WORKERS.submit(function)
    try:
        return await _WORKERS.run(asked)
    except asyncio.CancelledError:
        back = asked.worker.submit(lambda: _give_back(asked.done, give_back), wanted=False)
        await asyncio.shield(asyncio.wrap_future(back.done))
        raise


def _give_back(asked: Future[_Result], give_back: Callable[[_Result], None]) -> None:
    """Undo what was asked for; being on the same thread, it is done already, or failed."""
    if not asked.cancelled() and asked.exception() is None:
        give_back(asked.result())


async def finish(function: Callable[[], None]) -> None:
    """Like `run`, for what must happen even while the task that asks is being cancelled."""
    await asyncio.shield(_WORKERS.run(_WORKERS.submit(function, wanted=False)))


def library() -> ModuleType:
    """Import sounddevice, which starts PortAudio; only on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is not there, or cannot start.
    """
    try:
        import sounddevice  # noqa: PLC0415  # it needs PortAudio, which may be missing
    except Exception as error:  # OSError without the library, PortAudioError if it cannot start
        raise PortAudioMissingError(
            "Install PortAudio (Debian and Ubuntu: apt install libportaudio2)."
        ) from error
    return sounddevice  # type: ignore[no-any-return]  # it ships no types


def refresh() -> None:
    """Look again which devices there are, unless a stream is open; only on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is not there, or cannot start.
    """
    sounddevice = library()
    if _Snapshot.streams or _Snapshot.fresh or _WORKERS.hanging:
        # Starting again would kill open streams (PortAudio #11), and is waste after the import.
        _Snapshot.fresh = False
        return
    if sounddevice._initialized:  # noqa: SLF001  # the only way to renew it (sounddevice #125)
        sounddevice._terminate()  # noqa: SLF001
    try:
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as error:
        raise PortAudioMissingError(f"The sound system cannot be started: {error}.") from error


def inputs() -> list[Input]:
    """List the devices that can record; only on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is not there, or cannot start.
    """
    sounddevice = library()
    default = sounddevice.default.device[0]
    host_apis = [api["name"] for api in sounddevice.query_hostapis()]
    return [
        Input(
            number=index,
            name=device["name"],
            host_api=host_apis[device["hostapi"]],
            channels=device["max_input_channels"],
            default_rate=round(device["default_samplerate"]),
            is_default=index == default,
        )
        for index, device in enumerate(sounddevice.query_devices())
        if device["max_input_channels"] > 0
    ]


def find(name: str, host_api: str) -> Input | None:
    """Return the device of a name; only on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is not there, or cannot start.
    """
    return next(
        (found for found in inputs() if (found.name, found.host_api) == (name, host_api)), None
    )


def reaches_server() -> bool:
    """Say whether sound can be had from the sound server; only on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is not there, or cannot start.
    """
    return any(found.name == SERVER for found in inputs())


def rates(found: Input, asked: Iterable[int]) -> tuple[int, ...]:
    """Return those rates that a device gives by itself; only on PortAudio's thread.

    Some drivers open the device for each, so it takes time; one that another program holds gives
    none.
    """
    sounddevice = library()

    def gives(rate: int) -> bool:
        try:
            sounddevice.check_input_settings(
                found.number, samplerate=rate, channels=found.channels, dtype="int16"
            )
        except (sounddevice.PortAudioError, ValueError):
            return False
        return True

    return tuple(filter(gives, asked))


def stream_opened() -> None:
    """Note that the list of devices must stay as it is; only on PortAudio's thread."""
    _Snapshot.streams += 1


def stream_closed() -> None:
    """Note that a stream is gone; only on PortAudio's thread."""
    _Snapshot.streams -= 1
