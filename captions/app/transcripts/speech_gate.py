"""Holds speech back until the transcript has it on disk, so that nothing on screen can be lost."""

import asyncio
from collections import deque
from collections.abc import Callable

from captions.events import CaptionEvent

_MAX_WAIT_SECONDS = 0.25
"""Maximum delay of captions by a slow disk."""


class SpeechGate:
    """Passes speech on in order: a committed segment only once it is written."""

    def __init__(
        self, pass_on: Callable[[CaptionEvent], None], max_wait: float = _MAX_WAIT_SECONDS
    ) -> None:
        """Start empty.

        Args:
            pass_on: called with each event.
            max_wait: maximum time in seconds for which a segment is held back.
        """
        self._pass_on = pass_on
        self._max_wait = max_wait
        self._held: deque[tuple[CaptionEvent, asyncio.Future[None] | None]] = deque()

    def add_event(self, event: CaptionEvent, written: asyncio.Future[None] | None = None) -> None:
        """Pass an event on, or hold it back.

        Args:
            event: a partial or committed segment.
            written: done once the segment is written; `None` if it need not be.
        """
        self._held.append((event, written))
        if written is not None and not written.done():
            timer = asyncio.get_running_loop().call_later(self._max_wait, finish_writing, written)
            written.add_done_callback(lambda _: timer.cancel())
            written.add_done_callback(lambda _: self._pass_ready())
        self._pass_ready()

    def pass_all(self) -> None:
        """Pass all events on without waiting any longer."""
        while self._held:
            self._pass_on(self._held.popleft()[0])

    def _pass_ready(self) -> None:
        """Pass on the events before the first one that is still being written."""
        while self._held and (self._held[0][1] is None or self._held[0][1].done()):
            self._pass_on(self._held.popleft()[0])


def finish_writing(written: asyncio.Future[None]) -> None:
    """Finish a future, unless it is done: the disk and the timer may both finish it."""
    if not written.done():
        written.set_result(None)
