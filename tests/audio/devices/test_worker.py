"""Blocking calls on threads: in order, and past a call that hangs and that nobody needs."""

import asyncio
import threading

import pytest

from captions.audio.devices.worker import WorkerPool
from tests.conftest import on_loop

HANGING_SECONDS = 0.02


def pool() -> WorkerPool:
    """A pool that soon takes a call for one that hangs."""
    return WorkerPool("test", HANGING_SECONDS)


@pytest.mark.parametrize("way", ["its requester was cancelled", "nobody ever wanted its result"])
@pytest.mark.parametrize("when", ["before", "while"])
def test_a_call_that_hangs_holds_up_no_other(way: str, when: str) -> None:
    async def work() -> None:
        workers, released, hangs = pool(), threading.Event(), threading.Event()

        def hang() -> None:
            hangs.set()
            released.wait()

        wanted = way == "its requester was cancelled"
        job = workers.submit(hang, wanted=wanted)
        asking = asyncio.ensure_future(workers.run(job))
        await asyncio.to_thread(hangs.wait)
        if when == "before":
            asking.cancel()
            await asyncio.wait([asking])
        waiting = asyncio.ensure_future(workers.run(workers.submit(threading.get_ident)))
        await asyncio.sleep(0)
        asking.cancel()
        await waiting
        assert workers.has_hung_worker
        released.set()
        await asyncio.wrap_future(job.future)
        while workers.has_hung_worker:  # noqa: ASYNC110  # the thread has a step to go
            await asyncio.sleep(0)

    on_loop(work())


def test_a_call_without_a_loop_is_not_held_up_either() -> None:
    workers, released, hangs = pool(), threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        released.wait()

    workers.submit(hang, wanted=False)
    hangs.wait()
    assert workers.wait_for_result(workers.submit(lambda: 7)) == 7
    released.set()


def test_what_a_call_raises_comes_out_where_no_loop_runs() -> None:
    def fail() -> None:
        raise TimeoutError("its own")

    workers = pool()
    with pytest.raises(TimeoutError, match="its own"):
        workers.wait_for_result(workers.submit(fail))


def test_a_call_that_is_slow_and_wanted_is_waited_for_and_all_happen_in_order() -> None:
    async def work() -> list[int]:
        workers, order = pool(), list[int]()
        released = threading.Event()

        def slow() -> None:
            released.wait()
            order.append(1)

        first = asyncio.ensure_future(workers.run(workers.submit(slow)))
        second = asyncio.ensure_future(workers.run(workers.submit(lambda: order.append(2))))
        await asyncio.wait([second], timeout=4 * HANGING_SECONDS)
        assert not second.done()
        assert not workers.has_hung_worker
        released.set()
        await asyncio.gather(first, second)
        return order

    assert on_loop(work()) == [1, 2]


def test_what_a_call_raises_is_raised_where_it_is_awaited() -> None:
    def fail() -> None:
        raise TimeoutError

    async def work() -> None:
        workers = pool()
        with pytest.raises(TimeoutError):
            await workers.run(workers.submit(fail))

    on_loop(work())


def test_a_call_whose_requester_is_gone_before_it_begins_is_not_made() -> None:
    async def work() -> list[str]:
        workers, made = pool(), list[str]()
        released = threading.Event()
        first = asyncio.ensure_future(workers.run(workers.submit(released.wait)))
        second = asyncio.ensure_future(workers.run(workers.submit(lambda: made.append("made"))))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.wait([second])
        released.set()
        await first
        await workers.run(workers.submit(lambda: None))
        return made

    assert on_loop(work()) == []
