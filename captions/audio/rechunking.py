"""Cuts live audio into chunks of another rate; a new series starts only after a gap."""

import contextlib
from collections.abc import AsyncGenerator, Iterator

import numpy as np

from captions.audio.source import LIVE_CHUNK_SECONDS, Source
from captions.pcm import SAMPLE_BYTES, Chunk, Chunker, Resampler, from_bytes, to_bytes

_SEAM_SECONDS = 0.002
"""Tolerance in seconds for chunks of another source, whose times are exact except for rounding."""


class Rechunker:
    """Cuts contiguous audio into chunks, and starts a new series after a gap."""

    def __init__(self, from_rate: int, rate: int, gap_seconds: float) -> None:
        """Start without any audio.

        Args:
            from_rate: sample rate of the input in Hz.
            rate: sample rate of the chunks in Hz.
            gap_seconds: delay of a block that counts as a gap, where audio was lost. Below it
                samples are counted, because the clock is too coarse.
        """
        self._from_rate = from_rate
        self._rate = rate
        self._gap_seconds = gap_seconds
        self._resampler: Resampler | None = None
        """None if the input has the right rate already."""
        self._chunker: Chunker | None = None
        self._end_time = 0.0
        """Stream time at the end of the input, counted in samples."""

    @property
    def is_started(self) -> bool:
        """True from the first block until `flush`."""
        return self._chunker is not None

    def feed(self, block: bytes, start: float, *, seamless: bool = False) -> Iterator[Chunk]:
        """Feed the next block, and yield every chunk that is complete.

        Args:
            block: 16-bit samples.
            start: stream time of the block by the clock.
            seamless: True if no audio was lost before the block, regardless of the clock.
        """
        if self._chunker is None or (not seamless and start - self._end_time > self._gap_seconds):
            yield from self.flush()
            self._chunker = Chunker(self._rate, LIVE_CHUNK_SECONDS, start)
            if self._from_rate != self._rate:
                self._resampler = Resampler(self._from_rate, self._rate)
            self._end_time = start
        self._end_time += len(block) / SAMPLE_BYTES / self._from_rate
        if self._resampler is not None:
            block = to_bytes(self._resampler.feed(from_bytes(block)))
        yield from self._chunker.feed(block)

    def flush(self) -> Iterator[Chunk]:
        """Yield the rest; the next block starts a new series."""
        if self._chunker is None:
            return
        if self._resampler is not None:
            rest = self._resampler.feed(np.zeros(0, np.float32), last=True)
            yield from self._chunker.feed(to_bytes(rest))
        yield from self._chunker.flush()
        self._chunker = self._resampler = None


class ResampledSource:
    """A source converted to another sample rate."""

    def __init__(self, source: Source, from_rate: int, rate: int) -> None:
        """``from_rate`` is the source's sample rate, ``rate`` that of the chunks, both in Hz."""
        self._source = source
        self._from_rate = from_rate
        self._rate = rate

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield the source's audio in chunks of the other rate; gaps are preserved."""
        rechunker = Rechunker(self._from_rate, self._rate, _SEAM_SECONDS)
        async with contextlib.aclosing(self._source.iter_chunks()) as chunks:
            async for chunk in chunks:
                for resampled in rechunker.feed(chunk.data, chunk.stream_time):
                    yield resampled
        for resampled in rechunker.flush():
            yield resampled
