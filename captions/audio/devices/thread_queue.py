"""Passes audio blocks from a library's thread to the event loop: the only thread crossing."""

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable

_MAX_QUEUED_SECONDS = 30.0
"""Capacity in seconds of audio; beyond it, the oldest block is dropped and counted."""
_LOG_SECONDS = 5.0
"""Shortest interval in seconds between log messages about lost blocks."""
_MAX_TIMER_DELAY = 0.1
"""Delay of a timer in seconds; after more, the process was held up, and blocks may be due."""

log = logging.getLogger(__name__)


class ThreadQueue:
    """Queue of recorded blocks between an audio library's thread and the event loop."""

    def __init__(self, block_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """``block_seconds`` is the approximate length of a block."""
        self._clock = clock
        self._blocks: deque[bytes] = deque(maxlen=round(_MAX_QUEUED_SECONDS / block_seconds))
        self.lost_blocks = 0
        """Blocks lost so far; only the library's thread writes it."""
        self._lost_logged = 0
        """Blocks whose loss has been logged."""
        self._logged_at = -math.inf
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = asyncio.Event()
        self._wake_pending = False
        """True while a wake-up of the loop is pending."""
        self._timer: asyncio.TimerHandle | None = None
        """Wakes the loop at the deadline; a new timer for each block would cost more CPU time."""
        self._timer_time = math.inf
        """Event loop time of the timer; not every loop's timers reveal it."""
        self._deadline = math.inf
        """Event loop time at which `next_block` times out."""
        self._grace = 0.0
        """Seconds by which the deadline may still be put off."""

    @property
    def is_empty(self) -> bool:
        """True if the loop has taken every block."""
        return not self._blocks

    def put(self, block: bytes, *, overflowed: bool = False) -> None:
        """Append a block, on the library's thread; nothing here may block.

        ``overflowed`` is True if the library lost audio before the block.
        """
        self.lost_blocks += overflowed + (len(self._blocks) == self._blocks.maxlen)
        self._blocks.append(block)
        self._wake_loop()

    def finish(self) -> None:
        """Mark the end of the audio, on the library's thread."""
        self._ended = True
        self._wake_loop()

    async def next_block(self, limit: float) -> bytes | None:
        """Return the oldest block once there is one; None after the end of the audio.

        After time in which the whole process was held up, it waits as much longer, up to
        ``limit`` in all: the library's thread could not deliver anything either.

        Raises:
            TimeoutError: no block arrived within ``limit`` seconds.
        """
        self._loop = loop = asyncio.get_running_loop()
        self._log_losses()
        while not self._blocks:
            self._arrived.clear()
            self._wake_pending = False
            if self._blocks:  # A block arrived before wake-ups were enabled.
                break
            if self._ended:
                return None
            self._set_deadline(loop, limit)
            await self._arrived.wait()
            if not (self._blocks or self._ended) and loop.time() >= self._deadline:
                raise TimeoutError
        return self._blocks.popleft()

    def close(self) -> None:
        """Stop waking the loop."""
        self._loop = None
        if self._timer is not None:
            self._timer.cancel()

    def _set_deadline(self, loop: asyncio.AbstractEventLoop, limit: float) -> None:
        """Set the deadline, and start the timer unless it fires early enough."""
        self._deadline, self._grace = loop.time() + limit, limit
        if self._timer is None or self._timer_time > self._deadline:
            self._start_timer(loop)

    def _start_timer(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._timer_time = self._deadline
        self._timer = loop.call_at(self._timer_time, self._handle_timer, loop)

    def _handle_timer(self, loop: asyncio.AbstractEventLoop) -> None:
        self._timer = None
        now = loop.time()
        delay = now - self._timer_time
        if delay > _MAX_TIMER_DELAY:
            extension = min(delay, self._grace)
            self._grace -= extension
            self._deadline = max(self._deadline, now + extension)
        if now >= self._deadline:
            self._arrived.set()
        else:
            self._start_timer(loop)

    def _wake_loop(self) -> None:
        """Wake the loop, at most once until it responds."""
        loop = self._loop
        if self._wake_pending or loop is None:
            return
        self._wake_pending = True
        try:
            loop.call_soon_threadsafe(self._arrived.set)
        except RuntimeError:  # The loop has just been closed.
            self._wake_pending = False

    def _log_losses(self) -> None:
        lost = self.lost_blocks
        if lost == self._lost_logged or self._clock() - self._logged_at < _LOG_SECONDS:
            return
        log.warning(
            "Blocks of audio dropped: %d; the computer is too busy.", lost - self._lost_logged
        )
        self._lost_logged, self._logged_at = lost, self._clock()
