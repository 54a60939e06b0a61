"""The only crossing of threads: blocks of sound, from a sound library's thread to the loop."""

import asyncio
import logging
import math
import time
from collections import deque
from collections.abc import Callable

_MOST_WAITING_SECONDS = 30.0
"""Of sound that may wait for the loop; then the oldest is dropped, and counted."""
_TELL_SECONDS = 5.0
"""Losses are logged at most this often."""

log = logging.getLogger(__name__)


class Crossing:
    """Holds what a library's thread has recorded until the loop takes it."""

    def __init__(self, block_seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        """``block_seconds`` says how much sound a block holds, about."""
        self._clock = clock
        self._blocks: deque[bytes] = deque(maxlen=round(_MOST_WAITING_SECONDS / block_seconds))
        self._lost = 0
        """Blocks that were lost so far; only the library's thread writes it."""
        self._lost_told = 0
        self._told_at = -math.inf
        self._ended = False
        self._loop: asyncio.AbstractEventLoop | None = None
        self._arrived = asyncio.Event()
        self._waking = False
        self._alarm: asyncio.TimerHandle | None = None
        """Wakes the loop when its patience ends; setting a clock for each block would cost more."""
        self._alarm_at = math.inf
        """By the loop's clock; not every loop's timers tell."""
        self._patient_until = math.inf
        """By the loop's clock."""

    @property
    def empty(self) -> bool:
        """Whether the loop has taken everything there is."""
        return not self._blocks

    def put(self, block: bytes, *, overflowed: bool = False) -> None:
        """Hand over a block, on the library's thread; nothing here may wait.

        ``overflowed`` says that the library lost sound before it.
        """
        self._lost += overflowed + (len(self._blocks) == self._blocks.maxlen)
        self._blocks.append(block)
        self._wake()

    def end(self) -> None:
        """Say that nothing more will come, on the library's thread."""
        self._ended = True
        self._wake()

    async def next(self, patience: float) -> bytes | None:
        """Return the oldest block, when there is one; `None` when nothing more will come.

        Raises:
            TimeoutError: nothing came for ``patience`` seconds.
        """
        self._loop = loop = asyncio.get_running_loop()
        self._tell_losses()
        while not self._blocks:
            self._arrived.clear()
            self._waking = False
            if self._blocks:  # It came before anybody could be woken.
                break
            if self._ended:
                return None
            self._be_patient(loop, patience)
            await self._arrived.wait()
            if not (self._blocks or self._ended) and loop.time() >= self._patient_until:
                raise TimeoutError
        return self._blocks.popleft()

    def close(self) -> None:
        """Wake nobody any more."""
        self._loop = None
        if self._alarm is not None:
            self._alarm.cancel()

    def _be_patient(self, loop: asyncio.AbstractEventLoop, seconds: float) -> None:
        """See to it that the loop is woken after so long, if nothing comes."""
        self._patient_until = loop.time() + seconds
        if self._alarm is None or self._alarm_at > self._patient_until:
            self._set_alarm(loop)

    def _set_alarm(self, loop: asyncio.AbstractEventLoop) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        self._alarm_at = self._patient_until
        self._alarm = loop.call_at(self._alarm_at, self._look, loop)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        self._alarm = None
        if loop.time() >= self._patient_until:
            self._arrived.set()
        else:
            self._set_alarm(loop)

    def _wake(self) -> None:
        """Wake the loop, once until it has come."""
        loop = self._loop
        if self._waking or loop is None:
            return
        self._waking = True
        try:
            loop.call_soon_threadsafe(self._arrived.set)
        except RuntimeError:  # The loop was closed between the look and the call.
            self._waking = False

    def _tell_losses(self) -> None:
        lost = self._lost
        if lost == self._lost_told or self._clock() - self._told_at < _TELL_SECONDS:
            return
        log.warning("Blocks of sound lost: %d; the computer is too busy.", lost - self._lost_told)
        self._lost_told, self._told_at = lost, self._clock()
