"""Speech is passed on in order, a committed segment only once it is written."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

from captions.app.transcripts.speech_gate import SpeechGate
from captions.events import CaptionEvent, Committed, Partial
from tests.conftest import on_loop

PARTIAL = Partial("one")
FIRST = Committed("One two.")
SECOND = Committed("Three.")
NEXT = Partial("four")


def async_test(work: Callable[[], Coroutine[Any, Any, None]]) -> Callable[[], None]:
    """Return a test that runs a coroutine on a new event loop."""

    def run() -> None:
        on_loop(work())

    return run


async def settle() -> None:
    """Let the callbacks of finished futures run."""
    for _ in range(3):
        await asyncio.sleep(0)


@async_test
async def test_speech_that_need_not_be_written_passes_at_once() -> None:
    passed: list[CaptionEvent] = []
    gate = SpeechGate(passed.append)
    gate.add_event(PARTIAL)
    gate.add_event(FIRST)
    assert passed == [PARTIAL, FIRST]


@async_test
async def test_a_segment_waits_until_it_is_written_and_so_does_what_follows() -> None:
    passed: list[CaptionEvent] = []
    gate = SpeechGate(passed.append, max_wait=60)
    written = asyncio.get_running_loop().create_future()
    gate.add_event(PARTIAL)
    gate.add_event(FIRST, written)
    gate.add_event(NEXT)
    assert passed == [PARTIAL]
    written.set_result(None)
    await settle()
    assert passed == [PARTIAL, FIRST, NEXT]


@async_test
async def test_a_segment_that_is_written_first_waits_for_the_one_before_it() -> None:
    passed: list[CaptionEvent] = []
    gate = SpeechGate(passed.append, max_wait=60)
    slow, fast = (asyncio.get_running_loop().create_future() for _ in range(2))
    gate.add_event(FIRST, slow)
    gate.add_event(SECOND, fast)
    fast.set_result(None)
    await settle()
    assert passed == []
    slow.set_result(None)
    await settle()
    assert passed == [FIRST, SECOND]


@async_test
async def test_a_disk_that_never_answers_delays_captions_no_longer_than_the_limit() -> None:
    passed: list[CaptionEvent] = []
    gate = SpeechGate(passed.append, max_wait=0.01)
    written = asyncio.get_running_loop().create_future()
    gate.add_event(FIRST, written)
    await asyncio.wait_for(asyncio.shield(written), 30)
    await settle()
    assert passed == [FIRST]


@async_test
async def test_closing_passes_everything_on() -> None:
    passed: list[CaptionEvent] = []
    gate = SpeechGate(passed.append, max_wait=60)
    gate.add_event(FIRST, asyncio.get_running_loop().create_future())
    gate.add_event(NEXT)
    gate.pass_all()
    assert passed == [FIRST, NEXT]
