"""Schedules callbacks by asyncio's rules, on two Qt timers.

qasync gives every callback its own timer and keeps the timer of a cancelled callback running. Each
`asyncio.timeout` that does not expire therefore wakes the process needlessly later. This
scheduler keeps callbacks in a queue and a heap, as asyncio itself does.
"""

import asyncio
import heapq
import math
import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from typing_extensions import override

_MAX_ALARM_MS = 86_400_000
"""Longest alarm in milliseconds (one day); Qt counts milliseconds in 32 bits."""
_MAX_CANCELLED_TIMERS = 100
"""Number of cancelled timers that may stay in the heap, even if they are the majority."""


class Scheduler(QObject):
    """Runs callbacks in order of arrival, and timers at or after their time."""

    _callback_added = Signal()
    """A thread has queued a callback."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """Create the scheduler; ``clock`` returns the loop's time in seconds."""
        super().__init__()
        self._clock = clock
        self._ready: deque[asyncio.Handle] = deque()
        self._timers: list[asyncio.TimerHandle] = []
        """Timers as a heap, the earliest first."""
        self._cancelled_count = 0
        """Upper bound of the number of cancelled timers in the heap."""
        self._turn_timer = 0
        """Qt timer that fires between Qt's events while callbacks are ready; 0 for none."""
        self._alarm_timer = 0
        """Qt timer for the earliest timer, or for an earlier, cancelled one; 0 for none."""
        self._alarm_at = math.inf
        """Loop time at which the alarm fires, in seconds."""
        self._stopped = False
        self._adding = threading.RLock()
        """Held while a thread adds a callback, so that the loop cannot end before. Reentrant,
        because a signal handler may interrupt its own thread here and add another callback."""
        # Queued even on the loop's thread, which a signal handler may have interrupted.
        self._callback_added.connect(self._run_ready_callbacks, Qt.ConnectionType.QueuedConnection)

    def add_callback(self, handle: asyncio.Handle) -> None:
        """Queue a callback after those already queued."""
        self._ready.append(handle)
        self._start_turn_timer()

    def add_from_thread(self, handle: asyncio.Handle) -> None:
        """Queue a callback from any thread; ignored once the scheduler has stopped."""
        with self._adding:
            if not self._stopped:
                self._ready.append(handle)
                # Inside the lock: emitting lets other threads run, which could end the loop.
                self._callback_added.emit()

    def add_timer(self, handle: asyncio.TimerHandle) -> None:
        """Schedule a callback at its due time."""
        heapq.heappush(self._timers, handle)
        self._set_alarm()

    def count_cancelled_timer(self) -> None:
        """Count a cancelled timer; rebuild the heap if too many have been cancelled."""
        self._cancelled_count += 1
        if self._cancelled_count > max(_MAX_CANCELLED_TIMERS, len(self._timers) / 2):
            self._timers = [handle for handle in self._timers if not handle.cancelled()]
            heapq.heapify(self._timers)
            self._cancelled_count = (
                1  # The timer being cancelled now is not yet marked as cancelled.
            )

    def stop(self) -> None:
        """Discard all callbacks, after waiting for threads that are adding one."""
        with self._adding:
            self._stopped = True
        self._callback_added.disconnect()
        self._ready.clear()
        self._timers.clear()
        self._stop_turn_timer()
        self._stop_alarm()

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._alarm_timer:
            self._stop_alarm()
            self._queue_due_timers()
        self._run_ready_callbacks()

    def _run_ready_callbacks(self) -> None:
        """Run the callbacks that are ready now; those they add run after Qt's next events."""
        self._stop_turn_timer()
        for _ in range(len(self._ready)):
            if not self._ready:
                break
            handle = self._ready.popleft()
            if self._ready:  # The callback may run a nested event loop, for example of a dialog.
                self._start_turn_timer()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001  # asyncio's own loops do the same
        if not self._ready:
            self._stop_turn_timer()

    def _queue_due_timers(self) -> None:
        """Move timers that are due to the ready queue."""
        now = self._clock()
        while self._timers and self._timers[0].when() <= now:
            self._ready.append(heapq.heappop(self._timers))
        self._set_alarm()

    def _set_alarm(self) -> None:
        """Start the alarm for the earliest timer, unless it fires early enough already.

        An alarm for a cancelled timer stays set: one needless wake-up costs less than resetting
        the alarm at every cancellation.
        """
        while self._timers and self._timers[0].cancelled():
            heapq.heappop(self._timers)
            self._cancelled_count = max(0, self._cancelled_count - 1)
        if not self._timers or self._timers[0].when() >= self._alarm_at:
            return
        self._stop_alarm()
        self._alarm_at = self._timers[0].when()
        wait = math.ceil(1000 * (self._alarm_at - self._clock()))
        self._alarm_timer = self.startTimer(
            min(max(0, wait), _MAX_ALARM_MS), Qt.TimerType.PreciseTimer
        )

    def _stop_alarm(self) -> None:
        if self._alarm_timer:
            self.killTimer(self._alarm_timer)
        self._alarm_timer, self._alarm_at = 0, math.inf

    def _start_turn_timer(self) -> None:
        if not self._turn_timer:
            self._turn_timer = self.startTimer(0)

    def _stop_turn_timer(self) -> None:
        """Stop the turn timer; Qt does not fire a timer again while its event is being handled."""
        if self._turn_timer:
            self.killTimer(self._turn_timer)
        self._turn_timer = 0
