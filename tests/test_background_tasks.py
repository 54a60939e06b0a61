"""Tasks in the background: they are kept until they end, and fail and end by themselves."""

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from captions.background_tasks import BackgroundTasks
from captions.errors import CaptionsError
from tests.conftest import on_loop


class Stubborn:
    """A task that cannot be cancelled, as one that waits for a thread that hangs."""

    def __init__(self) -> None:
        self.released = asyncio.Event()
        self.cancellations = 0

    async def hold_on(self) -> None:
        while not self.released.is_set():
            try:
                await self.released.wait()
            except asyncio.CancelledError:
                self.cancellations += 1


def test_a_task_that_has_ended_is_kept_no_longer() -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        await tasks.start(asyncio.sleep(0))
        await asyncio.sleep(0)
        assert len(tasks) == 0

    on_loop(work())


async def fail_by_a_bug() -> None:
    raise ZeroDivisionError


async def fail_as_expected() -> None:
    raise CaptionsError("key_missing")


@pytest.mark.usefixtures("expected_errors")
@pytest.mark.parametrize(
    ("fail", "level", "sentence"),
    [
        (fail_by_a_bug, logging.ERROR, "fail_by_a_bug failed in the background."),
        (fail_as_expected, logging.WARNING, str(CaptionsError("key_missing"))),
    ],
    ids=["a bug", "an expected failure"],
)
def test_a_failure_is_logged_and_ends_no_other_task(
    caplog: pytest.LogCaptureFixture,
    fail: Callable[[], Coroutine[Any, Any, None]],
    level: int,
    sentence: str,
) -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        going_on = asyncio.Event()
        other = tasks.start(going_on.wait())
        failed = tasks.start(fail())
        await asyncio.wait([failed])
        assert not other.done()
        going_on.set()
        await tasks.wait()
        assert other.result() is True

    on_loop(work())
    assert [(record.levelno, record.getMessage()) for record in caplog.records] == [
        (level, sentence)
    ]


def test_all_tasks_are_cancelled_together_and_that_is_no_failure(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        started = [tasks.start(asyncio.Event().wait()) for _ in range(3)]
        await tasks.cancel()
        assert all(task.cancelled() for task in started)
        assert len(tasks) == 0

    on_loop(work())
    assert not caplog.records


def test_waiting_ends_though_a_task_does_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "captions")

    async def work() -> None:
        tasks, stubborn = BackgroundTasks(), Stubborn()
        task = tasks.start(stubborn.hold_on())
        await tasks.wait(timeout=0.01)
        assert len(tasks) == 0
        await asyncio.sleep(0)
        assert stubborn.cancellations == 1
        stubborn.released.set()
        await task

    on_loop(work())
    assert [record.getMessage() for record in caplog.records] == [
        "Stubborn.hold_on was abandoned, because it did not end in time."
    ]


def test_cancelling_ends_though_a_task_does_not(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "captions")

    async def work() -> None:
        tasks, stubborn = BackgroundTasks(), Stubborn()
        task = tasks.start(stubborn.hold_on())
        await asyncio.sleep(0)
        await tasks.cancel(timeout=0.01)
        assert len(tasks) == 0
        stubborn.released.set()
        await task

    on_loop(work())
    assert "Stubborn.hold_on was abandoned" in caplog.text


def test_a_wait_that_is_cancelled_leaves_no_task_behind() -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        task = tasks.start(asyncio.Event().wait())
        waiting = asyncio.create_task(tasks.wait())
        await asyncio.sleep(0)
        waiting.cancel()
        await asyncio.wait([waiting, task])
        assert task.cancelled()

    on_loop(work())
