"""The watchdog: what is heard is measured, what breaks is told of, a sleep is noticed."""

import itertools

import numpy as np

from captions.app.pipeline.watchdog import (
    ComputerResumed,
    PollCompleted,
    Watchdog,
    WatchdogClocks,
)
from captions.events import (
    EngineChanged,
    EngineState,
    SessionChanged,
    SessionState,
    SourceChanged,
    SourceState,
)
from captions.model.health.health import LaneProblem, ProblemStarted
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


def test_silence_that_is_heard_is_told_of() -> None:
    async def work() -> ProblemStarted:
        dog = Watchdog(poll_seconds=0.0)
        dog.watch_lanes([WatchedLane("mic", SourceKind.MICROPHONE)], None)
        dog.apply_event(SourceChanged(SourceState.LISTENING, "USB microphone", lane="mic"))
        dog.apply_event(SessionChanged(SessionState.LISTENING, lane="mic"))
        for _ in range(11):
            dog.record_level("mic", SECOND_OF_SILENCE)
        async for decision in dog.decisions():
            if isinstance(decision, ProblemStarted):
                return decision
        raise AssertionError

    assert on_loop(work()).lane_problem == LaneProblem(MICROPHONE_SILENT, "mic")


def test_a_sleep_of_the_computer_is_noticed_once() -> None:
    clocks = Clocks()
    woken: list[int] = []

    async def work() -> None:
        looks = 0
        dog = Watchdog(WatchdogClocks(clocks.time, clocks.monotonic), poll_seconds=0.0)
        async for decision in dog.decisions():
            match decision:
                case PollCompleted():
                    looks += 1
                case ComputerResumed():
                    woken.append(looks)
                case ProblemStarted():
                    raise AssertionError(decision)
            if looks == 9:
                return

    on_loop(work())
    assert woken == [1]


def test_other_lanes_have_the_same_engine() -> None:
    dog = Watchdog()
    dog.apply_event(EngineChanged(EngineState.READY))
    dog.watch_lanes(
        [WatchedLane("mic", SourceKind.MICROPHONE), WatchedLane("system", SourceKind.COMPUTER)],
        None,
    )
    assert dog.health.engine == EngineChanged(EngineState.READY)
    assert set(dog.health.lanes) == {"mic", "system"}
