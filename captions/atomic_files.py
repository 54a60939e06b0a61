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
import stat
from pathlib import Path
from typing import NamedTuple

_OPEN_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)  # A FIFO without a writer must not block.
    | getattr(os, "O_NOCTTY", 0)
    | getattr(os, "O_BINARY", 0)
)
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


def replace_file(path: Path, content: bytes) -> None:
    """Replace a file atomically, or create it along with its folder.

    A symlink keeps its target, and the file keeps its permissions. Temporary files left by an
    earlier crash are removed.

    Raises:
        OSError: the path is not a regular file, or the file or its folder cannot be written.
    """
    path = Path(os.path.realpath(path))
    mode = _file_mode(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    remove_leftovers(path)
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("xb") as file:
            if mode is not None:
                temporary.chmod(mode)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def remove_leftovers(path: Path) -> None:
    """Remove the temporary files that a crash during `replace_file` left next to a file."""
    path = Path(os.path.realpath(path))
    leftover = re.compile(rf"\.{re.escape(path.name)}\.\d+")
    with contextlib.suppress(OSError):
        for sibling in path.parent.iterdir():
            if leftover.fullmatch(sibling.name):
                sibling.unlink()


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
