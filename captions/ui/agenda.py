"""What the loop has to run, and when: asyncio's own rules, on two timers of Qt's.

qasync gives every callback a timer of its own, and lets the timer of a cancelled one run on: each
`asyncio.timeout` that is met wakes the process once more, for nothing, when it would have ended.
Here callbacks wait in a queue and in a heap, as in asyncio itself.
"""

import asyncio
import heapq
import math
import threading
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimerEvent, Signal
from typing_extensions import override

_LONGEST_MS = 86_400_000
"""An alarm is set for no longer; Qt counts milliseconds in 32 bits."""
_MOST_CANCELLED = 100
"""Timers that may wait to be forgotten, unless they are the lesser part."""


class Agenda(QObject):
    """Runs callbacks in the order in which they came, or at their time and never before it."""

    _called = Signal()

    def __init__(self, clock: Callable[[], float]) -> None:
        """``clock`` gives the loop's time, in seconds."""
        super().__init__()
        self._clock = clock
        self._ready: deque[asyncio.Handle] = deque()
        self._later: list[asyncio.TimerHandle] = []
        """A heap, the earliest first."""
        self._cancelled = 0
        """How many of these are cancelled, at most."""
        self._turn = 0
        """The timer that fires between Qt's other events, while there is anything to run."""
        self._alarm = 0
        """The timer for the earliest of what comes later, or for one that was earlier still."""
        self._alarm_at = math.inf
        self._stopped = False
        self._calling = threading.RLock()
        """Held by a thread that calls, so that the loop does not end meanwhile; a signal of the
        system may interrupt its own thread here, and call again."""
        # Queued even on the loop's own thread, which a signal of the system may have interrupted.
        self._called.connect(self._take_turn, Qt.ConnectionType.QueuedConnection)

    def add(self, handle: asyncio.Handle) -> None:
        """Run a callback as soon as those before it have run."""
        self._ready.append(handle)
        self._ask_for_turn()

    def add_from_thread(self, handle: asyncio.Handle) -> None:
        """Like `add`, from any thread; nothing is done once the agenda has stopped."""
        with self._calling:
            if not self._stopped:
                self._ready.append(handle)
                # Python's other threads run on meanwhile, and may destroy what is called here.
                self._called.emit()

    def add_timer(self, handle: asyncio.TimerHandle) -> None:
        """Run a callback at its time."""
        heapq.heappush(self._later, handle)
        self._set_alarm()

    def forget_one(self) -> None:
        """Take note that a timer was cancelled."""
        self._cancelled += 1
        if self._cancelled > max(_MOST_CANCELLED, len(self._later) / 2):
            self._later = [handle for handle in self._later if not handle.cancelled()]
            heapq.heapify(self._later)
            self._cancelled = 1  # The one that is being cancelled is not marked yet.

    def stop(self) -> None:
        """Run nothing more, and wait for threads that are calling at the moment."""
        with self._calling:
            self._stopped = True
        self._called.disconnect()
        self._ready.clear()
        self._later.clear()
        self._rest()
        self._silence()

    @override
    def timerEvent(self, event: QTimerEvent) -> None:
        if event.timerId() == self._alarm:
            self._silence()
            self._ring()
        self._take_turn()

    def _take_turn(self) -> None:
        """Run what is ready now; what that adds is run after Qt's next events."""
        self._rest()
        for _ in range(len(self._ready)):
            if not self._ready:
                break
            handle = self._ready.popleft()
            if self._ready:  # A dialog's own loop may run inside of this callback.
                self._ask_for_turn()
            if not handle.cancelled():
                handle._run()  # noqa: SLF001  # asyncio's own loops do no other
        if not self._ready:
            self._rest()

    def _ring(self) -> None:
        """Make ready what is due."""
        now = self._clock()
        while self._later and self._later[0].when() <= now:
            self._ready.append(heapq.heappop(self._later))
        self._set_alarm()

    def _set_alarm(self) -> None:
        """See to it that the earliest callback is not missed.

        An alarm for one that was cancelled stays set: to be woken once for nothing costs less than
        to set it anew for each.
        """
        while self._later and self._later[0].cancelled():
            heapq.heappop(self._later)
            self._cancelled = max(0, self._cancelled - 1)
        if not self._later or self._later[0].when() >= self._alarm_at:
            return
        self._silence()
        self._alarm_at = self._later[0].when()
        wait = math.ceil(1000 * (self._alarm_at - self._clock()))
        self._alarm = self.startTimer(min(max(0, wait), _LONGEST_MS), Qt.TimerType.PreciseTimer)

    def _silence(self) -> None:
        if self._alarm:
            self.killTimer(self._alarm)
        self._alarm, self._alarm_at = 0, math.inf

    def _ask_for_turn(self) -> None:
        if not self._turn:
            self._turn = self.startTimer(0)

    def _rest(self) -> None:
        """Ask for no turn; a timer would not fire anew before the call that it makes is over."""
        if self._turn:
            self.killTimer(self._turn)
        self._turn = 0
