"""Gives standard output up after it has failed."""

import contextlib
import os
import sys


def abandon_standard_output() -> None:
    """Discard the rest of the output buffer, which Python would otherwise write again at exit."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        null_device = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null_device, sys.stdout.fileno())
        os.close(null_device)
