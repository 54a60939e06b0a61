"""Sound that is heard as it happens: a microphone, or what the computer plays.

A live source opens its device, follows the system's default, and finds what was lost again. Its
stream time is the loop's clock since its first sample; while sound comes without a gap, it counts
samples instead, for which the clock is too rough.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import NamedTuple

from captions.audio import devices, loopback, portaudio, stream
from captions.audio.capture import Capture
from captions.audio.cutting import Cutter
from captions.audio.devices import Device
from captions.audio.source import Tell
from captions.errors import DeviceError
from captions.events import DeviceCondition, Failed, SourceChanged, SourceState
from captions.pcm import SAMPLE_BYTES, Chunk

_LOOK_SECONDS = 1.0
"""Between two looks for a device."""
_REST_SECONDS = 0.5
"""Until a device that was lost is sought: the system, too, takes a moment to find out."""
_LOST_SECONDS = 1.0
"""Sound that is so far behind the clock was lost: the computer slept, or was too busy."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a live source is to hear, and the words for its absence."""

    kind: str
    """As in `Device`."""
    name: str
    """Of the device, or a part of it; empty follows the system's default."""
    missing: tuple[str, str]
    """Where there is no device: a stable word, and a title."""
    lost: tuple[str, str]
    """Where it went away."""


class _Open(NamedTuple):
    capture: Capture
    device: Device
    stands_in: bool
    """Whether it is heard because the wanted one is not there."""


def microphone(device: str, rate: int, tell: Tell) -> "Live":
    """Return a microphone.

    Args:
        device: its name, or a part of it; empty follows the system's default.
        rate: samples a second of the chunks.
        tell: is called when the microphone is heard, missing or lost.
    """
    wanted = Wanted(
        kind=devices.INPUT,
        name="" if device in devices.FOLLOW_DEFAULT else device,
        missing=("no_microphone", "There is no microphone"),
        lost=("microphone_lost", "The microphone is gone"),
    )
    return Live(wanted, rate, tell)


def computer(rate: int, tell: Tell) -> "Live":
    """Return what the computer plays on its default output.

    Args:
        rate: samples a second of the chunks.
        tell: is called when it can be heard, and when not.
    """
    wanted = Wanted(
        kind=devices.LOOPBACK,
        name="",
        missing=("no_output", "The computer's sound cannot be heard"),
        lost=("output_lost", "The computer's sound is gone"),
    )
    return Live(wanted, rate, tell)


class Live:
    """Sound from a device for as long as somebody listens."""

    def __init__(self, wanted: Wanted, rate: int, tell: Tell) -> None:
        """``rate`` in samples a second; ``tell`` is called when sound begins and breaks."""
        self._wanted = wanted
        self._rate = rate
        self._tell = tell
        self._state: SourceChanged | None = None
        """What was told last; what is no news is not told again."""
        self._stands_in = False
        """Whether it was told that another device is heard than was asked for."""
        self._zero: float | None = None
        """The loop's time at which stream time began."""
        self._end = 0.0
        """Stream time behind the last chunk."""
        self._condition: DeviceCondition | None = None
        """What was told last of how the device is set."""

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks whenever there is a device; wait for one while there is none."""
        self._state = None
        while True:
            opened = await self._wait_for_device()
            lost = False
            try:
                async with contextlib.aclosing(self._heard(opened)) as chunks:
                    async for chunk in chunks:
                        self._end = chunk.stream_time + chunk.seconds
                        yield chunk
            except DeviceError as error:
                lost = True
                self._tell_missing(*self._wanted.lost, str(error))
            finally:
                await opened.capture.close()
            if lost:
                await asyncio.sleep(_REST_SECONDS)

    async def _wait_for_device(self) -> _Open:
        while True:
            try:
                return await portaudio.take(lambda: _open(self._wanted, self._rate), _let_go)
            except portaudio.PortAudioMissingError as error:
                self._tell_missing("no_portaudio", "The sound library is missing", str(error))
            except DeviceError as error:
                self._tell_missing(*self._wanted.missing, str(error))
            await asyncio.sleep(_LOOK_SECONDS)

    async def _heard(self, opened: _Open) -> AsyncGenerator[Chunk, None]:
        """Yield what a device gives until it is gone, or another one should be heard.

        Raises:
            DeviceError: it is gone; what came before has been yielded.
        """
        cutter = Cutter(opened.capture.rate, self._rate, _LOST_SECONDS)
        failure: DeviceError | None = None
        try:
            async with contextlib.aclosing(self._blocks(opened)) as blocks:
                async for block in blocks:
                    if not cutter.began:
                        self._tell_listening(opened)
                    start = self._time_of(block, opened.capture.rate)
                    for chunk in cutter.feed(block, start, seamless=not opened.capture.in_time):
                        yield chunk
        except DeviceError as error:
            failure = error
        for chunk in cutter.flush():  # Or it would come with the first words behind the gap.
            yield chunk
        if failure is not None:
            raise failure

    async def _blocks(self, opened: _Open) -> AsyncGenerator[bytes, None]:
        """Yield blocks until the device is gone, or another one should be heard.

        Raises:
            DeviceError: it is gone.
        """
        watching = asyncio.create_task(self._watch(opened.device))
        try:
            async with contextlib.aclosing(opened.capture.blocks()) as blocks:
                async for block in blocks:
                    if watching.done():
                        watching.result()
                        return
                    yield block
        finally:
            watching.cancel()
            await asyncio.wait([watching])

    async def _watch(self, heard: Device) -> None:
        """Tell how a device is set, and return when another should be heard, maybe never.

        Raises:
            DeviceError: the device is gone, and the server would let us hear something else
                unasked.
        """
        self._tell_condition(heard)
        async with contextlib.aclosing(devices.watch_server()) as lists:
            async for found in lists:
                if found is None or not heard.address:
                    continue
                now = next((device for device in found if device.address == heard.address), None)
                if now is None:
                    raise DeviceError(f"{heard.name} was unplugged: plug it in again.")
                self._tell_condition(now)
                chosen = _choose(found, self._wanted)
                if chosen is not None and chosen.address != heard.address:
                    return

    def _time_of(self, block: bytes, rate: int) -> float:
        """Return the stream time at which a block begins that came just now."""
        began = asyncio.get_running_loop().time() - len(block) / SAMPLE_BYTES / rate
        if self._zero is None:
            self._zero = began
        return max(self._end, began - self._zero)

    def _tell_listening(self, opened: _Open) -> None:
        """Tell that sound comes in; a device that opens may still give none."""
        state = SourceChanged(SourceState.LISTENING, opened.device.name)
        if state != self._state:
            self._state = state
            self._tell(state)
        if opened.stands_in and not self._stands_in:
            advice = (
                f"“{self._wanted.name}” is not there: {opened.device.name} is heard until it is. "
                "'captions devices' lists what there is."
            )
            self._tell(Failed("another_device", "The chosen device is not there", advice))
        self._stands_in = opened.stands_in

    def _tell_condition(self, device: Device) -> None:
        """Tell how the system says that a device is set, if that is news."""
        if device.condition is None:
            return
        if device.condition != self._condition:
            self._condition = device.condition
            self._tell(device.condition)

    def _tell_missing(self, kind: str, title: str, sentence: str) -> None:
        """Tell once that there is no sound; later looks that find none are no news."""
        if self._state is not None and self._state.state is SourceState.MISSING:
            return
        self._state = SourceChanged(SourceState.MISSING, sentence)
        self._tell(self._state)
        self._tell(Failed(kind, title, f"{sentence} Captions then go on by themselves."))


def _choose(found: list[Device], wanted: Wanted) -> Device | None:
    """Return the device to hear, or one that stands in for it."""
    chosen = devices.choose(found, wanted.name, wanted.kind)
    return chosen or devices.choose(found, "", wanted.kind)


def _open(wanted: Wanted, rate: int) -> _Open:
    """Open a device, on PortAudio's thread.

    Raises:
        DeviceError: there is none, or it refuses.
    """
    device = devices.seek(wanted.name, wanted.kind)
    stands_in = device is None and bool(wanted.name)
    if stands_in:
        device = devices.seek("", wanted.kind)
    if device is None:
        raise _none(wanted)
    return _Open(_capture(device, rate), device, stands_in)


def _capture(device: Device, rate: int) -> Capture:
    if device.address:
        return Capture(device.name, lambda crossing: stream.open_served(device, rate, crossing))
    found = portaudio.find(device.name, device.host_api)
    if found is not None:
        return Capture(device.name, lambda crossing: stream.open_device(found, rate, crossing))
    port = loopback.port()
    if port is None:
        raise DeviceError(f"{device.name} is gone: plug it in again.")
    return Capture(
        device.name, lambda crossing: port.opened(device.name, crossing), leaves_out_silence=True
    )


def _let_go(opened: _Open) -> None:
    opened.capture.let_go()


def _none(wanted: Wanted) -> DeviceError:
    if wanted.kind == devices.INPUT:
        return DeviceError("No microphone is there: plug one in.")
    port = loopback.port()
    if port is not None:
        return DeviceError(port.ADVICE)
    return DeviceError(
        "What the computer plays can be heard by PulseAudio or PipeWire alone, and neither runs, "
        "or has an output: start it, or plug something in."
    )
