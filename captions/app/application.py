"""The part that the overlay and the terminal share: settings, pipeline and commands.

An `Application` passes every event to the trace, the log and its `FrontEndView`.
"""

import asyncio
import contextlib
import dataclasses
import logging
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import msgspec

from captions import __version__, atomic_files, logs
from captions.app.command_runner import CommandRunner, ControlledParts, FrontEnd
from captions.app.control_socket import ControlSocket
from captions.app.lifecycle import instance_lock
from captions.app.outputs.destinations import make_destination
from captions.app.outputs.output_alerts import OutputAlerts
from captions.app.outputs.running_outputs import RunningOutputs
from captions.app.pipeline import pipeline
from captions.app.pipeline.pipeline import Pipeline, PipelinePlan
from captions.app.preferences import Preferences, SettingsFile, SettingsView
from captions.app.transcripts.running_transcript import RunningTranscript
from captions.app.word_alerts import WordAlerts
from captions.audio.lanes import TrackChoice
from captions.background_tasks import BackgroundTasks
from captions.credentials import KeyStore
from captions.errors import CaptionsError
from captions.events import (
    CaptionEvent,
    Event,
    Failed,
    SessionChanged,
    SourceChanged,
    Speech,
)
from captions.messages.message import Message
from captions.model.command import Command, CommandAnswer, CommandRequest
from captions.model.health.reconnect_notice import ReconnectNotice
from captions.model.saved_transcript import Keeping
from captions.outputs.files.trace import TraceFile
from captions.pcm import Chunk
from captions.settings.schema import Settings
from captions.wording.language import rendered
from captions.wording.notifications import notices
from captions.wording.notifications.notices import NotificationText
from captions.wording.status import CaptionStatus, compute_status
from captions.words.compiled_rules import list_problems, list_profanity_problems

log = logging.getLogger(__name__)

_CLOSE_SECONDS = 1.5
"""Timeout for each group of parts that closes; tasks still running are abandoned."""
_INTERRUPTED_CODE = 130
"""Exit code after Ctrl+C: 128 plus the number of SIGINT, the convention of shells."""
_PATIENCE_SECONDS = 5.0
"""Time for outputs to send the last captions before the user learns why the app does not quit."""
_FINAL_DISPLAY_SECONDS = 1.0
"""Time that the last words stay on screen before the app ends with its recording."""


def _ignore_code(code: int) -> None:
    """Do nothing with the exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """Options of one run of the app."""

    settings: Settings
    """Settings currently in use: those in the file, overridden by the command line."""
    saved: Settings
    """Settings stored in the file."""
    path: Path
    """Path of the settings file."""
    problems: tuple[Message, ...] = ()
    """Problems found in the settings file."""
    trace: Path | None = None
    quit_at_end: bool = False
    """True to quit at the end of the recording."""
    on_closing: Callable[[int], None] = _ignore_code
    """Called with the exit code when the app starts to close."""
    track: str = ""
    """Number or language of the source's audio track; empty for the default track."""


class FrontEndView(SettingsView, Protocol):
    """Displays captions and the state of the application."""

    def open(self) -> None:
        """Show the view."""

    def show_speech(self, event: CaptionEvent) -> None:
        """Show a partial, a committed segment or a translation."""

    def show_status(self, now: CaptionStatus) -> None:
        """Show a status that has changed."""

    def update_controls(self) -> None:
        """Update the controls that a command may have changed: settings and the paused state."""

    def show_level(self, lane: str, chunk: Chunk) -> None:
        """Show the level of a chunk of a lane, if the view has a meter."""

    async def wait_until_read(self) -> None:
        """Wait until all captions have been shown for long enough to be read."""

    async def close(self) -> None:
        """Stop handling user input; the captions stay on screen for now."""


class Application:
    """Owns the pipeline, the settings currently in use and the control socket."""

    def __init__(
        self,
        options: RunOptions,
        plan_and_trace: tuple[PipelinePlan, TraceFile],
        view: FrontEndView,
        front_end: FrontEnd,
    ) -> None:
        """Prepare to run.

        Args:
            options: options of this run.
            plan_and_trace: what `prepare_run` has prepared.
            view: displays what happens.
            front_end: executes commands that concern the view.
        """
        plan, self.trace = plan_and_trace
        self._options = options
        self._view = view
        self._status: CaptionStatus | None = None
        """Status shown last."""
        self._background_tasks = BackgroundTasks()
        self.outputs = RunningOutputs(
            options.settings, make_destination, self._handle_output_change
        )
        """Where captions go besides the view."""
        self._output_alerts = OutputAlerts(view.show_notification)
        self.transcript = RunningTranscript(
            options.settings,
            self._show_speech,
            self._report_transcript_problem,
            self.outputs.add_segment,
            self.outputs.add_translated,
        )
        """The transcript of this run, and all that were kept."""
        self.outputs.names = self.transcript.names
        self._word_alerts = WordAlerts(options.settings, view.show_notification)
        self._reconnect_notice = ReconnectNotice()
        self.quit = asyncio.Event()
        self.pipeline = Pipeline(plan, self.handle_event, self._record_chunk, self._read_key)
        self.preferences = Preferences(
            options.settings,
            SettingsFile(options.path, options.saved, options.settings),
            self.pipeline,
            self,
        )
        parts = ControlledParts(self.pipeline, self.preferences, self.outputs)
        self._command_runner = CommandRunner(parts, front_end, self.quit.set, view.update_controls)
        self._control_socket = ControlSocket(self._handle_remote)

    async def run_until_quit(self) -> int:
        """Run until the user quits or the recording ends, and return the exit code.

        Raises:
            CaptionsError: the app cannot continue; the user has been notified.
        """
        self._open_parts()
        await self._control_socket.open()
        code = _INTERRUPTED_CODE
        work: tuple[asyncio.Task[Any], ...] = (
            asyncio.create_task(self._run_pipeline()),
            asyncio.create_task(self.quit.wait()),
        )
        try:
            done, _ = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
            for task in done:
                task.result()
        except CaptionsError as error:
            self._view.show_notification(notices.make_notification("must_end", error.message))
            code = error.exit_code
            raise
        else:
            code = 0
            return code
        finally:
            self._options.on_closing(code)
            await self._close_parts(work)

    def _open_parts(self) -> None:
        """Show the view, report wrong settings, and open the transcript and the outputs."""
        self._view.open()
        self._view.update_controls()
        self._update_status()
        self._report_problems("setting_wrong", self._options.problems)
        self._report_problems("words_wrong", list_problems(self._options.settings))
        self.transcript.open()
        self.outputs.open()

    def handle_event(self, event: Event) -> None:
        """Record an event, and update the view; speech is shown once it is recorded."""
        if not isinstance(event, CaptionEvent):
            self.trace.record_event(event)
        self._update_status()
        self.transcript.record_event(event)
        self._log_event(event)
        notice = notices.find_notification(event)
        if notice is not None:
            self._view.show_notification(notice)

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Apply the part of a settings change that takes effect at once."""
        self.transcript.apply(settings)
        self._word_alerts.apply(settings)
        self._view.apply_change(before, settings)
        # Last, because outputs update the controls of the view, which must know the settings.
        self.outputs.apply(settings)
        if list_profanity_problems(settings) != list_profanity_problems(before):
            self._report_problems("words_wrong", list_profanity_problems(settings))

    def show_notification(self, notification: NotificationText) -> None:
        """Show a notification."""
        self._view.show_notification(notification)

    def _show_speech(self, event: CaptionEvent) -> None:
        self.trace.record_event(event)
        self._view.show_speech(event)
        if isinstance(event, Speech):
            self._word_alerts.record_speech(event)
        # Afterwards, because the overlay's frame must not wait for the outputs.
        asyncio.get_running_loop().call_soon(self.outputs.show_speech, event)

    def _handle_output_change(self) -> None:
        self._update_status()
        self._view.update_controls()
        self._output_alerts.check_reports(self.outputs.list_reports())

    def _report_problems(self, kind: str, problems: Iterable[Message]) -> None:
        found = " ".join(map(rendered, problems))
        if found:
            self._view.show_notification(notices.make_notification(kind, found))

    def _report_transcript_problem(self, problem: Message) -> None:
        log.warning("%s", problem)
        self._view.show_notification(notices.make_notification("transcript", problem))

    def _log_event(self, event: Event) -> None:
        match event:
            case Failed():
                log.warning("%s", notices.describe_in_english(event))
            case SourceChanged() | SessionChanged():
                if self._reconnect_notice.should_log(event, asyncio.get_running_loop().time()):
                    log.info("%s", _line(event))
            case _:
                pass

    def execute_command(self, command: Command) -> None:
        """Execute a command of the user."""
        self._command_runner.execute(command)

    def _handle_remote(self, request: CommandRequest) -> CommandAnswer:
        """Execute a command of another program, and return its result and the app's state."""
        answer = self._command_runner.handle_remote(request)
        kept = self.transcript.keeping is not Keeping.NOTHING
        return msgspec.structs.replace(answer, kept=kept)

    def handle_key_change(self) -> None:
        """Reconnect with the new API key if a remote server is used."""
        if self.preferences.settings.recognition.server:
            self.pipeline.restart_sessions()

    def start_task(self, work: Coroutine[Any, Any, Any]) -> None:
        """Run a coroutine in the background; it is awaited when the app closes."""
        self._background_tasks.start(work)

    async def _run_pipeline(self) -> None:
        await self.pipeline.run(self._update_status, quit_at_end=self._options.quit_at_end)
        await self._view.wait_until_read()
        await self._finish_sending()
        await asyncio.sleep(_FINAL_DISPLAY_SECONDS)

    async def _finish_sending(self) -> None:
        """Wait until the outputs have sent what they hold, and report what they have not sent."""
        await self.outputs.wait_until_sent(_PATIENCE_SECONDS)
        if self.outputs.holds_captions:
            self._report_problems("captions_held", [Message("captions_held")])
        self._report_problems("captions_lost", await self.outputs.wait_until_sent())

    async def _read_key(self, server: str) -> str:
        """Return the key of a server; empty if there is none or the keyring failed."""
        try:
            return await KeyStore(server).read_key()
        except CaptionsError as error:
            self._view.show_notification(notices.make_notification("key_store", error.message))
            return ""

    def _record_chunk(self, lane: str, chunk: Chunk) -> None:
        self.trace.record_chunk(lane, chunk)
        self.transcript.record_chunk(lane, chunk)
        self._view.show_level(lane, chunk)

    def _update_status(self) -> None:
        """Show the status if it has changed."""
        now = compute_status(self.pipeline.health, self.transcript.keeping, self.outputs.receivers)
        if now != self._status:
            self._status = now
            self._view.show_status(now)
            self.outputs.show_paused(paused=now.paused)

    async def _close_parts(self, work: tuple[asyncio.Task[Any], ...]) -> None:
        """Close the parts in order: settings, commands, pipeline and view, background tasks."""
        self.preferences.close()
        for task in work:
            task.cancel()
        await _wait_with_timeout(self._control_socket.close(), *work)
        await _wait_with_timeout(self.pipeline.close(), self._view.close(), self.outputs.close())
        self.preferences.close()  # Closing a window may have changed a setting.
        await self.transcript.close()
        await self._background_tasks.wait(_CLOSE_SECONDS)


def _line(event: SourceChanged | SessionChanged) -> str:
    """Return an event as a line of the log, with its detail in English."""
    values = {part.name: getattr(event, part.name) for part in dataclasses.fields(event)}
    shown = {
        name: str(value) if isinstance(value, Message) else value
        for name, value in values.items()
        if value is not None
    }
    return f"{type(event).__name__}({', '.join(f'{name}={shown[name]!r}' for name in shown)})"


async def _wait_with_timeout(*work: Awaitable[Any]) -> None:  # of any result
    """Wait for all of the tasks, but no longer than the timeout."""
    closing = [asyncio.ensure_future(part) for part in work]
    if closing:
        done, pending = await asyncio.wait(closing, timeout=_CLOSE_SECONDS)
        failures = [part.exception() for part in done if not part.cancelled()]
        for failure in filter(None, failures):
            log.info("Closing failed with %s.", type(failure).__name__)
        for part in pending:
            log.info("Closing continues without %s.", part)


@contextlib.contextmanager
def prepare_run(options: RunOptions) -> Iterator[tuple[PipelinePlan, TraceFile]]:
    """Hold the instance lock, the trace and the log while the context is active.

    Raises:
        CaptionsError: the app cannot start.
    """
    track = TrackChoice(options.settings.sound.source, options.track)
    plan = pipeline.make_plan(options.settings, track)
    with TraceFile(options.trace) as trace, instance_lock.single_instance(), logs.log_to_file():
        log.info("Captions %s started.", __version__)
        atomic_files.remove_leftovers(options.path)
        yield plan, trace
