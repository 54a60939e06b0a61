"""Captions in a terminal without Qt: an `Application` with a terminal screen and keys.

If standard output is not a terminal that can rewrite lines, committed text is written instead, one
line per segment.
"""

import asyncio
import contextlib
import math
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, cast

from captions.app import application
from captions.app.application import Application, RunOptions, prepare_run
from captions.app.command_runner import FrontEnd
from captions.app.pipeline.pipeline import PipelinePlan
from captions.app.presenting.presenter import CaptionPresenter, make_style
from captions.audio.lanes import lane_labels
from captions.engine.library.translation import find_translation
from captions.errors import CaptionsError
from captions.events import CaptionEvent, Committed
from captions.messages.message import Message
from captions.model.command import Command
from captions.model.layout.scrolling import ScrollingDisplay
from captions.model.live.translated_text import TranslationChoice
from captions.model.live.translations import TranslationFilter
from captions.model.rows import CaptionDisplay, Rows, lane_label
from captions.outputs.files.trace import TraceFile
from captions.pcm import Chunk
from captions.settings.schema import Settings
from captions.terminal.lines import PlainLines
from captions.terminal.output import is_capable, silence_stderr
from captions.terminal.screen import ScreenEvents, TerminalScreen
from captions.terminal.styles import measure_text
from captions.terminal.warnings import redirect_warnings
from captions.wording import language
from captions.wording.language import marked, rendered, translated
from captions.wording.notifications.notices import NotificationText
from captions.wording.speaker_names import OwnerNames
from captions.wording.status import CaptionStatus
from captions.words.compiled_rules import compile_rules

_WINDOW_ONLY = frozenset(
    {
        *(Command.SHOW, Command.HIDE, Command.TOGGLE_SHOW),
        *(Command.LOCK, Command.UNLOCK, Command.TOGGLE_LOCK),
        *(Command.LARGER, Command.SMALLER, Command.SETTINGS, Command.TRANSCRIPT),
    }
)
"""Commands that need a window."""
_KEYS = {
    "p": Command.TOGGLE_PAUSE,
    " ": Command.TOGGLE_PAUSE,
    "c": Command.CLEAR,
    "q": Command.QUIT,
}
_COMMIT_KEYS = "\r\n"
_REFRESH_KEY = "\x0c"
"""Ctrl+L, as in other programs."""
_REPORTED_BY_CLI = {"must_end", "setting_wrong"}
"""Kinds of notifications that the command line itself writes to standard error."""


def run(options: RunOptions, remark: Message | None = None) -> int:
    """Caption in the terminal until the user quits, and return the exit code.

    Args:
        options: options of this run.
        remark: a message to show first.

    Raises:
        CaptionsError: the app cannot start, or cannot continue.
    """
    _set_language(options.settings)
    with prepare_run(options) as parts:
        if not is_capable(sys.stdout, os.environ):
            return _run_cancellable(lambda: LinesApp(options, parts).run_until_quit(remark))
        with silence_stderr():
            return _run_cancellable(lambda: TerminalApp(options, parts).run_until_quit(remark))


class TerminalApp:
    """View of an application in a terminal that can rewrite lines."""

    def __init__(self, options: RunOptions, parts: tuple[PipelinePlan, TraceFile]) -> None:
        """``parts`` are the plan and the trace from `captions.app.application.prepare_run`."""
        events = ScreenEvents(
            self._handle_key, self._update_layout, self._record_frame, self._request_quit
        )
        self._screen = TerminalScreen(sys.stdout, os.environ, events)
        settings = options.settings
        front_end = _make_front_end(self._clear_captions)
        self._application = Application(options, parts, self, front_end)
        self._presenter = CaptionPresenter(
            settings,
            self._new_display,
            self._screen.show_rows,
            compile_rules(settings.words.overlay, settings),
            _make_filter(settings),
        )
        self.show_speech = self._presenter.show_speech
        self.wait_until_read = self._presenter.wait_until_read
        self._row_width = self._screen.row_width(options.settings.captions)
        self._notified: dict[str, float] = {}
        """Time of the last notification of each kind."""

    async def run_until_quit(self, remark: Message | None) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Args:
            remark: what to show first; None for nothing.

        Raises:
            CaptionsError: the app cannot continue.
        """
        with contextlib.ExitStack() as stack:
            stack.callback(self._screen.close)
            stack.enter_context(
                redirect_warnings(self._screen.add_notice, except_logger=application.log.name)
            )
            if remark is not None:
                self._screen.add_notice(rendered(remark))
            _on_signal("SIGWINCH", self._screen.redraw_all)
            _on_signal("SIGTSTP", self._suspend_process)
            _on_signal("SIGCONT", self._screen.open)
            return await self._application.run_until_quit()

    def open(self) -> None:
        """Start drawing on the terminal."""
        self._screen.open()

    def show_status(self, now: CaptionStatus) -> None:
        """Show the status below the captions."""
        self._screen.show_status(now)
        self.update_controls()

    def update_controls(self) -> None:
        """Show what the keys currently do."""
        paused = self._application.pipeline.paused
        hints = [("p", _RESUME if paused else _PAUSE), ("c", _CLEAR), ("q", _QUIT)]
        if self._settings.recognition.is_manual:
            hints.insert(1, ("Enter", _COMMIT))
        self._screen.show_hints([(key, translated(what)) for key, what in hints])

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Apply the part of a settings change that takes effect at once."""
        if before.interface.language != settings.interface.language:
            _set_language(settings)
        self._presenter.apply(settings)
        self._presenter.replace_rules(compile_rules(settings.words.overlay, settings))
        if find_translation(before) != find_translation(settings):
            self._presenter.replace_translations(_make_filter(settings))
        self._update_layout()
        self.update_controls()

    def show_notification(self, notification: NotificationText) -> None:
        """Write a notification above the captions, unless one of its kind was just written."""
        kind, now = notification.kind, time.monotonic()
        is_due = now - self._notified.get(kind, float("-inf")) >= notification.repeat_seconds
        if is_due and kind not in _REPORTED_BY_CLI:
            self._notified[kind] = now
            self._screen.add_notice(_format_notification(notification))
            if kind == "no_microphone":
                self._screen.add_notice(translated(_DEMO))

    def show_level(self, lane: str, chunk: Chunk) -> None:
        """Do nothing; ``captions devices --meter`` shows the level."""

    async def close(self) -> None:
        """Cancel changes of the rows that depend on time alone."""
        self._presenter.close()

    @property
    def _settings(self) -> Settings:
        """Settings currently in use."""
        return self._application.preferences.settings

    def _new_display(self, settings: Settings) -> CaptionDisplay:
        """Return a display for the words that follow."""
        return ScrollingDisplay(
            measure_text,
            self._screen.row_width(settings.captions),
            lambda rows: self._screen.add_rows(self._presenter.mark_rows(rows)),
            _find_names(self._application, settings),
            make_style(settings),
        )

    def _handle_key(self, key: str) -> None:
        if key == _REFRESH_KEY:
            self._screen.redraw_all()
        elif key in _COMMIT_KEYS and self._settings.recognition.is_manual:
            self._application.execute_command(Command.COMMIT)
        elif key.lower() in _KEYS:
            self._application.execute_command(_KEYS[key.lower()])

    def _update_layout(self) -> None:
        """Lay out the rows if the terminal or the settings changed their width."""
        before, self._row_width = self._row_width, self._screen.row_width(self._settings.captions)
        if self._row_width != before:
            self._presenter.update_layout(
                measure_text, self._row_width, self._settings.captions.rows
            )

    def _clear_captions(self) -> None:
        self._presenter.clear()
        self._screen.scroll_away()

    def _record_frame(self, rows: Rows) -> None:
        self._application.trace.record_frame(rows)

    def _request_quit(self) -> None:
        self._application.quit.set()

    def _suspend_process(self) -> None:
        """Restore the terminal and stop the process, as the shell expects after Ctrl+Z."""
        self._screen.suspend()
        os.kill(os.getpid(), signal.SIGSTOP)


class LinesApp:
    """View of an application that writes committed text to standard output."""

    def __init__(self, options: RunOptions, parts: tuple[PipelinePlan, TraceFile]) -> None:
        """``parts`` are the plan and the trace from `captions.app.application.prepare_run`."""
        self._lines = PlainLines(sys.stdout, sys.stderr)
        self._rules = compile_rules(options.settings.words.overlay, options.settings)
        self._translations = _make_filter(options.settings)
        self._failure: OSError | CaptionsError | None = None
        """Error after which nothing more can be written."""
        self._application = Application(options, parts, self, _make_front_end(_do_nothing))
        self._names = _find_names(self._application, options.settings)

    async def run_until_quit(self, remark: Message | None) -> int:
        """Caption until the user quits or the recording ends; return the exit code.

        Args:
            remark: what to show first; None for nothing.

        Raises:
            CaptionsError: the app cannot continue, or its output cannot be written.
            BrokenPipeError: the reader of the output has closed the pipe.
        """
        with redirect_warnings(self._lines.write_warning, except_logger=application.log.name):
            if remark is not None:
                self._lines.write_warning(rendered(remark))
            code = await self._application.run_until_quit()
        if self._failure is not None:
            raise self._failure
        return code

    def open(self) -> None:
        """Do nothing; there is no text yet."""

    def show_speech(self, event: CaptionEvent) -> None:
        """Write a committed segment, its translation, or both."""
        now = time.monotonic()
        for shown in (*self._translations.poll(now), *self._translations.apply(event, now)):
            if isinstance(shown, Committed) and self._failure is None:
                self._write_segment(shown)

    def _write_waiting(self) -> None:
        """Write the originals of all segments that wait for their translation."""
        for shown in self._translations.poll(math.inf):
            if isinstance(shown, Committed) and self._failure is None:
                self._write_segment(shown)

    def _write_segment(self, event: Committed) -> None:
        text = self._rules.apply_text(event.text)
        if not text.strip():
            return
        try:
            label = lane_label(self._names, event.lane, event.speaker)
            self._lines.write_segment(f"{label} {text}".lstrip())
        except (OSError, CaptionsError) as error:
            self._failure = error
            self._application.quit.set()

    def show_status(self, now: CaptionStatus) -> None:
        """Write the status to standard error if it is a terminal."""
        self._lines.show_status(now)

    def update_controls(self) -> None:
        """Do nothing; there are no keys."""

    def apply_change(self, before: Settings, settings: Settings) -> None:
        """Apply the language, the labels and the word rules of the settings."""
        if before.interface.language != settings.interface.language:
            _set_language(settings)
        if find_translation(before) != find_translation(settings):
            self._write_waiting()
            self._translations = _make_filter(settings)
        self._names = _find_names(self._application, settings)
        self._rules = compile_rules(settings.words.overlay, settings)

    def show_notification(self, notification: NotificationText) -> None:
        """Write a notification to standard error."""
        if notification.kind not in _REPORTED_BY_CLI:
            self._lines.write_warning(_format_notification(notification))

    def show_level(self, lane: str, chunk: Chunk) -> None:
        """Do nothing; there is no meter."""

    async def wait_until_read(self) -> None:
        """Return at once; written lines can be read at any time."""

    async def close(self) -> None:
        """Write the segments whose translation has not arrived."""
        self._write_waiting()


def _find_names(app: Application, settings: Settings) -> OwnerNames:
    """Return the names of the lanes and of the speakers of this run."""
    return OwnerNames(lane_labels(settings.sound), app.transcript.names)


def _make_filter(settings: Settings) -> TranslationFilter:
    """Return the filter for text that scrolls, where a translation can only follow its original."""
    choices = {"below": TranslationChoice.BOTH, "instead": TranslationChoice.TRANSLATION}
    return TranslationFilter(choices.get(find_translation(settings), TranslationChoice.ORIGINAL))


_DEMO = marked("'captions --demo' shows captions of a recording, without a microphone.")
_PAUSE = marked("pause")
_RESUME = marked("resume")
_COMMIT = marked("commit")
_CLEAR = marked("clear")
_QUIT = marked("quit")


def _make_front_end(clear: Callable[[], None]) -> FrontEnd:
    return FrontEnd(
        is_shown=lambda: True,
        show=_do_nothing,
        hide=_do_nothing,
        clear=clear,
        open_settings=_do_nothing,
        open_transcript=_do_nothing,
        unsupported=_WINDOW_ONLY,
    )


def _do_nothing() -> None:
    """Do nothing; there is no window."""


def _set_language(settings: Settings) -> None:
    chosen = settings.interface.language
    language.set_language(chosen or language.choose_language(language.find_system_languages()))


def _format_notification(notification: NotificationText) -> str:
    return (
        f"{notification.title}. {notification.advice}"
        if notification.advice
        else notification.title
    )


def _run_cancellable(main: Callable[[], Coroutine[Any, Any, int]]) -> int:
    """Run a coroutine and return its exit code; a termination signal cancels it."""
    received = [signal.SIGINT]

    async def run_main() -> int:
        task = cast("asyncio.Task[int]", asyncio.current_task())

        def cancel_task(number: signal.Signals) -> None:
            received[0] = number
            task.cancel()

        for name in ("SIGINT", "SIGTERM", "SIGHUP"):
            number = getattr(signal, name, signal.SIGINT)
            if signal.getsignal(number) is not signal.SIG_IGN:  # Ignored, for example under nohup.
                _on_signal(name, partial(cancel_task, number))
        return await main()

    try:
        return asyncio.run(run_main())
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 128 + received[0]


def _on_signal(name: str, handle: Callable[[], None]) -> None:
    """Handle a signal on the running loop, if the system supports it."""
    if sys.platform != "win32":
        asyncio.get_running_loop().add_signal_handler(getattr(signal, name), handle)
