"""One open PortAudio stream, from its thread to the loop: the only crossing of threads there is."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import AsyncGenerator
from typing import Any, NamedTuple

import numpy as np

from captions.audio import portaudio
from captions.errors import DeviceError
from captions.pcm import Samples, mono

_BLOCK_SECONDS = 0.02
_LATENCY_SECONDS = 0.04
"""With more, or with blocks of PortAudio's own choosing, sound comes in bursts."""
_MOST_WAITING = 1500
"""Blocks that may wait for the loop: 30 s; then the oldest are dropped, and counted."""
_FIRST_SECONDS = 4.0
"""A device may take this long to give its first block: Bluetooth changes its profile first."""
_SILENT_SECONDS = 1.0
"""A device that gives no block for this long is gone."""
_TELL_SECONDS = 5.0
"""Losses are logged at most this often."""

log = logging.getLogger(__name__)


class Opening(NamedTuple):
    """What to open."""

    device: str | int
    rate: int
    """Samples a second."""
    channels: int


class Capture:
    """A stream that is open from its making until `close`."""

    def __init__(self, opening: Opening) -> None:
        """Open the device and begin to record; only on PortAudio's thread.

        Raises:
            DeviceError: the device refuses.
        """
        self.rate = opening.rate
        self._channels = opening.channels
        self._blocks: deque[bytes] = deque()
        self._lost = 0
        self._told = 0.0
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = asyncio.Event()
        self._waking = False
        self._stream = self._opened(opening)
        portaudio.stream_opened()

    async def blocks(self) -> AsyncGenerator[Samples, None]:
        """Yield mono sound as it comes.

        Raises:
            DeviceError: the device is gone.
        """
        self._loop = asyncio.get_running_loop()
        patience = _FIRST_SECONDS
        while True:
            while self._blocks:
                patience = _SILENT_SECONDS
                yield self._decoded(self._blocks.popleft())
            self._tell_losses()
            self._arrived.clear()
            self._waking = False
            if self._blocks:
                continue
            if self._ended:
                raise DeviceError("The microphone is gone.")
            try:
                async with asyncio.timeout(patience):
                    await self._arrived.wait()
            except TimeoutError as error:
                raise DeviceError("The microphone gives no sound any more.") from error

    async def close(self) -> None:
        """Stop recording and free the device, even while the task is being cancelled."""
        self._loop = None
        await portaudio.finish(self.let_go)

    def let_go(self) -> None:
        """Free the device; on PortAudio's thread."""
        self._stream.close(ignore_errors=True)
        portaudio.stream_closed()

    def _opened(self, opening: Opening) -> Any:  # noqa: ANN401  # sounddevice has no types
        sounddevice = portaudio.library()
        stream: Any = None  # sounddevice has no types
        try:
            stream = sounddevice.RawInputStream(
                device=opening.device,
                samplerate=opening.rate,
                channels=opening.channels,
                dtype="int16",
                blocksize=round(opening.rate * _BLOCK_SECONDS),
                latency=_LATENCY_SECONDS,
                callback=self._take,
                finished_callback=self._finish,
            )
            stream.start()
        except (sounddevice.PortAudioError, ValueError) as error:
            if stream is not None:
                stream.close(ignore_errors=True)
            raise DeviceError(
                "The microphone cannot be opened: another program may hold it, or its use may be "
                "forbidden in the system's privacy settings."
            ) from error
        return stream

    def _take(self, data: Any, _frames: int, _time: object, status: Any) -> None:  # noqa: ANN401
        """Copy a block, on PortAudio's thread; nothing here may wait."""
        if status.input_overflow:
            self._lost += 1
        if len(self._blocks) >= _MOST_WAITING:
            self._blocks.popleft()
            self._lost += 1
        self._blocks.append(bytes(data))
        self._wake()

    def _finish(self) -> None:
        """Note the end of the stream, on PortAudio's thread."""
        self._ended = True
        self._wake()

    def _wake(self) -> None:
        """Wake the loop, once until it has come."""
        loop = self._loop
        if self._waking or loop is None:
            return
        self._waking = True
        try:
            loop.call_soon_threadsafe(self._arrived.set)
        except RuntimeError:  # The loop was closed between the look and the call.
            self._waking = False

    def _decoded(self, block: bytes) -> Samples:
        samples = np.frombuffer(block, dtype=np.int16).astype(np.float32) / np.float32(32768)
        return mono(samples.reshape(-1, self._channels))

    def _tell_losses(self) -> None:
        now = time.monotonic()
        if self._lost and now - self._told >= _TELL_SECONDS:
            log.warning("%d blocks of sound were lost: the computer is too busy.", self._lost)
            self._lost, self._told = 0, now
