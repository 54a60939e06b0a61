"""Live sound cut into chunks of another rate, with a seam only where some of it was lost."""

import contextlib
from collections.abc import AsyncGenerator, Iterator

import numpy as np

from captions.audio.source import LIVE_CHUNK_SECONDS, Source
from captions.pcm import SAMPLE_BYTES, Chunk, Chunker, Resampler, from_bytes, to_bytes

_SEAM_SECONDS = 0.002
"""Chunks that another source has cut tell their time to the sample, but for rounding."""


class Cutter:
    """Cuts what follows each other, and begins afresh behind a gap."""

    def __init__(self, from_rate: int, rate: int, gap_seconds: float) -> None:
        """Begin with nothing.

        Args:
            from_rate: samples a second of what is fed.
            rate: samples a second of the chunks.
            gap_seconds: what begins later than this was not all that there was: some is lost. Up to
                there samples are counted, since a clock is too rough for them.
        """
        self._from_rate = from_rate
        self._rate = rate
        self._gap_seconds = gap_seconds
        self._resampler: Resampler | None = None
        """What is of the right rate passes as it is."""
        self._chunker: Chunker | None = None
        self._end = 0.0
        """Stream time behind what was fed, counted in samples."""

    @property
    def began(self) -> bool:
        """Whether anything was fed."""
        return self._chunker is not None

    def feed(self, block: bytes, start: float, *, seamless: bool = False) -> Iterator[Chunk]:
        """Take the next block, and yield every chunk that is now whole.

        Args:
            block: 16-bit samples.
            start: their stream time by the clock.
            seamless: whether nothing is lost before them, whatever the clock says.
        """
        if self._chunker is None or (not seamless and start - self._end > self._gap_seconds):
            yield from self.flush()
            self._chunker = Chunker(self._rate, LIVE_CHUNK_SECONDS, start)
            if self._from_rate != self._rate:
                self._resampler = Resampler(self._from_rate, self._rate)
            self._end = start
        self._end += len(block) / SAMPLE_BYTES / self._from_rate
        if self._resampler is not None:
            block = to_bytes(self._resampler.feed(from_bytes(block)))
        yield from self._chunker.feed(block)

    def flush(self) -> Iterator[Chunk]:
        """Yield the rest; what is fed behind it begins afresh."""
        if self._chunker is None:
            return
        if self._resampler is not None:
            rest = self._resampler.feed(np.zeros(0, np.float32), last=True)
            yield from self._chunker.feed(to_bytes(rest))
        yield from self._chunker.flush()
        self._chunker = self._resampler = None


class Resampled:
    """A source at another rate."""

    def __init__(self, source: Source, from_rate: int, rate: int) -> None:
        """Rates in samples a second: the source's, and that of the chunks."""
        self._source = source
        self._from_rate = from_rate
        self._rate = rate

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield the source's sound in chunks of the other rate; gaps stay where they are."""
        cutter = Cutter(self._from_rate, self._rate, _SEAM_SECONDS)
        async with contextlib.aclosing(self._source.chunks()) as chunks:
            async for chunk in chunks:
                for cut in cutter.feed(chunk.data, chunk.stream_time):
                    yield cut
        for cut in cutter.flush():
            yield cut
