"""One store of sessions, on disk or in memory: its reader, its writer's thread and its lock."""

import contextlib
import sqlite3
import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, TypeAlias

from captions.errors import CaptionsError, HistoryError, OutputError
from captions.history.data_folder import STORE_NAME
from captions.history.sound import folders
from captions.history.store import changes, stored_values
from captions.history.store.failures import describe_failure
from captions.history.store.location import StoreLocation
from captions.history.store.reading import StoreReader
from captions.history.store.writer_locks import WriterLock, is_writing, remove_leftovers
from captions.history.store.writer_thread import WriteJob, WriterThread
from captions.model.saved_transcript import NewSession, SavedSession, SearchHit

PauseSound: TypeAlias = Callable[[int], AbstractContextManager[None]]
"""Enters a context in which no file with the sound of a session is open."""
_Select: TypeAlias = Callable[[str], Iterable[tuple[Any, ...]]]
"""Returns the rows of a query."""


class SessionStore:
    """Sessions on disk or in memory.

    Attributes:
        folder: the data folder; `None` in memory.
        sign: 1 on disk and -1 in memory; the public identifier of a session is its own times this.
        reader: answers queries.
        pause_sound: enters a context in which no file with the sound of a session is open; used on
            the writer's thread before the sound is deleted.
    """

    def __init__(
        self,
        folder: Path | None,
        on_commit: Callable[[], None],
        on_problem: Callable[[CaptionsError], None],
    ) -> None:
        """Create a store, without touching the disk.

        Args:
            folder: the data folder; `None` for a store in memory.
            on_commit: called on the writer's thread after each transaction.
            on_problem: called on the writer's thread once for each problem.
        """
        self.folder = folder
        self.sign = -1 if folder is None else 1
        self._location = StoreLocation(None if folder is None else folder / STORE_NAME)
        self.reader = StoreReader(self._location, self.sign)
        self._writer = WriterThread(self._location, on_commit, on_problem)
        self._on_problem = on_problem
        self.pause_sound: PauseSound = lambda _: contextlib.nullcontext()
        self._lock = None if folder is None else WriterLock(folder)
        if folder is None:
            self._location.open_writer().close()

    def open(self) -> None:
        """Migrate the file if there is one, and close sessions that a crash left open.

        Raises:
            HistoryError: the file cannot be used.
        """
        if self.folder is None or self._location.identify_file() is None:
            return
        try:
            if self._location.needs_migration():
                self._location.open_writer().close()
        except (HistoryError, sqlite3.Error, OSError) as error:
            raise describe_failure(error, self._location.name) from error
        if self._list_abandoned(self.reader.select) or self._list_orphans(self.reader.select):
            self._recover()

    def submit(
        self,
        change: Callable[[sqlite3.Connection], object],
        on_committed: Callable[[], None] | None = None,
        on_attempted: Callable[[HistoryError | None], None] | None = None,
    ) -> None:
        """Queue a change; the arguments are those of `WriteJob`."""
        self._writer.submit(WriteJob(change, on_committed, on_attempted))

    def insert_session(
        self, connection: sqlite3.Connection, new: NewSession, session_id: int | None = None
    ) -> int:
        """Insert a session that this program writes; part of a change, as in `changes`."""
        if self._lock is not None:
            self._lock.acquire()
        return changes.insert_session(connection, new, self._token, session_id)

    def ensure_session(
        self, connection: sqlite3.Connection, new: NewSession, session_id: int
    ) -> None:
        """Insert a session again if another program has deleted it; part of a change."""
        row = connection.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,))
        if row.fetchone() is None:
            self.insert_session(connection, new, session_id)

    def read_copy(self, session_id: int) -> changes.SessionCopy:
        """Return the content of a session, to insert it into another store.

        Raises:
            HistoryError: the session does not exist, or the file cannot be read.
        """
        return self.reader.run(
            lambda connection: changes.read_copy(connection, session_id), changes.NO_COPY
        )

    def list_sessions(self) -> list[SavedSession]:
        """Return all sessions, unsorted."""
        with_sound = self._list_sound()
        return self._select_sessions("", lambda session_id: session_id in with_sound)

    def get_session(self, session_id: int) -> SavedSession:
        """Return a session.

        Raises:
            HistoryError: the session does not exist.
        """
        sessions = self._select_sessions("WHERE id = ?", self._has_sound, session_id)
        if not sessions:
            raise HistoryError("session_unknown", session=self.sign * session_id)
        return sessions[0]

    def search(self, words: str, session_id: int | None, limit: int) -> list[SearchHit]:
        """Return segments that contain words, those of the newest sessions first."""
        return sorted(
            self.reader.search(words, session_id, limit),
            key=lambda hit: (-self.sign * hit.session_id, hit.position),
        )

    def delete_all(self) -> None:
        """Delete all sessions, except those that another program is writing."""
        if self._location.identify_file() is None:
            return
        deleted: list[int] = []

        def delete(connection: sqlite3.Connection) -> None:
            rows = connection.execute("SELECT id, writer FROM sessions").fetchall()
            deleted[:] = [row[0] for row in rows if not self._is_written_elsewhere(row[1])]
            for session_id in deleted:
                self.remove_session(connection, session_id)

        def delete_sound() -> None:
            for session_id in deleted:
                self.delete_sound(session_id)

        self.submit(delete, on_committed=delete_sound)

    def remove_session(self, connection: sqlite3.Connection, session_id: int) -> None:
        """Delete a session, or empty an open one; part of a change, as in `changes`."""
        row = connection.execute("SELECT writer FROM sessions WHERE id = ?", (session_id,))
        (writer,) = row.fetchone() or (None,)
        changes.delete_session(connection, session_id, is_open=self._is_open(writer))

    def delete_sound(self, session_id: int) -> None:
        """Delete the sound of a session, if any; called on the writer's thread."""
        if self.folder is not None:
            try:
                with self.pause_sound(session_id):
                    folders.delete_sound(self.folder, session_id)
            except OutputError as error:
                self._on_problem(error)

    def wait(self) -> None:
        """Wait until all changes so far are written or have failed."""
        done = threading.Event()
        self.submit(lambda _: None, on_attempted=lambda _: done.set())
        done.wait()

    def flush(self) -> None:
        """Wait until all changes are written or have failed.

        Raises:
            HistoryError: a change has failed since the last `flush`.
        """
        self._writer.flush()

    def close(self) -> None:
        """Write the remaining changes, and close the store."""
        self._writer.close()
        self.reader.close()
        self._location.close()
        if self._lock is not None:
            self._lock.release()

    @property
    def _token(self) -> str:
        return "" if self._lock is None else self._lock.token

    def _select_sessions(
        self, condition: str, has_sound: Callable[[int], bool], *parameters: object
    ) -> list[SavedSession]:
        """Return the sessions that fulfil a condition.

        Raises:
            HistoryError: the file cannot be read, or a value in it is damaged.
        """

        def read(connection: sqlite3.Connection) -> list[SavedSession]:
            rows = connection.execute(stored_values.SELECT_SESSIONS + condition, parameters)
            return [
                stored_values.make_session(
                    (self.sign * row[0], *row[1:]),
                    is_open=self._is_open(row[-1]),
                    has_sound=has_sound(row[0]),
                )
                for row in rows.fetchall()
            ]

        return self.reader.run(read, [])

    def _has_sound(self, session_id: int) -> bool:
        return self.folder is not None and folders.session_folder(self.folder, session_id).exists()

    def _is_open(self, token: str | None) -> bool:
        return token is not None and (token == self._token or self._is_written_elsewhere(token))

    def _is_written_elsewhere(self, token: str | None) -> bool:
        """Return True if a session is written by another program that is running."""
        if token is None or token == self._token or self.folder is None:
            return False
        return is_writing(self.folder, token)

    def _list_abandoned(self, select: _Select) -> list[int]:
        """Return the sessions whose program ended without closing them."""
        rows = select("SELECT id, writer FROM sessions")
        return [one for one, token in rows if token is not None and not self._is_open(token)]

    def _list_orphans(self, select: _Select) -> set[int]:
        """Return the sessions that were deleted while their sound was not."""
        # The folders first: a session is in the store before its sound is.
        return self._list_sound() - {row[0] for row in select("SELECT id FROM sessions")}

    def _recover(self) -> None:
        orphans: set[int] = set()

        def end_sessions(connection: sqlite3.Connection) -> None:
            for session_id in self._list_abandoned(connection.execute):
                changes.end_session(connection, session_id, None)
            orphans.clear()
            orphans.update(self._list_orphans(connection.execute))

        def delete_files() -> None:
            for session_id in orphans:
                self.delete_sound(session_id)
            if self.folder is not None:
                remove_leftovers(self.folder)

        self.submit(end_sessions, delete_files)

    def _list_sound(self) -> set[int]:
        """Return the sessions whose sound was kept."""
        return set() if self.folder is None else set(folders.sessions_with_sound(self.folder))
