"""Limits the connections whose clients have not sent a valid key; the oldest is dropped first."""

import asyncio
import contextlib
import sys
from collections.abc import Callable

from captions.transports import abort_transport
from captions.web.connection_limits import ConnectionLimits

if sys.platform != "win32":
    import resource


def max_open_files() -> int:
    """Return the maximum number of open files of this process, including sockets."""
    if sys.platform != "win32":
        soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft != resource.RLIM_INFINITY:
            return soft
    return sys.maxsize


class UnauthenticatedConnections:
    """Connections without a valid key yet, in the order of their arrival.

    They may use half of the process's file descriptors; the other half is left to sessions.
    """

    def __init__(self, limits: ConnectionLimits, record_drop: Callable[[str], None]) -> None:
        """Create an empty collection.

        Args:
            limits: limits of the server.
            record_drop: called with the reason when a connection is dropped.
        """
        self.limits = limits
        """Limits of the server."""
        self.max_connections = max(1, min(limits.max_unauthenticated, max_open_files() // 2))
        """Maximum number of connections."""
        self.record_drop = record_drop
        """Records a dropped connection, by reason."""
        self._transports: dict[asyncio.Transport, None] = {}

    def __len__(self) -> int:
        return len(self._transports)

    def add_connection(self, transport: asyncio.Transport) -> None:
        """Add a connection; drop the oldest if the limit is reached."""
        if len(self._transports) >= self.max_connections:
            self.drop_oldest()
        self._transports[transport] = None

    def remove_connection(self, transport: asyncio.Transport) -> None:
        """Remove a connection that has sent a valid key or has closed."""
        self._transports.pop(transport, None)

    def drop_oldest(self) -> None:
        """Abort the oldest connection."""
        with contextlib.suppress(StopIteration):
            oldest = next(iter(self._transports))
            self.remove_connection(oldest)
            abort_transport(oldest)
            self.record_drop("crowd")

    def drop_all(self) -> None:
        """Abort all connections, because the server stops."""
        for transport in list(self._transports):
            self.remove_connection(transport)
            abort_transport(transport)
