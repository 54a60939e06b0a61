"""Calls PortAudio on one worker thread, or on a new one if that thread hangs.

Its calls may block for long (Bluetooth, drivers), and must not overlap with its re-initialisation.
The worker runs calls in order, so that a close after an open always finds the stream. A call may
still block after its caller has left, because the user chose another device. Such a call keeps its
thread, and all later calls run on a new one.
"""

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TypeVar

from captions.audio.devices.worker import WorkerPool
from captions.errors import DeviceError

_Result = TypeVar("_Result")

SERVER = "pulse"
"""ALSA's device name for the sound server, through which PortAudio reaches all of its sources."""


class PortAudioMissingError(DeviceError):
    """The PortAudio library is not installed, or cannot start."""


@dataclass(frozen=True, slots=True)
class InputDevice:
    """A recording device, as PortAudio describes it."""

    number: int
    """PortAudio's index; valid until the next `refresh_devices`."""
    name: str
    host_api: str
    channels: int
    default_rate: int
    """Sample rate in Hz."""
    is_default: bool


class PortAudio:
    """The PortAudio of the process: its thread, and the state of its device list."""

    def __init__(self) -> None:
        self._open_streams = 0
        """Number of open streams; used on PortAudio's thread."""
        self._workers = WorkerPool("portaudio")
        self._is_fresh = True
        """True until the first refresh: the device list is a snapshot from PortAudio's start."""

    def run_blocking(self, function: Callable[[], _Result]) -> _Result:
        """Run a function on PortAudio's thread and wait for its result."""
        return self._workers.wait_for_result(self._workers.submit(function))

    async def run(self, function: Callable[[], _Result]) -> _Result:
        """Run a function on PortAudio's thread; a call that has begun survives cancellation."""
        return await self._workers.run(self._workers.submit(function))

    async def acquire(
        self, function: Callable[[], _Result], release: Callable[[_Result], None]
    ) -> _Result:
        """Like `run`, for a function that acquires a resource.

        If the caller is cancelled, the resource is released before the cancellation continues.
        """
        job = self._workers.submit(function)
        try:
            return await self._workers.run(job)
        except asyncio.CancelledError:
            cleanup = self._workers.submit(
                lambda: _release_result(job.future, release), wanted=False, worker=job.worker
            )
            await asyncio.shield(asyncio.wrap_future(cleanup.future))
            raise

    async def run_to_completion(self, function: Callable[[], None]) -> None:
        """Run a function to its end, even while the calling task is being cancelled."""
        await asyncio.shield(self._workers.run(self._workers.submit(function, wanted=False)))

    def refresh_devices(self) -> None:
        """Refresh the device list, unless a stream is open, on PortAudio's thread.

        Raises:
            PortAudioMissingError: the library is missing or cannot start.
        """
        sounddevice = import_sounddevice()
        if self._open_streams or self._is_fresh or self._workers.has_hung_worker:
            # A restart would close open streams (PortAudio #11); after the import it is redundant.
            self._is_fresh = False
            return
        _restart_library(sounddevice)

    def register_stream(self) -> None:
        """Register an open stream, which blocks `refresh_devices`, on PortAudio's thread."""
        self._open_streams += 1

    def unregister_stream(self) -> None:
        """Unregister a closed stream, on PortAudio's thread."""
        self._open_streams -= 1


SYSTEM = PortAudio()
"""The single PortAudio instance: the library keeps one device list for the whole process."""


def import_sounddevice() -> ModuleType:
    """Import sounddevice, which starts PortAudio, on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is missing or cannot start.
    """
    try:
        return import_module("sounddevice")  # Imported late: PortAudio may be missing.
    except Exception as error:  # OSError without the library, PortAudioError if it cannot start
        raise PortAudioMissingError("portaudio_missing") from error


def list_inputs() -> list[InputDevice]:
    """List the recording devices, on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is missing or cannot start.
    """
    sounddevice = import_sounddevice()
    default = sounddevice.default.device[0]
    host_apis = [api["name"] for api in sounddevice.query_hostapis()]
    return [
        InputDevice(
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


def find_input(name: str, host_api: str) -> InputDevice | None:
    """Return the device of a name and host API, or None, on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is missing or cannot start.
    """
    return next(
        (device for device in list_inputs() if (device.name, device.host_api) == (name, host_api)),
        None,
    )


def offers_sound_server() -> bool:
    """Return True if PortAudio offers the sound server, on PortAudio's thread.

    Raises:
        PortAudioMissingError: the library is missing or cannot start.
    """
    return any(device.name == SERVER for device in list_inputs())


def supported_rates(device: InputDevice, candidates: Iterable[int]) -> tuple[int, ...]:
    """Return the rates in Hz that a device supports without conversion, on PortAudio's thread.

    Some drivers open the device for each rate, which takes time. A device that another program
    holds supports none.
    """
    sounddevice = import_sounddevice()

    def is_supported(rate: int) -> bool:
        try:
            sounddevice.check_input_settings(
                device.number, samplerate=rate, channels=device.channels, dtype="int16"
            )
        except (sounddevice.PortAudioError, ValueError):
            return False
        return True

    return tuple(filter(is_supported, candidates))


def _release_result(future: Future[_Result], release: Callable[[_Result], None]) -> None:
    """Release the result of a call that has ended on this thread, unless the call failed."""
    if not future.cancelled() and future.exception() is None:
        release(future.result())


def _restart_library(sounddevice: ModuleType) -> None:
    """Restart PortAudio, the only way to refresh its device list (sounddevice #125).

    Raises:
        PortAudioMissingError: the library cannot start.
    """
    if sounddevice._initialized:  # noqa: SLF001
        sounddevice._terminate()  # noqa: SLF001
    try:
        sounddevice._initialize()  # noqa: SLF001
    except sounddevice.PortAudioError as error:
        raise PortAudioMissingError("sound_system_failed", reason=str(error)) from error
