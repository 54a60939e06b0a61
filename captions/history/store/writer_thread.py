"""The thread that changes a store; other threads submit changes to its unbounded queue.

No change is dropped while it waits. All waiting changes are written in one transaction. If the file
or its disk fails, the thread reports it once and retries in order. A change that fails by itself
does not affect the others.
"""

import contextlib
import logging
import queue
import sqlite3
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from captions.errors import HistoryError
from captions.history.store.failures import describe_failure, is_lasting, is_store_failure
from captions.history.store.housekeeping import Housekeeping
from captions.history.store.location import StoreLocation

_log = logging.getLogger(__name__)

_RETRY_SECONDS = 1.0
"""Delay before a change is tried again."""
_SPACE_PROBLEMS = ("history_disk_full", "history_failed")
"""Problems that an empty log may solve."""
_CLOSE_SECONDS = 10.0
"""Longest wait for the last changes when the store is closed."""


@dataclass(eq=False, slots=True)
class WriteJob:
    """A change to the store."""

    run: Callable[[sqlite3.Connection], object]
    """Makes the change within a transaction; it may be called again if that fails."""
    on_committed: Callable[[], None] | None = None
    """Called once the change is on disk."""
    on_attempted: Callable[[HistoryError | None], None] | None = None
    """Called once the change is on disk, or has failed for the first time, with the error."""

    def report_attempt(self, error: HistoryError | None) -> None:
        """Call `on_attempted`, the first time only."""
        report, self.on_attempted = self.on_attempted, None
        if report is not None:
            _call_safely(partial(report, error))


@dataclass(eq=False, slots=True)
class _Flush:
    """A call of `flush` that waits until all jobs so far are written or have failed."""

    done: threading.Event = field(default_factory=threading.Event)
    error: HistoryError | None = None
    """The failure, once `done` is set."""


class WriterThread:
    """Writes jobs in the order in which they are submitted; its methods are for other threads."""

    def __init__(
        self,
        location: StoreLocation,
        on_commit: Callable[[], None],
        on_problem: Callable[[HistoryError], None],
    ) -> None:
        """Prepare the thread, which starts with the first job.

        Args:
            location: the store.
            on_commit: called on the thread after each transaction.
            on_problem: called on the thread once for each problem.
        """
        self._location = location
        self._on_commit = on_commit
        self._on_problem = on_problem
        self._queue: queue.SimpleQueue[WriteJob | _Flush | None] = queue.SimpleQueue()
        """Ends with `None`."""
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._jobs: list[WriteJob] = []
        """Jobs to write next."""
        self._alone = 0
        """Number of jobs to write in a transaction each, because one of them fails."""
        self._flushes: list[_Flush] = []
        self._ending = False
        self._failure: HistoryError | None = None
        """First failure of a job that was dropped since the last `flush`."""
        self._problem: HistoryError | None = None
        """Current problem of the file or its disk."""
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        """The file that is connected."""
        self._housekeeping = Housekeeping()

    def submit(self, job: WriteJob) -> None:
        """Queue a job; after `close`, it fails."""
        if self._closed:
            job.report_attempt(HistoryError("history_closed"))
            return
        with self._starting:
            if self._thread is None:
                name = "captions-history"
                self._thread = threading.Thread(target=self._run, name=name, daemon=True)
                self._thread.start()
        self._queue.put(job)

    def flush(self) -> None:
        """Wait until all jobs so far are written or have failed, and deleted text is erased.

        Raises:
            HistoryError: a job was not written, or one has failed since the last `flush`.
        """
        if self._thread is None or self._closed:
            return
        flush = _Flush()
        self._queue.put(flush)
        flush.done.wait()
        if flush.error is not None:
            raise flush.error

    def close(self) -> None:
        """Write the remaining jobs, once more if they have failed, and end the thread."""
        self._closed = True
        if self._thread is not None:
            self._queue.put(None)
            self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        seconds: float | None = None
        while not self._ending:
            self._take_items(seconds)
            self._write_jobs()
            has_more = self._tidy()
            if not has_more:
                self._release_flushes()
            seconds = 0 if has_more else None
        self._disconnect()
        self._release_flushes()

    def _take_items(self, seconds: float | None) -> None:
        """Take all that is queued, once there is something.

        Args:
            seconds: longest wait; `None` for no limit.
        """
        with contextlib.suppress(queue.Empty):
            self._add_item(self._queue.get(timeout=seconds))
            while True:
                self._add_item(self._queue.get_nowait())

    def _add_item(self, item: WriteJob | _Flush | None) -> None:
        match item:
            case WriteJob():
                self._jobs.append(item)
            case _Flush():
                self._flushes.append(item)
            case None:
                self._ending = True

    def _write_jobs(self) -> None:
        """Write all jobs, or drop those that cannot be written."""
        while self._jobs:
            jobs = self._jobs[:1] if self._alone else list(self._jobs)
            try:
                self._commit(jobs)
            except Exception as error:  # noqa: BLE001  # A bug in one job must not end the thread.
                if not is_store_failure(error):
                    self._separate_jobs(jobs, error)
                else:
                    self._handle_problem(describe_failure(error, self._location.name))
            else:
                self._finish_jobs(jobs)

    def _commit(self, jobs: Sequence[WriteJob]) -> None:
        """Write jobs in one transaction.

        Raises:
            Exception: nothing was written.
        """
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE")
            for job in jobs:
                job.run(connection)
            connection.execute("COMMIT")
        except BaseException:
            # Some failures of the disk have ended the transaction.
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise

    def _finish_jobs(self, jobs: Sequence[WriteJob]) -> None:
        self._problem = None
        self._housekeeping.note_commit()
        self._remove_jobs(len(jobs))
        for job in jobs:
            if job.on_committed is not None:
                _call_safely(job.on_committed)
        _call_safely(self._on_commit)
        for job in jobs:
            job.report_attempt(None)

    def _separate_jobs(self, jobs: Sequence[WriteJob], error: Exception) -> None:
        """Drop a job that fails by itself; if there are several, find out which one it is."""
        if len(jobs) > 1:
            self._alone = len(jobs)
            return
        if not isinstance(error, HistoryError):
            _log.error("A change to the transcripts failed", exc_info=error)
        problem = describe_failure(error, self._location.name)
        _call_safely(partial(self._on_problem, problem))
        self._drop_jobs(1, problem)

    def _handle_problem(self, problem: HistoryError) -> None:
        """Report a problem of the file or its disk, and wait before the next attempt.

        Jobs that arrive meanwhile count as attempted. If a retry is useless, all are dropped;
        `SessionWriter` still has the segments in memory.
        """
        if self._problem is None or self._problem.code != problem.code:
            _call_safely(partial(self._on_problem, problem))
        self._problem = problem
        if self._connection is not None and problem.code in _SPACE_PROBLEMS:
            self._housekeeping.empty_log(self._connection)
            self._disconnect()  # What failed once may have left it in any state.
        until = time.monotonic() + _RETRY_SECONDS
        while True:
            for job in self._jobs:
                job.report_attempt(problem)
            left = until - time.monotonic()
            if self._ending or is_lasting(problem):
                _log.info("Changes to the transcripts that were not saved: %d", len(self._jobs))
                self._drop_jobs(len(self._jobs), problem)
            self._release_flushes()
            if left <= 0 or not self._jobs:
                return
            self._take_items(left)

    def _drop_jobs(self, count: int, error: HistoryError) -> None:
        self._failure = self._failure or error
        jobs = self._jobs[:count]
        self._remove_jobs(count)
        for job in jobs:
            job.report_attempt(error)

    def _remove_jobs(self, count: int) -> None:
        del self._jobs[:count]
        self._alone = max(0, self._alone - count)

    def _tidy(self) -> bool:
        """Do a step of housekeeping if nothing waits; return True if there is more to do."""
        if self._connection is None or not (self._queue.empty() or self._housekeeping.is_overdue):
            return False
        return self._housekeeping.run_step(self._connection)

    def _release_flushes(self) -> None:
        for flush in self._flushes:
            flush.error = self._failure or (self._problem if self._jobs else None)
            self._failure = None
            flush.done.set()
        self._flushes.clear()

    def _connect(self) -> sqlite3.Connection:
        """Return a connection to the file that is there now; the user may have removed it.

        Raises:
            HistoryError, sqlite3.Error, OSError: the file cannot be used.
        """
        if self._connection is not None and self._file != self._location.identify_file():
            self._disconnect()
        if self._connection is None:
            self._connection = self._location.open_writer()
            self._file = self._location.identify_file()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _call_safely(callback: Callable[[], None]) -> None:
    """Call a function that must not end the thread; its event loop may have ended."""
    try:
        callback()
    except Exception:  # noqa: BLE001  # A bug there must not lose what is queued.
        _log.exception("A reaction to a saved transcript failed")
