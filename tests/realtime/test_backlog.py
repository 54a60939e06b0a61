"""Sound that waits to be committed: nothing is lost, nothing is sent twice but after a rewind."""

import asyncio

from hypothesis import given
from hypothesis import strategies as st

from captions.pcm import Chunk
from captions.realtime.backlog import LONGEST_SECONDS, Backlog
from tests.conftest import on_loop

RATE = 100


def chunk(start: float, seconds: float = 1.0) -> Chunk:
    return Chunk(b"\0\0" * round(seconds * RATE), RATE, start)


async def rest(backlog: Backlog) -> list[float]:
    found = []
    while (item := await backlog.next()) is not None:
        found.append(item.stream_time)
    return found


def test_chunks_are_sent_in_order_and_once() -> None:
    async def work() -> list[float]:
        backlog = Backlog()
        for start in range(3):
            backlog.add(chunk(start))
        backlog.finish()
        return await rest(backlog)

    assert on_loop(work()) == [0, 1, 2]


def test_waiting_for_a_chunk_ends_when_it_comes() -> None:
    async def work() -> list[float]:
        backlog = Backlog()
        waiting = asyncio.create_task(rest(backlog))
        await asyncio.sleep(0)
        backlog.add(chunk(5))
        await asyncio.sleep(0)
        backlog.finish()
        return await waiting

    assert on_loop(work()) == [5]


@given(st.integers(1, 20), st.integers(0, 20), st.floats(0, 20))
def test_after_a_rewind_everything_uncommitted_is_sent_again(
    chunks: int, sent: int, committed: float
) -> None:
    async def work() -> list[float]:
        backlog = Backlog()
        for start in range(chunks):
            backlog.add(chunk(start))
        for _ in range(min(sent, chunks)):
            await backlog.next()
        backlog.forget(committed)
        backlog.rewind()
        backlog.finish()
        return await rest(backlog)

    again = on_loop(work())
    kept = min(int(committed), sent, chunks)
    assert again == list(range(kept, chunks))


def test_what_is_too_much_goes_from_the_oldest_and_is_counted() -> None:
    async def work() -> tuple[float, list[float]]:
        backlog = Backlog()
        lost = sum(backlog.add(chunk(start, 10)) for start in range(0, 400, 10))
        backlog.finish()
        return lost, await rest(backlog)

    lost, left = on_loop(work())
    assert lost == 400 - LONGEST_SECONDS
    assert left[0] == lost
