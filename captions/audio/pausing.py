"""A source that can be paused: what listens live lets go of its device, and a recording waits."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, Callable

from captions.audio.source import Source, Tell
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import Chunk


class Pausable:
    """Hears nothing while it is paused."""

    def __init__(self, make: Callable[[Tell], Source], tell: Tell, *, live: bool) -> None:
        """Prepare to listen.

        Args:
            make: makes the source, which tells what happens to it by what it is given.
            tell: is told the same, and of pauses.
            live: whether to close the source in a pause, so that the system shows no microphone in
                use; one that is not live goes on behind a pause where it was.
        """
        self._tell = tell
        self._source = make(self._told)
        self._live = live
        self._going = asyncio.Event()
        self._going.set()
        self._interrupted = False
        """Whether the source is to be closed although it has not ended."""
        self._asked: asyncio.Future[Chunk | None] | None = None
        self._state = SourceChanged(SourceState.OPENING)
        """What the source told last."""

    @property
    def paused(self) -> bool:
        """Whether nothing is to be heard."""
        return not self._going.is_set()

    def pause(self) -> None:
        """Stop listening, at once."""
        if self.paused:
            return
        self._going.clear()
        self._tell(SourceChanged(SourceState.PAUSED))
        self._interrupt()

    def resume(self) -> None:
        """Go on."""
        if not self.paused:
            return
        self._going.set()
        # What is opened again tells by itself; what only waited does not.
        self._tell(SourceChanged(SourceState.OPENING) if self._live else self._state)

    def reopen(self) -> None:
        """Close what listens live, and open it again: its device may be of use then."""
        self._interrupt()

    async def chunks(self) -> AsyncGenerator[Chunk, None]:
        """Yield what the source hears, but for pauses.

        Raises:
            CaptionsError: whatever ends the source.
        """
        while True:
            await self._wait_to_go_on()
            self._interrupted = False
            async with contextlib.aclosing(self._source.chunks()) as chunks:
                while (chunk := await self._next(chunks)) is not None:
                    yield chunk
                    if not self._live:
                        await self._wait_to_go_on()
            # Closing takes its time, and who paused may have gone on meanwhile.
            if not self._interrupted:
                return

    async def _next(self, chunks: AsyncGenerator[Chunk, None]) -> Chunk | None:
        """Return the next chunk; `None` at the end, or where the source is interrupted."""
        if self._interrupted:
            return None
        self._asked = asyncio.ensure_future(anext(chunks, None))
        try:
            return await self._asked
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            return None
        finally:
            self._asked = None

    async def _wait_to_go_on(self) -> None:
        # Whoever went on may have paused again before this task has its turn.
        while self.paused:
            await self._going.wait()

    def _interrupt(self) -> None:
        """Let go of what listens live; a recording only waits."""
        if not self._live:
            return
        self._interrupted = True
        if self._asked is not None:
            self._asked.cancel()

    def _told(self, event: Event) -> None:
        """Pass on what the source tells, unless it tells that it is there in a pause."""
        if isinstance(event, SourceChanged):
            self._state = event
            if self.paused:
                return
        self._tell(event)
