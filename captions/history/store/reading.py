"""Reads the store, through a connection of its own."""

import sqlite3
import threading
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import msgspec

from captions.errors import HistoryError
from captions.history.store import schema
from captions.history.store.failures import describe_failure
from captions.history.store.index_text import index_query
from captions.history.store.location import StoreLocation
from captions.history.store.stored_values import SELECT_SEGMENTS, make_segment, read_labels
from captions.model.saved_transcript import SavedSegment, SearchHit

Result = TypeVar("Result")


class StoreReader:
    """Answers queries from any thread; the lock is held for one query at a time.

    A store whose file does not exist yet is empty.

    In methods about a session, ``pending`` are segments that may not be in the store yet. Those
    that are not follow the others.
    """

    def __init__(self, location: StoreLocation, sign: int) -> None:
        """Prepare a connection, which is opened when it is needed.

        Args:
            location: the store.
            sign: factor of the sessions' identifiers in segments.
        """
        self._location = location
        self._sign = sign
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        """The file that is connected."""

    def data_version(self) -> int:
        """Return a number that differs after any change by another connection."""
        rows = self.select("PRAGMA data_version")
        return rows[0][0] if rows else -1

    def select(self, statement: str, *parameters: object) -> list[tuple[Any, ...]]:
        """Return the rows of a query; none if the file does not exist.

        Raises:
            HistoryError: the file cannot be read. All methods raise this.
        """
        return self.run(lambda connection: connection.execute(statement, parameters).fetchall(), [])

    def run(self, function: Callable[[sqlite3.Connection], Result], missing: Result) -> Result:
        """Return what a function reads in one transaction.

        Args:
            function: reads with the connection.
            missing: result if the file does not exist.

        Raises:
            HistoryError: the file cannot be read.
        """
        with self._lock:
            try:
                connection = self._connect()
                if connection is None:
                    return missing
                connection.execute("BEGIN")
                try:
                    return function(connection)
                finally:
                    connection.execute("ROLLBACK")
            except (sqlite3.Error, OSError, ValueError) as error:
                self._disconnect()
                raise describe_failure(error, self._location.name) from error

    def count_segments(self, session_id: int, pending: Sequence[SavedSegment]) -> int:
        """Return the number of segments of a session.

        Raises:
            HistoryError: the session does not exist.
        """
        return self._run_for_session(
            session_id,
            lambda connection: (
                _count_segments(connection, session_id)
                + len(_exclude_stored(connection, session_id, pending))
            ),
        )

    def read_page(
        self, session_id: int, first: int, count: int, pending: Sequence[SavedSegment]
    ) -> list[SavedSegment]:
        """Return segments by position.

        Raises:
            HistoryError: the session does not exist.
        """
        count = max(0, count)

        def read(connection: sqlite3.Connection) -> list[SavedSegment]:
            condition = "WHERE session_id = ? AND position >= ? ORDER BY position LIMIT ?"
            page = self._select_segments(
                connection, session_id, condition, (session_id, first, count)
            )
            if pending and len(page) < count:
                start = max(0, first - _count_segments(connection, session_id))
                rest = _exclude_stored(connection, session_id, pending)
                page += rest[start : start + count - len(page)]
            return page

        return self._run_for_session(session_id, read)

    def list_numbers(
        self, session_id: int, pending: Sequence[SavedSegment]
    ) -> tuple[list[int], list[SavedSegment]]:
        """Return the numbers of all segments in order, and the segments that are not in the store.

        Raises:
            HistoryError: the session does not exist.
        """
        statement = "SELECT id FROM segments WHERE session_id = ? ORDER BY position"
        keys, unwritten = self._run_for_session(
            session_id,
            lambda connection: (
                connection.execute(statement, (session_id,)).fetchall(),
                _exclude_stored(connection, session_id, pending),
            ),
        )
        return [schema.segment_number(key) for (key,) in keys], unwritten

    def read_numbers(self, session_id: int, numbers: Sequence[int]) -> list[SavedSegment]:
        """Return the segments with some numbers in order; those that were deleted are left out.

        Raises:
            HistoryError: the session does not exist.
        """
        keys = _as_json([schema.segment_key(session_id, number) for number in numbers])
        condition = "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY position"
        return self._run_for_session(
            session_id,
            lambda connection: self._select_segments(connection, session_id, condition, (keys,)),
        )

    def list_unwritten(
        self, session_id: int, pending: Sequence[SavedSegment]
    ) -> list[tuple[int, SavedSegment]]:
        """Return the segments that are not in the store, with their positions.

        Raises:
            HistoryError: the session does not exist.
        """
        return self._run_for_session(
            session_id,
            lambda connection: list(
                enumerate(
                    _exclude_stored(connection, session_id, pending),
                    _count_segments(connection, session_id),
                )
            ),
        )

    def search(self, words: str, session_id: int | None, limit: int) -> list[SearchHit]:
        """Return the newest segments that contain all words, unsorted."""
        query = index_query(words)
        if not query:
            return []
        first, last = schema.key_range(session_id) if session_id is not None else (0, 1 << 62)
        rows = self.select(
            "SELECT segments.session_id, segments.id, segments.position FROM ("
            "SELECT rowid FROM segment_index WHERE segment_index MATCH ? "
            "AND rowid BETWEEN ? AND ? ORDER BY rowid DESC LIMIT ?) AS hits "
            "CROSS JOIN segments ON segments.id = hits.rowid",
            query, first, last, max(0, limit),
        )  # fmt: skip
        return [
            SearchHit(
                session_id=self._sign * session,
                segment_id=schema.segment_number(key),
                position=position,
            )
            for session, key, position in rows
        ]

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._disconnect()

    def _run_for_session(
        self, session_id: int, function: Callable[[sqlite3.Connection], Result]
    ) -> Result:
        """Return what a function reads about a session.

        Raises:
            HistoryError: the session does not exist.
        """
        result = self.run(
            lambda connection: (function(connection),) if _exists(connection, session_id) else None,
            None,
        )
        if result is None:
            raise HistoryError("session_unknown", session=self._sign * session_id)
        return result[0]

    def _select_segments(
        self,
        connection: sqlite3.Connection,
        session_id: int,
        condition: str,
        parameters: tuple[object, ...],
    ) -> list[SavedSegment]:
        row = connection.execute("SELECT lane_labels FROM sessions WHERE id = ?", (session_id,))
        labels = read_labels((row.fetchone() or ("{}",))[0])
        return [
            make_segment(row, self._sign * session_id, labels)
            for row in connection.execute(SELECT_SEGMENTS + condition, parameters).fetchall()
        ]

    def _connect(self) -> sqlite3.Connection | None:
        """Return a connection to the file that is there now, if any."""
        file = self._location.identify_file()
        if file != self._file:
            self._disconnect()
        self._file = file
        if self._connection is None and file is not None:
            self._connection = self._location.open_reader()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _exists(connection: sqlite3.Connection, session_id: int) -> bool:
    row = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,))
    return row.fetchone() is not None


def _count_segments(connection: sqlite3.Connection, session_id: int) -> int:
    row = connection.execute("SELECT segment_count FROM sessions WHERE id = ?", (session_id,))
    count: int = row.fetchone()[0]
    return count


def _exclude_stored(
    connection: sqlite3.Connection, session_id: int, pending: Sequence[SavedSegment]
) -> list[SavedSegment]:
    """Return the segments that are not in the store."""
    if not pending:
        return []
    keys = _as_json([schema.segment_key(session_id, segment.id) for segment in pending])
    rows = connection.execute(
        "SELECT id FROM segments WHERE id IN (SELECT value FROM json_each(?))", (keys,)
    ).fetchall()
    stored = {schema.segment_number(row[0]) for row in rows}
    return [segment for segment in pending if segment.id not in stored]


def _as_json(keys: Sequence[int]) -> str:
    return msgspec.json.encode(keys).decode()
