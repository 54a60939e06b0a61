"""Sound that waits: nothing of it is lost or moved, and it is bounded."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captions.engine.serving.input_queue import InputQueue, PaceMonitor, QueueUsage
from captions.engine.serving.limits import PaceLimits, ServerLimits
from captions.engine.serving.session import RecognitionWork, SessionError
from captions.protocol.options import AudioFormat
from captions.web.connection_limits import RateAllowance
from tests.conftest import on_loop

A_SECOND = 16_000
LIMITS = ServerLimits(max_queued_seconds=10.0, max_queued_bytes=20 * A_SECOND, max_queued_commits=3)


def waiting(room: QueueUsage | None = None, limits: ServerLimits = LIMITS) -> InputQueue:
    """Sound of 8000 samples a second, 16 bits each."""
    return InputQueue(AudioFormat.PCM_8000, limits, room or QueueUsage())


@given(st.lists(st.tuples(st.integers(0, 5000), st.booleans()), max_size=12))
def test_slices_hold_every_byte_in_order_and_every_commit_in_its_place(
    parts: list[tuple[int, bool]],
) -> None:
    room = QueueUsage()
    one = waiting(room, ServerLimits())
    put = bytearray()
    commits = []
    for number, (samples, commit) in enumerate(parts):
        data = bytes([number]) * samples * 2
        one.put(RecognitionWork(data, commit))
        put += data
        commits += [len(put)] * commit
    taken = bytearray()
    found = []
    while (work := one.pop_slice()) is not None:
        assert len(work.data) <= A_SECOND
        assert len(work.data) % 2 == 0
        taken += work.data
        found += [len(taken)] * work.commit
    assert (taken, found) == (put, commits)
    assert room.queued_bytes == 0
    assert room.queued_seconds == pytest.approx(0)


def test_small_chunks_go_together_and_keep_the_moment_of_the_first() -> None:
    one = waiting()
    for number in range(5):
        one.put(RecognitionWork(bytes(200), commit=False, received=float(number)))
    assert one.pop_slice() == RecognitionWork(bytes(1000), commit=False, received=0.0)
    assert one.pop_slice() is None


def test_context_comes_with_the_first_slice_alone() -> None:
    one = waiting()
    one.put(RecognitionWork(bytes(3 * A_SECOND), commit=True, context="so"))
    slices = [one.pop_slice() for _ in range(3)]
    assert [(work.context, work.commit) for work in slices if work is not None] == [
        ("so", False),
        ("", False),
        ("", True),
    ]


def test_too_much_in_all_sessions_is_an_overflow_until_some_is_taken() -> None:
    room = QueueUsage()
    one, other = waiting(room), waiting(room)
    one.put(RecognitionWork(bytes(15 * A_SECOND), commit=False))
    with pytest.raises(SessionError, match="audio queue is full") as caught:
        other.put(RecognitionWork(bytes(6 * A_SECOND), commit=False))
    assert caught.value.message.name == "queue_overflow"
    one.discard_all()
    assert room == QueueUsage()
    other.put(RecognitionWork(bytes(6 * A_SECOND), commit=False))


def test_too_many_commits_are_throttled() -> None:
    one = waiting()
    for _ in range(3):
        one.put(RecognitionWork(b"", commit=True))
    with pytest.raises(SessionError, match="commit less often") as caught:
        one.put(RecognitionWork(b"", commit=True))
    assert caught.value.message.name == "commit_throttled"


def test_client_is_held_back_until_less_waits() -> None:
    async def held() -> list[str]:
        one = waiting()
        happened = []
        one.put(RecognitionWork(bytes(12 * A_SECOND), commit=False))

        async def hold() -> None:
            await one.wait_for_capacity()
            happened.append("free")

        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(hold())
            for _ in range(2):
                await asyncio.sleep(0)
                one.pop_slice()
                happened.append("taken")
        return happened

    assert on_loop(held()) == ["taken", "taken", "free"]


def test_allowance_lets_bursts_pass_and_refills() -> None:
    allowance = RateAllowance(rate=2, burst=3)
    assert [allowance.try_spend(5.0) for _ in range(4)] == [True, True, True, False]
    assert [allowance.try_spend(6.0) for _ in range(3)] == [True, True, False]


Turns = list[tuple[float, float, float]]


def turns(start: float, count: int, speed: float, delay: float, growth: float = 0.0) -> Turns:
    """Return the times, seconds of audio and delays of turns of a second of audio each."""
    return [
        (start + number / speed, 1.0, delay + number * growth) for number in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    ("recorded", "changes"),
    [
        pytest.param(turns(0, 60, 1.0, 0.3), [], id="on time"),
        pytest.param(turns(0, 60, 1.0, 3.9), [], id="a little late, for long"),
        pytest.param(turns(0, 40, 0.8, 0, 0.25), [26.25], id="too slow"),
        pytest.param(turns(0, 60, 6.0, 50, -5 / 6), [], id="much audio at once on a fast computer"),
        pytest.param(turns(0, 60, 1.1, 20), [8 / 1.1], id="hardly faster than speech"),
        pytest.param(
            [*turns(0, 5, 1.0, 5), *turns(5, 1, 1.0, 2), *turns(6, 5, 1.0, 5)],
            [],
            id="late for moments",
        ),
        pytest.param(
            [*turns(0, 10, 1.0, 5), *turns(10, 20, 1.0, 0.5)], [7, 26], id="late, then on time"
        ),
        pytest.param(
            [
                *turns(0, 10, 1.0, 5),
                *turns(10, 14, 1.0, 0.5),
                *turns(24, 9, 1.0, 6),
                *turns(33, 14, 1.0, 0.5),
            ],
            [7],
            id="on time in pauses only",
        ),
    ],
)
def test_session_falls_behind_and_catches_up(recorded: Turns, changes: list[float]) -> None:
    pace = PaceMonitor(PaceLimits())
    found = []
    for now, seconds, delay in recorded:
        before = pace.is_behind
        has_changed = pace.record_turn(now, seconds, delay)
        assert has_changed is (pace.is_behind is not before)
        if has_changed:
            found.append(now)
    assert found == pytest.approx(changes)
    assert pace.is_behind is bool(len(changes) % 2)
