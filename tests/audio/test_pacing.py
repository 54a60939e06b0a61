"""The speed of speech: chunks come when they would be heard, and never in a burst."""

import asyncio
import contextlib
import math
from collections.abc import AsyncGenerator

import pytest

from captions.audio.pacing import pace_chunks
from captions.errors import RecordingError
from captions.pcm import SAMPLE_BYTES, Chunk
from tests.conftest import on_loop
from tests.support.virtual_clock import on_quick_loop

RATE = 1000
SECOND = bytes(RATE * SAMPLE_BYTES)


class Blocks:
    """Blocks of sound, each there after so many seconds; the last may be a failure."""

    def __init__(self, *blocks: tuple[float, bytes], broken: bool = False) -> None:
        self._blocks = blocks
        self._broken = broken
        self.closed = False

    async def come(self) -> AsyncGenerator[bytes, None]:
        try:
            for seconds, block in self._blocks:
                await asyncio.sleep(seconds)
                yield block
            if self._broken:
                raise RecordingError("recording_empty", recording="It")
        finally:
            self.closed = True


def played(blocks: Blocks, speed: float = 1.0, begin: float = 0.0) -> list[float]:
    """Return when each chunk comes, in seconds since the beginning."""

    async def work() -> list[float]:
        now = asyncio.get_running_loop().time
        chunks = pace_chunks(blocks.come(), RATE, lambda: begin, speed)
        return [now() async for _ in chunks]

    return on_quick_loop(work())


@pytest.mark.parametrize(
    ("waits", "speed", "due"),
    [
        pytest.param([0], 1.0, [0.1 * n for n in range(1, 11)], id="all is there at once"),
        pytest.param([0], 2.0, [0.05 * n for n in range(1, 11)], id="twice as fast"),
        pytest.param([0], math.inf, [0.0] * 10, id="as fast as it can be had"),
        pytest.param(
            [3], 1.0, [3 + 0.1 * n for n in range(1, 11)], id="what begins late is not late"
        ),
        pytest.param(
            [0, 0.5],
            1.0,
            [*[0.1 * n for n in range(1, 11)], *[1.5] * 5, *[1.5 + 0.1 * n for n in range(1, 6)]],
            id="a hiccup is made up for",
        ),
        pytest.param(
            [0, 5],
            1.0,
            [*[0.1 * n for n in range(1, 11)], *[6 + 0.1 * n for n in range(10)]],
            id="an interruption is not",
        ),
    ],
)
def test_chunks_come_when_they_would_be_heard(
    waits: list[float], speed: float, due: list[float]
) -> None:
    blocks = Blocks(*[(seconds, SECOND) for seconds in waits])
    assert played(blocks, speed) == pytest.approx(due)


def test_stream_time_that_begins_later_is_no_reason_to_wait() -> None:
    assert played(Blocks((0, SECOND)), begin=500)[0] == pytest.approx(0.1)


def test_whoever_comes_back_late_gets_no_burst() -> None:
    async def work() -> list[float]:
        now = asyncio.get_running_loop().time
        chunks = pace_chunks(Blocks((0, SECOND), (0, SECOND)).come(), RATE, lambda: 0.0)
        async with contextlib.aclosing(chunks):
            for _ in range(3):
                await anext(chunks)
            await asyncio.sleep(200 - now())
            return [now() async for _ in chunks]

    times = on_quick_loop(work())
    assert times == pytest.approx([200 + 0.1 * n for n in range(17)])


def test_equal_chunks_follow_each_other_whatever_the_blocks() -> None:
    async def work() -> list[Chunk]:
        blocks = Blocks((0, SECOND[:70]), (0, SECOND[:1000]), (0, SECOND[:30]))
        return [chunk async for chunk in pace_chunks(blocks.come(), RATE, lambda: 7.0, math.inf)]

    chunks = on_quick_loop(work())
    assert [len(chunk.data) for chunk in chunks] == [200] * 5 + [100]
    assert [chunk.stream_time for chunk in chunks] == pytest.approx([7 + 0.1 * n for n in range(6)])


def test_what_came_before_a_failure_is_heard() -> None:
    heard: list[bytes] = []

    async def work() -> None:
        blocks = Blocks((0, SECOND[:250]), broken=True)
        async for chunk in pace_chunks(blocks.come(), RATE, lambda: 0.0):
            heard.append(chunk.data)  # noqa: PERF401  # what came before the failure counts

    with pytest.raises(RecordingError, match="It is empty"):
        on_quick_loop(work())
    assert [len(data) for data in heard] == [200, 50]


def test_nothing_begins_where_nothing_comes() -> None:
    async def work() -> list[Chunk]:
        def begin() -> float:
            raise AssertionError

        return [chunk async for chunk in pace_chunks(Blocks().come(), RATE, begin)]

    assert on_quick_loop(work()) == []


def test_whoever_leaves_closes_the_blocks() -> None:
    blocks = Blocks((0, SECOND))

    async def work() -> None:
        chunks = pace_chunks(blocks.come(), RATE, lambda: 0.0)
        await anext(chunks)
        await chunks.aclose()
        assert blocks.closed

    on_loop(work())
