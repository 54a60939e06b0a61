"""How an output is kept running."""

import asyncio
from collections.abc import Callable

import pytest

from captions.backoff import Backoff
from captions.errors import OutputError, OutputUnavailableError
from captions.outputs.caption_state import CaptionState, RowFormat
from captions.outputs.destination import OutputState, OutputStatus, Report
from captions.outputs.output_queue import OutputQueue
from captions.outputs.output_runner import OutputRunner
from captions.settings.schema import Settings
from tests.conftest import on_loop


class ScriptedDestination:
    """Fails as told, then delivers."""

    row_formats: tuple[RowFormat, ...] = ()
    max_age = 60.0

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.states: list[CaptionState | None] = []

    def describe_address(self, *, with_secret: bool) -> str:
        return "http://127.0.0.1/secret" if with_secret else "http://127.0.0.1/…"

    def apply(self, settings: Settings) -> None:
        """Do nothing."""

    async def deliver(self, queue: OutputQueue, report: Report) -> None:
        self.states.append(queue.take_state())
        if self.failures:
            raise self.failures.pop(0)
        report(OutputStatus(OutputState.RUNNING))
        await asyncio.Event().wait()


async def follow(
    destination: ScriptedDestination, act: Callable[[OutputRunner], None] = lambda _: None
) -> list[OutputState]:
    """Run until the output runs, and return its states; ``act`` is called after each change."""
    states: list[OutputState] = []
    running = asyncio.Event()

    def note() -> None:
        states.append(runner.status.state)
        act(runner)
        if runner.status.state is OutputState.RUNNING:
            running.set()

    runner = OutputRunner(destination, OutputQueue(), note, Backoff(0.001))
    task = asyncio.create_task(runner.run())
    await running.wait()
    task.cancel()
    return states


def test_destination_that_is_absent_is_tried_until_it_answers() -> None:
    destination = ScriptedDestination(*[OutputUnavailableError("output_bug")] * 3)
    states = on_loop(follow(destination))
    assert states == [OutputState.WAITING, OutputState.RUNNING]
    assert destination.states == [CaptionState()] * 4


def test_destination_that_the_user_must_mend_waits_for_the_user() -> None:
    destination = ScriptedDestination(OutputError("output_bug"))

    def mend(runner: OutputRunner) -> None:
        if runner.status.state is OutputState.FAILED:
            asyncio.get_running_loop().call_soon(runner.retry)

    states = on_loop(follow(destination, mend))
    assert states == [OutputState.FAILED, OutputState.CONNECTING, OutputState.RUNNING]


@pytest.mark.usefixtures("expected_errors")
def test_bug_of_a_destination_ends_neither_it_nor_the_others() -> None:
    destination = ScriptedDestination(ZeroDivisionError())
    states = on_loop(follow(destination))
    assert states == [OutputState.WAITING, OutputState.RUNNING]
