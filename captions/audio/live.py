"""Live audio: a microphone, or what the computer plays.

A live source opens its device, follows the system's default device, and reopens a device that was
lost. Its stream time is the event loop's clock since the first sample. While audio arrives without
a gap, it counts samples instead, because the clock is too coarse for them.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from functools import partial

from captions.audio import device_list, microphone_stream
from captions.audio.device_list import Device
from captions.audio.devices import portaudio
from captions.audio.devices.capture import BLOCK_SECONDS, Capture
from captions.audio.devices.thread_queue import ThreadQueue
from captions.audio.loopback import loopback
from captions.audio.rechunking import Rechunker
from captions.audio.source import DeferredFailure, EventCallback
from captions.errors import DeviceError
from captions.events import DeviceCondition, Failed, SourceChanged, SourceState
from captions.messages.message import Message
from captions.pcm import SAMPLE_BYTES, Chunk

_RETRY_SECONDS = 1.0
"""Retry interval in seconds while no device can be opened."""
_REOPEN_SECONDS = 0.5
"""Delay in seconds before a lost device is reopened; the system also needs a moment to notice."""
_GAP_SECONDS = 1.0
"""Lag against the clock, in seconds, that counts as lost audio: the computer slept or was too
busy."""


@dataclass(frozen=True, slots=True)
class SourceRequest:
    """The device that a live source should capture, and the kinds of failure it may report."""

    kind: str
    """Kind of device, as in `Device`."""
    name: str
    """Name of the device or a part of it; empty to follow the system's default."""
    missing: str
    """Kind of failure if there is no device."""
    lost: str
    """Kind of failure if the device disappears."""


@dataclass(frozen=True, slots=True)
class _OpenDevice:
    capture: Capture
    device: Device
    is_fallback: bool
    """True if the device replaces a requested one that is absent."""


def microphone_source(device: str, rate: int, emit: EventCallback) -> "LiveSource":
    """Return the source for a microphone.

    Args:
        device: device name or a part of it; empty follows the system's default.
        rate: sample rate of the chunks in Hz.
        emit: called when capture starts, and when the microphone is missing or lost.
    """
    request = SourceRequest(
        kind=device_list.INPUT,
        name="" if device in device_list.FOLLOW_DEFAULT else device,
        missing="no_microphone",
        lost="microphone_lost",
    )
    return LiveSource(request, rate, emit)


def loopback_source(rate: int, emit: EventCallback) -> "LiveSource":
    """Return the source for what the computer plays on its default output.

    Args:
        rate: sample rate of the chunks in Hz.
        emit: called when capture starts, and when the output is missing or lost.
    """
    request = SourceRequest(
        kind=device_list.LOOPBACK,
        name="",
        missing="no_output",
        lost="output_lost",
    )
    return LiveSource(request, rate, emit)


class LiveSource:
    """Audio from a device, for as long as the caller iterates."""

    def __init__(self, request: SourceRequest, rate: int, emit: EventCallback) -> None:
        """``rate`` is in Hz; ``emit`` receives the source's states, conditions and failures."""
        self._request = request
        self._rate = rate
        self._emit = emit
        self._state: SourceChanged | None = None
        """Last emitted state; an unchanged state is not emitted again."""
        self._fallback_reported = False
        """True if the use of a fallback device has been reported."""
        self._zero_time: float | None = None
        """Event loop time at stream time 0."""
        self._end_time = 0.0
        """Stream time at the end of the last chunk."""
        self._condition: DeviceCondition | None = None
        """Last emitted condition of the device."""

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks while there is a device; wait for one while there is none."""
        self._state = None
        while True:
            opened = await self._wait_for_device()
            lost = False
            try:
                async with contextlib.aclosing(self._iter_captured(opened)) as chunks:
                    async for chunk in chunks:
                        self._end_time = chunk.stream_time + chunk.seconds
                        yield chunk
            except DeviceError as error:
                lost = True
                self._report_missing(self._request.lost, error.message)
            finally:
                await opened.capture.close()
            if lost:
                await asyncio.sleep(_REOPEN_SECONDS)

    async def _wait_for_device(self) -> _OpenDevice:
        while True:
            try:
                return await portaudio.SYSTEM.acquire(
                    partial(_open_device, self._request, self._rate), _release_device
                )
            except portaudio.PortAudioMissingError as error:
                self._report_missing("no_portaudio", error.message)
            except DeviceError as error:
                self._report_missing(self._request.missing, error.message)
            await asyncio.sleep(_RETRY_SECONDS)

    async def _iter_captured(self, opened: _OpenDevice) -> AsyncGenerator[Chunk, None]:
        """Yield chunks until the device is lost, or another one should be captured.

        Raises:
            DeviceError: the device is lost; everything captured before has been yielded.
        """
        rechunker = Rechunker(opened.capture.rate, self._rate, _GAP_SECONDS)
        with DeferredFailure(DeviceError) as failure:
            async with contextlib.aclosing(self._iter_blocks(opened)) as blocks:
                async for block in blocks:
                    if not rechunker.is_started:
                        self._emit_listening(opened)
                    start = self._block_start(block, opened.capture.rate)
                    for chunk in rechunker.feed(
                        block, start, seamless=not opened.capture.is_drained
                    ):
                        yield chunk
        for chunk in rechunker.flush():  # Otherwise this audio would follow the gap.
            yield chunk
        failure.raise_now()

    async def _iter_blocks(self, opened: _OpenDevice) -> AsyncGenerator[bytes, None]:
        """Yield blocks until the device is lost, or another one should be captured.

        Raises:
            DeviceError: the device is lost.
        """
        watcher = asyncio.create_task(self._watch_device(opened.device))
        try:
            async with contextlib.aclosing(opened.capture.iter_blocks()) as blocks:
                async for block in blocks:
                    if watcher.done():
                        watcher.result()
                        return
                    yield block
        finally:
            watcher.cancel()
            await asyncio.wait([watcher])

    async def _watch_device(self, current: Device) -> None:
        """Emit the device's condition, and return once another device should be captured.

        Raises:
            DeviceError: the device is gone; the server would switch the stream to another source
                without notice.
        """
        self._emit_condition(current)
        async with contextlib.aclosing(device_list.watch_server_devices()) as lists:
            async for devices in lists:
                if devices is None or not current.address:
                    continue
                present = next(
                    (device for device in devices if device.address == current.address), None
                )
                if present is None:
                    raise DeviceError("device_gone", device=current.title)
                self._emit_condition(present)
                chosen = _choose_device(devices, self._request)
                if chosen is not None and chosen.address != current.address:
                    return

    def _block_start(self, block: bytes, rate: int) -> float:
        """Return the stream time at which a block that has just arrived begins."""
        start_time = asyncio.get_running_loop().time() - len(block) / SAMPLE_BYTES / rate
        if self._zero_time is None:
            self._zero_time = start_time
        return max(self._end_time, start_time - self._zero_time)

    def _emit_listening(self, opened: _OpenDevice) -> None:
        """Emit that audio arrives; a device that opens may still deliver none."""
        state = SourceChanged(SourceState.LISTENING, opened.device.title)
        if state != self._state:
            self._state = state
            self._emit(state)
        if opened.is_fallback and not self._fallback_reported:
            instead = Message(
                "device_substituted", wanted=self._request.name, device=opened.device.title
            )
            self._emit(Failed("another_device", instead))
        self._fallback_reported = opened.is_fallback

    def _emit_condition(self, device: Device) -> None:
        """Emit the condition that the system reports for a device, if it changed."""
        if device.condition is None:
            return
        if device.condition != self._condition:
            self._condition = device.condition
            self._emit(device.condition)

    def _report_missing(self, kind: str, reason: Message) -> None:
        """Report a missing device, unless this has been reported already."""
        if self._state is not None and self._state.state is SourceState.MISSING:
            return
        self._state = SourceChanged(SourceState.MISSING, detail=reason)
        self._emit(self._state)
        self._emit(Failed(kind, Message("captions_resume_with_sound", reason=reason)))


def _choose_device(devices: list[Device], request: SourceRequest) -> Device | None:
    """Return the requested device, or the fallback of the same kind."""
    chosen = device_list.choose_device(devices, request.name, request.kind)
    return chosen or device_list.choose_device(devices, "", request.kind)


def _open_device(request: SourceRequest, rate: int) -> _OpenDevice:
    """Open a device, on PortAudio's thread.

    Raises:
        DeviceError: there is no device, or it cannot be opened.
    """
    device = device_list.locate_device(request.name, request.kind)
    is_fallback = device is None and bool(request.name)
    if is_fallback:
        device = device_list.locate_device("", request.kind)
    if device is None:
        raise _no_device_error(request)
    return _OpenDevice(_open_capture(device, rate), device, is_fallback)


def _open_capture(device: Device, rate: int) -> Capture:
    """Open a device with the library that offers it, on PortAudio's thread.

    Raises:
        DeviceError: the device is gone, or cannot be opened.
    """
    queue = ThreadQueue(BLOCK_SECONDS)
    if device.address:
        stream = microphone_stream.open_server_source(device, rate, queue)
        return Capture(device.title, stream, queue)
    input_device = portaudio.find_input(device.name, device.host_api)
    if input_device is not None:
        stream = microphone_stream.open_device(input_device, rate, queue)
        return Capture(device.title, stream, queue)
    backend = loopback.system_backend()
    if backend is None:
        raise DeviceError("device_gone", device=device.name)
    speakers = backend.open_stream(device.name, queue)
    return Capture(device.name, speakers, queue, omits_silence=True)


def _release_device(opened: _OpenDevice) -> None:
    opened.capture.release_device()


def _no_device_error(request: SourceRequest) -> DeviceError:
    if request.kind == device_list.INPUT:
        return DeviceError("microphone_missing")
    backend = loopback.system_backend()
    if backend is not None:
        return DeviceError(backend.ADVICE)
    return DeviceError("sound_server_missing")
