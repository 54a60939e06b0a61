"""Turns at recognition: shared out evenly, and never more at once than there are threads."""

import asyncio
import contextlib
import os
import sys
import threading

import pytest

from captions.engine.processor_cores import usable_cores
from captions.engine.serving.worker_pool import RecognitionPool, TranslationThread
from tests.conftest import on_loop


def test_one_who_has_much_to_do_does_not_keep_another_waiting() -> None:
    async def both() -> list[str]:
        order: list[str] = []
        with contextlib.closing(RecognitionPool(1)) as turns:

            async def client(name: str, slices: int) -> None:
                for _ in range(slices):
                    async with turns.reserve_thread():
                        await turns.run_task(lambda: order.append(name))

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(client("much", 9))
                tasks.create_task(client("little", 2))
        return order

    order = on_loop(both())
    assert order[:4] == ["much", "little", "much", "little"]
    assert len(order) == 11


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_so_many_work_at_once_as_there_are_threads(threads: int) -> None:
    async def crowd() -> int:
        together = threading.Barrier(threads)
        passed = []
        with contextlib.closing(RecognitionPool(threads)) as turns:

            async def client() -> None:
                async with turns.reserve_thread():
                    # The barrier lets through no fewer than all threads at once.
                    passed.append((await turns.run_task(lambda: together.wait(60))).value)

            async with asyncio.TaskGroup() as tasks:
                for _ in range(2 * threads):
                    tasks.create_task(client())
        return len(passed)

    assert on_loop(crowd()) == 2 * threads


def test_nothing_else_starts_while_a_session_waits_for_a_thread() -> None:
    async def work() -> list[str]:
        order: list[str] = []
        with contextlib.closing(RecognitionPool(1)) as turns:

            async def recognise(name: str) -> None:
                async with turns.reserve_thread():
                    await turns.run_task(lambda: order.append(name))

            async def translate() -> None:
                await turns.wait_until_free()
                order.append("translation")

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(recognise("first"))
                tasks.create_task(recognise("second"))
                tasks.create_task(translate())
                tasks.create_task(recognise("third"))
        return order

    assert on_loop(work()).index("translation") >= 2


def test_translations_run_one_after_the_other_beside_recognition() -> None:
    """The only thread of recognition works while a translation does."""

    async def work() -> list[str]:
        order: list[str] = []
        go_on = threading.Event()
        pool, thread = RecognitionPool(1), TranslationThread()
        with contextlib.closing(pool), contextlib.closing(thread):

            async def translate(name: str) -> None:
                async with thread.reserve_thread():
                    await thread.run_task(lambda: go_on.wait(60))
                    order.append(name)

            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(translate("first"))
                tasks.create_task(translate("second"))
                async with pool.reserve_thread():
                    await pool.run_task(lambda: order.append("recognition"))
                order.append("busy" if thread.is_busy else "idle")
                go_on.set()
            order.append("busy" if thread.is_busy else "idle")
        return order

    assert on_loop(work()) == ["recognition", "busy", "first", "second", "idle"]


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own")
def test_translation_and_the_threads_that_it_starts_have_a_low_priority() -> None:
    priorities: list[int] = []

    def read_priority() -> None:
        priorities.append(os.getpriority(os.PRIO_PROCESS, threading.get_native_id()))

    def start_thread() -> None:
        read_priority()
        child = threading.Thread(target=read_priority)
        child.start()
        child.join()

    async def work() -> None:
        with contextlib.closing(TranslationThread()) as thread:
            await thread.run_task(start_thread)

    on_loop(work())
    assert priorities == [os.getpriority(os.PRIO_PROCESS, 0) + 10] * 2


def test_session_that_waits_for_a_thread_is_known() -> None:
    async def work() -> list[bool]:
        with contextlib.closing(RecognitionPool(1)) as turns:

            async def wait() -> None:
                async with turns.reserve_thread():
                    pass

            waits = [turns.has_waiting]
            async with asyncio.TaskGroup() as tasks, turns.reserve_thread():
                waits.append(turns.has_waiting)
                first = tasks.create_task(wait())
                tasks.create_task(wait())
                await asyncio.sleep(0)
                first.cancel()
                waits.append(turns.has_waiting)
            return [*waits, turns.has_waiting]

    assert on_loop(work()) == [False, False, True, False]


def test_failure_gives_the_turn_back() -> None:
    async def work() -> float:
        with contextlib.closing(RecognitionPool(1)) as turns:
            with pytest.raises(ZeroDivisionError):
                async with turns.reserve_thread():
                    await turns.run_task(lambda: 1 / 0)
            async with turns.reserve_thread():
                return (await turns.run_task(lambda: 7.0)).value

    assert on_loop(work()) == 7.0


def test_there_is_a_core() -> None:
    assert usable_cores() >= 1
