"""Watches over the whole chain while the app runs: measures what is heard, finds what breaks."""

import asyncio
import time
from collections.abc import Callable, Iterable
from typing import NoReturn

from captions.events import Event
from captions.model.chain import Watched
from captions.model.health import Health, News
from captions.model.sleep import Sleep
from captions.model.trouble import Trouble
from captions.pcm import Chunk

_LOOK_SECONDS = 0.5
"""Between two looks; what began meanwhile is told of by then."""


class Watchdog:
    """Owns the health of the chain."""

    def __init__(self, begun: Callable[[News], None], awoken: Callable[[], None]) -> None:
        """Prepare to watch.

        Args:
            begun: is called with each trouble that begins, while `run` runs.
            awoken: is called after the computer slept.
        """
        self._begun = begun
        self._awoken = awoken
        self.health = Health([])

    def watch(self, lanes: Iterable[Watched], stalled: Trouble | None) -> None:
        """Watch other lanes from now on, of which nothing is known; ``stalled`` as in `Health`."""
        engine = self.health.engine
        self.health = Health(lanes, stalled)
        self.health.engine = engine

    def apply(self, event: Event) -> None:
        """Take note of something that happened."""
        self.health.apply(event)

    def heard(self, lane: str, chunk: Chunk) -> None:
        """Take note of what was heard in a lane."""
        self.health.measured(lane, chunk.level, chunk.seconds)

    async def run(self, looked: Callable[[], None]) -> NoReturn:
        """Look again and again; ``looked`` is called after each look."""
        sleep = Sleep(time.time(), time.monotonic())
        while True:
            await asyncio.sleep(_LOOK_SECONDS)
            if sleep.since_last_look(time.time(), time.monotonic()):
                self._awoken()
            if news := self.health.ticked(time.monotonic()):
                self._begun(news)
            looked()
