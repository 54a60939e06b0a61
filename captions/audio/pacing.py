"""The speed of speech: what could be read faster is handed on when it would be heard."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from captions.audio.source import CHUNK_SECONDS
from captions.errors import RecordingError
from captions.pcm import Chunk, Chunker

_LATEST_SECONDS = 1.0


async def paced(
    blocks: AsyncGenerator[bytes, None], rate: int, begin: Callable[[], float], speed: float = 1.0
) -> AsyncGenerator[Chunk, None]:
    """Yield sound in chunks, each when its last sample would have been heard.

    Args:
        blocks: 16-bit samples as they can be had; closed at the end.
        rate: samples a second.
        begin: is called when the first block is there, and returns its stream time.
        speed: seconds of sound a second, maybe infinite.

    Raises:
        RecordingError: whatever ends the blocks; what came before has been yielded.
    """
    pacing = _Pacing(speed)
    async with contextlib.aclosing(_chunked(blocks, rate, begin)) as chunks:
        async for chunk in chunks:
            await pacing.heard(chunk)
            yield chunk


class _Pacing:
    """Makes chunks wait for their time, by the loop's clock: no drift adds up."""

    def __init__(self, speed: float) -> None:
        self._speed = speed
        self._began: float | None = None
        """When stream time was zero."""

    async def heard(self, chunk: Chunk) -> None:
        """Wait until a chunk's end.

        What is late by more than a second, because nobody asked or nothing came, is not made up
        for: a burst of it would be captioned faster than anybody reads.
        """
        now = asyncio.get_running_loop().time()
        if self._began is None:
            self._began = now - chunk.stream_time / self._speed
        end = (chunk.stream_time + chunk.seconds) / self._speed
        late = now - self._began - end
        if late > _LATEST_SECONDS:
            self._began = now - end
        if late < 0:
            await asyncio.sleep(-late)


async def _chunked(
    blocks: AsyncGenerator[bytes, None], rate: int, begin: Callable[[], float]
) -> AsyncGenerator[Chunk, None]:
    """Yield equal chunks, and the rest at the end, also where that is a failure."""
    chunker: Chunker | None = None
    failure: RecordingError | None = None
    async with contextlib.aclosing(blocks):
        try:
            async for block in blocks:
                chunker = chunker or Chunker(rate, CHUNK_SECONDS, begin())
                for chunk in chunker.feed(block):
                    yield chunk
        except RecordingError as error:
            failure = error
        if chunker is not None:
            for chunk in chunker.flush():
                yield chunk
        if failure is not None:
            raise failure
