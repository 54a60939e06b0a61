"""Ends network connections and child processes at once, whatever their state."""

import asyncio
import contextlib
import os
import signal

KILL = getattr(signal, "SIGKILL", signal.SIGTERM)
"""Signal that ends a process at once; on Windows, both do."""


def abort_transport(transport: asyncio.WriteTransport) -> None:
    """Close a connection immediately, without a handshake and without sending buffered data."""
    # WORKAROUND(python/cpython#98539): in Python 3.11.2 and others, a TLS transport that has
    # closed by itself forgets its protocol, and `abort` fails; nothing is left to abort.
    with contextlib.suppress(AttributeError):
        transport.abort()


def signal_child(pid: int, number: signal.Signals = KILL) -> None:
    """Send a signal to a child process that asyncio watches, or nothing if it has ended.

    asyncio's ``kill`` and ``terminate`` first ask the system whether the child has ended. From one
    that has just ended they take its exit code, so that asyncio warns of an unknown child and
    reports 255.
    """
    if pid > 0:  # Others stand for groups of processes.
        with contextlib.suppress(OSError):
            os.kill(pid, number)
