"""Monitors the pipeline: measures levels, detects problems and decides what to do about them."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass

from captions.events import Event
from captions.model.health.health import CaptionHealth, ProblemStarted
from captions.model.health.lane_health import WatchedLane
from captions.model.health.problem import Problem
from captions.model.health.suspend_detector import SuspendDetector
from captions.pcm import Chunk

_POLL_SECONDS = 0.5
"""Polling interval in seconds; the longest delay before a problem is reported."""


@dataclass(frozen=True, slots=True)
class ComputerResumed:
    """The computer was suspended: devices and connections have to be opened again."""


@dataclass(frozen=True, slots=True)
class PollCompleted:
    """A poll has ended; `Watchdog.health` may have changed because time has passed."""


WatchdogDecision = ComputerResumed | ProblemStarted | PollCompleted


@dataclass(frozen=True, slots=True)
class WatchdogClocks:
    """The clocks of a watchdog, in seconds."""

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic


class Watchdog:
    """Owns the health of the pipeline."""

    def __init__(
        self, clocks: WatchdogClocks | None = None, poll_seconds: float = _POLL_SECONDS
    ) -> None:
        """Prepare to monitor.

        Args:
            clocks: by default those of the system.
            poll_seconds: polling interval in seconds.
        """
        self._clocks = clocks or WatchdogClocks()
        self._poll_seconds = poll_seconds
        self.health = CaptionHealth([])

    def watch_lanes(self, lanes: Iterable[WatchedLane], stalled: Problem | None) -> None:
        """Monitor other lanes, without known problems; ``stalled`` as in `CaptionHealth`."""
        engine = self.health.engine
        self.health = CaptionHealth(lanes, stalled)
        self.health.engine = engine

    def apply_event(self, event: Event) -> None:
        """Update the health from an event."""
        self.health.apply(event)

    def record_level(self, lane: str, chunk: Chunk) -> None:
        """Record the level of a chunk in a lane."""
        self.health.record_level(lane, chunk.level, chunk.seconds)

    async def decisions(self) -> AsyncIterator[WatchdogDecision]:
        """Poll for problems and suspends, and yield what the pipeline should do about them."""
        detector = SuspendDetector(self._clocks.wall(), self._clocks.monotonic())
        while True:
            await asyncio.sleep(self._poll_seconds)
            for decision in self._poll_decisions(detector):
                yield decision

    def _poll_decisions(self, detector: SuspendDetector) -> Iterator[WatchdogDecision]:
        if detector.poll_suspended_seconds(self._clocks.wall(), self._clocks.monotonic()):
            yield ComputerResumed()
        if started := self.health.poll_problems(self._clocks.monotonic()):
            yield started
        yield PollCompleted()
