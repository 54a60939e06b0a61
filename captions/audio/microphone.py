"""The microphone: opened, followed when the system's default changes, and found again when lost."""

import asyncio
import contextlib
import os
from collections.abc import AsyncGenerator
from typing import NamedTuple

from captions.audio import devices, portaudio
from captions.audio.capture import Capture, Opening
from captions.audio.devices import Device
from captions.audio.source import CHUNK_SECONDS, Tell
from captions.errors import DeviceError
from captions.events import Failed, SourceChanged, SourceState
from captions.pcm import Chunk, Chunker, Resampler, Samples, to_bytes

_LOOK_SECONDS = 2.0
"""Between two looks for a microphone."""
_WATCH_SECONDS = 0.5
"""Between two looks whether it is still the right one: for so long, at most, the speakers may be
heard in place of a microphone that was unplugged. A look takes 1 ms."""

_SERVER_DEVICE = "pulse"
"""ALSA's name for the sound server, through which PortAudio reaches all of its sources."""
_SOURCE_VARIABLE = "PULSE_SOURCE"
"""Names the source that `_SERVER_DEVICE` records from; it is read at the moment of opening."""


class _Open(NamedTuple):
    capture: Capture
    device: Device


class Microphone:
    """Sound from a microphone for as long as somebody listens."""

    def __init__(self, device: str, rate: int, tell: Tell) -> None:
        """Prepare to listen.

        Args:
            device: name of the microphone, or a part of it; empty follows the system's default.
            rate: samples a second of the chunks.
            tell: is called when the microphone is heard, missing or lost.
        """
        self._device = device
        self._rate = rate
        self._tell = tell
        self._missing = False

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks whenever there is a microphone; wait for one while there is none."""
        chunker = Chunker(self._rate, CHUNK_SECONDS)
        while True:
            opened = await self._wait_for_device()
            resampler = Resampler(opened.capture.rate, self._rate)
            heard = lost = False
            try:
                async with contextlib.aclosing(self._blocks(opened)) as blocks:
                    async for samples in blocks:
                        if not heard:
                            heard = True
                            self._tell_listening(opened.device)
                        for chunk in chunker.feed(to_bytes(resampler.feed(samples))):
                            yield chunk
            except DeviceError as error:
                lost = True
                self._tell_missing("microphone_lost", "The microphone is gone", str(error))
            finally:
                await opened.capture.close()
            for chunk in chunker.flush():  # or it would come with the first words after the gap
                yield chunk
            if lost:
                await asyncio.sleep(_WATCH_SECONDS)

    async def _wait_for_device(self) -> _Open:
        while True:
            try:
                return await portaudio.take(lambda: _open(self._device, self._rate), _let_go)
            except portaudio.PortAudioMissingError as error:
                self._tell_missing("no_portaudio", "The sound library is missing", str(error))
            except DeviceError as error:
                self._tell_missing("no_microphone", "There is no microphone", str(error))
            await asyncio.sleep(_LOOK_SECONDS)

    def _tell_listening(self, device: Device) -> None:
        """Tell that sound comes in; a device that opens may still give none."""
        self._missing = False
        self._tell(SourceChanged(SourceState.LISTENING, device.name))

    def _tell_missing(self, kind: str, title: str, sentence: str) -> None:
        """Tell once that there is no sound; later looks that find none are no news."""
        if self._missing:
            return
        self._missing = True
        advice = f"{sentence} Captions start by themselves when there is one."
        self._tell(SourceChanged(SourceState.MISSING, sentence))
        self._tell(Failed(kind, title, advice))

    async def _blocks(self, opened: _Open) -> AsyncGenerator[Samples, None]:
        """Yield sound until the device is gone, or another one should be heard.

        Raises:
            DeviceError: the device is gone.
        """
        loop = asyncio.get_running_loop()
        next_look = loop.time() + _WATCH_SECONDS
        async with contextlib.aclosing(opened.capture.blocks()) as blocks:
            async for samples in blocks:
                yield samples
                if loop.time() < next_look:
                    continue
                next_look = loop.time() + _WATCH_SECONDS
                if not await asyncio.to_thread(self._is_right, opened.device):
                    return

    def _is_right(self, heard: Device) -> bool:
        """Say whether an open device is the one to hear.

        Raises:
            DeviceError: it is gone, and the server would let us hear something else unasked.
        """
        found = devices.look_at_server() if heard.address else None
        if found is None:
            return True
        if all(device.address != heard.address for device in found):
            raise DeviceError(f"{heard.name} was unplugged: plug it in again.")
        chosen = devices.choose(found, self._device)
        return chosen is None or chosen.address == heard.address


def _open(name: str, rate: int) -> _Open:
    """Open a microphone, on PortAudio's thread.

    Raises:
        DeviceError: there is none, or it refuses.
    """
    found = devices.look()
    device = devices.choose(found, name)
    if device is None:
        raise _none(name)
    if device.address:
        os.environ[_SOURCE_VARIABLE] = device.address
        return _Open(Capture(Opening(_SERVER_DEVICE, rate, 1)), device)
    index = next(
        item.number
        for item in portaudio.inputs()
        if (item.name, item.host_api) == (device.name, device.host_api)
    )
    try:
        capture = Capture(Opening(index, rate, 1))
    except DeviceError:  # Some drivers give only what the hardware does.
        capture = Capture(Opening(index, device.default_rate, device.channels))
    return _Open(capture, device)


def _let_go(opened: _Open) -> None:
    opened.capture.let_go()


def _none(name: str) -> DeviceError:
    if name:
        return DeviceError(
            f"There is no microphone called '{name}': 'captions devices' lists what there is."
        )
    return DeviceError("No microphone is there: plug one in.")
