"""Runs blocking calls in order on a thread, and on another if a call hangs that nobody needs."""

import asyncio
import os
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

HANGING_SECONDS = 0.5
"""Time after which a call that nobody waits for no longer holds up others."""

_Result = TypeVar("_Result")


class Job(Generic[_Result]):
    """A call, and what came of it."""

    def __init__(self, function: Callable[[], _Result], worker: "_Worker", *, wanted: bool) -> None:
        self.worker = worker
        """Whose thread runs it."""
        self.wanted = wanted
        """True while somebody waits for the result."""
        self.done: Future[_Result] = Future()
        self.began_at: float | None = None
        """When its thread began with it, on the monotonic clock."""
        self._function = function
        self._lock = threading.Lock()

    def begin(self, worker: "_Worker") -> bool:
        """Claim the call for a thread; False if another has it, or nobody wants it any more."""
        with self._lock:
            if self.worker is not worker or not self.done.set_running_or_notify_cancel():
                return False
            self.began_at = time.monotonic()
            return True

    def move(self, worker: "_Worker") -> None:
        """Give the call to another thread, unless its own has begun with it."""
        with self._lock:
            if self.began_at is None:
                self.worker = worker
        worker.put(self)

    def run(self) -> None:
        """Make the call, on the thread."""
        try:
            result = self._function()
        except BaseException as error:  # noqa: BLE001  # it is raised where it is awaited
            self.done.set_exception(error)
        else:
            self.done.set_result(result)


class Workers:
    """One thread for all jobs; another takes its place if it hangs in a job that nobody needs."""

    def __init__(self, name: str) -> None:
        """``name`` is the threads' name."""
        self._name = name
        self._current: _Worker | None = None
        self._former: list[_Worker] = []
        self._lock = threading.Lock()

    @property
    def hanging(self) -> bool:
        """True if a call on a former thread has not returned yet."""
        self._former = [worker for worker in self._former if worker.present is not None]
        return bool(self._former)

    def submit(self, function: Callable[[], _Result], *, wanted: bool = True) -> Job[_Result]:
        """Queue a call; ``wanted`` is False for one whose result nobody waits for."""
        return self._worker().submit(function, wanted=wanted)

    def wait(self, job: Job[_Result]) -> _Result:
        """Return a job's result like `run`, where no loop runs."""
        while True:
            try:
                return job.done.result(HANGING_SECONDS if job.began_at is None else None)
            except TimeoutError:
                if job.done.done():
                    raise  # It is what the call itself raised.
            if job.began_at is None and job.worker.hangs:
                job.move(self._worker())

    async def run(self, job: Job[_Result]) -> _Result:
        """Return a job's result; if its thread hangs in another job, a new thread runs it."""
        done = asyncio.wrap_future(job.done)
        try:
            while not done.done():
                waits = job.began_at is None
                await asyncio.wait([done], timeout=HANGING_SECONDS if waits else None)
                if job.began_at is None and job.worker.hangs:
                    job.move(self._worker())
            return done.result()
        except asyncio.CancelledError:
            job.wanted = False
            done.cancel()
            raise

    def _worker(self) -> "_Worker":
        """Return the thread that takes jobs now."""
        with self._lock:
            if self._current is not None and self._current.hangs:
                self._former.append(self._current)
                self._current = None
            if self._current is None:
                self._current = _Worker(self._name)
            return self._current


class _Worker:
    """A thread that runs jobs in order; it does not keep the process from ending."""

    def __init__(self, name: str) -> None:
        self._jobs: queue.SimpleQueue[Job[Any]] = queue.SimpleQueue()  # of any result
        self.present: Job[Any] | None = None  # as above
        """What its thread is busy with."""
        threading.Thread(target=self._run, name=name, daemon=True).start()

    @property
    def hangs(self) -> bool:
        """True if it is busy for long with what nobody waits for."""
        job = self.present
        if job is None or job.wanted or job.began_at is None:
            return False
        return time.monotonic() - job.began_at >= HANGING_SECONDS

    def submit(self, function: Callable[[], _Result], *, wanted: bool) -> Job[_Result]:
        """Queue a call."""
        job = Job(function, self, wanted=wanted)
        self.put(job)
        return job

    def put(self, job: Job[Any]) -> None:  # of any result
        """Queue a job."""
        self._jobs.put(job)

    def _run(self) -> None:
        if os.name == "nt":
            import ctypes  # noqa: PLC0415  # for Windows alone

            # Each thread that uses WASAPI has to do this (Microsoft's documentation of
            # CoInitializeEx); PortAudio does it only on the thread on which it is started.
            vars(ctypes)["windll"].ole32.CoInitializeEx(None, 2)
        while True:
            job = self._jobs.get()
            if job.begin(self):
                self.present = job
                job.run()
                self.present = None
