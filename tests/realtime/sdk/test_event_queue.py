"""Events that wait for an iteration: bounded before it begins, and then none is lost."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.errors import ConnectionLostError
from captions.protocol.messages import CommittedTranscript, PartialTranscript
from captions.realtime.sdk.event_queue import Event, EventQueue, UnreadableFrame
from tests.conftest import on_loop
from tests.support.loop_turns import run_turns

EARLY = 256
MOST_WAITING = 4096


def commit(number: int) -> CommittedTranscript:
    return CommittedTranscript(str(number))


def partial(number: int) -> PartialTranscript:
    return PartialTranscript(str(number))


async def wanted(*limits: int) -> EventQueue:
    """Return an empty inbox over which somebody iterates."""
    inbox = EventQueue(*limits)
    inbox.put(commit(-1))
    assert await inbox.wait_for_event()
    inbox.pending.clear()
    return inbox


async def take(inbox: EventQueue) -> Event | None:
    return inbox.pending.popleft() if await inbox.wait_for_event() else None


class TestWaiting:
    def test_what_has_come_is_there_at_once_and_in_order(self) -> None:
        async def work() -> list[Event | None]:
            inbox = EventQueue()
            inbox.put(partial(1))
            inbox.put(UnreadableFrame("not JSON"))
            return [await take(inbox), await take(inbox)]

        assert on_loop(work()) == [partial(1), UnreadableFrame("not JSON")]

    def test_waiting_ends_when_something_comes(self) -> None:
        async def work() -> tuple[bool, Event | None]:
            inbox = EventQueue()
            taking = asyncio.create_task(take(inbox))
            await run_turns()
            waited = not taking.done()
            inbox.put(commit(1))
            return waited, await taking

        assert on_loop(work()) == (True, commit(1))

    def test_it_takes_nothing_out(self) -> None:
        async def work() -> list[Event]:
            inbox = EventQueue()
            inbox.put(commit(1))
            assert await inbox.wait_for_event()
            assert await inbox.wait_for_event()
            return list(inbox.pending)

        assert on_loop(work()) == [commit(1)]


class TestSeveralWaits:
    def test_each_event_reaches_one_of_them_and_the_other_waits_on(self) -> None:
        async def work() -> tuple[int, list[Event | None]]:
            inbox = EventQueue()
            taking = [asyncio.create_task(take(inbox)) for _ in range(2)]
            await run_turns()
            inbox.put(commit(1))
            await run_turns()
            done = sum(task.done() for task in taking)
            inbox.put(commit(2))
            return done, await asyncio.gather(*taking)

        done, taken = on_loop(work())
        assert done == 1
        assert sorted(str(event) for event in taken) == [str(commit(1)), str(commit(2))]

    def test_one_that_is_given_up_does_not_end_the_other(self) -> None:
        async def work() -> Event | None:
            inbox = EventQueue()
            given_up, taking = (asyncio.create_task(take(inbox)) for _ in range(2))
            await run_turns()
            given_up.cancel()
            await run_turns()
            assert given_up.cancelled()
            inbox.put(commit(1))
            return await taking

        assert on_loop(work()) == commit(1)

    def test_wait_after_one_that_was_given_up_is_like_any_other(self) -> None:
        async def work() -> Event | None:
            inbox = EventQueue()
            given_up = asyncio.create_task(take(inbox))
            await run_turns()
            given_up.cancel()
            await run_turns()
            taking = asyncio.create_task(take(inbox))
            await run_turns()
            inbox.put(commit(1))
            return await taking

        assert on_loop(work()) == commit(1)

    def test_the_end_ends_them_all(self) -> None:
        async def work() -> list[bool]:
            inbox = EventQueue()
            waits = [asyncio.create_task(inbox.wait_for_event()) for _ in range(3)]
            await run_turns()
            inbox.close()
            return await asyncio.gather(*waits)

        assert on_loop(work()) == [False] * 3

    def test_the_error_is_told_to_one_of_them(self) -> None:
        async def work() -> list[bool | BaseException]:
            inbox = EventQueue()
            waits = [asyncio.create_task(inbox.wait_for_event()) for _ in range(3)]
            await run_turns()
            inbox.close(ConnectionLostError("connection_broke"))
            return await asyncio.gather(*waits, return_exceptions=True)

        told = on_loop(work())
        assert sorted(map(repr, told)) == [
            repr(ConnectionLostError("connection_broke")),
            "False",
            "False",
        ]


class TestEnd:
    def test_what_came_before_is_there_first(self) -> None:
        async def work() -> list[Event | None]:
            inbox = EventQueue()
            inbox.put(commit(1))
            inbox.close()
            return [await take(inbox) for _ in range(3)]

        assert on_loop(work()) == [commit(1), None, None]

    def test_error_is_told_once_and_behind_what_came_before(self) -> None:
        async def work() -> tuple[Event | None, list[bool]]:
            inbox = EventQueue()
            inbox.put(commit(1))
            inbox.close(ConnectionLostError("connection_broke"))
            first = await take(inbox)
            with pytest.raises(ConnectionLostError, match="was lost"):
                await inbox.wait_for_event()
            return first, [await inbox.wait_for_event(), await inbox.wait_for_event()]

        assert on_loop(work()) == (commit(1), [False, False])


class TestBounds:
    @pytest.mark.parametrize("came", [EARLY - 1, EARLY, EARLY + 1, 3 * EARLY])
    def test_the_newest_are_kept_until_an_iteration_begins(self, came: int) -> None:
        inbox = EventQueue()
        for number in range(came):
            inbox.put(commit(number))
        assert list(inbox.pending) == [commit(number) for number in range(came)][-EARLY:]

    def test_from_then_on_nothing_is_dropped(self) -> None:
        async def work() -> EventQueue:
            inbox = EventQueue()
            for number in range(EARLY):
                inbox.put(commit(number))
            await inbox.wait_for_event()
            for number in range(EARLY, MOST_WAITING + 100):
                inbox.put(commit(number))
            return inbox

        inbox = on_loop(work())
        assert list(inbox.pending) == [commit(number) for number in range(MOST_WAITING + 100)]

    def test_somebody_who_waits_already_is_an_iteration(self) -> None:
        async def work() -> int:
            inbox = EventQueue()
            waiting = asyncio.create_task(inbox.wait_for_event())
            await run_turns()
            for number in range(EARLY + 100):
                inbox.put(partial(number))
            await waiting
            return len(inbox.pending)

        assert on_loop(work()) == EARLY + 100

    def test_partials_are_superseded_when_too_many_events_wait(self) -> None:
        async def work() -> list[Event]:
            inbox = await wanted()
            for number in range(MOST_WAITING + 10):
                inbox.put(partial(number))
            return list(inbox.pending)

        kept = on_loop(work())
        newest = partial(MOST_WAITING + 9)
        assert kept == [*(partial(number) for number in range(MOST_WAITING - 1)), newest]

    def test_partial_supersedes_none_from_before_a_commit(self) -> None:
        async def work() -> list[Event]:
            inbox = await wanted()
            for number in range(MOST_WAITING):
                inbox.put(partial(number))
            inbox.put(commit(1))
            inbox.put(partial(-1))
            inbox.put(partial(-2))
            return list(inbox.pending)[-3:]

        assert on_loop(work()) == [partial(MOST_WAITING - 1), commit(1), partial(-2)]

    @given(st.lists(st.booleans(), max_size=40))
    def test_of_commits_none_is_ever_lost_and_the_newest_event_is_there(
        self, are_partial: list[bool]
    ) -> None:
        events: list[Event] = [
            partial(number) if is_partial else commit(number)
            for number, is_partial in enumerate(are_partial)
        ]

        async def work() -> list[Event]:
            inbox = await wanted(3, 6)
            for event in events:
                inbox.put(event)
            return list(inbox.pending)

        kept = on_loop(work())
        assert [event for event in kept if event in events] == kept
        assert commits(kept) == commits(events)
        assert kept[-1:] == events[-1:]
        assert kept[:6] == events[:5] + kept[5:6]


def commits(events: list[Event]) -> list[Event]:
    return [event for event in events if isinstance(event, CommittedTranscript)]
