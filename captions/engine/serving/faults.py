"""Logs what goes wrong in the server, so that no client can fill a terminal or a disk with it.

asyncio, uvicorn and websockets log a failure with its traceback each time it happens, and in the
traceback stand values that a client sent. Here a failure is logged by its kind and place alone, and
each of these at most once an hour. Places are lines of programs, so there are few.
"""

import asyncio
import contextlib
import errno
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from typing_extensions import override

_QUIET_SECONDS = 3600.0
"""Time until the same failure is logged again."""
_LOUD = ("asyncio", "uvicorn.error", "websockets")
"""Loggers whose records are replaced."""
_NO_ROOM = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""Reasons for which the system gives no further socket."""

log = logging.getLogger(__name__)


class Faults(logging.Handler):
    """Logs each kind of failure once an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._clock = clock
        self._logged: dict[str, float] = {}
        """When each sentence was logged last."""

    def report(self, sentence: str) -> None:
        """Log a sentence of ours, unless it was logged within the last hour."""
        now = self._clock()
        if now - self._logged.get(sentence, -_QUIET_SECONDS) >= _QUIET_SECONDS:
            self._logged[sentence] = now
            log.error("%s", sentence)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Log what a library wanted to log."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            self.report(f"The server met a failure ({place_of(error)}).")
        elif record.levelno >= logging.ERROR and error is None:
            place = f"{record.name}.{record.funcName}:{record.lineno}"
            self.report(f"The server met a failure (in {place}).")

    @contextlib.contextmanager
    def catching(self, no_room: Callable[[], None]) -> Iterator[None]:
        """Replace what libraries and the running loop log while the context lasts.

        Args:
            no_room: is called when the system gives no further socket.
        """
        loop = asyncio.get_running_loop()

        def handle(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            error = context.get("exception")
            if isinstance(error, OSError) and error.errno in _NO_ROOM:
                no_room()
            elif isinstance(error, Exception):
                self.report(f"The server met a failure ({place_of(error)}).")

        before = [(logger, logger.propagate) for logger in map(logging.getLogger, _LOUD)]
        previous = loop.get_exception_handler()
        loop.set_exception_handler(handle)
        for logger, _ in before:
            logger.addHandler(self)
            logger.propagate = False
        try:
            yield
        finally:
            loop.set_exception_handler(previous)
            for logger, propagate in before:
                logger.removeHandler(self)
                logger.propagate = propagate


def place_of(error: Exception) -> str:
    """Say what kind of error it is and where it was raised, and nothing of what was said."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}"
