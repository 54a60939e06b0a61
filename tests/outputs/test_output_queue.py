"""Delay and limits of what waits for an output."""

import asyncio

import pytest

from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.caption_state import CaptionState, LiveSegment
from captions.outputs.output_queue import OutputQueue, QueueLimits
from tests.conftest import on_loop


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def state(text: str) -> CaptionState:
    return CaptionState(live_segments=(LiveSegment(text),))


def segment(text: str) -> TranscriptSegment:
    return TranscriptSegment(text=text, start=0.0, end=1.0)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_newest_state_wins(clock: Clock) -> None:
    queue = OutputQueue(clock=clock)
    queue.put_state(state("one"))
    queue.put_state(state("one two"))
    assert queue.take_state() == state("one two")
    assert queue.take_state() is None


def test_state_is_held_back_for_the_delay(clock: Clock) -> None:
    queue = OutputQueue(QueueLimits(delay=30.0), clock)
    queue.put_state(state("one"))
    clock.now += 20.0
    queue.put_state(state("two"))
    assert queue.take_state() is None
    clock.now += 10.0
    assert queue.take_state() == state("one")
    clock.now += 20.0
    assert queue.take_state() == state("two")
    assert queue.is_empty


def test_queue_that_continues_another_has_its_segments_after_its_own_delay(clock: Clock) -> None:
    before = OutputQueue(QueueLimits(delay=5.0), clock)
    for text in ("one", "two"):
        before.put_segment(segment(text))
        clock.now += 5.0
    before.remove_segment()
    queue = OutputQueue(QueueLimits(delay=20.0), clock)
    queue.continue_queue(before)
    assert (queue.sent, queue.first_segment()) == (1, None)
    clock.now += 15.0
    assert queue.first_segment() == segment("two")


def test_connected_output_gets_the_present_state_again(clock: Clock) -> None:
    queue = OutputQueue(clock=clock)
    queue.put_state(state("one"))
    queue.take_state()
    queue.repeat_state()
    assert queue.take_state() == state("one")


def test_segments_stay_in_order_until_they_are_removed(clock: Clock) -> None:
    queue = OutputQueue(clock=clock)
    for text in ("one", "two"):
        queue.put_segment(segment(text))
    assert queue.first_segment() == segment("one")
    assert queue.first_segment() == segment("one")
    queue.remove_segment()
    assert queue.first_segment() == segment("two")
    queue.remove_segment()
    assert queue.first_segment() is None
    assert (queue.sent, queue.dropped) == (2, 0)


def test_segment_that_is_too_old_is_dropped_and_counted(clock: Clock) -> None:
    queue = OutputQueue(QueueLimits(delay=10.0, max_age=60.0), clock)
    queue.put_segment(segment("one"))
    clock.now += 70.0
    queue.put_segment(segment("two"))
    assert queue.first_segment() == segment("one")
    clock.now += 10.1
    assert queue.first_segment() == segment("two")
    assert queue.dropped == 1


def test_oldest_of_too_many_segments_is_dropped_and_counted(clock: Clock) -> None:
    queue = OutputQueue(QueueLimits(max_segments=3), clock)
    for text in "abcde":
        queue.put_segment(segment(text))
    assert queue.first_segment() == segment("c")
    assert queue.dropped == 2


def test_clearing_empties_the_screen_at_once_and_drops_what_waits(clock: Clock) -> None:
    queue = OutputQueue(QueueLimits(delay=120.0), clock)
    queue.put_state(state("one"))
    queue.put_segment(segment("one"))
    queue.clear()
    assert queue.take_state() == CaptionState()
    clock.now += 200.0
    assert queue.take_state() is None
    assert queue.first_segment() is None


def test_segment_cleared_while_it_is_sent_is_not_missed(clock: Clock) -> None:
    queue = OutputQueue(clock=clock)
    queue.put_segment(segment("one"))
    queue.clear()
    queue.remove_segment()
    assert queue.sent == 0


def test_memory_of_delayed_states_is_bounded(clock: Clock) -> None:
    queue = OutputQueue(QueueLimits(delay=120.0), clock)
    for number in range(10_000):
        queue.put_state(state(str(number)))
    clock.now += 120.0
    assert queue.take_state() == state("9999")


def test_wait_ends_when_something_is_put() -> None:
    async def run() -> CaptionState | None:
        queue = OutputQueue()
        waiting = asyncio.create_task(queue.wait())
        await asyncio.sleep(0)
        queue.put_state(state("one"))
        await waiting
        return queue.take_state()

    assert on_loop(run()) == state("one")


def test_wait_ends_when_a_delay_is_over() -> None:
    async def run() -> TranscriptSegment | None:
        queue = OutputQueue(QueueLimits(delay=0.01))
        queue.put_segment(segment("one"))
        assert queue.first_segment() is None
        await queue.wait()
        return queue.first_segment()

    assert on_loop(run()) == segment("one")


def test_wait_ends_after_its_timeout() -> None:
    async def run() -> bool:
        queue = OutputQueue(QueueLimits(delay=100.0))
        queue.put_segment(segment("one"))
        await queue.wait(0.01)
        return queue.is_empty

    assert not on_loop(run())
