"""Monitors the pipeline: measures levels, detects problems and reports them."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import NoReturn

from captions.events import Event
from captions.model.health.health import CaptionHealth, ProblemStarted
from captions.model.health.lane_health import WatchedLane
from captions.model.health.problem import Problem
from captions.model.health.suspend_detector import SuspendDetector
from captions.pcm import Chunk

_POLL_SECONDS = 0.5
"""Polling interval in seconds; the longest delay before a problem is reported."""


class Watchdog:
    """Owns the health of the pipeline."""

    def __init__(
        self, on_problem: Callable[[ProblemStarted], None], on_wake: Callable[[], None]
    ) -> None:
        """Prepare to monitor.

        Args:
            on_problem: called with each problem that starts, while `run` runs.
            on_wake: called after the computer was suspended.
        """
        self._on_problem = on_problem
        self._on_wake = on_wake
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
        """Measure the level of a chunk in a lane."""
        self.health.record_level(lane, chunk.level, chunk.seconds)

    async def run(self, on_poll: Callable[[], None]) -> NoReturn:
        """Poll for problems and suspends, and call ``on_poll`` after each poll."""
        detector = SuspendDetector(time.time(), time.monotonic())
        while True:
            await asyncio.sleep(_POLL_SECONDS)
            if detector.poll_suspended_seconds(time.time(), time.monotonic()):
                self._on_wake()
            if started := self.health.poll_problems(time.monotonic()):
                self._on_problem(started)
            on_poll()
