"""Sound that waits to be committed: nothing is lost, nothing is sent twice but after a rewind."""

import asyncio
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.events import Gap
from captions.pcm import Chunk
from captions.realtime.session.replay_buffer import MAX_BUFFER_SECONDS, ReplayBuffer
from tests.conftest import on_loop

RATE = 100


def chunk(start: float, seconds: float = 1.0) -> Chunk:
    return Chunk(b"\0\0" * round(seconds * RATE), RATE, start)


def hundredths(number: int) -> float:
    """Return a moment that is a whole number of samples."""
    return number / RATE


async def rest(backlog: ReplayBuffer) -> list[float]:
    found = []
    while (item := await backlog.next_item(0.0)) is not None:
        if item.chunk is not None:
            found.append(item.chunk.stream_time)
    return found


def test_chunks_are_sent_in_order_and_once() -> None:
    async def work() -> list[float]:
        backlog = ReplayBuffer()
        for start in range(3):
            backlog.add_chunk(chunk(start))
        backlog.finish()
        return await rest(backlog)

    assert on_loop(work()) == [0, 1, 2]


def test_waiting_for_a_chunk_ends_when_it_comes() -> None:
    async def work() -> list[float]:
        backlog = ReplayBuffer()
        waiting = asyncio.create_task(rest(backlog))
        await asyncio.sleep(0)
        backlog.add_chunk(chunk(5))
        await asyncio.sleep(0)
        backlog.finish()
        return await waiting

    assert on_loop(work()) == [5]


@given(st.integers(1, 20), st.integers(0, 20), st.integers(0, 2000).map(hundredths))
def test_after_a_rewind_everything_uncommitted_is_sent_again(
    chunks: int, sent: int, committed: float
) -> None:
    async def work() -> tuple[float, list[float]]:
        backlog = ReplayBuffer()
        for start in range(chunks):
            backlog.add_chunk(chunk(start))
        for _ in range(min(sent, chunks)):
            await backlog.next_item(0.0)
        backlog.drop_committed(committed)
        backlog.rewind()
        backlog.finish()
        return backlog.seconds, await rest(backlog)

    seconds, again = on_loop(work())
    kept = min(committed, sent, chunks)
    assert seconds == pytest.approx(chunks - kept)
    assert len(again) == chunks - math.floor(kept)
    if again:
        assert again[0] == pytest.approx(kept)
        assert again[1:] == list(range(chunks - len(again) + 1, chunks))


def test_what_is_too_much_goes_from_the_oldest_and_is_told_as_one_gap() -> None:
    async def work() -> tuple[Gap | None, Gap | None, list[float]]:
        backlog = ReplayBuffer()
        for start in range(0, 400, 10):
            backlog.add_chunk(chunk(start, 10))
        backlog.finish()
        return backlog.pop_gap(), backlog.pop_gap(), await rest(backlog)

    gap, again, left = on_loop(work())
    assert gap == Gap(0.0, 400 - MAX_BUFFER_SECONDS)
    assert again is None
    assert left[0] == 400 - MAX_BUFFER_SECONDS


class TestMarks:
    def test_commit_comes_behind_the_chunk_that_was_the_last(self) -> None:
        async def work() -> list[tuple[float | None, bool]]:
            backlog = ReplayBuffer()
            backlog.add_chunk(chunk(0))
            backlog.mark_commit()
            backlog.add_chunk(chunk(1))
            backlog.finish()
            return await items(backlog)

        assert on_loop(work()) == [(0, True), (1, False)]

    def test_commit_of_what_is_sent_already_comes_alone_and_again_after_a_rewind(self) -> None:
        async def work() -> tuple[list[tuple[float | None, bool]], list[tuple[float | None, bool]]]:
            backlog = ReplayBuffer()
            backlog.add_chunk(chunk(0))
            await backlog.next_item(0.0)
            backlog.mark_commit()
            backlog.finish()
            first = await items(backlog)
            backlog.rewind()
            return first, await items(backlog)

        assert on_loop(work()) == ([(None, True)], [(0, True)])

    def test_commit_of_what_is_sent_comes_before_what_came_since(self) -> None:
        async def work() -> list[tuple[float | None, bool]]:
            backlog = ReplayBuffer()
            backlog.add_chunk(chunk(0))
            await backlog.next_item(0.0)
            backlog.mark_commit()
            backlog.add_chunk(chunk(1))
            backlog.finish()
            return await items(backlog)

        assert on_loop(work()) == [(None, True), (1, False)]

    def test_mark_on_nothing_is_nothing(self) -> None:
        async def work() -> list[tuple[float | None, bool]]:
            backlog = ReplayBuffer()
            backlog.mark_commit()
            backlog.finish()
            return await items(backlog)

        assert on_loop(work()) == []


def test_quiet_sound_is_forgotten_by_when_it_was_sent() -> None:
    async def work() -> list[float]:
        backlog = ReplayBuffer()
        for start in range(4):
            backlog.add_chunk(chunk(start))
        for now in (10.0, 20.0, 30.0):
            await backlog.next_item(now)
        backlog.drop_silent(25.0)
        backlog.rewind()
        backlog.finish()
        return await rest(backlog)

    assert on_loop(work()) == [2, 3]


def test_source_that_can_wait_is_let_on_when_there_is_room() -> None:
    async def work() -> bool:
        backlog = ReplayBuffer()
        for start in range(3):
            backlog.add_chunk(chunk(start))
        waiting = asyncio.create_task(backlog.wait_for_capacity(2.5))
        await asyncio.sleep(0)
        full = not waiting.done()
        await backlog.next_item(0.0)
        await waiting
        return full

    assert on_loop(work())


async def items(backlog: ReplayBuffer) -> list[tuple[float | None, bool]]:
    found: list[tuple[float | None, bool]] = []
    while (item := await backlog.next_item(0.0)) is not None:
        found.append((item.chunk.stream_time if item.chunk else None, item.commit))
    return found


@pytest.mark.parametrize(
    ("quiet", "committed_until", "lost"),
    [
        pytest.param(True, 0.0, None, id="nothing was heard in it"),
        pytest.param(False, 0.0, Gap(0.0, 10.0), id="something was heard in it"),
        pytest.param(False, 10.0, None, id="it was committed later"),
    ],
)
def test_sound_that_was_sent_and_is_too_much_is_a_gap_only_if_words_were_in_it(
    quiet: bool, committed_until: float, lost: Gap | None
) -> None:
    async def work() -> Gap | None:
        backlog = ReplayBuffer()
        backlog.is_silent = quiet
        for start in range(0, 310, 10):
            backlog.add_chunk(chunk(start, 10))
            await backlog.next_item(0.0)
        backlog.drop_committed(committed_until)
        return backlog.pop_gap()

    assert on_loop(work()) == lost


def test_stream_is_over_once_it_has_ended_and_all_is_committed() -> None:
    async def work() -> list[bool]:
        backlog = ReplayBuffer()
        found = [backlog.is_exhausted]
        backlog.add_chunk(chunk(0))
        backlog.finish()
        found.append(backlog.is_exhausted)
        await backlog.next_item(0.0)
        backlog.drop_committed(1.0)
        return [*found, backlog.is_exhausted]

    assert on_loop(work()) == [False, False, True]


class TestDeaths:
    """Servers that die of what they are sent."""

    @staticmethod
    async def connect(backlog: ReplayBuffer, chunks: int) -> None:
        """Have another server take so many chunks."""
        backlog.rewind()
        for _ in range(chunks):
            await backlog.next_item(0.0)

    @staticmethod
    def filled() -> ReplayBuffer:
        backlog = ReplayBuffer()
        for start in range(6):
            backlog.add_chunk(chunk(start))
        backlog.finish()
        return backlog

    def test_sound_of_which_three_servers_died_is_given_up_and_told_as_a_gap(self) -> None:
        async def work() -> tuple[list[Gap | None], list[float]]:
            backlog, gaps = self.filled(), []
            for sent in (5, 3, 4):
                await self.connect(backlog, sent)
                backlog.record_server_exit()
                gaps.append(backlog.pop_gap())
            backlog.rewind()
            return gaps, await rest(backlog)

        # The second server had the first three chunks alone, so it began in one of these.
        assert on_loop(work()) == ([None, None, Gap(0.0, 4.0)], [4, 5])

    def test_behind_sound_given_up_each_death_gives_up_more(self) -> None:
        async def work() -> tuple[list[Gap | None], list[float]]:
            backlog, gaps = self.filled(), []
            for sent in (1, 2, 2, 1):
                await self.connect(backlog, sent)
                backlog.record_server_exit()
                gaps.append(backlog.pop_gap())
            backlog.rewind()
            return gaps, await rest(backlog)

        assert on_loop(work()) == ([None, None, Gap(0.0, 2.0), Gap(2.0, 2.0)], [4, 5])

    def test_commit_behind_sound_given_up_begins_anew(self) -> None:
        async def work() -> list[Gap | None]:
            backlog, gaps = self.filled(), []
            for sent in (1, 1, 1):
                await self.connect(backlog, sent)
                backlog.record_server_exit()
            for sent in (2, 1):
                backlog.pop_gap()
                await self.connect(backlog, sent)
                backlog.drop_committed(2.5)
                backlog.record_server_exit()
                gaps.append(backlog.pop_gap())
            return gaps

        assert on_loop(work()) == [None, None]

    def test_a_death_that_is_found_after_the_connection_ended_counts_once(self) -> None:
        async def work() -> tuple[list[Gap | None], list[float]]:
            backlog, gaps = self.filled(), []
            for sent in (5, 3, 4):
                await self.connect(backlog, sent)
                backlog.rewind()
                backlog.record_server_exit()
                backlog.record_server_exit()
                gaps.append(backlog.pop_gap())
            return gaps, await rest(backlog)

        assert on_loop(work()) == ([None, None, Gap(0.0, 4.0)], [4, 5])

    @pytest.mark.parametrize("sent", [0, 1, 5])
    def test_backlog_that_was_handed_over_takes_deaths(self, sent: int) -> None:
        async def work() -> tuple[Gap | None, Gap | None, list[float]]:
            backlog = self.filled()
            await self.connect(backlog, sent)
            heir = backlog.move_contents()
            for _ in range(4):
                backlog.record_server_exit()
            return backlog.pop_gap(), heir.pop_gap(), await rest(heir)

        assert on_loop(work()) == (None, None, [0, 1, 2, 3, 4, 5])

    def test_a_commit_shows_that_it_was_not_the_sound(self) -> None:
        async def work() -> tuple[Gap | None, list[float]]:
            backlog = self.filled()
            for _ in range(4):
                await self.connect(backlog, 2)
                backlog.record_server_exit()
                backlog.drop_committed(backlog._chunks[0].chunk.stream_time + 0.5)
            backlog.rewind()
            return backlog.pop_gap(), await rest(backlog)

        assert on_loop(work()) == (None, [2, 3, 4, 5])

    def test_a_server_that_was_sent_nothing_died_of_something_else(self) -> None:
        async def work() -> tuple[Gap | None, list[float]]:
            backlog = self.filled()
            for _ in range(4):
                await self.connect(backlog, 0)
                backlog.record_server_exit()
            return backlog.pop_gap(), await rest(backlog)

        assert on_loop(work()) == (None, [0, 1, 2, 3, 4, 5])

    def test_a_death_counts_once(self) -> None:
        async def work() -> Gap | None:
            backlog = self.filled()
            await self.connect(backlog, 2)
            for _ in range(4):
                backlog.record_server_exit()
            return backlog.pop_gap()

        assert on_loop(work()) is None
