"""Reads one audio source on the stream time of its lane."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace

from captions.audio.lanes import LaneSource
from captions.audio.pausing import PausableSource
from captions.events import Event
from captions.pcm import Chunk


class LaneListener:
    """Yields the chunks of a source until it ends or is stopped."""

    def __init__(self, source: LaneSource, start: float, emit: Callable[[Event], None]) -> None:
        """Prepare to read the source.

        Args:
            source: the source.
            start: stream time of its first sample in seconds.
            emit: called with the events of the source until it is stopped.
        """
        self._start = start
        self._emit = emit
        self._source = PausableSource(source.make_source, self._forward_event, live=source.is_live)
        self._stopped = False
        self._end_time = start
        self._received_at: float | None = None
        """Time of the last chunk on the loop's clock."""

    @property
    def paused(self) -> bool:
        """True while the user has paused captioning."""
        return self._source.paused

    def next_start(self) -> float:
        """Return the stream time at which another source would start now."""
        if self._received_at is None:
            return self._end_time
        return self._end_time + asyncio.get_running_loop().time() - self._received_at

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks until the source ends or is stopped.

        Raises:
            CaptionsError: the source failed.
        """
        async with contextlib.aclosing(self._source.iter_chunks()) as chunks:
            async for chunk in chunks:
                if self._stopped:
                    return
                shifted = replace(chunk, stream_time=self._start + chunk.stream_time)
                self._end_time = shifted.stream_time + shifted.seconds
                self._received_at = asyncio.get_running_loop().time()
                yield shifted

    def pause(self) -> None:
        """Close the device, or pause the recording."""
        self._source.pause()

    def resume(self) -> None:
        """Resume capture."""
        self._source.resume()

    def reopen_device(self) -> None:
        """Reopen the device."""
        self._source.reopen()

    def stop(self) -> None:
        """Stop emitting; the caller cancels the task of `iter_chunks`, which may take time."""
        self._stopped = True

    def _forward_event(self, event: Event) -> None:
        if not self._stopped:
            self._emit(event)
