"""The outputs that run: starts and stops them with the settings, and feeds them."""

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from captions.app.outputs.output_feed import OutputFeed
from captions.app.outputs.output_rows import OutputWording
from captions.background_tasks import BackgroundTasks
from captions.events import CaptionEvent
from captions.messages.message import Message
from captions.model.saved_transcript import TranscriptSegment
from captions.outputs.destination import (
    ContinuingDestination,
    Destination,
    NamingDestination,
    OutputKind,
    OutputState,
    OutputStatus,
    RenewableDestination,
)
from captions.outputs.output_queue import OutputQueue, QueueLimits
from captions.outputs.output_runner import OutputRunner
from captions.settings.outputs import OutputSettings
from captions.settings.schema import Settings
from captions.wording.language import translated
from captions.wording.output_titles import RECEIVER_NAMES
from captions.wording.speaker_names import SpeakerNames
from captions.words.compiled_rules import compile_rules

TEST_TEXT = "Captions test"
_TEST_SECONDS = 10.0
"""Time for an output to send the test."""
_START_SECONDS = 20.0
"""Time for an output to start: the startup timeout of a page."""
_DRAIN_SECONDS = 180.0
"""Longest wait at the end of a recording: the longest delay, and some time to send."""
_CHECK_SECONDS = 0.5
"""Interval at which time alone may have changed an output."""
_PLATFORM_KINDS = frozenset(
    {OutputKind.YOUTUBE, OutputKind.ZOOM, OutputKind.TEAMS, OutputKind.WEBHOOK}
)
"""Outputs that post to another computer, also while it does not accept the posts."""

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
    is_paused: bool = False
    """True if the output is turned on, and the user has paused all outputs."""


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
        self.settings = settings
        """Settings currently in use."""
        self._make_destination = make_destination
        self._on_change = on_change
        self._changed = asyncio.Event()
        """Set when the status of an output has changed."""
        self._running: dict[OutputKind, _RunningOutput] = {}
        self._tasks = BackgroundTasks()
        self._ending: dict[OutputKind, set[asyncio.Task[None]]] = {}
        """Tasks of stopped outputs, which may still release their port."""
        self.is_paused = False
        """True while the user has paused all outputs."""
        self._is_captioning_paused = False
        self.names = SpeakerNames()
        """Names of the speakers; set before `open` to those of the transcript."""

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
        """Outputs that send captions to other programs and computers at present.

        The pages count only if other devices in the network can open them.
        """
        if self.is_paused:
            return ()
        return tuple(kind for kind in OutputKind if self._is_sending(kind))

    def open(self) -> None:
        """Start the outputs that are enabled."""
        self.apply(self.settings)

    def apply(self, settings: Settings) -> None:
        """Apply other settings: only the outputs whose own settings have changed start again."""
        before, self.settings = self.settings, settings
        for kind in OutputKind:
            wanted = _settings_of(settings, kind)
            running = self._running.get(kind)
            if running is None or running.settings != wanted:
                self._replace(kind, wanted)
            elif before != settings:
                running.destination.apply(settings)
                running.feed.apply(settings)
                running.feed.replace_rules(compile_rules(wanted.word_rules, settings))
        self._report_change()

    def show_speech(self, event: CaptionEvent) -> None:
        """Send a partial or committed segment to all outputs."""
        if not self.is_paused:
            for output in self._running.values():
                output.feed.show_speech(event)

    def add_segment(self, segment: TranscriptSegment) -> None:
        """Send a committed segment with its times to all outputs."""
        if not self.is_paused:
            for output in self._running.values():
                output.feed.add_segment(segment)

    def add_translated(self, segment: TranscriptSegment) -> None:
        """Send a segment with its translation to the outputs that wait for it."""
        if not self.is_paused:
            for output in self._running.values():
                output.feed.add_translated(segment)

    def clear(self) -> None:
        """Empty the screens of all outputs."""
        for output in self._running.values():
            output.feed.clear()

    def pause(self, *, paused: bool) -> None:
        """Pause all outputs, which empties their screens at once, or resume them."""
        self.is_paused = paused
        if paused:
            for output in self._running.values():
                output.feed.drop_everything()
        self._show_paused()
        self._report_change()

    def show_paused(self, *, paused: bool) -> None:
        """Show whether the user has paused captioning, to outputs that say so."""
        self._is_captioning_paused = paused
        self._show_paused()

    def restart(self, kind: OutputKind) -> None:
        """Connect a running output again from the start, because its secret has changed.

        What waits is kept: a new address in the middle of a meeting loses no words.
        """
        output = self._running.get(kind)
        if output is not None:
            self._cancel(output, kind)
            destination = self._make_destination(kind, self.settings)
            _continue_captions(destination, output.destination)
            feed = output.feed
            if destination.row_formats != output.destination.row_formats:
                feed.close()
                feed = self._make_feed(output.settings, destination)
            self._run(kind, output.settings, destination, feed)
            self._report_change()

    def renew_secret(self, kind: OutputKind, secret: str) -> None:
        """Let a running page accept another secret, and no longer the old one."""
        output = self._running.get(kind)
        if output is not None and isinstance(output.destination, RenewableDestination):
            output.destination.renew_secret(secret)
        else:  # It has failed so far, because there was no secret.
            self.restart(kind)

    def apply_names(self) -> None:
        """Let the outputs that can show the present names before earlier captions, too."""
        for output in self._running.values():
            self._show_names(output.destination)

    def list_reports(self, *, with_secrets: bool = False) -> list[OutputReport]:
        """Return all outputs with their status, in the order of their kinds."""
        return [self._make_report(kind, with_secrets=with_secrets) for kind in OutputKind]

    async def test(self, kind: OutputKind) -> Message | None:
        """Send a test to an output.

        Returns:
            Why it has not arrived; `None` if it has been sent.
        """
        if kind in self._running and self._running[kind].runner.status.state is OutputState.FAILED:
            self.restart(kind)  # The user may have removed the cause.
        output = self._running.get(kind)
        if output is None or self.is_paused:
            return Message("output_test_off")
        output.runner.retry()
        queue, sent = output.runner.queue, output.runner.queue.sent
        failures = output.runner.failures
        output.feed.show_test(TEST_TEXT, _make_test_segment())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TEST_SECONDS + queue.limits.delay):
                while queue.sent == sent and self._may_arrive(kind, output, failures):
                    await queue.wait_for_progress(_CHECK_SECONDS)
        if queue.sent > sent:
            return None
        if kind not in self._running or self.is_paused:
            return Message("output_test_off")
        return output.runner.status.detail or Message("output_test_late")

    async def wait_until_running(self, kind: OutputKind) -> Message | None:
        """Wait until an output that was just turned on can be used.

        Returns:
            Why it cannot be used; `None` if it runs.
        """
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_START_SECONDS):
                while (output := self._running.get(kind)) is not None:
                    status = output.runner.status
                    if status.state is OutputState.RUNNING:
                        return None
                    if status.state is not OutputState.CONNECTING:
                        return status.detail
                    self._changed.clear()
                    await self._changed.wait()
        return Message("output_start_late")

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

    def _replace(self, kind: OutputKind, wanted: OutputSettings) -> None:
        """Stop an output if it runs, and start it with other settings if they enable it."""
        before = self._running.get(kind)
        if before is not None:
            self._stop(kind)
        if not wanted.enabled:
            return
        destination = self._make_destination(kind, self.settings)
        feed = self._make_feed(wanted, destination)
        if before is not None:
            _continue_captions(destination, before.destination)
            feed.continue_feed(before.feed)
        self._run(kind, wanted, destination, feed)

    def _make_feed(self, output: OutputSettings, destination: Destination) -> OutputFeed:
        limits = QueueLimits(delay=output.delay_seconds, max_age=destination.max_age)
        wording = OutputWording(compile_rules(output.word_rules, self.settings), self.names)
        formats = destination.row_formats
        feed = OutputFeed(OutputQueue(limits), formats, output, self.settings, wording)
        feed.show_paused(paused=self._shows_pause)
        return feed

    def _run(
        self, kind: OutputKind, output: OutputSettings, destination: Destination, feed: OutputFeed
    ) -> None:
        self._show_names(destination)
        runner = OutputRunner(destination, feed.queue, self._report_change)
        self._ending[kind] = {task for task in self._ending.get(kind, ()) if not task.done()}
        task = self._tasks.start(_run_after(set(self._ending[kind]), runner))
        self._running[kind] = _RunningOutput(output, destination, feed, runner, task)

    def _show_names(self, destination: Destination) -> None:
        if isinstance(destination, NamingDestination) and self.names.renamed:
            destination.show_names(self.names.renamed)

    @property
    def _shows_pause(self) -> bool:
        return self.is_paused or self._is_captioning_paused

    def _show_paused(self) -> None:
        for output in self._running.values():
            output.feed.show_paused(paused=self._shows_pause)

    def _stop(self, kind: OutputKind) -> None:
        output = self._running.pop(kind)
        output.feed.close()
        self._cancel(output, kind)

    def _cancel(self, output: _RunningOutput, kind: OutputKind) -> None:
        output.task.cancel()
        self._ending[kind].add(output.task)

    def _is_sending(self, kind: OutputKind) -> bool:
        output = self._running.get(kind)
        if output is None or not self._leaves_app(kind):
            return False
        state = output.runner.status.state
        return state is OutputState.RUNNING or (
            state is OutputState.WAITING and kind in _PLATFORM_KINDS
        )

    def _leaves_app(self, kind: OutputKind) -> bool:
        """Return False for a page that only this computer can open."""
        is_local = not self.settings.outputs.audience.network
        return kind is not OutputKind.PAGE and not (kind is OutputKind.AUDIENCE and is_local)

    def _may_arrive(self, kind: OutputKind, output: _RunningOutput, failures: int) -> bool:
        """Return True if a test can still arrive: the output is on, and has not failed since.

        ``failures`` is the number of its failures before the test.
        """
        is_on = self._running.get(kind) is output and not self.is_paused
        return is_on and output.runner.failures == failures

    def _report_change(self) -> None:
        self._changed.set()
        self._on_change()

    def _make_report(self, kind: OutputKind, *, with_secrets: bool) -> OutputReport:
        output = self._running.get(kind)
        if output is None:
            return OutputReport(kind, OutputStatus())
        status, queue = output.runner.status, output.runner.queue
        if self.is_paused:
            status = replace(status, state=OutputState.OFF, detail=Message("outputs_paused"))
        shown = output.destination.describe_address(with_secret=False)
        address = output.destination.describe_address(with_secret=True) if with_secrets else shown
        return OutputReport(kind, status, address, shown, queue.sent, queue.dropped, self.is_paused)


def _continue_captions(destination: Destination, before: Destination) -> None:
    """Let a destination take over the earlier captions of the one that it replaces."""
    if isinstance(destination, ContinuingDestination):
        destination.continue_destination(before)


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
    return TranscriptSegment(text=TEST_TEXT, language="en", start=0, end=0, wall_time=time.time())


def _settings_of(settings: Settings, kind: OutputKind) -> OutputSettings:
    found: OutputSettings = getattr(settings.outputs, kind.value)
    return found
