"""The deadline of the program's end: what still hangs then, in a thread or a library, is cut off.

A thread that resolves a name, reads a dead network drive or waits for a driver cannot be stopped,
and Python waits for it at its end. Child processes end by themselves when their pipes close.
"""

import os
import threading

DEADLINE_SECONDS = 6.0
"""Time from the user's wish to quit to the end of the process; an orderly end takes less."""


def exit_within(code: int, seconds: float = DEADLINE_SECONDS) -> None:
    """End the process with an exit code after so long, if it has not ended by then."""
    timer = threading.Timer(seconds, os._exit, (code,))
    timer.daemon = True
    timer.start()
