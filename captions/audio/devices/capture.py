"""An open capture device for use on the event loop: mono audio until the device is gone."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Protocol

from captions.audio.devices import portaudio
from captions.audio.devices.thread_queue import ThreadQueue
from captions.errors import DeviceError
from captions.media.mixing import ChannelMixer
from captions.pcm import SAMPLE_BYTES, from_bytes, to_bytes

BLOCK_SECONDS = 0.05
"""Block length in seconds, the same as a chunk's. Each block wakes two threads, which costs more
CPU time than everything else. Smaller blocks would delay audio, because a chunk would wait for its
last block."""

_FIRST_BLOCK_SECONDS = 4.0
"""Timeout in seconds for a device's first block; Bluetooth devices change their profile first."""
_NEXT_BLOCK_SECONDS = 1.0
"""Timeout in seconds for each later block, after which the device counts as gone."""
_FILL_SECONDS = 0.1
"""Interval in seconds at which silence is filled in, if the device omits it."""
_LATE_SECONDS = 0.05
"""Longest delay of audio in seconds; more recent silence is not filled in yet."""
_IDLE_SECONDS = 5.0
"""Time in seconds without a block, after which the default output is determined again."""


class LibraryStream(Protocol):
    """A stream of an audio library, which records into a `ThreadQueue`."""

    rate: int
    """Sample rate in Hz."""
    channels: int

    @property
    def is_active(self) -> bool:
        """True if the stream can still deliver audio."""
        ...

    def close(self) -> None:
        """Release the device, on PortAudio's thread."""
        ...


class Capture:
    """Owns an open stream, and reads what it records, until `close`."""

    def __init__(
        self, name: str, stream: LibraryStream, queue: ThreadQueue, *, omits_silence: bool = False
    ) -> None:
        """Take over an open stream.

        Args:
            name: device name shown to the user.
            stream: the stream.
            queue: the queue that the stream records into.
            omits_silence: True if the device delivers nothing while nothing plays.
        """
        self._name = name
        self._omits_silence = omits_silence
        self._queue = queue
        self._stream = stream
        self.rate = stream.rate
        """Sample rate in Hz."""
        self._mixer = ChannelMixer(stream.rate, stream.channels)

    @property
    def is_drained(self) -> bool:
        """True if every recorded block has been read."""
        return self._queue.is_empty

    def iter_blocks(self) -> AsyncGenerator[bytes, None]:
        """Yield mono 16-bit samples as they arrive, without gaps.

        The iteration ends once the device has long been idle, because the default may have changed.

        Raises:
            DeviceError: the device is gone.
        """
        return self._iter_filled() if self._omits_silence else self._iter_recorded()

    async def close(self) -> None:
        """Stop recording and release the device, even while the task is being cancelled."""
        self._queue.close()
        await portaudio.SYSTEM.run_to_completion(self.release_device)

    def release_device(self) -> None:
        """Release the device, on PortAudio's thread."""
        self._stream.close()

    async def _iter_recorded(self) -> AsyncGenerator[bytes, None]:
        timeout = _FIRST_BLOCK_SECONDS
        while True:
            try:
                block = await self._queue.next_block(timeout)
            except TimeoutError as error:
                raise DeviceError("device_silent", device=self._name) from error
            timeout = _NEXT_BLOCK_SECONDS
            yield self._mix_block(block)

    async def _iter_filled(self) -> AsyncGenerator[bytes, None]:
        """Yield recorded blocks, and zeros by the clock for what the device omits."""
        loop = asyncio.get_running_loop()
        start_time = last_block_time = loop.time()
        samples_out = 0
        while True:
            try:
                data = self._mix_block(await self._queue.next_block(_FILL_SECONDS))
                last_block_time = loop.time()
            except TimeoutError as error:
                if not self._stream.is_active:
                    raise self._gone_error() from error
                if loop.time() - last_block_time >= _IDLE_SECONDS:
                    return
                due = round((loop.time() - _LATE_SECONDS - start_time) * self.rate)
                data = bytes(max(0, due - samples_out) * SAMPLE_BYTES)
            samples_out += len(data) // SAMPLE_BYTES
            yield data

    def _mix_block(self, block: bytes | None) -> bytes:
        if block is None:
            raise self._gone_error()
        channels = self._stream.channels
        if channels == 1:
            return block
        return to_bytes(self._mixer.feed(from_bytes(block).reshape(-1, channels)))

    def _gone_error(self) -> DeviceError:
        return DeviceError("device_gone", device=self._name)
