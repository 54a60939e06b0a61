"""The crossing of threads: order, wake-ups, what is lost, and the end."""

import asyncio
import threading
from collections.abc import Callable, Iterable

import pytest

from captions.audio.devices.thread_queue import ThreadQueue
from tests.conftest import on_loop
from tests.support.fakes.manual_clock import ManualClock
from tests.support.loop_turns import run_turns
from tests.support.virtual_clock import hold_up_loop, on_quick_loop

BLOCK_SECONDS = 1.0
MOST_WAITING = 30


def block(number: int) -> bytes:
    return number.to_bytes(2, "little")


def put_all(crossing: ThreadQueue, numbers: Iterable[int]) -> None:
    for number in numbers:
        crossing.put(block(number))


async def take(crossing: ThreadQueue, count: int) -> list[int]:
    taken = [await crossing.next_block(10) for _ in range(count)]
    return [int.from_bytes(one or b"", "little") for one in taken]


def test_blocks_come_out_in_order_whether_somebody_waits_or_not() -> None:
    async def crossed() -> list[int]:
        crossing = ThreadQueue(BLOCK_SECONDS)
        put_all(crossing, range(3))
        early = await take(crossing, 2)
        put_all(crossing, range(3, 5))
        return early + await take(crossing, 3)

    assert on_loop(crossed()) == list(range(5))


def test_every_block_of_another_thread_wakes_who_waits() -> None:
    count = 2000

    async def crossed() -> list[int]:
        crossing = ThreadQueue(BLOCK_SECONDS / 100)
        taken = threading.Semaphore(1)

        def record() -> None:
            for number in range(count):
                taken.acquire()  # so that each block comes while the loop waits, or is about to
                crossing.put(block(number))

        thread = threading.Thread(target=record, daemon=True)
        thread.start()
        numbers = []
        for _ in range(count):
            numbers += await take(crossing, 1)
            taken.release()
        thread.join()
        return numbers

    assert on_loop(crossed()) == list(range(count))


def test_blocks_that_come_at_once_wake_the_loop_once() -> None:
    async def crossed() -> int:
        crossing = ThreadQueue(BLOCK_SECONDS)
        wakes = 0
        loop = asyncio.get_running_loop()
        wake = loop.call_soon_threadsafe

        def counted(function: Callable[[], None]) -> asyncio.Handle:
            nonlocal wakes
            wakes += 1
            return wake(function)

        loop.call_soon_threadsafe = counted  # type: ignore[assignment, method-assign]  # to count
        waiting = asyncio.create_task(crossing.next_block(10))
        await asyncio.sleep(0)
        put_all(crossing, range(10))
        await waiting
        return wakes

    assert on_loop(crossed()) == 1


@pytest.mark.usefixtures("expected_errors")
def test_oldest_blocks_are_lost_when_too_many_wait_and_that_is_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def crossed() -> list[int]:
        crossing = ThreadQueue(BLOCK_SECONDS)
        put_all(crossing, range(MOST_WAITING + 4))
        return await take(crossing, MOST_WAITING)

    assert on_loop(crossed()) == list(range(4, MOST_WAITING + 4))
    assert [record.getMessage() for record in caplog.records] == [
        "Blocks of audio dropped: 4; the computer is too busy."
    ]


@pytest.mark.usefixtures("expected_errors")
def test_losses_are_told_every_five_seconds_at_most_and_none_is_forgotten(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = ManualClock(0.0)

    async def crossed() -> None:
        crossing = ThreadQueue(BLOCK_SECONDS, clock)
        crossing.put(block(0))  # One always waits, as where the loop cannot keep up.
        for clock.now in (0.0, 1.0, 4.9, 5.0, 6.0, 10.1):
            crossing.put(block(1), overflowed=True)
            await crossing.next_block(10)

    on_loop(crossed())
    told = [record.args for record in caplog.records]
    assert told == [(1,), (3,), (2,)]


def test_end_comes_behind_the_last_block() -> None:
    async def crossed() -> list[bytes | None]:
        crossing = ThreadQueue(BLOCK_SECONDS)
        crossing.put(block(1))
        crossing.finish()
        return [
            await crossing.next_block(10),
            await crossing.next_block(10),
            await crossing.next_block(10),
        ]

    assert on_loop(crossed()) == [block(1), None, None]


def test_end_wakes_who_waits() -> None:
    async def crossed() -> bytes | None:
        crossing = ThreadQueue(BLOCK_SECONDS)
        asyncio.get_running_loop().call_soon(crossing.finish)
        return await crossing.next_block(10)

    assert on_loop(crossed()) is None


def test_patience_ends_where_nothing_comes() -> None:
    async def crossed() -> tuple[float, list[int]]:
        crossing = ThreadQueue(BLOCK_SECONDS)
        with pytest.raises(TimeoutError):
            await crossing.next_block(7)
        waited = asyncio.get_running_loop().time()
        crossing.put(block(1))
        return waited, await take(crossing, 1)

    waited, taken = on_quick_loop(crossed())
    assert waited == pytest.approx(7)
    assert taken == [1]


def test_time_in_which_the_process_was_held_up_is_not_the_devices_silence() -> None:
    async def crossed() -> tuple[bytes | None, float]:
        crossing, loop = ThreadQueue(BLOCK_SECONDS), asyncio.get_running_loop()
        waiting = asyncio.create_task(crossing.next_block(7))
        await asyncio.sleep(0)
        hold_up_loop(20)
        await run_turns(10)
        crossing.put(block(1))
        first = await waiting
        began = loop.time()
        waiting = asyncio.create_task(crossing.next_block(7))
        await asyncio.sleep(0)
        hold_up_loop(20)
        with pytest.raises(TimeoutError):
            await waiting
        return first, loop.time() - began

    first, waited = on_quick_loop(crossed())
    assert first == block(1)
    assert waited == pytest.approx(20 + 7)


def test_a_process_that_is_held_up_again_and_again_waits_twice_as_long_at_most() -> None:
    async def crossed() -> int:
        waiting = asyncio.create_task(ThreadQueue(BLOCK_SECONDS).next_block(7))
        await asyncio.sleep(0)
        hold_up_loop(8)
        await run_turns(3)
        held_up = 0
        while not waiting.done() and held_up < 20:
            hold_up_loop(2)
            await run_turns(3)
            held_up += 1
        with pytest.raises(TimeoutError):
            await waiting
        return held_up

    assert on_quick_loop(crossed()) == 7


def test_crossing_says_whether_anything_waits() -> None:
    async def crossed() -> list[bool]:
        crossing = ThreadQueue(BLOCK_SECONDS)
        states = [crossing.is_empty]
        crossing.put(block(1))
        states.append(crossing.is_empty)
        await crossing.next_block(10)
        return [*states, crossing.is_empty]

    assert on_loop(crossed()) == [True, False, True]


@pytest.mark.parametrize("closes", [True, False], ids=["closed", "left with its loop"])
def test_blocks_that_come_too_late_trouble_nobody(closes: bool) -> None:
    crossing = ThreadQueue(BLOCK_SECONDS)

    async def crossed() -> None:
        crossing.put(block(1))
        await crossing.next_block(10)
        if closes:
            crossing.close()

    on_loop(crossed())
    put_all(crossing, range(3))
    crossing.finish()
