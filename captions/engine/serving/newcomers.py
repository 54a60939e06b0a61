"""Connections whose clients have not shown a key: bounded in number, the oldest goes first."""

import asyncio
import contextlib
import sys
from collections.abc import Callable
from typing import cast

from captions.engine.serving.limits import Limits


def open_files() -> int:
    """Return how many files, sockets among them, this process may have open at a time."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  # POSIX alone has it

        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            return soft
    return sys.maxsize


class Newcomers:
    """Connections that have not shown a key yet, in the order of their coming.

    They may take half of the files that the process can open, so that sessions keep theirs.
    """

    def __init__(self, limits: Limits, dropped: Callable[[str], None]) -> None:
        """``dropped`` is told why when one has to go, by a reason of `Metrics.dropped`."""
        self.limits = limits
        self.most = max(1, min(limits.newcomers, open_files() // 2))
        """Connections at a time."""
        self.dropped = dropped
        self._transports: dict[asyncio.BaseTransport, None] = {}

    def __len__(self) -> int:
        return len(self._transports)

    def enter(self, transport: asyncio.Transport) -> None:
        """Take note of a connection, for which the oldest may have to go."""
        if len(self._transports) >= self.most:
            self.drop_oldest()
        self._transports[transport] = None

    def leave(self, transport: asyncio.BaseTransport) -> None:
        """Forget a connection, which has shown a key or has ended."""
        self._transports.pop(transport, None)

    def drop_oldest(self) -> None:
        """Make room for another connection."""
        with contextlib.suppress(StopIteration):
            oldest = next(iter(self._transports))
            self.leave(oldest)
            cast("asyncio.Transport", oldest).abort()
            self.dropped("crowd")

    def drop_all(self) -> None:
        """End every connection, because the server stops."""
        for transport in list(self._transports):
            self.leave(transport)
            cast("asyncio.Transport", transport).abort()
