"""Paces audio that could be read faster: each chunk is yielded at its real time."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from captions.audio.source import CHUNK_SECONDS, DeferredFailure
from captions.errors import RecordingError
from captions.pcm import Chunk, Chunker

_MAX_LATE_SECONDS = 1.0
"""Longest delay in seconds that is made up for."""


async def pace_chunks(
    blocks: AsyncGenerator[bytes, None],
    rate: int,
    begin_stream: Callable[[], float],
    speed: float = 1.0,
) -> AsyncGenerator[Chunk, None]:
    """Yield audio in chunks, each when its last sample is due.

    Args:
        blocks: 16-bit samples, as fast as they are available; closed at the end.
        rate: sample rate in Hz.
        begin_stream: called when the first block has arrived; returns the block's stream time.
        speed: seconds of audio per second, possibly infinite.

    Raises:
        RecordingError: reading the blocks failed; everything before has been yielded.
    """
    pacer = _ChunkPacer(speed)
    async with contextlib.aclosing(_cut_chunks(blocks, rate, begin_stream)) as chunks:
        async for chunk in chunks:
            await pacer.wait_until_due(chunk)
            yield chunk


class _ChunkPacer:
    """Delays chunks by the event loop's clock, so that no drift accumulates."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._zero_time: float | None = None
        """Event loop time at stream time 0."""

    async def wait_until_due(self, chunk: Chunk) -> None:
        """Wait until a chunk's last sample is due.

        A delay of more than a second is not made up for, whether the reader or the blocks caused
        it. A burst would be captioned faster than viewers read.
        """
        now = asyncio.get_running_loop().time()
        if self._zero_time is None:
            self._zero_time = now - chunk.stream_time / self._speed
        end = (chunk.stream_time + chunk.seconds) / self._speed
        late = now - self._zero_time - end
        if late > _MAX_LATE_SECONDS:
            self._zero_time = now - end
        if late < 0:
            await asyncio.sleep(-late)


async def _cut_chunks(
    blocks: AsyncGenerator[bytes, None], rate: int, begin_stream: Callable[[], float]
) -> AsyncGenerator[Chunk, None]:
    """Yield equal chunks, and the rest at the end or before a failure is raised."""
    chunker: Chunker | None = None
    async with contextlib.aclosing(blocks):
        with DeferredFailure(RecordingError) as failure:
            async for block in blocks:
                chunker = chunker or Chunker(rate, CHUNK_SECONDS, begin_stream())
                for chunk in chunker.feed(block):
                    yield chunk
        if chunker is not None:
            for chunk in chunker.flush():
                yield chunk
        failure.raise_now()
