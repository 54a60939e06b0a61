"""Where a store is, and connections to it."""

import contextlib
import os
import secrets
import sqlite3
import stat
from pathlib import Path

from captions.errors import HistoryError
from captions.history.store.schema import MIGRATIONS, migrate_schema, read_version

_FILE_MODE = 0o600
_FOLDER_MODE = 0o700
_COMPANIONS = ("-wal", "-shm")
"""Endings of the files that SQLite creates next to a database, with the mode of the database."""
_BUSY_SECONDS = 1.0
"""Time to wait for another program before its lock is reported."""
_FILE_PRAGMAS = (
    "auto_vacuum = INCREMENTAL",  # Before WAL, which writes the header.
    "journal_mode = WAL",
    "synchronous = FULL",
    # macOS: without it, fsync leaves data in the cache of the disk.
    "fullfsync = ON",
    "checkpoint_fullfsync = ON",
    "secure_delete = ON",
    "foreign_keys = ON",
    # The writer does it while nothing waits, because it takes several times as long as a commit.
    "wal_autocheckpoint = 0",
    "journal_size_limit = 4194304",
)
_MEMORY_PRAGMAS = ("auto_vacuum = INCREMENTAL", "journal_mode = MEMORY", "foreign_keys = ON")
_COMMON_PRAGMAS = (
    "temp_store = MEMORY",  # Nothing that was said goes to a temporary file.
    "trusted_schema = OFF",
    "cell_size_check = ON",
)


class StoreLocation:
    """A file, or a database in memory that ends with the process.

    Attributes:
        path: the file; `None` in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self._address = "" if path else f"file:/{secrets.token_hex(8)}?vfs=memdb"
        # A database in memory exists as long as a connection to it.
        self._anchor = None if path else self._connect()

    @property
    def name(self) -> str:
        """Path of the file, for messages."""
        return str(self.path or "memory")

    def identify_file(self) -> tuple[int, int] | None:
        """Return the device and inode of the file; `None` if there is none."""
        if self.path is None:
            return (0, 0)
        with contextlib.suppress(OSError):
            status = self.path.stat()
            return (status.st_dev, status.st_ino)
        return None

    def open_reader(self) -> sqlite3.Connection | None:
        """Return a connection that changes nothing; `None` while the file is being created.

        Raises:
            HistoryError, sqlite3.Error, OSError: the file cannot be used.
        """
        self._check_file()
        connection = self._connect()
        try:
            if read_version(connection, self.name) == len(MIGRATIONS):
                connection.execute("PRAGMA query_only = ON")
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None

    def open_writer(self) -> sqlite3.Connection:
        """Return a connection for changes; the file is created or migrated if necessary.

        Raises:
            HistoryError, sqlite3.Error, OSError: the file cannot be used.
        """
        if self.path is not None:
            _create_privately(self.path)
            self._check_file()
        connection = self._connect()
        try:
            # Before anything is written to a file that may be another program's.
            read_version(connection, self.name)
            for pragma in _FILE_PRAGMAS if self.path else _MEMORY_PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
            migrate_schema(connection, self.name)
        except BaseException:
            connection.close()
            raise
        return connection

    def needs_migration(self) -> bool:
        """Return True if the file is older than this version of Captions.

        Raises:
            HistoryError, sqlite3.Error, OSError: the file cannot be used.
        """
        self._check_file()
        with contextlib.closing(self._connect()) as connection:
            return read_version(connection, self.name) < len(MIGRATIONS)

    def close(self) -> None:
        """Forget the database in memory."""
        if self._anchor is not None:
            self._anchor.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._address or str(self.path),
            timeout=_BUSY_SECONDS,
            isolation_level=None,  # Transactions are explicit.
            check_same_thread=False,
            uri=bool(self._address),
        )
        for pragma in _COMMON_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")
        return connection

    def _check_file(self) -> None:
        """Refuse what is not a file: opening a FIFO would block."""
        if self.path is not None and not stat.S_ISREG(self.path.stat().st_mode):
            raise HistoryError("history_foreign", file=self.name)


def _create_privately(path: Path) -> None:
    """Create a file and its folder that only the user can access; narrow an existing file."""
    if not path.parent.exists():
        path.parent.mkdir(parents=True)
        path.parent.chmod(_FOLDER_MODE)
    with contextlib.suppress(FileExistsError):
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, _FILE_MODE))
        return
    # SQLite gives the mode of the database to its companions.
    for file in (path, *(path.with_name(path.name + ending) for ending in _COMPANIONS)):
        with contextlib.suppress(FileNotFoundError, PermissionError):
            if stat.S_IMODE(file.stat().st_mode) & ~_FILE_MODE:
                file.chmod(_FILE_MODE)
