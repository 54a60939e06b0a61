"""What the computer plays, where no sound server tells: an adapter for each system.

The libraries that do this are extras of the package, since Linux needs none of them.
"""

import sys

from captions.audio.speakers import Port


def port() -> Port | None:
    """Return the port of this system; None where speakers are sources of the sound server."""
    if sys.platform == "win32":
        from captions.audio import loopback_windows  # noqa: PLC0415  # no other system needs it

        return loopback_windows
    if sys.platform == "darwin":
        from captions.audio import loopback_macos  # noqa: PLC0415  # no other system needs it

        return loopback_macos
    return None
