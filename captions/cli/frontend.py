"""Chooses where captions are shown: in a window, or in the terminal where there is no screen."""

from collections.abc import Callable

from captions.application import Run
from captions.audio import devices, opening
from captions.decoding import tracks
from captions.errors import CaptionsError, DisplayError, SourceError, UsageError
from captions.ui import display

_DEMO = "'captions --demo' shows captions of a recording that comes with the program"


def run(asked: Run, *, terminal: bool) -> int:
    """Caption until the user quits, and return the exit code.

    Args:
        asked: what to caption.
        terminal: True if the user wants captions in the terminal.

    Raises:
        CaptionsError: captions cannot start, or cannot go on.
    """
    _check_track(asked)
    from captions import terminal_app  # noqa: PLC0415  # a window does not need it

    if terminal:
        return terminal_app.run(asked)
    try:
        return _window()(asked)
    except DisplayError as error:
        problem = str(error)
    if asked.settings.sound.source == opening.MICROPHONE and not _has_microphone():
        raise SourceError(f"{problem} There is no microphone either: {_DEMO}.")
    return terminal_app.run(asked, f"{problem} Captions appear in this terminal.")


def _check_track(asked: Run) -> None:
    """Check the sound track that the command line chose.

    Raises:
        UsageError: it is no track, or the source has none.
    """
    tracks.check_choice(asked.track)
    if asked.track and not opening.is_played(asked.settings.sound.source):
        raise UsageError(
            "--track chooses a sound track of a recording or a stream: name one with --source."
        )


def _window() -> Callable[[Run], int]:
    """Return what shows captions in a window.

    Raises:
        DisplayError: there is no screen, or Qt cannot be loaded.
    """
    display.prepare()
    try:
        from captions import app  # noqa: PLC0415  # a terminal does without Qt
    except ImportError as error:  # Qt's own libraries need some of the system's.
        raise DisplayError(f"Qt cannot be loaded ({error}): run 'captions doctor'.") from error
    return app.run


def _has_microphone() -> bool:
    """Return False only if it is certain that nothing can be recorded."""
    try:
        return any(device.kind == devices.INPUT for device in devices.list_devices())
    except CaptionsError:  # There is no sound library either.
        return False
