"""Keeps a second copy of the app from fighting the first for the microphone and the screen."""

import contextlib
import logging
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs

from captions import filelock
from captions.errors import AlreadyRunningError

_log = logging.getLogger(__name__)

FILE_NAME = "captions.lock"
_FLAGS = os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_TRIES = 5
_PAUSE_SECONDS = 0.02
"""Between two tries: `is_held` holds the lock itself for a moment."""


@contextlib.contextmanager
def only_copy(folder: Path | None = None) -> Iterator[None]:
    """Be the user's only copy of the app while the context lasts.

    Only a running copy counts: a lock file that is empty, foreign or left behind by a crash does
    not. Where the system offers no lock, the app runs without one.

    Args:
        folder: where the lock is kept; by default the user's folder for the state of programs.

    Raises:
        AlreadyRunningError: another copy is running.
    """
    with contextlib.ExitStack() as held:
        try:
            descriptor = _open(folder)
            held.callback(os.close, descriptor)
            alone = _acquire(descriptor)
        except OSError as error:
            _log.warning(
                "The lock file cannot be used (%s): a second copy will not be noticed.",
                error.strerror,
            )
            alone = True
        if not alone:
            raise AlreadyRunningError(
                "Captions is running already: look for its icon in the tray, or quit it first, by "
                "'captions tell quit'."
            )
        yield


def is_held(folder: Path | None = None) -> bool:
    """Return true if a copy of the app is running; ``folder`` as for `only_copy`."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as held:
        descriptor = _open(folder)
        held.callback(os.close, descriptor)
        return not filelock.try_lock(descriptor)
    return False


def make_folder() -> Path:
    """Return the user's folder for the state of programs, made if it is not there.

    It belongs to the user alone, so that what is in it does as well.
    """
    # Not the folder for running programs: some systems have none, and its stand-in is shared.
    folder = platformdirs.user_state_path("captions", appauthor=False)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def _open(folder: Path | None) -> int:
    """Open the lock file; it is never removed, as another copy may be about to lock it.

    Raises:
        OSError: it cannot be opened.
    """
    path = (folder or make_folder()) / FILE_NAME
    try:
        return os.open(path, _FLAGS | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    except PermissionError:
        # Another user may have made the file, such as root; a lock needs no writing.
        return os.open(path, _FLAGS & ~os.O_CREAT | os.O_RDONLY)


def _acquire(descriptor: int) -> bool:
    for _ in range(_TRIES - 1):
        if filelock.try_lock(descriptor):
            return True
        time.sleep(_PAUSE_SECONDS)
    return filelock.try_lock(descriptor)
