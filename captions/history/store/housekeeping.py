"""Work on the file while nothing waits to be written: merging, checkpoints and erasing.

Merging keeps the full-text index in few parts, which makes searches fast. A checkpoint moves the
write-ahead log into the file. Both take several times as long as a commit.

Deleted text remains in three places that ``secure_delete`` does not reach: older parts of the
full-text index, the write-ahead log, and unused pages. Erasing merges the index into one part,
gives unused pages back to the system, and empties the log. A task in the store makes the next
program go on after a crash.
"""

import contextlib
import logging
import sqlite3

from captions.history.store.changes import ERASE_TASK

_log = logging.getLogger(__name__)

_MERGE_COMMITS = 16
"""Commits after which the index is merged; by default, FTS5 merges 16 parts at once."""
_CHECKPOINT_COMMITS = 500
"""Commits after which a checkpoint is made when nothing waits, some 20 MB of log."""
_MAX_COMMITS = 4000
"""Commits after which that is done even if something waits."""
_STEP_PAGES = 64
"""Pages that a step merges or gives back, some milliseconds. Each step is synced, because the next
segment would have to wait for its pages otherwise."""


class Housekeeping:
    """Steps of some milliseconds each."""

    def __init__(self) -> None:
        self._commits = 0
        """Commits since the last checkpoint."""
        self._next_merge = 0
        """Number of commits at the next merge."""
        self._merging = False
        """True while the index is merged into one part."""

    def note_commit(self) -> None:
        """Count a commit."""
        self._commits += 1

    @property
    def is_overdue(self) -> bool:
        """True if a checkpoint must not wait any longer."""
        return self._commits >= _MAX_COMMITS

    def run_step(self, connection: sqlite3.Connection) -> bool:
        """Do one step of what is due; return True if there is more to do at once.

        A step that another program prevents is repeated after the next change.

        Args:
            connection: the writer's connection outside a transaction.
        """
        try:
            if _has_task(connection):
                return self._run_erase_step(connection)
            if self._commits >= self._next_merge:
                return self._run_merge_step(connection)
            if self._commits >= _CHECKPOINT_COMMITS:
                self._make_checkpoint(connection, "PASSIVE")
        except sqlite3.Error as error:
            _log.info("The store of transcripts cannot be tidied now: %s", error)
        return False

    def empty_log(self, connection: sqlite3.Connection) -> None:
        """Move the log into the file if possible, which makes room on a full disk."""
        with contextlib.suppress(sqlite3.Error):
            self._make_checkpoint(connection, "TRUNCATE")

    def _run_merge_step(self, connection: sqlite3.Connection) -> bool:
        changed = _merge_index(connection, _STEP_PAGES)
        if not changed:
            self._next_merge = self._commits + _MERGE_COMMITS
        return changed or self._commits >= _CHECKPOINT_COMMITS

    def _run_erase_step(self, connection: sqlite3.Connection) -> bool:
        if self._merge_completely(connection):
            return True
        if _vacuum_pages(connection):
            return True
        if self._make_checkpoint(connection, "TRUNCATE"):
            connection.execute("DELETE FROM tasks WHERE name = ?", (ERASE_TASK,))
        return False

    def _merge_completely(self, connection: sqlite3.Connection) -> bool:
        """Merge some pages of the index into a single part; return False once it is one.

        A negative number of pages begins that (https://www.sqlite.org/fts5.html#the_merge_command).
        """
        changed = _merge_index(connection, _STEP_PAGES if self._merging else -_STEP_PAGES)
        # Text may have been deleted since the merge began, so that another is necessary.
        has_more = changed or self._merging
        self._merging = changed
        return has_more

    def _make_checkpoint(self, connection: sqlite3.Connection, mode: str) -> bool:
        """Move the log into the file; return False if another program prevents it."""
        self._commits = self._next_merge = 0
        ((busy, _, _),) = connection.execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        return not busy


def _merge_index(connection: sqlite3.Connection, pages: int) -> bool:
    """Merge some pages of the index; return False if there was nothing to merge."""
    before = connection.total_changes
    connection.execute(
        "INSERT INTO segment_index (segment_index, rank) VALUES ('merge', ?)", (pages,)
    )
    # As documented: less than two changes mean that there was nothing to do.
    return connection.total_changes - before > 1


def _vacuum_pages(connection: sqlite3.Connection) -> bool:
    """Give some unused pages back to the system; return False if there is none left."""
    unused = _count_unused(connection)
    if unused:
        # `execute` would stop after the first page, for which SQLite returns an empty row.
        connection.executescript(f"PRAGMA incremental_vacuum({_STEP_PAGES})")
    return _count_unused(connection) < unused


def _has_task(connection: sqlite3.Connection) -> bool:
    return connection.execute("SELECT 1 FROM tasks").fetchone() is not None


def _count_unused(connection: sqlite3.Connection) -> int:
    count: int = connection.execute("PRAGMA freelist_count").fetchone()[0]
    return count
