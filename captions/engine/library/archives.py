"""Opens a folder, a zip or a tar of unknown origin, and refuses at once what no model is packed in.

An archive may be made to harm: a few kilobytes that unpack to terabytes, links to other files,
devices that never end, or a compression that Python does not know. All of this shows in what the
archive says of its files, before any of them is unpacked.
"""

import contextlib
import lzma
import os
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Self

from typing_extensions import override

from captions.errors import UsageError

Entries = dict[PurePosixPath, Callable[[], IO[bytes]]]
"""Files by their paths, each with a function that opens it."""

_MAX_BYTES = 16 * 10**9
"""All files together; the largest model of the catalogue takes 1.6 GB."""
_MAX_FILES = 10_000
_MAX_RATIO = 100
"""Size of all files by that of their archive; weights hardly shrink, and JSON to a tenth."""
_SMALL_BYTES = 50_000_000
"""A model of less may be packed as tightly as it can."""
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
_ENCRYPTED = 1
_IN_MEMORY = {
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
}
_MAX_NAME_BYTES = 1 << 20
_BROKEN = (
    tarfile.TarError,
    zipfile.BadZipFile,
    EOFError,
    zlib.error,
    struct.error,
    lzma.LZMAError,
    NotImplementedError,  # A version or compression of zip that Python does not know.
    ValueError,
    OverflowError,
)
"""What archives that are not whole, or are made to harm, make their readers raise."""


@contextlib.contextmanager
def opened(source: Path) -> Iterator[Entries]:
    """Give the files of a folder, a zip or a tar.

    Raises:
        UsageError: it is none of them, cannot be read, or holds what no model needs.
    """
    try:
        kind = source.stat().st_mode
        if stat.S_ISDIR(kind):
            yield _folder(source)
        elif not stat.S_ISREG(kind):
            raise _refused(source, "it is neither a folder nor a file")
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield _zip(source, archive)
        else:
            with tarfile.open(source, tarinfo=_Header) as tar:
                yield _tar(source, tar)
    except UsageError:
        raise
    except _BROKEN as error:
        raise UsageError(
            f"{source} is no folder, zip or tar that can be read: give one that holds a model."
        ) from error
    except FileNotFoundError as error:
        raise UsageError(f"There is no {source}: give the folder or archive of a model.") from error
    except OSError as error:
        raise UsageError(
            f"{source} cannot be read ({error.strerror}): give a folder or archive that can."
        ) from error


class _Header(tarfile.TarInfo):
    """A header whose long names and attributes, which are read into memory, are bounded."""

    @override
    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _IN_MEMORY and header.size > _MAX_NAME_BYTES:
            raise tarfile.ReadError("A name is too long.")
        return header


class _Bounds:
    """Counts files and their sizes as they are told, and stops at what no model has."""

    def __init__(self, source: Path, packed: int | None) -> None:
        """``packed`` is the size of the archive in bytes; a folder has none."""
        self._source = source
        self._packed = packed
        self._files = self._bytes = 0

    def add(self, size: int) -> None:
        """Count a file.

        Raises:
            UsageError: these are too many or too large.
        """
        self._files += 1
        self._bytes += size
        if self._files > _MAX_FILES:
            raise _refused(self._source, f"it holds more than {_MAX_FILES} files")
        if self._bytes > _MAX_BYTES:
            raise _refused(self._source, f"its files take more than {_MAX_BYTES / 1e9:.0f} GB")
        if self._packed is not None and self._bytes > max(_SMALL_BYTES, _MAX_RATIO * self._packed):
            raise _refused(self._source, "it unpacks to far more than any model")


def _folder(source: Path) -> Entries:
    bounds = _Bounds(source, None)
    entries: Entries = {}
    for folder, _, names in os.walk(source):
        for name in names:
            path = Path(folder) / name
            # A link to a file is followed: the Hugging Face hub's own cache consists of them.
            status = path.stat() if path.exists() else path.lstat()
            if stat.S_ISREG(status.st_mode):
                bounds.add(status.st_size)
                entries[PurePosixPath(path.relative_to(source).as_posix())] = _opener(path)
    return entries


def _zip(source: Path, archive: zipfile.ZipFile) -> Entries:
    bounds = _Bounds(source, source.stat().st_size)
    entries: Entries = {}
    for entry in archive.infolist():
        bounds.add(entry.file_size)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _refused(source, "it holds links or devices")
        if entry.compress_type not in _METHODS:
            raise _refused(source, "its compression is unknown")
        if entry.flag_bits & _ENCRYPTED:
            raise _refused(source, "it is encrypted")
        if not entry.is_dir():
            entries[PurePosixPath(entry.filename)] = _zip_opener(archive, entry)
    return entries


def _tar(source: Path, tar: tarfile.TarFile) -> Entries:
    bounds = _Bounds(source, source.stat().st_size)
    entries: Entries = {}
    for member in tar:  # Each header is checked before what it announces is read.
        bounds.add(member.size)
        if member.issparse():
            raise _refused(source, "it holds files with holes")
        if not (member.isreg() or member.isdir()):
            raise _refused(source, "it holds links or devices")
        if member.isreg():
            entries[PurePosixPath(member.name)] = _tar_opener(tar, member)
    return entries


def _refused(source: Path, reason: str) -> UsageError:
    return UsageError(f"{source} cannot be a model: {reason}. Give the archive that was published.")


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _zip_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(entry)


def _tar_opener(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def open_it() -> IO[bytes]:
        stream = tar.extractfile(member)
        assert stream is not None  # noqa: S101  # it is a regular file
        return stream

    return open_it
