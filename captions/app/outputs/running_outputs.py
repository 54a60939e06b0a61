"""The outputs that run: starts and stops them with the settings, and feeds them."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from captions.app.outputs.output_feed import OutputFeed
from captions.background_tasks import BackgroundTasks
from captions.events import Speech
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.destination import Destination, OutputKind, OutputState, OutputStatus
from captions.outputs.output_queue import OutputQueue, QueueLimits
from captions.outputs.output_runner import OutputRunner
from captions.settings.outputs import OutputSettings
from captions.settings.schema import Settings
from captions.wording.language import translated
from captions.wording.output_titles import RECEIVER_NAMES
from captions.words.compiled_rules import compile_rules

TEST_TEXT = "Captions test"
_TEST_SECONDS = 10.0
"""Time for an output to send the test."""
_DRAIN_SECONDS = 180.0
"""Longest wait at the end of a recording: the longest delay, and some time to send."""
_CHECK_SECONDS = 0.5
"""Interval at which time alone may have changed an output."""

MakeDestination = Callable[[OutputKind, Settings], Destination]
"""Creates the destination of an output."""


@dataclass(frozen=True, slots=True)
class OutputReport:
    """An output as it is listed for the user."""

    kind: OutputKind
    status: OutputStatus
    address: str = ""
    """Where captions go; empty while the output is off."""
    shown_address: str = ""
    """The same without its secret."""
    sent: int = 0
    """Segments delivered."""
    dropped: int = 0
    """Segments given up."""


@dataclass(frozen=True, slots=True)
class _RunningOutput:
    settings: OutputSettings
    destination: Destination
    feed: OutputFeed
    runner: OutputRunner
    task: asyncio.Task[None]


class RunningOutputs:
    """Owns all outputs of the app.

    An output is never awaited while captions are handled, so a slow or dead one costs the others
    nothing.
    """

    def __init__(
        self,
        settings: Settings,
        make_destination: MakeDestination,
        on_change: Callable[[], None],
    ) -> None:
        """Prepare to send captions.

        Args:
            settings: settings currently in use.
            make_destination: creates a destination.
            on_change: called when the status of an output has changed.
        """
        self._settings = settings
        self._make_destination = make_destination
        self._on_change = on_change
        self._running: dict[OutputKind, _RunningOutput] = {}
        self._tasks = BackgroundTasks()
        self._ending: dict[OutputKind, set[asyncio.Task[None]]] = {}
        """Tasks of stopped outputs, which may still release their port."""
        self.is_paused = False
        """True while the user has paused all outputs."""

    @property
    def is_enabled(self) -> bool:
        """True if any output is turned on."""
        return bool(self._running)

    @property
    def holds_captions(self) -> bool:
        """True if an output still has something to send that may arrive."""
        return any(map(_may_send, self._running.values()))

    @property
    def receivers(self) -> tuple[OutputKind, ...]:
        """Outputs that receive captions at present, besides the page on this computer."""
        if self.is_paused:
            return ()
        return tuple(
            kind
            for kind, output in self._running.items()
            if output.runner.status.state is OutputState.RUNNING and kind is not OutputKind.PAGE
        )

    def open(self) -> None:
        """Start the outputs that are enabled."""
        self.apply(self._settings)

    def apply(self, settings: Settings) -> None:
        """Apply other settings: only the outputs whose own settings have changed start again."""
        before, self._settings = self._settings, settings
        for kind in OutputKind:
            wanted = _settings_of(settings, kind)
            running = self._running.get(kind)
            if running is not None and running.settings != wanted:
                self._stop(kind)
                running = None
            if running is None and wanted.enabled:
                self._start(kind, wanted)
            elif running is not None and before != settings:
                running.destination.apply(settings)
                running.feed.apply(settings)
                running.feed.replace_rules(compile_rules(wanted.word_rules, settings))
        self._on_change()

    def show_speech(self, event: Speech) -> None:
        """Send a partial or committed segment to all outputs."""
        if not self.is_paused:
            for output in self._running.values():
                output.feed.show_speech(event)

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Send a committed segment with its times to all outputs."""
        if not self.is_paused:
            for output in self._running.values():
                output.feed.add_segment(segment)

    def clear(self) -> None:
        """Empty the screens of all outputs."""
        for output in self._running.values():
            output.feed.clear()

    def pause(self, *, paused: bool) -> None:
        """Pause all outputs, which empties their screens at once, or resume them."""
        self.is_paused = paused
        if paused:
            for output in self._running.values():
                output.feed.clear()
                output.runner.queue.clear()
        self._on_change()

    def retry(self, kind: OutputKind) -> None:
        """Connect an output again at once, because its secret or something outside has changed."""
        if kind in self._running:
            self._running[kind].runner.retry()

    def restart(self, kind: OutputKind) -> None:
        """Restart a running output, because its secret has changed."""
        if kind in self._running:
            output = self._running[kind].settings
            self._stop(kind)
            self._start(kind, output)

    def list_reports(self, *, with_secrets: bool = False) -> list[OutputReport]:
        """Return all outputs with their status, in the order of their kinds."""
        return [self._make_report(kind, with_secrets=with_secrets) for kind in OutputKind]

    async def test(self, kind: OutputKind) -> Message | None:
        """Send a test to an output.

        Returns:
            Why it has not arrived; `None` if it has been sent.
        """
        output = self._running.get(kind)
        if output is None or self.is_paused:
            return Message("output_test_off")
        queue = output.runner.queue
        sent = queue.sent
        output.runner.retry()
        output.feed.show_test(TEST_TEXT, _make_test_segment())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TEST_SECONDS + queue.limits.delay):
                while queue.sent == sent and output.runner.status.state is not OutputState.FAILED:
                    await queue.wait_for_progress(_CHECK_SECONDS)
        if queue.sent > sent:
            return None
        status = output.runner.status
        return status.detail or Message("output_test_late")

    async def wait_until_sent(self, timeout: float = _DRAIN_SECONDS) -> tuple[Message, ...]:  # noqa: ASYNC109  # ends normally
        """Wait until the outputs that can send have sent what they hold.

        The wait ends when the last segments are too old.

        Args:
            timeout: longest wait in seconds.

        Returns:
            Which outputs have not sent all segments since they were turned on, and why.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout), asyncio.TaskGroup() as group:
                for output in self._running.values():
                    group.create_task(_wait_until_sent(output))
        reports = (_describe_loss(kind, output) for kind, output in self._running.items())
        return tuple(message for messages in reports for message in messages)

    async def close(self) -> None:
        """Stop all outputs."""
        for kind in list(self._running):
            self._stop(kind)
        await self._tasks.wait()

    def _start(self, kind: OutputKind, output: OutputSettings) -> None:
        destination = self._make_destination(kind, self._settings)
        limits = QueueLimits(delay=output.delay_seconds, max_age=destination.max_age)
        queue = OutputQueue(limits)
        rules = compile_rules(output.word_rules, self._settings)
        feed = OutputFeed(queue, destination.row_formats, output, self._settings, rules)
        runner = OutputRunner(destination, queue, self._on_change)
        self._ending[kind] = {task for task in self._ending.get(kind, ()) if not task.done()}
        task = self._tasks.start(_run_after(set(self._ending[kind]), runner))
        self._running[kind] = _RunningOutput(output, destination, feed, runner, task)

    def _stop(self, kind: OutputKind) -> None:
        output = self._running.pop(kind)
        output.feed.close()
        output.task.cancel()
        self._ending[kind].add(output.task)

    def _make_report(self, kind: OutputKind, *, with_secrets: bool) -> OutputReport:
        output = self._running.get(kind)
        if output is None:
            return OutputReport(kind, OutputStatus())
        status, queue = output.runner.status, output.runner.queue
        if self.is_paused:
            status = replace(status, state=OutputState.OFF, detail=Message("outputs_paused"))
        shown = output.destination.describe_address(with_secret=False)
        address = output.destination.describe_address(with_secret=True) if with_secrets else shown
        return OutputReport(kind, status, address, shown, queue.sent, queue.dropped)


def _describe_loss(kind: OutputKind, output: _RunningOutput) -> Iterator[Message]:
    """Yield how many segments of an output were not sent, and why; nothing if all were."""
    queue, status = output.runner.queue, output.runner.status
    lost = queue.dropped + queue.waiting
    if not lost:
        return
    name = translated(RECEIVER_NAMES[kind.value])
    yield Message("captions_lost", lost=lost, count=lost + queue.sent, output=name)
    if status.state is not OutputState.RUNNING and status.detail is not None:
        yield status.detail


async def _run_after(previous: set[asyncio.Task[None]], runner: OutputRunner) -> None:
    """Run an output once those before it have released its port and its connection."""
    if previous:
        await asyncio.wait(previous)
    await runner.run()


async def _wait_until_sent(output: _RunningOutput) -> None:
    """Wait until an output has sent all it holds, cannot send, or has given its segments up."""
    while _may_send(output):
        await output.runner.queue.wait_for_progress(_CHECK_SECONDS)


def _may_send(output: _RunningOutput) -> bool:
    """Return True if an output still has something to send that may arrive."""
    state, queue = output.runner.status.state, output.runner.queue
    if state is OutputState.FAILED:
        return False
    # A screen that cannot be reached need not be emptied.
    return queue.has_segments or (state is OutputState.RUNNING and not queue.is_empty)


def _make_test_segment() -> TranscriptSegment:
    return TranscriptSegment(text=TEST_TEXT, start=0.0, end=0.0, wall_time=time.time())


def _settings_of(settings: Settings, kind: OutputKind) -> OutputSettings:
    found: OutputSettings = getattr(settings.outputs, kind.value)
    return found
