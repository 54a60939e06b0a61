"""Reads and replaces the program's own small files, whatever the user has put in their place.

A path may lead to a FIFO that never answers, to a device that never ends, or back to itself. Each
is an `OSError` at once, whose ``strerror`` continues a sentence. A file is replaced in one step
and synced before and after, so that a crash or a power cut leaves the old content or the new one.
"""

import codecs
import contextlib
import errno
import os
import re
import stat
from pathlib import Path
from typing import NamedTuple

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # A FIFO without a writer must not block.
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_MARK = "\ufeff"
"""The byte-order mark, as a character."""
_MARKED = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose mark it begins with.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TextEncoding(NamedTuple):
    """How a text is stored, to be kept when its file is replaced."""

    encoding: str = "utf-8"
    marked: bool = False
    """True if the file begins with a byte-order mark."""
    newline: str = "\n"

    def encode(self, text: str) -> bytes:
        """Return the bytes of a text whose lines end in line feeds.

        Raises:
            UnicodeEncodeError: the text holds half a character.
        """
        lines = text.replace("\n", self.newline)
        return f"{_MARK if self.marked else ''}{lines}".encode(self.encoding)


def read(path: Path, most: int) -> bytes:
    """Return the content of a regular file.

    Args:
        path: the file; links are followed.
        most: bytes that it may have.

    Raises:
        FileNotFoundError: there is none.
        OSError: it is larger, or not a regular file, or cannot be read.
    """
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        _check_regular(os.fstat(descriptor))
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(most + 1)
    finally:
        os.close(descriptor)
    if len(content) > most:
        raise OSError(errno.EFBIG, f"it is larger than {most // 1024} KiB")
    return content


def replace(path: Path, content: bytes) -> None:
    """Replace a file in one step, or create it along with its folder.

    A link keeps pointing to the file, and the file keeps its permissions. Temporary files that an
    earlier crash left beside it are removed.

    Raises:
        OSError: something else than a file is there, or the file or its folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    mode = _mode(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path)
    spare = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with spare.open("xb") as file:
            if mode is not None:
                spare.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        spare.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            spare.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files that a crash in `replace` left beside a file."""
    path = Path(os.path.realpath(path))
    leftover = re.compile(rf"\.{re.escape(path.name)}\.\d+")
    with contextlib.suppress(OSError):
        for other in path.parent.iterdir():
            if leftover.fullmatch(other.name):
                other.unlink()


def decode(content: bytes) -> tuple[str, TextEncoding]:
    """Return a text whose lines end in line feeds, and how it was stored.

    UTF-8, UTF-16 and UTF-32 are recognised by their byte-order mark; without one, UTF-16 is
    recognised by its zeros, which no other text has.

    Raises:
        UnicodeDecodeError: it is none of them.
    """
    encoding = next((name for mark, name in _MARKED if content.startswith(mark)), "")
    marked = bool(encoding)
    if not marked:
        encoding = {b"\0": "utf-16-be"}.get(content[:1], "utf-8")
        encoding = {b"\0": "utf-16-le"}.get(content[1:2], encoding)
    text = content.decode(encoding).removeprefix(_MARK if marked else "")
    windows = text.count("\r\n")
    newline = "\r\n" if windows > text.count("\n") - windows else "\n"
    return text.replace("\r\n", "\n"), TextEncoding(encoding, marked, newline)


def _mode(path: Path) -> int | None:
    """Return the permissions of a file, or `None` if there is no file.

    Raises:
        OSError: it is something else than a file.
    """
    try:
        status = path.stat()
    except FileNotFoundError:
        return None
    _check_regular(status)
    return stat.S_IMODE(status.st_mode)


def _check_regular(status: os.stat_result) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "it is not a regular file")


def _sync_folder(folder: Path) -> None:
    """Sync a folder, so that a new name in it survives a power cut, where the system can."""
    with contextlib.suppress(OSError):  # Windows opens no folders; some file systems sync none.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
