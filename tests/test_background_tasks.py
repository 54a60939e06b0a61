"""Tasks in the background: they are kept until they end, and cancelled together."""

import asyncio

from captions.background_tasks import BackgroundTasks
from tests.conftest import on_loop


def test_a_task_that_has_ended_is_kept_no_longer() -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        await tasks.start(asyncio.sleep(0))
        await asyncio.sleep(0)
        assert len(tasks) == 0

    on_loop(work())


def test_waiting_ends_when_all_tasks_have_ended_even_if_one_fails() -> None:
    async def fail() -> None:
        raise OSError

    async def work() -> None:
        tasks = BackgroundTasks()
        started = [tasks.start(fail()), tasks.start(asyncio.sleep(0))]
        await tasks.wait()
        assert all(task.done() for task in started)

    on_loop(work())


def test_all_tasks_are_cancelled_together() -> None:
    async def work() -> None:
        tasks = BackgroundTasks()
        started = [tasks.start(asyncio.Event().wait()) for _ in range(3)]
        assert set(tasks) == set(started)
        await tasks.cancel()
        assert all(task.cancelled() for task in started)

    on_loop(work())
