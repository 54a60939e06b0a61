"""Owns tasks that run in the background of one object."""

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from captions.errors import CaptionsError

END_SECONDS = 3.0
"""Time in seconds within which tasks must end. It is longer than the close of a socket takes, and
shorter than the deadline of the program's exit."""
_log = logging.getLogger(__name__)


class BackgroundTasks:
    """Keeps tasks until they end.

    A failed task ends alone, unlike one of an `asyncio.TaskGroup`, and its failure is logged. A
    task that does not end in time is logged and abandoned, so it cannot hold up its owner.
    """

    def __init__(self) -> None:
        self._running: set[asyncio.Task[Any]] = set()

    def __len__(self) -> int:
        return len(self._running)

    def start(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Run a coroutine in the background."""
        task = asyncio.create_task(work, name=getattr(work, "__qualname__", None))
        self._running.add(task)
        task.add_done_callback(self._handle_end)
        return task

    async def wait(self, timeout: float = END_SECONDS) -> None:  # noqa: ASYNC109  # of many tasks
        """Wait until all tasks have ended, and abandon those that have not after a timeout."""
        try:
            if self._running:
                await asyncio.wait(self._running, timeout=timeout)
        finally:
            for task in tuple(self._running):
                self._abandon_task(task)

    async def cancel(self, timeout: float = END_SECONDS) -> None:  # noqa: ASYNC109  # as above
        """Cancel all tasks, and wait until they have ended, at most until a timeout."""
        for task in self._running:
            task.cancel()
        await self.wait(timeout)

    def _abandon_task(self, task: asyncio.Task[Any]) -> None:
        if not task.done():
            _log.info("%s was abandoned, because it did not end in time.", task.get_name())
            task.cancel()
            self._running.discard(task)

    def _handle_end(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        error = None if task.cancelled() else task.exception()
        if isinstance(error, CaptionsError):
            _log.warning("%s", error)
        elif error is not None:
            _log.error("%s failed in the background.", task.get_name(), exc_info=error)
