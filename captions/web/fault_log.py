"""Rate-limited error log of the server, so that no client can fill a terminal or a disk.

asyncio, uvicorn and websockets log each failure with its traceback, which contains values sent by
the client. This module logs the type and source line of a failure only, each at most once an hour.
The number of source lines is limited, so the log is too.
"""

import asyncio
import contextlib
import errno
import logging
import time
from collections.abc import Callable, Iterator
from typing import Any

from typing_extensions import override

_REPEAT_SECONDS = 3600.0
"""Minimum interval between two log records of the same failure."""
_LIBRARY_LOGGERS = ("asyncio", "uvicorn.error", "websockets")
"""Library loggers whose records are replaced."""
_EXHAUSTION_ERRNOS = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})
"""Error numbers of failing to create another socket."""

log = logging.getLogger(__name__)


class FaultLog(logging.Handler):
    """Logs each failure at most once an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(logging.WARNING)
        self._clock = clock
        self._logged_at: dict[str, float] = {}
        """Time at which each sentence was last logged."""

    def report(self, sentence: str) -> None:
        """Log a sentence, unless it was logged within the last hour."""
        now = self._clock()
        if now - self._logged_at.get(sentence, -_REPEAT_SECONDS) >= _REPEAT_SECONDS:
            self._logged_at[sentence] = now
            log.error("%s", sentence)

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Replace the log record of a library."""
        error = record.exc_info[1] if record.exc_info else None
        if isinstance(error, Exception):
            self.report(f"An error occurred in the server ({describe_place(error)}).")
        elif record.levelno >= logging.ERROR and error is None:
            place = f"{record.name}.{record.funcName}:{record.lineno}"
            self.report(f"An error occurred in the server ({place}).")

    @contextlib.contextmanager
    def replacing_library_logs(self, on_exhaustion: Callable[[], None]) -> Iterator[None]:
        """Replace the logs of libraries and of the running event loop while the context lasts.

        Args:
            on_exhaustion: called when the operating system cannot create another socket.
        """
        loop = asyncio.get_running_loop()

        def handle_exception(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
            error = context.get("exception")
            if isinstance(error, OSError) and error.errno in _EXHAUSTION_ERRNOS:
                on_exhaustion()
            elif isinstance(error, Exception):
                self.report(f"An error occurred in the server ({describe_place(error)}).")

        before = [(logger, logger.propagate) for logger in map(logging.getLogger, _LIBRARY_LOGGERS)]
        previous = loop.get_exception_handler()
        loop.set_exception_handler(handle_exception)
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


def describe_place(error: Exception) -> str:
    """Return the type and source line of an error, without its message."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = "" if trace is None else f" in {trace.tb_frame.f_code.co_qualname}:{trace.tb_lineno}"
    return f"{type(error).__name__}{place}"
