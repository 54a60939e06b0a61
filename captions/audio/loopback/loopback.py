"""Selects the backend that captures what the computer plays, where no sound server offers it.

The libraries for it are extras of the package, because Linux needs none of them.
"""

import sys

from captions.audio.loopback import macos, windows
from captions.audio.loopback.speakers import LoopbackBackend


def system_backend() -> LoopbackBackend | None:
    """Return this system's backend; None where the sound server offers speakers as sources."""
    if sys.platform == "win32":
        return windows
    if sys.platform == "darwin":
        return macos
    return None
