"""Worker threads, at which all sessions take turns in the order of their asking.

A session asks for one turn at a time, and a turn is short: a second of sound, or one guess. So when
there is more to do than the machine can, everyone waits equally long. onnxruntime lets go of
Python's lock while it computes, hence threads are enough to use every core.
"""

import asyncio
import os
import time
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any, Generic, NamedTuple, TypeVar

Found = TypeVar("Found")


class Done(NamedTuple, Generic[Found]):
    """What a turn brought."""

    found: Found
    busy: float
    """Seconds that a thread worked for it."""


class Turns:
    """The threads, and the queue in front of them."""

    def __init__(self, threads: int) -> None:
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="recognition")
        self._working: set[Future[Any]] = set()
        # First in, first out; and what a session has to do is looked at when its turn has come.
        self._free = asyncio.Semaphore(threads)

    @asynccontextmanager
    async def turn(self) -> AsyncIterator[None]:
        """Wait until a thread is free."""
        async with self._free:
            yield

    async def work(self, task: Callable[[], Found]) -> Done[Found]:
        """Do a task in a thread, within a turn."""
        future = self._pool.submit(_timed, task)
        self._working.add(future)
        future.add_done_callback(self._working.discard)
        return await asyncio.wrap_future(future)

    @property
    def busy(self) -> bool:
        """True while a thread works; a thread cannot be ended before its task is."""
        return any(not future.done() for future in list(self._working))

    def close(self) -> None:
        """Take no more tasks; those that run come to their end."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def usable_cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _timed(task: Callable[[], Found]) -> Done[Found]:
    began = time.perf_counter()
    found = task()
    return Done(found, time.perf_counter() - began)
