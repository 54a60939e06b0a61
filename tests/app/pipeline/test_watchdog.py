"""The watchdog: what is heard is measured, what breaks is told of, a sleep is noticed."""

import asyncio
import itertools
from collections.abc import Coroutine
from typing import Any, NoReturn

import numpy as np
import pytest

from captions.app.pipeline import watchdog
from captions.app.pipeline.watchdog import Watchdog
from captions.events import (
    EngineChanged,
    EngineState,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model.health.health import ProblemStarted
from captions.model.health.lane_health import SourceKind, WatchedLane
from captions.model.health.problem import MICROPHONE_SILENT
from captions.pcm import Chunk
from tests.conftest import on_loop

SECOND_OF_SILENCE = Chunk(np.zeros(16_000, "<i2").tobytes(), 16_000, 0.0)


class Clocks:
    """Two clocks, of which one went on in a sleep between the second look and the third."""

    def __init__(self) -> None:
        self._days = itertools.chain([0.0, 0.5], itertools.count(3601.0, 0.5))
        self._uptime = itertools.count(0.0, 0.5)

    def time(self) -> float:
        return next(self._days)

    def monotonic(self) -> float:
        return next(self._uptime)


async def run_until(done: asyncio.Event, running: Coroutine[Any, Any, NoReturn]) -> None:
    task = asyncio.create_task(running)
    await done.wait()
    task.cancel()
    await asyncio.wait([task])


def test_silence_that_is_heard_is_told_of() -> None:
    begun: list[ProblemStarted] = []

    async def work() -> None:
        found = asyncio.Event()

        def begin(news: ProblemStarted) -> None:
            begun.append(news)
            found.set()

        dog = Watchdog(begin, lambda: None)
        dog.watch_lanes([WatchedLane("mic", SourceKind.MICROPHONE)], None)
        dog.apply_event(SourceChanged(SourceState.LISTENING, "USB microphone", lane="mic"))
        dog.apply_event(SessionChanged(SessionState.LISTENING, lane="mic"))
        for _ in range(11):
            dog.record_level("mic", SECOND_OF_SILENCE)
        await run_until(found, dog.run(lambda: None))

    on_loop(work())
    assert [news.lane_problem for news in begun] == [(MICROPHONE_SILENT, "mic")]


def test_a_sleep_of_the_computer_is_noticed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watchdog, "time", Clocks())
    monkeypatch.setattr(watchdog, "_POLL_SECONDS", 0.0)
    woken: list[int] = []

    async def work() -> None:
        looks = 0
        enough = asyncio.Event()

        def looked() -> None:
            nonlocal looks
            looks += 1
            if looks == 9:
                enough.set()

        dog = Watchdog(lambda _: None, lambda: woken.append(looks))
        await run_until(enough, dog.run(looked))

    on_loop(work())
    assert woken == [1]


def test_other_lanes_have_the_same_engine() -> None:
    dog = Watchdog(lambda _: None, lambda: None)
    dog.apply_event(EngineChanged(EngineState.READY))
    dog.watch_lanes(
        [WatchedLane("mic", SourceKind.MICROPHONE), WatchedLane("system", SourceKind.COMPUTER)],
        None,
    )
    assert dog.health.engine == EngineChanged(EngineState.READY)
    assert set(dog.health.lanes) == {"mic", "system"}
