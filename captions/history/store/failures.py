"""Messages about failures of SQLite and of the file system."""

import sqlite3

from captions.errors import HistoryError, describe_reason

_PRIMARY_MASK = 0xFF
"""Extended result codes hold the primary code in their lowest byte
(https://www.sqlite.org/rescode.html)."""
_FULL = {sqlite3.SQLITE_FULL}
_LOCKED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
_UNWRITABLE = {
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_AUTH,
}
_DAMAGED = {sqlite3.SQLITE_CORRUPT}
_FOREIGN = {sqlite3.SQLITE_NOTADB}
_DISK = {sqlite3.SQLITE_IOERR, sqlite3.SQLITE_NOMEM, sqlite3.SQLITE_NOLFS}
_LASTING = {"history_damaged", "history_foreign", "history_newer"}


def is_store_failure(error: Exception) -> bool:
    """Return True if the file or its disk has failed, rather than a single change."""
    if isinstance(error, HistoryError):
        return error.code.startswith("history_")
    if isinstance(error, sqlite3.Error):
        stores = _FULL | _LOCKED | _UNWRITABLE | _DAMAGED | _FOREIGN | _DISK
        return _primary_code(error) in stores
    return isinstance(error, OSError)


def is_lasting(error: HistoryError) -> bool:
    """Return True if a retry is useless, because the file must be left as it is."""
    return error.code in _LASTING


def describe_failure(error: Exception, file: str) -> HistoryError:
    """Return the error for the user.

    Args:
        error: a failure of SQLite, the file system or a value's form, or an error for the user.
        file: path of the file.
    """
    if isinstance(error, HistoryError):
        return error
    if isinstance(error, OSError):
        reason = describe_reason(error)
        return HistoryError("history_unwritable", file=file, reason=reason)
    if isinstance(error, ValueError):  # A value in the file has another form.
        return HistoryError("history_damaged", file=file)
    if isinstance(error, sqlite3.Error):
        return _describe_sqlite_failure(error, file)
    return HistoryError("history_failed", file=file, reason=str(error) or type(error).__name__)


def _describe_sqlite_failure(error: sqlite3.Error, file: str) -> HistoryError:
    code = _primary_code(error)
    if code in _FULL:
        return HistoryError("history_disk_full", file=file)
    if code in _LOCKED:
        return HistoryError("history_locked", file=file)
    if code in _DAMAGED:
        return HistoryError("history_damaged", file=file)
    if code in _FOREIGN:
        return HistoryError("history_foreign", file=file)
    if code in _UNWRITABLE:
        return HistoryError("history_unwritable", file=file, reason=str(error))
    return HistoryError("history_failed", file=file, reason=str(error))


def _primary_code(error: sqlite3.Error) -> int | None:
    # Errors of Python's own, such as the use of a closed connection, have no code.
    code: int | None = getattr(error, "sqlite_errorcode", None)
    return None if code is None else code & _PRIMARY_MASK
