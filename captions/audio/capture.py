"""An open device as the loop sees it: mono sound as it comes, until it is gone."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from captions.audio import portaudio
from captions.audio.crossing import Crossing
from captions.errors import DeviceError
from captions.mixing import ChannelMixer
from captions.pcm import SAMPLE_BYTES, from_bytes, to_bytes

BLOCK_SECONDS = 0.05
"""Recorded at once: a chunk. Each block wakes two threads, which costs more than all else; and of a
smaller one, sound comes later, since a chunk then waits for the last of them."""

_FIRST_SECONDS = 4.0
"""A device may take this long to give its first block: Bluetooth changes its profile first."""
_SILENT_SECONDS = 1.0
"""A device that gives no block for this long is gone."""
_FILL_SECONDS = 0.1
"""Between two looks how much is missing, where silence is left out."""
_LATE_SECONDS = 0.05
"""Sound may come this late, so that silence is filled in no further than so long ago."""
_IDLE_SECONDS = 5.0
"""After so long without a block it is time to look whether the computer plays elsewhere."""


class Stream(Protocol):
    """A stream of a sound library, which records into a `Crossing`."""

    rate: int
    """Samples a second."""
    channels: int

    @property
    def alive(self) -> bool:
        """Whether it may still give sound."""
        ...

    def close(self) -> None:
        """Free the device; on PortAudio's thread."""
        ...


class Capture:
    """A stream that is open from its making until `close`."""

    def __init__(
        self, name: str, opened: Callable[[Crossing], Stream], *, leaves_out_silence: bool = False
    ) -> None:
        """Open the device and begin to record; only on PortAudio's thread.

        Args:
            name: what the user calls the device.
            opened: opens it.
            leaves_out_silence: whether it gives nothing while there is nothing to hear.

        Raises:
            DeviceError: the device refuses.
        """
        self._name = name
        self._leaves_out_silence = leaves_out_silence
        self._crossing = Crossing(BLOCK_SECONDS)
        self._stream = opened(self._crossing)
        self.rate = self._stream.rate
        """Samples a second."""
        self._mixer = ChannelMixer(self.rate, self._stream.channels)

    @property
    def in_time(self) -> bool:
        """Whether everything that was recorded has been taken."""
        return self._crossing.empty

    def blocks(self) -> AsyncGenerator[bytes, None]:
        """Yield mono 16-bit samples as they come, without gaps.

        It ends where the device has long been idle, and another may have become the default.

        Raises:
            DeviceError: the device is gone.
        """
        return self._filled() if self._leaves_out_silence else self._steady()

    async def close(self) -> None:
        """Stop recording and free the device, even while the task is being cancelled."""
        self._crossing.close()
        await portaudio.finish(self.let_go)

    def let_go(self) -> None:
        """Free the device; on PortAudio's thread."""
        self._stream.close()

    async def _steady(self) -> AsyncGenerator[bytes, None]:
        patience = _FIRST_SECONDS
        while True:
            try:
                block = await self._crossing.next(patience)
            except TimeoutError as error:
                raise DeviceError(f"{self._name} gives no sound any more.") from error
            patience = _SILENT_SECONDS
            yield self._mono(block)

    async def _filled(self) -> AsyncGenerator[bytes, None]:
        """Yield zeros, by the clock, for what the device leaves out."""
        loop = asyncio.get_running_loop()
        began = heard = loop.time()
        given = 0
        while True:
            try:
                data = self._mono(await self._crossing.next(_FILL_SECONDS))
                heard = loop.time()
            except TimeoutError as error:
                if not self._stream.alive:
                    raise self._gone() from error
                if loop.time() - heard >= _IDLE_SECONDS:
                    return
                due = round((loop.time() - _LATE_SECONDS - began) * self.rate)
                data = bytes(max(0, due - given) * SAMPLE_BYTES)
            given += len(data) // SAMPLE_BYTES
            yield data

    def _mono(self, block: bytes | None) -> bytes:
        if block is None:
            raise self._gone()
        channels = self._stream.channels
        if channels == 1:
            return block
        return to_bytes(self._mixer.feed(from_bytes(block).reshape(-1, channels)))

    def _gone(self) -> DeviceError:
        return DeviceError(f"{self._name} is gone: plug it in again.")
