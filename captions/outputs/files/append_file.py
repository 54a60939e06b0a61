"""A file that is only ever appended to: each text is written at once, or not at all.

The file may be a named pipe or a terminal. If a regular file is deleted or replaced, the next text
goes to the new one.
"""

import contextlib
import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_OPEN_FLAGS = (
    os.O_WRONLY
    | os.O_APPEND
    | os.O_CREAT
    | getattr(os, "O_NONBLOCK", 0)  # Opening a named pipe without a reader must not block.
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_HEAD_BYTES = 4096
_TAIL_BYTES = 65_536
_CANNOT_SYNC = {errno.EINVAL, errno.EOPNOTSUPP, errno.ENOSYS, errno.EROFS}
"""Errors of pipes, devices and file systems that are never synced."""
NO_READER = {errno.ENXIO, errno.EPIPE}
"""Errors of a named pipe that no program reads."""


class FileEnds(NamedTuple):
    """The first and the last bytes of a file; both empty if it cannot be read twice."""

    head: bytes = b""
    tail: bytes = b""


class AppendFile:
    """Opens a file when it is needed, and appends to it."""

    def __init__(self, path: Path, make_prefix: Callable[[FileEnds], bytes]) -> None:
        """Create the object; the file is not touched.

        Args:
            path: the file.
            make_prefix: returns what must precede the first text in a file with given ends.
        """
        self._path = path
        self._make_prefix = make_prefix
        self._descriptor: int | None = None
        self._prefix = b""
        """Written with the next text."""

    def append(self, content: bytes) -> None:
        """Append bytes.

        Raises:
            OSError: nothing was appended, or a pipe has no reader.
        """
        descriptor = self._ensure_open()
        try:
            if stat.S_ISREG(os.fstat(descriptor).st_mode):
                _write_whole(descriptor, self._prefix + content)
            else:
                _write_stream(descriptor, self._prefix + content)
        except OSError as error:
            if error.errno in NO_READER:
                self.close()
            raise
        self._prefix = b""

    def sync(self) -> None:
        """Wait until what was appended is on the disk.

        Raises:
            OSError: the disk failed; what was appended may be lost.
        """
        if self._descriptor is not None:
            try:
                os.fsync(self._descriptor)
            except OSError as error:
                if error.errno not in _CANNOT_SYNC:
                    raise

    def close(self) -> None:
        """Close the file."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            with contextlib.suppress(OSError):
                os.close(descriptor)

    def _ensure_open(self) -> int:
        """Return the open file; reopened if its path leads to another one now."""
        if self._descriptor is not None and self._is_replaced(self._descriptor):
            self.close()
        if self._descriptor is None:
            self._prefix = self._make_prefix(read_ends(self._path))
            self._descriptor = os.open(self._path, _OPEN_FLAGS, 0o666)
            if hasattr(os, "O_NONBLOCK"):
                os.set_blocking(self._descriptor, True)
        return self._descriptor

    def _is_replaced(self, descriptor: int) -> bool:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return False
        try:
            return not os.path.samestat(status, self._path.stat())
        except FileNotFoundError:
            return True


def read_ends(path: Path) -> FileEnds:
    """Return the first and the last bytes of a regular file, if it exists.

    Raises:
        OSError: the file cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return FileEnds()
    except FileNotFoundError:
        return FileEnds()
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
        file.seek(max(0, os.fstat(file.fileno()).st_size - _TAIL_BYTES))
        return FileEnds(head, file.read(_TAIL_BYTES))


def _write_whole(descriptor: int, content: bytes) -> None:
    """Append to a regular file with a single call; a part that was written is removed again."""
    before = os.fstat(descriptor).st_size
    written = os.write(descriptor, content)
    if written == len(content):
        return
    if os.fstat(descriptor).st_size == before + written:  # Nobody else has written.
        os.ftruncate(descriptor, before)
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def _write_stream(descriptor: int, content: bytes) -> None:
    while content:
        content = content[os.write(descriptor, content) :]
