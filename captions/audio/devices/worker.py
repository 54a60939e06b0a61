"""Runs blocking calls in order on a thread, and on a new one if an abandoned call hangs."""

import asyncio
import ctypes
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

_HANGING_SECONDS = 0.5
"""Time in seconds after which an abandoned call no longer holds up others."""

_Result = TypeVar("_Result")


class WorkerJob(Generic[_Result]):
    """A call and its result."""

    def __init__(
        self, function: Callable[[], _Result], worker: "_WorkerThread", *, wanted: bool
    ) -> None:
        self.worker = worker
        """Thread that runs the call."""
        self.is_wanted = wanted
        """True while a caller waits for the result."""
        self.future: Future[_Result] = Future()
        self.started_at: float | None = None
        """Start of the call on the monotonic clock; None before it."""
        self._function = function
        self._lock = threading.Lock()

    def claim_for(self, worker: "_WorkerThread") -> bool:
        """Claim the call for a thread; False if another has it, or it was cancelled."""
        with self._lock:
            if self.worker is not worker or not self.future.set_running_or_notify_cancel():
                return False
            self.started_at = time.monotonic()
            return True

    def move_to(self, worker: "_WorkerThread") -> None:
        """Give the call to another thread, unless its own has started it."""
        with self._lock:
            if self.started_at is None:
                self.worker = worker
        worker.jobs.put(self)

    def run(self) -> None:
        """Make the call, on the thread."""
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # the caller receives it
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class WorkerPool:
    """One thread for all jobs; a new one replaces it if it hangs in an abandoned job."""

    def __init__(self, name: str, hanging_seconds: float = _HANGING_SECONDS) -> None:
        """Prepare to run calls.

        Args:
            name: name of the threads.
            hanging_seconds: time after which an abandoned call no longer holds up others.
        """
        self._name = name
        self._hanging_seconds = hanging_seconds
        self._current_worker: _WorkerThread | None = None
        self._replaced_workers: list[_WorkerThread] = []
        self._lock = threading.Lock()

    @property
    def has_hung_worker(self) -> bool:
        """True if a call on a replaced thread has not returned yet."""
        self._replaced_workers = [
            worker for worker in self._replaced_workers if worker.current_job is not None
        ]
        return bool(self._replaced_workers)

    def submit(
        self,
        function: Callable[[], _Result],
        *,
        wanted: bool = True,
        worker: "_WorkerThread | None" = None,
    ) -> WorkerJob[_Result]:
        """Queue a call.

        Args:
            function: the call.
            wanted: False if no caller waits for the result.
            worker: thread of an earlier job that must run the call; any thread by default.
        """
        job = WorkerJob(function, worker or self._active_worker(), wanted=wanted)
        job.worker.jobs.put(job)
        return job

    def wait_for_result(self, job: WorkerJob[_Result]) -> _Result:
        """Return a job's result like `run`, where no event loop runs."""
        while True:
            try:
                return job.future.result(self._start_timeout(job))
            except TimeoutError:
                if job.future.done():
                    raise  # The call itself raised it.
            self._move_if_blocked(job)

    async def run(self, job: WorkerJob[_Result]) -> _Result:
        """Return a job's result; if its thread hangs in another job, a new thread runs it."""
        done = asyncio.wrap_future(job.future)
        try:
            while not done.done():
                await asyncio.wait([done], timeout=self._start_timeout(job))
                self._move_if_blocked(job)
            return done.result()
        except asyncio.CancelledError:
            job.is_wanted = False
            done.cancel()
            raise

    def _start_timeout(self, job: WorkerJob[Any]) -> float | None:  # of any result
        """Return how long to wait before checking whether a job's thread hangs."""
        return self._hanging_seconds if job.started_at is None else None

    def _move_if_blocked(self, job: WorkerJob[Any]) -> None:  # of any result
        """Move a job that has not started to a new thread if its own hangs."""
        if job.started_at is None and job.worker.is_hung:
            job.move_to(self._active_worker())

    def _active_worker(self) -> "_WorkerThread":
        """Return the thread that accepts jobs now."""
        with self._lock:
            if self._current_worker is not None and self._current_worker.is_hung:
                self._replaced_workers.append(self._current_worker)
                self._current_worker = None
            if self._current_worker is None:
                self._current_worker = _WorkerThread(self._name, self._hanging_seconds)
            return self._current_worker


class _WorkerThread:
    """A daemon thread that runs jobs in order."""

    def __init__(self, name: str, hanging_seconds: float) -> None:
        self._hanging_seconds = hanging_seconds
        self.jobs: queue.SimpleQueue[WorkerJob[Any]] = queue.SimpleQueue()  # of any result
        """Jobs in the order in which they were queued."""
        self.current_job: WorkerJob[Any] | None = None  # as above
        """Job that the thread is running."""
        threading.Thread(target=self._run, name=name, daemon=True).start()

    @property
    def is_hung(self) -> bool:
        """True if the thread has long been busy with an abandoned job."""
        job = self.current_job
        if job is None or job.is_wanted or job.started_at is None:
            return False
        return time.monotonic() - job.started_at >= self._hanging_seconds

    def _run(self) -> None:
        if os.name == "nt":
            # Each thread that uses WASAPI must initialise COM (Microsoft's documentation of
            # CoInitializeEx). PortAudio does so only on the thread that starts it.
            vars(ctypes)["windll"].ole32.CoInitializeEx(None, 2)
        while True:
            job = self.jobs.get()
            if job.claim_for(self):
                self.current_job = job
                job.run()
                self.current_job = None
