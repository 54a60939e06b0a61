"""Prevents a second copy of the app from competing for the microphone and the screen.

The kernel holds the lock and releases it when the process ends for any reason. The content,
owner and age of the lock file do not matter, so `filelock.lock_descriptor` locks a file that this
module opens: `filelock.FileLock` refuses files that it cannot write.
"""

import contextlib
import logging
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import platformdirs
from filelock import lock_descriptor

from captions.errors import AlreadyRunningError

_log = logging.getLogger(__name__)

FILE_NAME = "captions.lock"
_FLAGS = os.O_CREAT | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
_ATTEMPTS = 5
_RETRY_SECONDS = 0.02
"""Delay between two attempts; `is_held` itself holds the lock for a moment."""


@contextlib.contextmanager
def single_instance(folder: Path | None = None) -> Iterator[None]:
    """Hold the instance lock while the context is active.

    Only a running copy counts: an empty or foreign lock file, or one left by a crash, does not. If
    the system does not support locks, the app runs without one.

    Args:
        folder: folder of the lock file; by default the user's state folder.

    Raises:
        AlreadyRunningError: another copy is running.
    """
    with contextlib.ExitStack() as stack:
        try:
            descriptor = _open_lock(folder)
            stack.callback(os.close, descriptor)
            acquired = _acquire_lock(descriptor)
        except OSError as error:
            _log.warning(
                "The lock file cannot be used (%s): a second copy will not be detected.",
                error.strerror,
            )
            acquired = True
        if not acquired:
            raise AlreadyRunningError("app_already_running")
        yield


def is_held(folder: Path | None = None) -> bool:
    """Return True if a copy of the app is running; ``folder`` as for `single_instance`."""
    with contextlib.suppress(OSError), contextlib.ExitStack() as stack:
        descriptor = _open_lock(folder)
        stack.callback(os.close, descriptor)
        return not lock_descriptor(descriptor, blocking=False)
    return False


def make_state_folder() -> Path:
    """Return the user's state folder, created if it does not exist.

    Only the user can access it, which protects the files in it.
    """
    # Not the runtime folder: some systems have none, and the fallback for it is shared.
    folder = platformdirs.user_state_path("captions", appauthor=False)
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
    return folder


def _open_lock(folder: Path | None) -> int:
    """Open the lock file; it is never removed, because another copy may be about to lock it.

    Raises:
        OSError: the file cannot be opened.
    """
    path = (folder or make_state_folder()) / FILE_NAME
    try:
        return os.open(path, _FLAGS | os.O_RDWR, stat.S_IRUSR | stat.S_IWUSR)
    except PermissionError:
        # Another user, such as root, may own the file; a lock needs no write access.
        return os.open(path, _FLAGS & ~os.O_CREAT | os.O_RDONLY)


def _acquire_lock(descriptor: int) -> bool:
    for _ in range(_ATTEMPTS - 1):
        if lock_descriptor(descriptor, blocking=False):
            return True
        time.sleep(_RETRY_SECONDS)
    return lock_descriptor(descriptor, blocking=False)
