"""Deadline for the program's exit; a thread that still blocks then is killed with the process.

A thread that resolves a name, reads a dead network drive or waits for a driver cannot be stopped,
and Python waits for it at exit. Child processes end by themselves when their pipes close.
"""

import os
import threading

DEADLINE_SECONDS = 6.0
"""Time from the user's command to quit to the end of the process; a normal exit takes less."""


def exit_within(code: int, seconds: float = DEADLINE_SECONDS) -> None:
    """End the process with an exit code if it is still running after a timeout in seconds."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()
