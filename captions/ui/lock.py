"""Keeps a second copy of the app from fighting the first for the microphone and the screen."""

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path

import platformdirs
from PySide6.QtCore import QLockFile

from captions.errors import AlreadyRunningError

_log = logging.getLogger(__name__)


@contextlib.contextmanager
def only_copy(folder: Path | None = None) -> Iterator[None]:
    """Be the user's only copy of the app while the context lasts.

    A lock that a copy left behind when it died does not count. Where no lock can be written, the
    app goes on without one.

    Args:
        folder: where the lock is kept; by default the user's folder for the state of programs.

    Raises:
        AlreadyRunningError: another copy is running.
    """
    lock = _lock(folder)
    if not lock.tryLock(0):
        if lock.error() is QLockFile.LockError.LockFailedError:
            raise AlreadyRunningError(
                "Captions is running already: look for its icon in the tray, or quit it first, by "
                "'captions tell quit'."
            )
        _log.warning("No lock can be kept (%s): a second copy will not be noticed.", lock.error())
    try:
        yield
    finally:
        lock.unlock()


def is_held(folder: Path | None = None) -> bool:
    """Say whether a copy of the app is running; ``folder`` as for `only_copy`."""
    lock = _lock(folder)
    if lock.tryLock(0):
        lock.unlock()
        return False
    return lock.error() is QLockFile.LockError.LockFailedError


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


def _lock(folder: Path | None) -> QLockFile:
    lock = QLockFile(str((folder or make_folder()) / "captions.lock"))
    lock.setStaleLockTime(0)
    return lock
