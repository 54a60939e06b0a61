"""Read and replace the program's own small files safely.

A path may lead to a FIFO that blocks, an endless device or a symlink loop. Each of these raises an
`OSError` at once, and its ``strerror`` continues a sentence. A file is replaced atomically and
synced before and after. A crash or a power failure leaves either the old or the new content.
"""

import codecs
import contextlib
import errno
import os
import re
import secrets
import stat
import sys
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from filelock import lock_descriptor

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # A FIFO without a writer must not block.
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
_PART_SUFFIX = ".captions-part"
"""Extension of temporary files; no other program uses it."""
_PART_NAME = re.compile(rf"\.(?P<name>.+)\.[0-9a-f]+{re.escape(_PART_SUFFIX)}", re.DOTALL)
_MAX_STEM_BYTES = 200
"""Bytes of a file's name that its temporary file repeats; file systems allow names of 255."""
_BOM = "\ufeff"
"""Byte-order mark, as a character."""
_BOM_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # Before UTF-16, whose BOM is a prefix of this one.
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


class TextEncoding(NamedTuple):
    """Encoding of a text file, kept when the file is replaced."""

    encoding: str = "utf-8"
    has_bom: bool = False
    """True if the file begins with a byte-order mark."""
    newline: str = "\n"

    def encode(self, text: str) -> bytes:
        """Return the encoded text.

        Args:
            text: lines that end in line feeds.

        Raises:
            UnicodeEncodeError: the text contains a lone surrogate.
        """
        lines = text.replace("\n", self.newline)
        return f"{_BOM if self.has_bom else ''}{lines}".encode(self.encoding)


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the content of a regular file.

    Args:
        path: the file; symlinks are followed.
        max_bytes: size limit in bytes.

    Raises:
        FileNotFoundError: the file does not exist.
        OSError: the file is too large, not a regular file, or unreadable.
    """
    descriptor = os.open(path, _OPEN_FLAGS)
    try:
        _check_regular(os.fstat(descriptor))
        with open(descriptor, "rb", closefd=False) as file:
            content = file.read(max_bytes + 1)
    finally:
        os.close(descriptor)
    if len(content) > max_bytes:
        raise OSError(errno.EFBIG, f"it is larger than {max_bytes // 1024} KiB")
    return content


class PartFile:
    """An empty temporary file next to a file, which it replaces once it is complete.

    While the context is active, `remove_leftovers` of any thread or program leaves it alone.

    Attributes:
        path: the temporary file; the caller opens and closes it.
    """

    def __init__(self, path: Path) -> None:
        """Create the temporary file.

        Args:
            path: the file to replace; a symlink keeps its target.

        Raises:
            OSError: the folder cannot be written.
        """
        self._target = Path(os.path.realpath(path))
        while True:
            self.path = self._target.with_name(
                f".{_part_stem(self._target)}.{secrets.token_hex(4)}{_PART_SUFFIX}"
            )
            flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_CLOEXEC", 0)
            self._lock: int | None = os.open(self.path, flags, 0o666)
            if _lock_part(self._lock, self.path):
                return
            self._release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if sys.platform == "win32":  # An open file cannot be removed there.
            self._release()
        with contextlib.suppress(OSError):
            self.path.unlink(missing_ok=True)
        self._release()

    def replace_target(self) -> None:
        """Replace the file by the temporary file, which must be closed and synced.

        Raises:
            OSError: the file cannot be replaced.
        """
        if sys.platform == "win32":  # An open file cannot be renamed there.
            self._release()
        self.path.replace(self._target)
        sync_folder(self._target.parent)

    def _release(self) -> None:
        descriptor, self._lock = self._lock, None
        if descriptor is not None:
            os.close(descriptor)


def replace_file(path: Path, content: bytes, *, tidies: bool = True) -> None:
    """Replace a file atomically, or create it along with its folder.

    A symlink keeps its target, and the file keeps its permissions.

    Args:
        path: the file.
        content: its new content.
        tidies: True to remove temporary files left by an earlier crash, for which the folder is
            listed.

    Raises:
        OSError: the path is not a regular file, or the file or its folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    mode = _file_mode(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if tidies:
        remove_leftovers(path)
    with PartFile(path) as part:
        with part.path.open("wb") as file:
            if mode is not None:
                part.path.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.replace_target()


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files that crashes left next to a file that was being replaced."""
    path = Path(os.path.realpath(path))
    stem = _part_stem(path)
    for part, name in _list_parts(path.parent):
        if name == stem:
            _remove_part(part)


def remove_all_leftovers(folder: Path) -> None:
    """Remove the temporary files that crashes left in a folder, whichever files they were for."""
    for part, _ in _list_parts(folder):
        _remove_part(part)


def decode_text(content: bytes) -> tuple[str, TextEncoding]:
    """Return the text with line feeds as line ends, and its encoding.

    UTF-8, UTF-16 and UTF-32 are detected by their byte-order mark. UTF-16 without a mark is
    detected by a zero byte among the first two, which no other text contains.

    Raises:
        UnicodeDecodeError: the content has none of these encodings.
    """
    encoding = next((name for mark, name in _BOM_ENCODINGS if content.startswith(mark)), "")
    marked = bool(encoding)
    if not marked:
        encoding = {b"\0": "utf-16-be"}.get(content[:1], "utf-8")
        encoding = {b"\0": "utf-16-le"}.get(content[1:2], encoding)
    text = content.decode(encoding).removeprefix(_BOM if marked else "")
    windows = text.count("\r\n")
    newline = "\r\n" if windows > text.count("\n") - windows else "\n"
    return text.replace("\r\n", "\n"), TextEncoding(encoding, marked, newline)


def _part_stem(path: Path) -> str:
    """Return the beginning of a name that fits into the name of a temporary file."""
    return os.fsdecode(os.fsencode(path.name)[:_MAX_STEM_BYTES])


def _list_parts(folder: Path) -> list[tuple[Path, str]]:
    """Return the temporary files in a folder, with the beginnings of their files' names."""
    with contextlib.suppress(OSError):
        names = [(path, _PART_NAME.fullmatch(path.name)) for path in folder.iterdir()]
        return [(path, found["name"]) for path, found in names if found is not None]
    return []


def _lock_part(descriptor: int, path: Path) -> bool:
    """Lock a temporary file; return False if another program removed it before."""
    if sys.platform == "win32":  # An open file cannot be removed there.
        return True
    with contextlib.suppress(OSError):  # Without locks, `_remove_part` removes nothing.
        lock_descriptor(descriptor)
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(descriptor), path.stat())
    return False


def _remove_part(path: Path) -> None:
    """Remove a temporary file unless a thread or a program is still writing it."""
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            path.unlink()
            return
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            if lock_descriptor(descriptor, blocking=False):
                path.unlink()
        finally:
            os.close(descriptor)


def _file_mode(path: Path) -> int | None:
    """Return the permissions of a file, or `None` if it does not exist.

    Raises:
        OSError: the path is not a regular file.
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


def sync_folder(folder: Path) -> None:
    """Sync a folder, if the system can, so that a new name in it survives a power failure."""
    with contextlib.suppress(OSError):  # Windows and some file systems cannot.
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
