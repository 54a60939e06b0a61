"""Cancels the echo of the computer's audio in the microphone signal.

Without headphones the microphone picks up the loudspeakers, and both lanes would caption the same
speech. WebRTC's echo canceller (AEC3), which browsers use in calls, finds the delay between the
signals by itself. It preserves what people say in the room.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from captions.audio.source import Source
from captions.errors import DeviceError
from captions.pcm import SAMPLE_BYTES, Chunk

_RATES = (8000, 16_000, 48_000)
"""Sample rates in Hz that the canceller supports."""
_FRAMES_PER_SECOND = 100
"""Frames per second: the canceller processes 10 ms at a time."""
_REFERENCE_TIMEOUT = 0.2
"""Timeout in seconds for the reference signal, after which the computer counts as silent."""


class EchoCanceller:
    """Cancels a reference signal in the microphone signal of the same sample rate."""

    def __init__(self, rate: int) -> None:
        """Load the echo canceller.

        Args:
            rate: sample rate in Hz that `working_rate` returned.

        Raises:
            DeviceError: the library is not installed.
        """
        try:
            # Imported late: it takes 0.1 s and 23 MB, and only two lanes need it.
            self._rtc: Any = import_module("livekit.rtc")
        except (ImportError, OSError) as error:
            raise DeviceError("echo_canceller_missing") from error
        self._canceller = self._rtc.AudioProcessingModule(echo_cancellation=True)
        self._rate = rate
        self._frame_bytes = rate // _FRAMES_PER_SECOND * SAMPLE_BYTES
        self._has_reference = False
        """True while the reference signal arrives."""
        self._reference_seconds = 0.0
        """Reference audio received so far, in seconds."""
        self._required_seconds = 0.0
        """Reference audio required before more microphone audio is processed, in seconds."""
        self._reference_arrived = asyncio.Event()

    def feed_reference(self, data: bytes) -> None:
        """Feed 16-bit samples of what the computer plays."""
        seconds = len(data) / SAMPLE_BYTES / self._rate
        if not self._has_reference:
            # One chunk more, because the two streams can be a whole chunk out of step.
            self._has_reference, self._required_seconds = True, self._reference_seconds + seconds
        self._process_frames(data, self._canceller.process_reverse_stream)
        self._reference_seconds += seconds
        self._reference_arrived.set()

    async def wait_for_reference(self, seconds: float) -> None:
        """Wait for the reference signal of ``seconds`` of microphone audio, up to the timeout."""
        if not self._has_reference:
            return
        self._required_seconds += seconds
        try:
            async with asyncio.timeout(_REFERENCE_TIMEOUT):
                while self._reference_seconds < self._required_seconds:
                    self._reference_arrived.clear()
                    await self._reference_arrived.wait()
        except TimeoutError:
            self._has_reference = False

    def cancel_echo(self, data: bytes) -> bytes:
        """Return 16-bit microphone samples with the echo cancelled."""
        return self._process_frames(data, self._canceller.process_stream)

    def _process_frames(self, data: bytes, process: Callable[[Any], None]) -> bytes:
        """Process whole frames; a partial frame at the end of a stream is returned unchanged."""
        processed = bytearray()
        whole = len(data) - len(data) % self._frame_bytes
        for start in range(0, whole, self._frame_bytes):
            samples = bytearray(data[start : start + self._frame_bytes])
            frame = self._rtc.AudioFrame(samples, self._rate, 1, len(samples) // SAMPLE_BYTES)
            process(frame)
            processed += frame.data.tobytes()
        return bytes(processed) + data[whole:]


class EchoReference:
    """A source of what the computer plays, which also feeds an echo canceller."""

    def __init__(self, source: Source, canceller: EchoCanceller) -> None:
        self._source = source
        self._canceller = canceller

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield the source's chunks unchanged."""
        async with contextlib.aclosing(self._source.iter_chunks()) as chunks:
            async for chunk in chunks:
                self._canceller.feed_reference(chunk.data)
                yield chunk


class EchoCancelledSource:
    """A microphone without the echo of what the computer plays."""

    def __init__(self, source: Source, canceller: EchoCanceller) -> None:
        self._source = source
        self._canceller = canceller

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield each chunk without echo, once the reference signal for it has arrived."""
        async with contextlib.aclosing(self._source.iter_chunks()) as chunks:
            async for chunk in chunks:
                await self._canceller.wait_for_reference(chunk.seconds)
                yield replace(chunk, data=self._canceller.cancel_echo(chunk.data))


def working_rate(rate: int) -> int:
    """Return the lowest supported rate in Hz that is not below another rate."""
    return min(candidate for candidate in _RATES if candidate >= rate)
