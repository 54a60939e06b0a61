"""Ends network connections at once, whatever their state."""

import asyncio
import contextlib


def abort_transport(transport: asyncio.WriteTransport) -> None:
    """Close a connection immediately, without a handshake and without sending buffered data."""
    # WORKAROUND(python/cpython#98539): in Python 3.11.2 and others, a TLS transport that has
    # closed by itself forgets its protocol, and `abort` fails; nothing is left to abort.
    with contextlib.suppress(AttributeError):
        transport.abort()
