"""A source that can be paused: a live source releases its device, and a recording waits."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from captions.audio.source import EventCallback, Source
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import Chunk


class PausableSource:
    """A source that yields nothing while it is paused."""

    def __init__(
        self, make_source: Callable[[EventCallback], Source], emit: EventCallback, *, live: bool
    ) -> None:
        """Prepare to capture.

        Args:
            make_source: builds the source around an event callback.
            emit: receives the source's events, and those of pauses.
            live: True to close the source during a pause, so that the system shows no microphone in
                use. Any other source continues where it was paused.
        """
        self._emit = emit
        self._source = make_source(self._handle_event)
        self._live = live
        self._running = asyncio.Event()
        self._running.set()
        self._interruption: asyncio.Future[None] | None = None
        """Done once the open source is to be closed although it has not ended."""
        self._state = SourceChanged(SourceState.OPENING)
        """Last state that the source emitted."""

    @property
    def paused(self) -> bool:
        """True while the source is paused."""
        return not self._running.is_set()

    def pause(self) -> None:
        """Pause at once."""
        if self.paused:
            return
        self._running.clear()
        self._emit(SourceChanged(SourceState.PAUSED))
        self._interrupt_source()

    def resume(self) -> None:
        """Resume after a pause."""
        if not self.paused:
            return
        self._running.set()
        # A reopened source emits its own state; a source that waited does not.
        self._emit(SourceChanged(SourceState.OPENING) if self._live else self._state)

    def reopen(self) -> None:
        """Close and reopen a live source, whose device may work then."""
        self._interrupt_source()

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield the source's chunks, except during pauses.

        Raises:
            CaptionsError: the source failed.
        """
        while True:
            await self._wait_until_resumed()
            interruption = self._interruption = asyncio.get_running_loop().create_future()
            async with contextlib.aclosing(self._source.iter_chunks()) as chunks:
                while (chunk := await _next_chunk(chunks, interruption)) is not None:
                    yield chunk
                    if not self._live:
                        await self._wait_until_resumed()
            # Closing takes time, and the user may have resumed in the meantime.
            if not interruption.done():
                return

    async def _wait_until_resumed(self) -> None:
        # The user may have paused again before this task runs.
        while self.paused:
            await self._running.wait()

    def _interrupt_source(self) -> None:
        """Interrupt a live source; a recording only waits."""
        interruption = self._interruption
        if self._live and interruption is not None and not interruption.done():
            interruption.set_result(None)

    def _handle_event(self, event: Event) -> None:
        """Forward an event of the source; during a pause, only store its state."""
        if isinstance(event, SourceChanged):
            self._state = event
            if self.paused:
                return
        self._emit(event)


async def _next_chunk(
    chunks: AsyncGenerator[Chunk, None], interruption: asyncio.Future[None]
) -> Chunk | None:
    """Return the next chunk; None at the end, or if the source is interrupted."""
    if interruption.done():
        return None
    pending = asyncio.ensure_future(anext(chunks, None))
    try:
        await asyncio.wait((pending, interruption), return_when=asyncio.FIRST_COMPLETED)
    finally:
        # The source can be closed only once it no longer works on a chunk. Unlike asyncio.wait,
        # gather waits for that even if this task is cancelled again.
        pending.cancel()
        await asyncio.gather(pending, return_exceptions=True)
    return None if pending.cancelled() else pending.result()
