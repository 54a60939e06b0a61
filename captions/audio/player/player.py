"""Plays chunks on the default output, and reports the position at least 10 times a second.

Playback uses a stream of its own, so that capturing continues. Computer audio includes what is
played: while `SoundPlayer.is_playing` is True, it must not be captioned again.
"""

import asyncio
import itertools
from collections.abc import Callable, Iterator
from functools import partial

from captions.audio.devices import portaudio
from captions.audio.player.output_stream import OutputStream
from captions.errors import DeviceError
from captions.pcm import Chunk

_POLL_SECONDS = 0.05
"""Interval in seconds at which the position is reported and the queue is filled."""
_QUEUED_SECONDS = 1.0
"""Duration in seconds that is queued, for which the event loop may be busy."""
_CHUNKS_AT_ONCE = 10
"""Number of chunks that are read in one call of a worker thread."""
_FIRST_BLOCK_SECONDS = 4.0
"""Timeout in seconds for the first block; Bluetooth devices change their profile first."""
_NEXT_BLOCK_SECONDS = 2.0
"""Timeout in seconds for each later block, after which the device counts as lost."""


class SoundPlayer:
    """Plays one sequence of chunks at a time."""

    def __init__(self, on_position: Callable[[float], None]) -> None:
        """``on_position`` is called on the event loop with the audible stream time in seconds."""
        self._on_position = on_position
        self._stop_request: asyncio.Event | None = None
        """Ends the current playback; None while nothing is played."""

    @property
    def is_playing(self) -> bool:
        """True while sound is or may be audible."""
        return self._stop_request is not None

    async def play(self, chunks: Iterator[Chunk]) -> None:
        """Play chunks to their end, or until `stop` or another call; what plays is stopped.

        Args:
            chunks: sound of one sample rate, read in a worker thread; its stream times may have
                gaps, which are not played.

        Raises:
            DeviceError: there is no output, or it was lost.
        """
        self.stop()
        stop_request = self._stop_request = asyncio.Event()
        try:
            await self._play_chunks(chunks, stop_request)
        finally:
            if self._stop_request is stop_request:
                self._stop_request = None

    def stop(self) -> None:
        """Stop what is played; `play` returns soon afterwards."""
        if self._stop_request is not None:
            self._stop_request.set()

    async def _play_chunks(self, chunks: Iterator[Chunk], stop_request: asyncio.Event) -> None:
        first = await asyncio.to_thread(_take_chunks, chunks)
        if not first or stop_request.is_set():
            return
        stream = await portaudio.SYSTEM.acquire(
            partial(OutputStream, first[0].rate), OutputStream.close
        )
        try:
            remaining = itertools.chain(first, chunks)
            await self._feed_stream(stream, remaining, stop_request)
        finally:
            await portaudio.SYSTEM.run_to_completion(stream.close)

    async def _feed_stream(
        self, stream: OutputStream, chunks: Iterator[Chunk], stop_request: asyncio.Event
    ) -> None:
        monitor = _DeviceMonitor(stream)
        has_more = True
        while not (stop_request.is_set() or stream.is_played):
            if has_more and stream.queued_seconds < _QUEUED_SECONDS:
                taken = await asyncio.to_thread(_take_chunks, chunks)
                has_more = bool(taken)
                for chunk in taken:
                    stream.put_chunk(chunk)
                if not has_more:
                    stream.finish()
            if not stop_request.is_set() and (position := stream.position) is not None:
                self._on_position(position)
            monitor.check_device()
            await _wait_for(stop_request, _POLL_SECONDS)


class _DeviceMonitor:
    """Detects that the device no longer fetches sound."""

    def __init__(self, stream: OutputStream) -> None:
        self._stream = stream
        self._loop = asyncio.get_running_loop()
        self._fill_count = stream.fill_count
        self._deadline = self._loop.time() + _FIRST_BLOCK_SECONDS

    def check_device(self) -> None:
        """Check that the device fetched sound recently.

        Raises:
            DeviceError: it did not, or it is gone.
        """
        now = self._loop.time()
        if self._stream.fill_count != self._fill_count:
            self._fill_count = self._stream.fill_count
            self._deadline = max(self._deadline, now + _NEXT_BLOCK_SECONDS)
        if not self._stream.is_active or now > self._deadline:
            raise DeviceError("playback_device_lost")


def _take_chunks(chunks: Iterator[Chunk]) -> list[Chunk]:
    return list(itertools.islice(chunks, _CHUNKS_AT_ONCE))


async def _wait_for(event: asyncio.Event, seconds: float) -> None:
    """Wait for an event up to a timeout in seconds."""
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
