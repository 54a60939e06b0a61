"""Shows which programs are writing sessions, by locks that the kernel releases when they end.

Each program that writes holds a lock on a file of its own. The sessions that it writes contain the
token in the name of that file.
"""

import contextlib
import logging
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from filelock import lock_descriptor

_log = logging.getLogger(__name__)

_PREFIX = "writing-"
_SUFFIX = ".lock"
_FLAGS = os.O_RDWR | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0)


class WriterLock:
    """The lock of this program, held from `acquire` to `release`."""

    def __init__(self, folder: Path) -> None:
        """Choose a token.

        Args:
            folder: folder of the lock files.
        """
        self.token = secrets.token_hex(8)
        """Identifies this program."""
        self._path = _lock_path(folder, self.token)
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Create and lock the file, unless that is done.

        If the system has no locks, other programs take this one's sessions for abandoned. That
        costs nothing but the mark that a session is open.
        """
        while self._descriptor is None:
            descriptor = os.open(self._path, _FLAGS | os.O_CREAT, 0o600)
            try:
                lock_descriptor(descriptor, blocking=True)
            except OSError as error:
                _log.warning("Files in %s cannot be locked: %s.", self._path.parent, error)
            # Another program may have removed the file before it was locked.
            if _is_same_file(descriptor, self._path):
                self._descriptor = descriptor
            else:
                os.close(descriptor)

    def release(self) -> None:
        """Remove the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
            with contextlib.suppress(OSError):
                self._path.unlink()


def is_writing(folder: Path, token: str) -> bool:
    """Return True if the program with a token is running."""
    with contextlib.suppress(OSError, ValueError):  # A damaged store contains any token.
        descriptor = os.open(_lock_path(folder, token), _FLAGS)
        try:
            return not lock_descriptor(descriptor, blocking=False)
        finally:
            os.close(descriptor)
    return False


def remove_leftovers(folder: Path) -> None:
    """Remove the lock files of programs that have ended."""
    for token in _list_tokens(folder):
        if not is_writing(folder, token):
            with contextlib.suppress(OSError):
                _lock_path(folder, token).unlink()


def _list_tokens(folder: Path) -> Iterator[str]:
    for path in folder.glob(f"{_PREFIX}*{_SUFFIX}"):
        yield path.name.removeprefix(_PREFIX).removesuffix(_SUFFIX)


def _lock_path(folder: Path, token: str) -> Path:
    return folder / f"{_PREFIX}{token}{_SUFFIX}"


def _is_same_file(descriptor: int, path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False
