"""Takes what the computer plays out of what the microphone hears of it.

Without headphones the microphone hears the loudspeakers, and whoever is captioned in both lanes
would be captioned twice. WebRTC's echo canceller (AEC3), which browsers use in calls, finds the
delay between the two by itself, and leaves what is said in the room meanwhile.
"""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from importlib import import_module
from typing import Any

from captions.audio.source import Source
from captions.errors import DeviceError
from captions.pcm import SAMPLE_BYTES, Chunk

_RATES = (8000, 16_000, 48_000)
"""Samples a second that the canceller takes."""
_FRAMES_A_SECOND = 100
"""It takes sound by 10 ms."""
_LONGEST_WAIT = 0.2
"""Seconds; whoever has played nothing for so long plays nothing."""


class EchoCanceller:
    """Two streams of one rate: what is played, and what is heard of it and of the room."""

    def __init__(self, rate: int) -> None:
        """Prepare to cancel.

        Args:
            rate: samples a second, one that `working_rate` returns.

        Raises:
            DeviceError: the library is not installed.
        """
        try:
            # It takes 0.1 s and 23 MB, which only those pay who hear both lanes.
            self._rtc: Any = import_module("livekit.rtc")
        except (ImportError, OSError) as error:
            raise DeviceError(
                "To hear both, install what takes echo away: pip install livekit; or hear the "
                "microphone or the computer alone."
            ) from error
        self._canceller = self._rtc.AudioProcessingModule(echo_cancellation=True)
        self._rate = rate
        self._frame_bytes = rate // _FRAMES_A_SECOND * SAMPLE_BYTES
        self._plays = False
        """Whether it is known what is played."""
        self._played = 0.0
        """Seconds of what was played."""
        self._due = 0.0
        """How many of these must be known before more is cleaned."""
        self._came = asyncio.Event()

    def played(self, data: bytes) -> bytes:
        """Take note of what is played, 16-bit samples, and return it as it is."""
        seconds = len(data) / SAMPLE_BYTES / self._rate
        if not self._plays:
            # One chunk more, since both sides' chunks are out of step by up to a whole one.
            self._plays, self._due = True, self._played + seconds
        self._each_frame(data, self._canceller.process_reverse_stream)
        self._played += seconds
        self._came.set()
        return data

    async def until_played(self, seconds: float) -> None:
        """Wait until it is known what was played while so much was heard; but not for long."""
        if not self._plays:
            return
        self._due += seconds
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                while self._played < self._due:
                    self._came.clear()
                    await self._came.wait()
        except TimeoutError:
            self._plays = False

    def cleaned(self, data: bytes) -> bytes:
        """Return what the microphone heard, 16-bit samples, without what was played."""
        return self._each_frame(data, self._canceller.process_stream)

    def _each_frame(self, data: bytes, process: Callable[[Any], None]) -> bytes:
        """Process sound by frames; less than a frame, at the end of a stream, stays as it is."""
        done = bytearray()
        whole = len(data) - len(data) % self._frame_bytes
        for start in range(0, whole, self._frame_bytes):
            samples = bytearray(data[start : start + self._frame_bytes])
            frame = self._rtc.AudioFrame(samples, self._rate, 1, len(samples) // SAMPLE_BYTES)
            process(frame)
            done += frame.data.tobytes()
        return bytes(done) + data[whole:]


class Played:
    """A source of what the computer plays, of which an echo canceller takes note."""

    def __init__(self, source: Source, canceller: EchoCanceller) -> None:
        self._source = source
        self._canceller = canceller

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield what the source yields."""
        async with contextlib.aclosing(self._source.chunks()) as chunks:
            async for chunk in chunks:
                self._canceller.played(chunk.data)
                yield chunk


class Cleaned:
    """A microphone without what the computer plays."""

    def __init__(self, source: Source, canceller: EchoCanceller) -> None:
        self._source = source
        self._canceller = canceller

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield each chunk of the source without echo, as soon as it is known what was played."""
        async with contextlib.aclosing(self._source.chunks()) as chunks:
            async for chunk in chunks:
                await self._canceller.until_played(chunk.seconds)
                yield chunk._replace(data=self._canceller.cleaned(chunk.data))


def working_rate(rate: int) -> int:
    """Return the lowest rate at which echo can be cancelled that loses nothing of another."""
    return min(found for found in _RATES if found >= rate)
