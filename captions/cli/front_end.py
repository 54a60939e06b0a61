"""Chooses the front end: the overlay window, or the terminal if there is no screen."""

from collections.abc import Callable
from pathlib import Path

from captions.app import terminal as terminal_app
from captions.app.application import RunOptions
from captions.app.lifecycle import exit_deadline
from captions.audio import device_list
from captions.errors import CaptionsError, DisplayError, SourceError, UsageError
from captions.media import tracks
from captions.messages.message import Message
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
