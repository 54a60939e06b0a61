"""One source for as long as it is heard, on the stream time of its lane."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from captions.audio.opening import Opening
from captions.audio.pausing import Pausable
from captions.events import Event
from captions.pcm import Chunk


class Listener:
    """Yields what a source hears until it ends or the user leaves it."""

    def __init__(self, opening: Opening, start: float, emit: Callable[[Event], None]) -> None:
        """Prepare to listen.

        Args:
            opening: the source.
            start: stream time of its first sample, in seconds.
            emit: is called with what happens to the source until it is left.
        """
        self._start = start
        self._emit_to = emit
        self._source = Pausable(opening.make, self._emit, live=opening.live)
        self._left = False
        self._end = start
        self._heard_at: float | None = None
        """When the last chunk came, by the loop's clock."""

    @property
    def paused(self) -> bool:
        """True while the user has paused captioning."""
        return self._source.paused

    def next_start(self) -> float:
        """Return the stream time at which another source may begin now."""
        if self._heard_at is None:
            return self._end
        return self._end + asyncio.get_running_loop().time() - self._heard_at

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield chunks; none comes once the source was left.

        Raises:
            CaptionsError: whatever ends the source.
        """
        async with contextlib.aclosing(self._source.chunks()) as chunks:
            async for chunk in chunks:
                if self._left:
                    return
                heard = chunk._replace(stream_time=self._start + chunk.stream_time)
                self._end = heard.stream_time + heard.seconds
                self._heard_at = asyncio.get_running_loop().time()
                yield heard

    def pause(self) -> None:
        """Close the device, or hold the recording."""
        self._source.pause()

    def resume(self) -> None:
        """Resume listening."""
        self._source.resume()

    def reopen(self) -> None:
        """Open the device again."""
        self._source.reopen()

    def leave(self) -> None:
        """Report nothing more; what runs `chunks` is cancelled, and may take its time."""
        self._left = True

    def _emit(self, event: Event) -> None:
        if not self._left:
            self._emit_to(event)
