"""Worker threads, shared by all sessions, each kind of work in first-come, first-served order.

Translation has a thread of its own, so that it never occupies one that a session needs for
recognition.

A session requests one turn at a time, and a turn is short: a second of audio, or one guess. Under
overload all sessions therefore wait equally long. onnxruntime releases the GIL while it computes,
so threads can use all cores.
"""

import asyncio
import contextlib
import os
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Generic, NamedTuple, TypeVar

Result = TypeVar("Result")

_TRANSLATION_NICENESS = 10
"""Priority of translation on Linux: where processor time is short, it gets about a tenth of what a
thread of recognition gets (sched(7))."""


class JobResult(NamedTuple, Generic[Result]):
    """Result of a task and its cost."""

    value: Result
    """Return value of the task."""
    worker_seconds: float
    """Seconds that the task took in its thread."""


class WorkerThreads:
    """Threads that run tasks for the event loop."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool
        self._running: set[Future[Any]] = set()

    async def run_task(self, task: Callable[[], Result]) -> JobResult[Result]:
        """Run a task in a thread, which the caller has reserved."""
        future = self._pool.submit(_run_timed, task)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return await asyncio.wrap_future(future)

    @property
    def is_busy(self) -> bool:
        """True while a thread works; a running task cannot be cancelled."""
        return any(not future.done() for future in list(self._running))

    def close(self) -> None:
        """Reject further tasks; running tasks finish."""
        self._pool.shutdown(wait=False, cancel_futures=True)


class RecognitionPool(WorkerThreads):
    """Runs recognition tasks in a fixed number of threads."""

    def __init__(self, threads: int) -> None:
        super().__init__(ThreadPoolExecutor(threads, thread_name_prefix="recognition"))
        # asyncio semaphores are fair (FIFO). A session chooses its work after it has a thread.
        self._free_threads = asyncio.Semaphore(threads)
        self._released = asyncio.Event()
        """Set when a thread is released."""
        self._waiting_count = 0

    @asynccontextmanager
    async def reserve_thread(self) -> AsyncIterator[None]:
        """Reserve a thread while the context lasts; wait until one is free."""
        self._waiting_count += 1
        try:
            await self._free_threads.acquire()
        finally:
            self._waiting_count -= 1
        try:
            yield
        finally:
            self._free_threads.release()
            self._released.set()

    async def wait_until_free(self) -> None:
        """Wait until no session waits for a thread."""
        while self.has_waiting:
            self._released.clear()
            await self._released.wait()

    @property
    def has_waiting(self) -> bool:
        """True while a session waits for a thread."""
        return self._waiting_count > 0


class TranslationThread(WorkerThreads):
    """Runs translations one after the other, in a thread of low priority.

    On Linux, a thread has a priority of its own, and so have the threads that it starts, such as
    those of a model that it loads. On other systems, a translation shares the processor equally.
    """

    def __init__(self) -> None:
        super().__init__(ThreadPoolExecutor(1, "translation", initializer=_lower_priority))
        self._turn = asyncio.Semaphore(1)
        """Fair (FIFO), so that each session gets its turn. A session chooses its work then."""

    @asynccontextmanager
    async def reserve_thread(self) -> AsyncIterator[None]:
        """Reserve the thread while the context lasts; wait until it is free."""
        async with self._turn:
            yield


def _run_timed(task: Callable[[], Result]) -> JobResult[Result]:
    started = time.perf_counter()
    result = task()
    return JobResult(result, time.perf_counter() - started)


def _lower_priority() -> None:
    """Lower the priority of the calling thread (setpriority(2), NOTES)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _TRANSLATION_NICENESS)
