"""Worker threads, shared by all sessions: recognition in first-come, first-served order.

Translation uses only threads that no session waits for.

A session requests one turn at a time, and a turn is short: a second of audio, or one guess. Under
overload all sessions therefore wait equally long. onnxruntime releases the GIL while it computes,
so threads can use all cores.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Generic, NamedTuple, TypeVar

Result = TypeVar("Result")


class JobResult(NamedTuple, Generic[Result]):
    """Result of a task and its cost."""

    value: Result
    """Return value of the task."""
    worker_seconds: float
    """Seconds that the task took in its thread."""


class RecognitionPool:
    """Runs recognition tasks in a fixed number of threads."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="recognition")
        self._running: set[Future[Any]] = set()
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

    @asynccontextmanager
    async def reserve_idle_thread(self) -> AsyncIterator[None]:
        """Reserve a thread while the context lasts; wait until no recognition needs it."""
        while self._free_threads.locked():  # True while a session waits, too.
            self._released.clear()
            await self._released.wait()
        async with self.reserve_thread():
            yield

    async def run_task(self, task: Callable[[], Result]) -> JobResult[Result]:
        """Run a task in a thread; the caller has reserved one with `reserve_thread`."""
        future = self._pool.submit(_run_timed, task)
        self._running.add(future)
        future.add_done_callback(self._running.discard)
        return await asyncio.wrap_future(future)

    @property
    def has_waiting(self) -> bool:
        """True while a session waits for a thread."""
        return self._waiting_count > 0

    @property
    def is_busy(self) -> bool:
        """True while a thread works; a running task cannot be cancelled."""
        return any(not future.done() for future in list(self._running))

    def close(self) -> None:
        """Reject further tasks; running tasks finish."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def _run_timed(task: Callable[[], Result]) -> JobResult[Result]:
    started = time.perf_counter()
    result = task()
    return JobResult(result, time.perf_counter() - started)
