"""The app's own engine: started when asked for, again when it fails, and given up in the end."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from captions.engine.child_process import EngineProcess, EngineRefusedError, engine_command
from captions.engine.supervisor import EngineSupervisor, RestartPolicy
from captions.errors import EngineError
from captions.events import Committed, EngineChanged, EngineState, Event, Failed, Gap
from captions.messages.message import Message
from captions.pcm import Chunk
from captions.protocol.addresses import Address
from captions.protocol.options import SessionOptions
from captions.realtime.session.session import RealtimeSession
from tests.conftest import on_loop
from tests.support.engines import dying_engine, unruly_engine

AT_ONCE = RestartPolicy(delays=(0.0, 0.0, 0.0))
RATE = 16_000

STARTING, READY = EngineState.STARTING, EngineState.READY
RESTARTING, FAILED = EngineState.RESTARTING, EngineState.FAILED


def an_engine(emit: Callable[[Event], None], how: str = "") -> EngineSupervisor:
    """Return a supervisor of a real engine, or of one that is unruly."""
    start = (lambda: EngineProcess.start(unruly_engine.command(how))) if how else None
    return EngineSupervisor("moonshine", emit, policy=AT_ONCE, start=start)


class Starter:
    """Starts engines, and remembers their processes."""

    def __init__(self, command: Sequence[str]) -> None:
        self.processes: list[EngineProcess] = []
        self._command = command

    async def __call__(self) -> EngineProcess:
        process = await EngineProcess.start(self._command)
        self.processes.append(process)
        return process


async def kill(process: EngineProcess) -> None:
    os.kill(process.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    await process.wait_for_exit()


def engine_states(events: list[Event]) -> list[EngineState]:
    return [event.state for event in events if isinstance(event, EngineChanged)]


class Events:
    """What happened, and waiting for a state of the engine."""

    def __init__(self) -> None:
        self.all: list[Event] = []
        self._more = asyncio.Event()

    def take(self, event: Event) -> None:
        self.all.append(event)
        self._more.set()

    async def wait_for(self, state: EngineState, times: int = 1) -> None:
        while engine_states(self.all).count(state) < times:
            self._more.clear()
            await self._more.wait()


def test_one_child_serves_until_it_dies_and_then_another() -> None:
    events: list[Event] = []
    start = Starter(engine_command("moonshine"))

    async def work() -> tuple[Address, Address, Address]:
        engine = EngineSupervisor("moonshine", events.append, policy=AT_ONCE, start=start)
        one = await engine.wait_for_address()
        same = await engine.wait_for_address()
        await kill(start.processes[-1])
        other = await engine.wait_for_address()
        await engine.stop()
        return one, same, other

    one, same, other = on_loop(work())
    assert one == same
    assert other.api_key != one.api_key
    assert engine_states(events) == [STARTING, READY, RESTARTING, STARTING, READY]
    assert [event.kind for event in events if isinstance(event, Failed)] == ["engine_died"]


def test_child_that_is_killed_while_it_starts_is_started_again() -> None:
    events: list[Event] = []

    async def start() -> EngineProcess:
        first = engine_states(events) == [STARTING]
        return await EngineProcess.start(
            unruly_engine.command("killed") if first else dying_engine.COMMAND
        )

    async def work() -> None:
        engine = EngineSupervisor("moonshine", events.append, policy=AT_ONCE, start=start)
        await engine.wait_for_address()
        await engine.stop()

    on_loop(work())
    assert engine_states(events) == [STARTING, RESTARTING, STARTING, READY]
    assert [event.kind for event in events if isinstance(event, Failed)] == ["engine_died"]


@pytest.mark.parametrize(
    ("how", "words"),
    [
        pytest.param("killed", r"ended unexpectedly \(code -9\)", id="killed while it starts"),
        pytest.param("short_lived", r"ended unexpectedly \(code 0\)", id="dies once it listens"),
        pytest.param("babbling", "did not report its address", id="babbles"),
    ],
)
def test_child_that_keeps_failing_is_given_up_until_the_user_wants_it_again(
    how: str, words: str
) -> None:
    async def work() -> list[EngineState]:
        events = Events()
        engine = an_engine(events.take, how)
        for times in (1, 2):
            with contextlib.suppress(EngineError):
                await engine.wait_for_address()
            await events.wait_for(FAILED, times)
            assert engine.has_given_up
            with pytest.raises(EngineError, match=f"{words}.* Choose “Start again” in the menu"):
                await engine.wait_for_address()
            engine.allow_restart()
        await engine.stop()
        return [state for state in engine_states(events.all) if state is not READY]

    tries = [STARTING, RESTARTING] * 3 + [STARTING, FAILED]
    assert on_loop(work()) == tries * 2


def test_commit_begins_a_new_count() -> None:
    async def work() -> int:
        events = Events()

        def take(event: Event) -> None:
            events.take(event)
            if engine_states(events.all) == [STARTING, READY, RESTARTING] * 3:
                engine.reset_restarts()

        engine = an_engine(take, "short_lived")
        await engine.wait_for_address()
        await events.wait_for(FAILED)
        await engine.stop()
        return engine_states(events.all).count(STARTING)

    assert on_loop(work()) == 3 + 4


def test_child_that_ran_for_long_begins_a_new_count() -> None:
    async def work() -> None:
        events = Events()
        policy = RestartPolicy(delays=(0.0,), stable_seconds=0.0)
        start = Starter(dying_engine.COMMAND)
        engine = EngineSupervisor("moonshine", events.take, policy=policy, start=start)
        for _ in range(3):
            await engine.wait_for_address()
            await kill(start.processes[-1])
            await events.wait_for(RESTARTING, engine_states(events.all).count(READY))
        await engine.stop()

    on_loop(work())


async def start_mortal() -> EngineProcess:
    return await EngineProcess.start(dying_engine.COMMAND)


def test_child_that_does_not_answer_is_replaced_and_the_user_hears_of_it_elsewhere() -> None:
    async def work() -> list[Event]:
        events = Events()
        engine = EngineSupervisor("moonshine", events.take, policy=AT_ONCE, start=start_mortal)
        await engine.wait_for_address()
        engine.restart_stalled()
        await events.wait_for(READY, 2)
        await engine.stop()
        return events.all

    assert on_loop(work()) == [
        EngineChanged(STARTING),
        EngineChanged(READY),
        EngineChanged(RESTARTING, Message("engine_unresponsive")),
        EngineChanged(STARTING),
        EngineChanged(READY),
    ]


def test_child_that_says_why_it_cannot_start_is_not_started_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "captions_model_en.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    events: list[Event] = []
    with pytest.raises(EngineError, match=r"^The speech model lacks .* setup' again"):
        on_loop(an_engine(events.append).wait_for_address())
    assert engine_states(events) == [STARTING, FAILED]


def test_program_that_is_not_there_is_told() -> None:
    async def start() -> EngineProcess:
        return await EngineProcess.start(("/no/such/python",))

    engine = EngineSupervisor("moonshine", lambda _: None, policy=AT_ONCE, start=start)
    with pytest.raises(EngineError, match="cannot be started: No such file"):
        on_loop(engine.wait_for_address())


def test_bug_reaches_the_sessions_that_wait_already_and_those_that_ask_later() -> None:
    async def start() -> EngineProcess:
        await asyncio.sleep(0)
        raise ZeroDivisionError

    async def work() -> None:
        engine = EngineSupervisor("moonshine", lambda _: None, policy=AT_ONCE, start=start)
        async with asyncio.timeout(8):
            asking = [asyncio.create_task(engine.wait_for_address()) for _ in range(2)]
            for task in asking:
                with pytest.raises(ZeroDivisionError):
                    await task
            with pytest.raises(ZeroDivisionError):
                await engine.wait_for_address()
        await engine.stop()

    on_loop(work())


def test_all_who_ask_at_once_get_the_same_child() -> None:
    events: list[Event] = []

    async def work() -> list[Address]:
        engine = EngineSupervisor("moonshine", events.append, policy=AT_ONCE, start=start_mortal)
        leaving = asyncio.create_task(engine.wait_for_address())
        asking = [asyncio.create_task(engine.wait_for_address()) for _ in range(2)]
        await asyncio.sleep(0)
        leaving.cancel()
        addresses = await asyncio.gather(*asking)
        await engine.stop()
        return addresses

    one, other = on_loop(work())
    assert one == other
    assert engine_states(events).count(READY) == 1


def test_whoever_asks_after_a_stop_gets_another_child() -> None:
    async def work() -> tuple[Address, Address]:
        start = Starter(engine_command("moonshine"))
        engine = EngineSupervisor("moonshine", lambda _: None, start=start)
        one = await engine.wait_for_address()
        stopping = asyncio.create_task(engine.stop())
        await asyncio.sleep(0)
        other = await engine.wait_for_address()
        await stopping
        assert start.processes[-1].exit_code is None
        await engine.stop()
        return one, other

    one, other = on_loop(work())
    assert one != other


class TestStop:
    """Stopping succeeds within seconds, whatever the engine does."""

    def test_no_process_is_left(self) -> None:
        async def work() -> list[EngineProcess]:
            start = Starter(engine_command("moonshine"))
            engine = EngineSupervisor("moonshine", lambda _: None, start=start)
            await engine.wait_for_address()
            await engine.stop()
            return start.processes

        (process,) = on_loop(work())
        assert process.exit_code == 0

    def test_whoever_waits_for_it_is_told(self) -> None:
        async def work() -> None:
            engine = EngineSupervisor("moonshine", lambda _: None, start=start_mortal)
            asking = asyncio.create_task(engine.wait_for_address())
            await asyncio.sleep(0)
            await engine.stop()
            with pytest.raises(EngineError, match="was stopped"):
                await asking

        on_loop(work())

    def test_while_the_process_is_being_started(self) -> None:
        async def work() -> list[Event]:
            events = Events()
            engine = EngineSupervisor("moonshine", events.take, policy=AT_ONCE, start=start_mortal)
            asking = asyncio.create_task(engine.wait_for_address())
            await events.wait_for(STARTING)
            await engine.stop()
            with pytest.raises(EngineError):
                await asking
            return events.all

        assert on_loop(work()) == [EngineChanged(STARTING)]

    @pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
    def test_one_that_is_cancelled_leaves_neither_child_nor_pipes(self) -> None:
        async def work() -> bool:
            process = await EngineProcess.start(unruly_engine.command("stubborn"))
            await process.wait_for_address()
            stopping = asyncio.create_task(process.stop())
            await asyncio.sleep(0)
            stopping.cancel()
            await asyncio.wait([stopping])
            await process._exited
            return process._transport.is_closing()

        assert on_loop(work())

    @pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
    def test_a_child_that_ignores_all_and_leaves_others_holding_its_pipes(self) -> None:
        async def work() -> None:
            start = Starter(unruly_engine.command("stubborn"))
            engine = EngineSupervisor("moonshine", lambda _: None, start=start)
            await engine.wait_for_address()
            async with asyncio.timeout(8):
                await engine.stop()
            (process,) = start.processes
            assert process.exit_code == -signal.SIGKILL

        on_loop(work())

    def test_a_child_that_floods_standard_error(self, caplog: pytest.LogCaptureFixture) -> None:
        async def work() -> str:
            process = await EngineProcess.start(unruly_engine.command("shouting"))
            await process.wait_for_address()
            await process.stop()
            return str(await process.exit_reason())

        caplog.set_level("INFO", "captions.engine.child_process")
        assert on_loop(work()) == " [31mThe last line.".strip()
        assert len(caplog.records) == 100
        assert max(len(record.getMessage()) for record in caplog.records) < 320


def test_refusal_is_an_error_of_its_own() -> None:
    async def work() -> None:
        process = await EngineProcess.start(unruly_engine.command("refusing"))
        try:
            with pytest.raises(EngineRefusedError, match=r"^The speech model lacks a part\.$"):
                await process.wait_for_address()
        finally:
            await process.stop()

    on_loop(work())


def test_refusal_can_be_read_in_the_language_of_the_interface(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    async def work() -> Message:
        process = await EngineProcess.start(engine_command("whisper-base"))
        try:
            with pytest.raises(EngineRefusedError) as refused:
                await process.wait_for_address()
            return refused.value.message
        finally:
            await process.stop()

    reason = Message("model_missing", model="whisper-base")
    assert on_loop(work()) == Message("engine_reported", reason=reason)


async def deadly_talk(events: Events) -> AsyncIterator[Chunk]:
    """A second of words, one of which the engine dies, and three of words after that."""
    for start, level in enumerate((0.5, 1.0, 0.5, 0.5, 0.5)):
        if start == 2:
            await events.wait_for(RESTARTING)
        for tenth in range(10):
            samples = np.full(RATE // 10, level * 32_000, np.int16)
            yield Chunk(samples.tobytes(), RATE, start + tenth / 10)


def test_sound_that_kills_every_engine_is_skipped_and_told_as_a_gap() -> None:
    async def work() -> list[Event]:
        events = Events()

        def take(event: Event) -> None:
            events.take(event)
            if isinstance(event, Committed):
                engine.reset_restarts()

        def on_exit() -> None:
            session.note_death()

        engine = EngineSupervisor(
            "moonshine",
            take,
            on_exit,
            policy=AT_ONCE,
            start=start_mortal,
        )
        session = RealtimeSession(
            engine.wait_for_address, SessionOptions(include_timestamps=True), take
        )
        try:
            await session.run(deadly_talk(events))
        finally:
            await engine.stop()
        return events.all

    events = on_loop(work())
    (gap,) = [event for event in events if isinstance(event, Gap)]
    assert gap.start == 0
    assert 2.0 <= round(gap.seconds, 3) <= 3.0
    said = " ".join(event.text for event in events if isinstance(event, Committed))
    assert "word" in said
    assert engine_states(events).count(RESTARTING) == 3
