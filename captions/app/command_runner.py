"""Executes commands from the menu, the shortcuts and the control socket."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import msgspec

from captions.app.outputs.running_outputs import OutputReport, RunningOutputs
from captions.app.pipeline.pipeline import Pipeline
from captions.app.preferences import Preferences
from captions.errors import CaptionsError
from captions.model.command import (
    Command,
    CommandAnswer,
    CommandRequest,
    GetSetting,
    ListOutputs,
    SetSetting,
)
from captions.settings.paths import check_path, check_value, rule_at, value_at, with_value
from captions.settings.schema import Settings
from captions.wording.status import compute_status

_FONT_FACTORS = {Command.LARGER: 1.1, Command.SMALLER: 1 / 1.1}
"""Factor by which each command changes the font size."""

PipelineCommand = Literal[Command.PAUSE, Command.RESUME, Command.TOGGLE_PAUSE, Command.COMMIT]
OutputsCommand = Literal[Command.PAUSE_OUTPUTS, Command.RESUME_OUTPUTS, Command.TOGGLE_OUTPUTS]
LockCommand = Literal[Command.LOCK, Command.UNLOCK, Command.TOGGLE_LOCK]
FrontEndCommand = Literal[
    Command.CLEAR,
    Command.SHOW,
    Command.HIDE,
    Command.TOGGLE_SHOW,
    Command.SETTINGS,
    Command.TRANSCRIPT,
]


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """The operations that commands need from the window or the terminal."""

    is_shown: Callable[[], bool]
    """Returns True if captions are visible."""
    show: Callable[[], None]
    hide: Callable[[], None]
    clear: Callable[[], None]
    open_settings: Callable[[], None]
    open_transcript: Callable[[], None]
    unsupported: frozenset[Command] = frozenset()
    """Commands that need a window, for a front end without one."""


@dataclass(frozen=True, slots=True)
class ControlledParts:
    """The parts of the app that commands change, besides the front end."""

    pipeline: Pipeline
    """Paused, resumed, committed and restarted by commands."""
    preferences: Preferences
    """The settings in use, which some commands change."""
    outputs: RunningOutputs
    """Paused, resumed and listed."""


class CommandRunner:
    """Executes commands from the menu, the shortcuts and the control socket."""

    def __init__(
        self,
        parts: ControlledParts,
        front_end: FrontEnd,
        quit_app: Callable[[], None],
        on_executed: Callable[[], None],
    ) -> None:
        """Prepare to execute commands.

        Args:
            parts: what commands change.
            front_end: displays the captions.
            quit_app: ends the app.
            on_executed: called after each command.
        """
        self._pipeline = parts.pipeline
        self._preferences = parts.preferences
        self._outputs = parts.outputs
        self._front_end = front_end
        self._quit_app = quit_app
        self._on_executed = on_executed

    def execute(self, command: Command) -> None:
        """Execute a command; it has no effect if it is not applicable."""
        match command:
            case Command.PAUSE | Command.RESUME | Command.TOGGLE_PAUSE | Command.COMMIT:
                self._execute_on_pipeline(command)
            case Command.PAUSE_OUTPUTS | Command.RESUME_OUTPUTS | Command.TOGGLE_OUTPUTS:
                self._pause_outputs(command)
            case Command.START_AGAIN:
                self._pipeline.restart_sessions()
            case Command.LOCK | Command.UNLOCK | Command.TOGGLE_LOCK:
                self._set_locked(command)
            case Command.LARGER | Command.SMALLER:
                self._change_font_size(command)
            case Command.QUIT:
                self._quit_app()
            case Command.STATE:
                pass
            case _:
                self._execute_on_front_end(command)
        self._on_executed()

    def handle_remote(self, request: CommandRequest) -> CommandAnswer:
        """Execute a command of another program, and return its result and the app's state."""
        try:
            match request:
                case GetSetting(name):
                    check_path(name)
                    value = value_at(self._settings, name)
                    return msgspec.structs.replace(self._make_answer(), value=value)
                case SetSetting(name, value):
                    chosen = with_value(self._settings, name, check_value(name, value))
                    self._preferences.change_and_save(chosen)
                    return self._make_answer()
                case ListOutputs(with_secrets):
                    reports = self._outputs.list_reports(with_secrets=with_secrets)
                    value = [_describe_output(report) for report in reports]
                    return msgspec.structs.replace(self._make_answer(), value=value)
                case _:
                    return self._execute_remote(request)
        except CaptionsError as error:
            return self._make_answer(str(error))

    def _execute_remote(self, command: Command) -> CommandAnswer:
        refusal = self._find_refusal(command)
        if not refusal:
            self.execute(command)
        return self._make_answer(refusal)

    def _make_answer(self, refusal: str = "") -> CommandAnswer:
        """Return the app's state, with the reason for a refusal if there is one."""
        now = compute_status(self._pipeline.health)
        state = now.tray
        if self._pipeline.paused is not now.paused and state != "error":
            # Opening and closing the device takes a moment.
            state = "paused" if self._pipeline.paused else "waiting"
        return CommandAnswer(
            state=state,
            detail=now.line if state == now.tray else "",
            shown=self._front_end.is_shown(),
            locked=self._settings.window.click_through,
            refusal=refusal,
            sending=bool(self._outputs.receivers),
        )

    @property
    def _settings(self) -> Settings:
        return self._preferences.settings

    def _find_refusal(self, command: Command) -> str:
        """Return why a command cannot be executed now; empty if it can."""
        if command in self._front_end.unsupported:
            return (
                "This command requires the captions window, but captions are shown in a terminal."
            )
        if command is Command.COMMIT and not self._settings.recognition.is_manual:
            return (
                "Speech is committed automatically: choose the manual commit mode in the settings."
            )
        if command is Command.START_AGAIN and not self._pipeline.has_failed:
            return "Nothing has failed, so there is nothing to restart."
        if (
            command in _FONT_FACTORS
            and self._next_font_px(command) == self._settings.appearance.font_px
        ):
            return f"The text cannot be made any {command.value}."
        return ""

    def _execute_on_pipeline(self, command: PipelineCommand) -> None:
        match command:
            case Command.PAUSE:
                self._pipeline.pause()
            case Command.RESUME:
                self._pipeline.resume()
            case Command.TOGGLE_PAUSE if self._pipeline.paused:
                self._pipeline.resume()
            case Command.TOGGLE_PAUSE:
                self._pipeline.pause()
            case Command.COMMIT:
                self._pipeline.commit()

    def _execute_on_front_end(self, command: FrontEndCommand) -> None:
        front_end = self._front_end
        match command:
            case Command.CLEAR:
                front_end.clear()
                # Speech on its way to the outputs comes first, as in `Application`.
                asyncio.get_running_loop().call_soon(self._outputs.clear)
            case Command.SHOW:
                front_end.show()
            case Command.HIDE:
                front_end.hide()
            case Command.TOGGLE_SHOW if front_end.is_shown():
                front_end.hide()
            case Command.TOGGLE_SHOW:
                front_end.show()
            case Command.SETTINGS:
                front_end.open_settings()
            case Command.TRANSCRIPT:
                front_end.open_transcript()

    def _pause_outputs(self, command: OutputsCommand) -> None:
        paused = command is Command.PAUSE_OUTPUTS or (
            command is Command.TOGGLE_OUTPUTS and not self._outputs.is_paused
        )
        self._outputs.pause(paused=paused)

    def _set_locked(self, command: LockCommand) -> None:
        locked = command is Command.LOCK or (
            command is Command.TOGGLE_LOCK and not self._settings.window.click_through
        )
        self._preferences.change_branches(
            window=replace(self._settings.window, click_through=locked)
        )

    def _change_font_size(self, command: Command) -> None:
        appearance = self._settings.appearance
        self._preferences.change_branches(
            appearance=replace(appearance, font_px=self._next_font_px(command))
        )

    def _next_font_px(self, command: Command) -> int:
        """Return the next font size in pixels, within the setting's bounds."""
        font_px = round(self._settings.appearance.font_px * _FONT_FACTORS[command])
        return int(rule_at("appearance.font_px").clamp_number(font_px))


def _describe_output(report: OutputReport) -> dict[str, object]:
    """Return an output as JSON. Other programs rely on these names."""
    status = report.status
    return {
        "kind": report.kind.value,
        "state": status.state.value,
        "detail": "" if status.detail is None else str(status.detail),
        "address": report.address,
        "sent": report.sent,
        "dropped": report.dropped,
    }
