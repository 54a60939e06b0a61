"""The queue of one output: it delays captions, and limits what a slow output can hold back.

* States: the newest wins. An output that is slow misses the states between.
* Segments: kept in order until the output has removed them. They are dropped and counted when they
  are too old to be useful, or too many.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState

_MAX_DELAYED_STATES = 4000
"""States of the longest delay, 120 s, at 30 a second; the oldest are dropped first."""

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueLimits:
    """What a queue holds, besides what waits for the delay."""

    delay: float = 0.0
    """Seconds until a caption may be delivered."""
    max_age: float = 60.0
    """Seconds after the delay until a segment is dropped."""
    max_segments: int = 1000
    """Segments that may wait; the oldest is dropped first."""


@dataclass(frozen=True, slots=True)
class _Dated(Generic[_Item]):
    item: _Item
    due: float
    """Time of the clock from which it may be delivered."""


class OutputQueue:
    """Hands captions from the app to one output; both run on the same event loop."""

    def __init__(
        self, limits: QueueLimits | None = None, clock: Callable[[], float] | None = None
    ) -> None:
        """Create an empty queue with an empty screen.

        Args:
            limits: the delay, and how much is held.
            clock: returns monotonic seconds; by default the time of the running event loop.
        """
        self.limits = limits or QueueLimits()
        self.sent = 0
        """Segments delivered."""
        self.dropped = 0
        """Segments dropped because they were too old or too many."""
        self._clock = clock or (lambda: asyncio.get_running_loop().time())
        self._states: deque[_Dated[CaptionState]] = deque(maxlen=_MAX_DELAYED_STATES)
        self._segments: deque[_Dated[TranscriptSegment]] = deque()
        self._state = CaptionState()
        """State that is due now."""
        self._is_state_new = False
        """True until the output has taken that state."""
        self._changed = asyncio.Event()
        """Set by everything that may end a wait."""
        self._progress = asyncio.Event()
        """Set when the output has taken something, or something was dropped."""

    @property
    def is_empty(self) -> bool:
        """True if nothing waits, for its time or for the output."""
        return not (self._states or self.has_segments or self._is_state_new)

    @property
    def has_segments(self) -> bool:
        """True if a segment waits that is still useful."""
        return self.waiting > 0

    @property
    def waiting(self) -> int:
        """Segments that wait and are still useful."""
        self._expire_segments()
        return len(self._segments)

    def put_state(self, state: CaptionState) -> None:
        """Queue what is to be shown from now on."""
        self._states.append(_Dated(state, self._clock() + self.limits.delay))
        self._changed.set()

    def put_segment(self, segment: TranscriptSegment) -> None:
        """Queue a committed segment."""
        self._segments.append(_Dated(segment, self._clock() + self.limits.delay))
        self._expire_segments()
        self._changed.set()

    def continue_queue(self, before: "OutputQueue") -> None:
        """Continue the queue of an output that starts again with other settings.

        What waits there waits here, for the delay of this queue.
        """
        later = self.limits.delay - before.limits.delay
        waiting = before._segments  # noqa: SLF001  # of this class
        self._segments.extend(_Dated(one.item, one.due + later) for one in waiting)
        self.sent, self.dropped = before.sent, before.dropped
        self._changed.set()

    def clear(self) -> None:
        """Empty the screen at once, and drop what waits."""
        self._states.clear()
        self._segments.clear()
        self._state = CaptionState()
        self._is_state_new = True
        self._changed.set()

    def repeat_state(self) -> None:
        """Deliver the present state again, to an output that has connected again."""
        self._is_state_new = True
        self._changed.set()

    def take_state(self) -> CaptionState | None:
        """Return the newest state that is due; `None` if the output has it."""
        now = self._clock()
        while self._states and self._states[0].due <= now:
            self._state = self._states.popleft().item
            self._is_state_new = True
        if not self._is_state_new:
            return None
        self._is_state_new = False
        self._progress.set()
        return self._state

    def first_segment(self) -> TranscriptSegment | None:
        """Return the first segment that is due, if there is one; it stays in the queue."""
        self._expire_segments()
        if self._segments and self._segments[0].due <= self._clock():
            return self._segments[0].item
        return None

    def remove_segment(self) -> None:
        """Remove the first segment, which has been delivered."""
        if self._segments:  # It may have been cleared while it was being sent.
            self._segments.popleft()
            self.sent += 1
            self._progress.set()

    def drop_segment(self) -> None:
        """Remove the first segment, which cannot be delivered."""
        if self._segments:
            self._segments.popleft()
            self.dropped += 1
            self._progress.set()

    async def wait(self, timeout: float | None = None) -> None:  # noqa: ASYNC109  # ends normally
        """Wait until something is due, for ``timeout`` seconds at most."""
        loop = asyncio.get_running_loop()
        end = None if timeout is None else loop.time() + timeout
        while not self._is_due():
            self._changed.clear()
            times = [queue[0].due for queue in (self._states, self._segments) if queue]
            wait = min((time - self._clock() for time in times), default=None)
            if end is not None:
                left = end - loop.time()
                if left <= 0:
                    return
                wait = left if wait is None else min(wait, left)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._changed.wait()

    async def wait_for_progress(self, timeout: float) -> None:  # noqa: ASYNC109  # ends normally
        """Wait until the output has taken something, for ``timeout`` seconds at most."""
        self._progress.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout):
                await self._progress.wait()

    def _is_due(self) -> bool:
        now = self._clock()
        return (
            self._is_state_new
            or bool(self._states and self._states[0].due <= now)
            or self.first_segment() is not None
        )

    def _expire_segments(self) -> None:
        """Drop the segments that are too old or too many."""
        oldest = self._clock() - self.limits.max_age
        while self._segments and (
            self._segments[0].due < oldest or len(self._segments) > self.limits.max_segments
        ):
            self.drop_segment()
