"""The app's own engine: started when asked for, started again when it dies, given up in the end."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from captions.engine.local import LocalEngine
from captions.errors import EngineError
from captions.events import EngineChanged, EngineState, Event, Failed
from captions.realtime.wire import Address
from tests.conftest import on_loop


async def kill(engine: LocalEngine) -> None:
    process = engine._process
    assert process is not None
    os.kill(process._process.pid, signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)
    await process._process.wait()


def engine_states(events: list[Event]) -> list[EngineState]:
    return [event.state for event in events if isinstance(event, EngineChanged)]


def test_one_child_serves_until_it_dies_and_then_another() -> None:
    events: list[Event] = []

    async def work() -> tuple[Address, Address, Address]:
        engine = LocalEngine("moonshine", events.append)
        one = await engine.address()
        same = await engine.address()
        await kill(engine)
        other = await engine.address()
        await engine.stop()
        return one, same, other

    one, same, other = on_loop(work())
    assert one == same
    assert other.api_key != one.api_key
    assert engine_states(events) == [
        EngineState.STARTING,
        EngineState.READY,
        EngineState.RESTARTING,
        EngineState.STARTING,
        EngineState.READY,
    ]
    assert [event.kind for event in events if isinstance(event, Failed)] == ["engine_died"]


def test_all_who_ask_at_once_get_the_same_child() -> None:
    events: list[Event] = []

    async def work() -> list[Address]:
        starting = asyncio.Event()

        def tell(event: Event) -> None:
            events.append(event)
            starting.set()

        engine = LocalEngine("moonshine", tell)
        leaving = asyncio.create_task(engine.address())
        asking = [asyncio.create_task(engine.address()) for _ in range(2)]
        await starting.wait()
        leaving.cancel()
        addresses = await asyncio.gather(*asking)
        await engine.stop()
        return addresses

    one, other = on_loop(work())
    assert one == other
    assert engine_states(events).count(EngineState.READY) == 1


def test_whoever_asks_after_a_stop_gets_another_child() -> None:
    async def work() -> tuple[Address, Address]:
        engine = LocalEngine("moonshine", lambda _: None)
        one = await engine.address()
        stopping = asyncio.create_task(engine.stop())
        await asyncio.sleep(0)
        other = await engine.address()
        await stopping
        assert engine._process is not None
        assert engine._process.running
        await engine.stop()
        return one, other

    one, other = on_loop(work())
    assert one != other


def test_child_that_keeps_dying_is_given_up() -> None:
    events: list[Event] = []

    async def work() -> None:
        engine = LocalEngine("moonshine", events.append)
        for _ in range(5):
            await engine.address()
            await kill(engine)

    with pytest.raises(EngineError, match="keeps ending"):
        on_loop(work())
    assert engine_states(events)[-1] is EngineState.FAILED


def test_child_that_cannot_start_says_why(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "captions_model_en.py").write_text("")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(EngineError, match=r"speech model lacks .* setup' again"):
        on_loop(LocalEngine("moonshine", lambda _: None).address())


def test_program_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")
    with pytest.raises(EngineError, match="cannot be started"):
        on_loop(LocalEngine("moonshine", lambda _: None).address())


def test_stopping_leaves_no_process() -> None:
    async def work() -> int | None:
        engine = LocalEngine("moonshine", lambda _: None)
        await engine.address()
        process = engine._process
        assert process is not None
        await engine.stop()
        await asyncio.sleep(0)
        return process._process.returncode

    assert on_loop(work()) == 0
