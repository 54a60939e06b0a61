"""A source of chunks that exist in advance."""

import asyncio
from collections.abc import AsyncGenerator, Iterable

from captions.pcm import Chunk, Samples, from_bytes, to_bytes


class Given:
    """A source of given chunks."""

    def __init__(self, chunks: Iterable[Chunk]) -> None:
        self._chunks = chunks

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        for chunk in self._chunks:
            yield chunk
            await asyncio.sleep(0)


def cut(samples: Samples, rate: int, start: float = 0.0) -> list[Chunk]:
    size = rate // 20
    return [
        Chunk(to_bytes(samples[place : place + size]), rate, start + place / rate)
        for place in range(0, len(samples), size)
    ]


def joined(chunks: Iterable[Chunk]) -> Samples:
    return from_bytes(b"".join(chunk.data for chunk in chunks))
