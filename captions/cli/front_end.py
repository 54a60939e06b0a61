"""Chooses the front end: the overlay window, or the terminal if there is no screen."""

import sys
from collections.abc import Callable
from pathlib import Path

from captions.app import control_socket
from captions.app import terminal as terminal_app
from captions.app.application import RunOptions
from captions.app.lifecycle import exit_deadline
from captions.audio import device_list
from captions.errors import (
    AlreadyRunningError,
    CaptionsError,
    DisplayError,
    SourceError,
    UsageError,
)
from captions.media import tracks
from captions.messages.message import Message
from captions.model.command import Command
from captions.settings.schema import Settings
from captions.settings.source import CapturedSource, parse_source
from captions.settings.toml_text import LoadedSettings
from captions.ui.platform import display


def make_options(settings: Settings, loaded: LoadedSettings, path: Path) -> RunOptions:
    """Return the options of a run.

    Args:
        settings: settings to use.
        loaded: settings of the file, and its problems.
        path: the settings file.
    """
    return RunOptions(
        settings=settings,
        saved=loaded.settings,
        path=path,
        problems=tuple(loaded.problems),
        on_closing=exit_deadline.exit_within,
    )


def run(options: RunOptions, *, terminal: bool) -> int:
    """Run the app until the user quits, and return the exit code.

    Args:
        options: options of this run.
        terminal: True if the user requested captions in the terminal.

    Raises:
        CaptionsError: the app cannot start, or cannot continue.
    """
    _check_track(options)
    try:
        return _run_front_end(options, terminal=terminal)
    except AlreadyRunningError:
        # Starting the program again is how many users look for its window.
        if terminal or not _show_running() or _has_options(options):
            raise
    if sys.stdout is not None:  # None in a program without a console.
        sys.stdout.write("Captions is already running; its captions are on screen now.\n")
    return 0


def _run_front_end(options: RunOptions, *, terminal: bool) -> int:
    if terminal:
        return terminal_app.run(options)
    try:
        return _load_desktop()(options)
    except DisplayError as error:
        problem = error.message
    if (
        parse_source(options.settings.sound.source) is CapturedSource.MICROPHONE
        and not _has_microphone()
    ):
        raise SourceError("demo_available", problem=problem)
    return terminal_app.run(options, Message("terminal_used", problem=problem))


def _show_running() -> bool:
    """Show the captions of the copy that is running; return False if it has no window."""
    try:
        return not control_socket.send_command(Command.SHOW).refusal
    except CaptionsError:
        return False


def _has_options(options: RunOptions) -> bool:
    """Return True if options on the command line were meant for this copy."""
    return options.settings != options.saved or options.quit_at_end or options.trace is not None


def _check_track(options: RunOptions) -> None:
    """Check the audio track given on the command line.

    Raises:
        UsageError: the track is invalid, or the source has no tracks.
    """
    tracks.check_choice(options.track)
    if options.track and isinstance(parse_source(options.settings.sound.source), CapturedSource):
        raise UsageError("track_without_recording")


def _load_desktop() -> Callable[[RunOptions], int]:
    """Return the function that runs the desktop app.

    Raises:
        DisplayError: there is no screen, or Qt cannot be loaded.
    """
    display.choose_platform()
    try:
        from captions.app import desktop  # noqa: PLC0415  # a terminal does without Qt
    except ImportError as error:  # Qt's own libraries need some of the system's.
        raise DisplayError("qt_unloadable", reason=str(error)) from error
    return desktop.run


def _has_microphone() -> bool:
    """Return False only if there is certainly no input device."""
    try:
        return any(device.kind == device_list.INPUT for device in device_list.list_devices())
    except CaptionsError:  # PortAudio is missing or failed.
        return False
