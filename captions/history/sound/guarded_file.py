"""A file below libsndfile that keeps the system's error, because libsndfile's own names no reason.

soundfile calls it from C, where a Python exception would be printed and then ignored.
"""

import errno
import io
import os
from pathlib import Path
from types import TracebackType
from typing import Self


class GuardedFile:
    """An unbuffered file whose first error ends its input and output.

    After an error, reading yields nothing and writing has no effect, so that libsndfile can still
    close its side.
    """

    def __init__(self, path: Path, mode: str) -> None:
        """Open a file.

        Args:
            path: the file.
            mode: ``rb`` to read, ``xb`` to create a private file, or ``wb`` to write an empty one.

        Raises:
            OSError: the file cannot be opened.
        """
        self._file = io.FileIO(path, mode, opener=lambda name, flags: os.open(name, flags, 0o600))
        self.error: OSError | None = None
        """The error that ended input and output; None so far."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file and keep its error, because some network file systems fail only here."""
        try:
            self._file.close()
        except OSError as error:
            self.error = self.error or error

    def raise_error(self) -> None:
        """Raise the error that ended input and output, if there was one.

        Raises:
            OSError: that error.
        """
        if self.error is not None:
            raise self.error

    def sync(self) -> None:
        """Write the file to the disk, so that it survives a power failure.

        Raises:
            OSError: the disk fails.
        """
        os.fsync(self._file.fileno())

    def tell(self) -> int:
        """Return the position in bytes."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a position in bytes and return it."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: memoryview) -> int:
        """Read bytes into a buffer and return their number; 0 at the end or after an error."""
        try:
            return 0 if self.error else self._file.readinto(buffer) or 0
        except OSError as error:
            self.error = error
            return 0

    def write(self, data: bytes) -> int:
        """Write all bytes and return their number, even if they cannot be written."""
        try:
            self._write_all(memoryview(data))
        except OSError as error:
            self.error = error
        return len(data)

    def _write_all(self, data: memoryview) -> None:
        while data and self.error is None:
            written = self._file.write(data)
            if not written:
                raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))
            data = data[written:]
