"""Pauses: a live source lets go of its device, a recording goes on where it was."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator

import pytest

from captions.audio.pausing import PausableSource
from captions.audio.source import EventCallback, Source
from captions.errors import RecordingError
from captions.events import Event, SourceChanged, SourceState
from captions.pcm import Chunk
from tests.conftest import on_loop


class Numbers:
    """A source whose chunks say their number; it waits at each until it may go on."""

    def __init__(self, tell: EventCallback, last: int = 1000) -> None:
        self._tell = tell
        self.last = last
        self.opened = 0
        self.open = False
        self.count = 0
        self.may_go_on = asyncio.Semaphore(0)
        self.may_close = asyncio.Event()
        self.may_close.set()

    async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
        self.opened += 1
        self.open = True
        self._tell(SourceChanged(SourceState.LISTENING, "numbers"))
        try:
            while self.count < self.last:
                await self.may_go_on.acquire()
                self.count += 1
                yield Chunk(b"", 1, float(self.count))
            self._tell(SourceChanged(SourceState.ENDED, "numbers"))
        finally:
            await self.may_close.wait()
            self.open = False


class Heard:
    """A pausable source of numbers, and everything that it told."""

    def __init__(self, *, live: bool, last: int = 1000) -> None:
        self.told: list[Event] = []
        self.numbers = Numbers(self.told.append, last)
        self.source = PausableSource(self._make, self.told.append, live=live)
        self.chunks = self.source.iter_chunks()

    def _make(self, tell: EventCallback) -> Source:
        self.numbers = Numbers(tell, self.numbers.last)
        return self.numbers

    @property
    def states(self) -> list[SourceState]:
        return [event.state for event in self.told if isinstance(event, SourceChanged)]

    async def next(self) -> float:
        self.numbers.may_go_on.release()
        return (await anext(self.chunks)).stream_time


@contextlib.asynccontextmanager
async def heard(*, live: bool, last: int = 1000) -> AsyncGenerator[Heard, None]:
    hearing = Heard(live=live, last=last)
    async with contextlib.aclosing(hearing.chunks):
        yield hearing


async def settled() -> None:
    """Let everything run that can."""
    for _ in range(10):
        await asyncio.sleep(0)


def test_a_live_source_is_closed_in_a_pause_and_opened_behind_it() -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            assert await hearing.next() == 1
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            hearing.source.pause()
            await settled()
            assert not hearing.numbers.open
            assert hearing.states[-1] is SourceState.PAUSED
            hearing.source.resume()
            await settled()
            hearing.numbers.may_go_on.release()
            await waiting
            assert hearing.numbers.opened == 2
            assert hearing.states[-2:] == [SourceState.OPENING, SourceState.LISTENING]

    on_loop(work())


@pytest.mark.parametrize("asked", [True, False])
def test_who_goes_on_while_the_device_is_still_being_closed_hears_it_again(*, asked: bool) -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            assert await hearing.next() == 1
            hearing.numbers.may_close.clear()
            if not asked:
                hearing.source.pause()
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            if asked:
                hearing.source.pause()
                await settled()
            assert hearing.numbers.open
            hearing.source.resume()
            await settled()
            hearing.numbers.may_close.set()
            hearing.numbers.may_go_on.release()
            assert (await waiting).stream_time == 2
            assert hearing.numbers.opened == 2
            assert hearing.states[-2:] == [SourceState.OPENING, SourceState.LISTENING]

    on_loop(work())


@pytest.mark.parametrize("live", [True, False])
def test_who_goes_on_and_pauses_again_at_once_stays_paused(*, live: bool) -> None:
    async def work() -> None:
        async with heard(live=live) as hearing:
            assert await hearing.next() == 1
            hearing.source.pause()
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            hearing.source.resume()
            hearing.source.pause()
            hearing.numbers.may_go_on.release()
            await settled()
            assert not waiting.done()
            assert hearing.numbers.opened == 1
            hearing.source.resume()
            await settled()
            hearing.numbers.may_go_on.release()
            await waiting

    on_loop(work())


@pytest.mark.parametrize("asked", [True, False])
def test_a_live_source_is_opened_again_on_demand(*, asked: bool) -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            assert await hearing.next() == 1
            if not asked:
                hearing.source.reopen()
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            if asked:
                hearing.source.reopen()
                await settled()
            hearing.numbers.may_go_on.release()
            assert (await waiting).stream_time == 2
            assert hearing.numbers.opened == 2

    on_loop(work())


def test_opening_again_changes_nothing_in_a_recording_or_a_pause() -> None:
    async def work() -> None:
        async with heard(live=False) as recording, heard(live=True) as paused:
            await recording.next()
            recording.source.reopen()
            assert await recording.next() == 2
            assert recording.numbers.opened == 1
            await paused.next()
            paused.source.pause()
            paused.source.reopen()
            waiting = asyncio.create_task(paused.next())
            await settled()
            assert paused.numbers.opened == 1
            paused.source.resume()
            await waiting
            assert paused.numbers.opened == 2

    on_loop(work())


def test_a_pause_before_anything_was_asked_for_opens_nothing() -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            hearing.source.pause()
            waiting = asyncio.create_task(hearing.next())
            await settled()
            assert hearing.numbers.opened == 0
            hearing.source.resume()
            assert await waiting == 1

    on_loop(work())


def test_a_recording_waits_in_a_pause_and_goes_on_where_it_was() -> None:
    async def work() -> None:
        async with heard(live=False) as hearing:
            assert await hearing.next() == 1
            hearing.source.pause()
            waiting = asyncio.create_task(hearing.next())
            await settled()
            assert hearing.numbers.count == 1
            hearing.source.resume()
            assert await waiting == 2
            assert hearing.numbers.opened == 1
            assert hearing.told[-1] == SourceChanged(SourceState.LISTENING, "numbers")

    on_loop(work())


@pytest.mark.parametrize("live", [True, False])
def test_pausing_twice_is_pausing_once(*, live: bool) -> None:
    async def work() -> None:
        async with heard(live=live) as hearing:
            await hearing.next()
            for act in (hearing.source.pause, hearing.source.resume):
                before = len(hearing.told)
                act()
                act()
                assert len(hearing.told) == before + 1
            assert await hearing.next() == 2

    on_loop(work())


@pytest.mark.parametrize("live", [True, False])
def test_the_end_of_the_source_is_the_end(*, live: bool) -> None:
    async def work() -> None:
        async with heard(live=live, last=2) as hearing:
            assert [await hearing.next(), await hearing.next()] == [1, 2]
            with pytest.raises(StopAsyncIteration):
                await anext(hearing.chunks)
            assert hearing.states[-1] is SourceState.ENDED

    on_loop(work())


def test_whoever_is_cancelled_in_a_pause_is_cancelled() -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            await hearing.next()
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            hearing.source.pause()
            await settled()
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting
            assert not hearing.numbers.open

    on_loop(work())


def test_whoever_is_cancelled_while_the_device_is_being_closed_is_cancelled() -> None:
    async def work() -> None:
        async with heard(live=True) as hearing:
            await hearing.next()
            hearing.numbers.may_close.clear()
            waiting = asyncio.ensure_future(anext(hearing.chunks))
            await settled()
            hearing.source.pause()
            await settled()
            assert hearing.numbers.open
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    on_loop(work())


def test_a_failure_of_the_source_passes() -> None:
    class Broken:
        async def iter_chunks(self) -> AsyncGenerator[Chunk, None]:
            yield Chunk(b"", 1, 0.0)
            raise RecordingError("recording_broken", recording="It", seconds=1, reason="cut off")

    async def work() -> None:
        source = PausableSource(lambda _: Broken(), lambda _: None, live=False)
        with pytest.raises(RecordingError, match="damaged"):
            assert [chunk async for chunk in source.iter_chunks()]

    on_loop(work())
