"""Opens a folder, zip or tar from an untrusted source, and refuses content that no model needs.

A malicious archive may unpack from kilobytes to terabytes, or contain links to other files, endless
devices, or an unknown compression. The headers reveal all of these before any file is unpacked.
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
from typing import IO, Self, cast

from typing_extensions import override

from captions.errors import UsageError, describe_reason
from captions.messages.message import Message

Entries = dict[PurePosixPath, Callable[[], IO[bytes]]]
"""Functions that open the files, by their paths."""

_MAX_BYTES = 16 * 10**9
"""Maximum total size of the files; the largest model in the catalogue has 1.6 GB."""
_MAX_FILES = 10_000
"""Maximum number of files."""
_MAX_RATIO = 100
"""Maximum compression ratio; weights hardly shrink, and JSON shrinks to a tenth."""
_SMALL_BYTES = 50_000_000
"""Total size below which any compression ratio is accepted."""
_ZIP_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}
"""Compression methods of zip that Python can read."""
_ENCRYPTED_FLAG = 1
"""Bit 0 of a zip entry's general purpose flags (APPNOTE.TXT, section 4.4.4)."""
_LONG_HEADER_TYPES = {
    *(tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE),
    *(tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK),
}
"""Types of tar headers whose content tarfile reads into memory."""
_MAX_NAME_BYTES = 1 << 20
"""Maximum size in bytes of the content of such a header."""
_ARCHIVE_ERRORS = (
    tarfile.TarError,
    zipfile.BadZipFile,
    EOFError,
    zlib.error,
    struct.error,
    lzma.LZMAError,
    NotImplementedError,  # An unknown version or compression of zip.
    ValueError,
    OverflowError,
)
"""Exceptions that Python's readers raise on truncated or malicious archives."""


@contextlib.contextmanager
def open_source(source: Path) -> Iterator[Entries]:
    """Open a folder, zip or tar while the context lasts, and return its files.

    Raises:
        UsageError: the source has another format, cannot be read, or holds content that no model
            needs.
    """
    try:
        kind = source.stat().st_mode
        if stat.S_ISDIR(kind):
            yield _folder_entries(source)
        elif not stat.S_ISREG(kind):
            raise _invalid_archive(source, Message("archive_kind"))
        elif zipfile.is_zipfile(source):
            with zipfile.ZipFile(source) as archive:
                yield _zip_entries(source, archive)
        else:
            with tarfile.open(source, tarinfo=_BoundedHeader) as tar:
                yield _tar_entries(source, tar)
    except UsageError:
        raise
    except _ARCHIVE_ERRORS as error:
        raise UsageError("archive_unsupported", source=str(source)) from error
    except FileNotFoundError as error:
        raise UsageError("archive_missing", source=str(source)) from error
    except OSError as error:
        raise UsageError(
            "archive_unreadable", source=str(source), reason=describe_reason(error)
        ) from error


class _BoundedHeader(tarfile.TarInfo):
    """A tar header that limits the long names and attributes that are read into memory."""

    @override
    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        header = super().frombuf(buf, encoding, errors)
        if header.type in _LONG_HEADER_TYPES and header.size > _MAX_NAME_BYTES:
            raise tarfile.ReadError("A file name is too long.")
        return header


class _ArchiveBounds:
    """Adds up the files and sizes in the headers, and raises beyond the limits of any model."""

    def __init__(self, source: Path, packed: int | None) -> None:
        """Create empty counts; ``packed`` is the size of the archive, or `None` for a folder."""
        self._source = source
        self._packed_bytes = packed
        self._file_count = self._total_bytes = 0

    def add_file(self, size: int) -> None:
        """Count a file of ``size`` bytes.

        Raises:
            UsageError: the files are too many or too large.
        """
        self._file_count += 1
        self._total_bytes += size
        if self._file_count > _MAX_FILES:
            raise _invalid_archive(self._source, Message("archive_many_files", count=_MAX_FILES))
        if self._total_bytes > _MAX_BYTES:
            raise _invalid_archive(
                self._source, Message("archive_large", gigabytes=_MAX_BYTES / 1e9)
            )
        if self._packed_bytes is not None and self._total_bytes > max(
            _SMALL_BYTES, _MAX_RATIO * self._packed_bytes
        ):
            raise _invalid_archive(self._source, Message("archive_compression_extreme"))


def _folder_entries(source: Path) -> Entries:
    bounds = _ArchiveBounds(source, None)
    entries: Entries = {}
    for folder, _, names in os.walk(source):
        for name in names:
            path = Path(folder) / name
            # Follows links, because the cache of the Hugging Face hub consists of them.
            status = path.stat() if path.exists() else path.lstat()
            if stat.S_ISREG(status.st_mode):
                bounds.add_file(status.st_size)
                entries[PurePosixPath(path.relative_to(source).as_posix())] = _file_opener(path)
    return entries


def _zip_entries(source: Path, archive: zipfile.ZipFile) -> Entries:
    bounds = _ArchiveBounds(source, source.stat().st_size)
    entries: Entries = {}
    for entry in archive.infolist():
        bounds.add_file(entry.file_size)
        kind = stat.S_IFMT(entry.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise _invalid_archive(source, Message("archive_links"))
        if entry.compress_type not in _ZIP_METHODS:
            raise _invalid_archive(source, Message("archive_compression_unknown"))
        if entry.flag_bits & _ENCRYPTED_FLAG:
            raise _invalid_archive(source, Message("archive_encrypted"))
        if not entry.is_dir():
            entries[PurePosixPath(entry.filename)] = _zip_opener(archive, entry)
    return entries


def _tar_entries(source: Path, tar: tarfile.TarFile) -> Entries:
    bounds = _ArchiveBounds(source, source.stat().st_size)
    entries: Entries = {}
    for member in tar:  # Checks each header before its content is read.
        bounds.add_file(member.size)
        if member.issparse():
            raise _invalid_archive(source, Message("archive_sparse"))
        if not (member.isreg() or member.isdir()):
            raise _invalid_archive(source, Message("archive_links"))
        if member.isreg():
            entries[PurePosixPath(member.name)] = _tar_opener(tar, member)
    return entries


def _invalid_archive(source: Path, reason: Message) -> UsageError:
    return UsageError("archive_not_published", source=str(source), reason=reason)


def _file_opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _zip_opener(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Callable[[], IO[bytes]]:
    return lambda: archive.open(entry)


def _tar_opener(tar: tarfile.TarFile, member: tarfile.TarInfo) -> Callable[[], IO[bytes]]:
    def open_member() -> IO[bytes]:
        return cast("IO[bytes]", tar.extractfile(member))  # The member is a regular file.

    return open_member
