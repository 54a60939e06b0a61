"""Selects the backend that captures what the computer plays, where no sound server offers it.

The libraries for it are extras of the package, because Linux needs none of them.
"""

import sys

from captions.audio.loopback import macos, windows
from captions.audio.loopback.speakers import LoopbackBackend


def system_backend(platform: str | None = None) -> LoopbackBackend | None:
    """Return this or another system's backend; None where the sound server offers speakers."""
    match platform or sys.platform:
        case "win32":
            return windows
        case "darwin":
            return macos
        case _:
            return None
