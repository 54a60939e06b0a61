"""Checks that there is a screen before Qt starts, because Qt aborts the process without one.

Only Linux can lack a screen. The check connects to the X server and the Wayland compositor with
their client libraries, as Qt will. It therefore detects a rejected cookie as well as a missing
socket.
"""

import ctypes
import os
import sys
from collections.abc import Iterable, MutableMapping

from captions.errors import DisplayError
from captions.messages.message import Message

X11_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)
"""Libraries that Qt's X11 platform plugin needs in addition to those of Qt itself."""
_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"
"""Debian packages with these libraries."""


class DisplayProbe:
    """Finds out which display servers can be reached, and which libraries are missing."""

    def has_x11(self) -> bool:
        """Return True if the X server accepts a connection."""
        xcb = _load_library("libxcb.so.1")
        if xcb is None:
            return False
        xcb.xcb_connect.restype = ctypes.c_void_p
        connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
        connected = not xcb.xcb_connection_has_error(connection)
        xcb.xcb_disconnect(connection)
        return connected

    def has_wayland(self) -> bool:
        """Return True if the Wayland compositor accepts a connection."""
        wayland = _load_library("libwayland-client.so.0")
        if wayland is None:
            return False
        wayland.wl_display_connect.restype = ctypes.c_void_p
        connection = wayland.wl_display_connect(None)
        if not connection:
            return False
        wayland.wl_display_disconnect(ctypes.c_void_p(connection))
        return True

    def missing_libraries(self, names: Iterable[str] = X11_LIBRARIES) -> list[str]:
        """Return the libraries of the X11 platform plugin that cannot be loaded."""
        return [name for name in names if _load_library(name) is None]


def choose_platform(
    environment: MutableMapping[str, str] | None = None,
    probe: DisplayProbe | None = None,
    system: str = sys.platform,
) -> None:
    """Choose Qt's platform plugin, unless the user has chosen one.

    X11 is preferred even in a Wayland session: a Wayland window can neither choose its position nor
    stay above others, while XWayland allows both.

    Args:
        environment: environment variables to read and change; those of the process by default.
        probe: checks the display servers; the real ones by default.
        system: name of the system, as in ``sys.platform``.

    Raises:
        DisplayError: there is no screen, or a library that Qt needs for it is missing.
    """
    environment = os.environ if environment is None else environment
    probe = probe or DisplayProbe()
    if not system.startswith("linux"):
        return
    chosen = environment.get("QT_QPA_PLATFORM", "")
    wanted = _platform_names(chosen) or ["xcb", "wayland"]
    if not set(wanted) <= {"xcb", "wayland", "wayland-egl"}:
        return
    reachable = [name for name in wanted if _is_reachable(name, environment, probe)]
    usable = [name for name in reachable if name != "xcb" or not probe.missing_libraries()]
    if not usable:
        raise DisplayError(_failure_message(reachable, probe))
    if not chosen:
        environment["QT_QPA_PLATFORM"] = ";".join(usable)


def _platform_names(chosen: str) -> list[str]:
    return [part.partition(":")[0] for part in chosen.split(";") if part]


def _is_reachable(
    platform: str, environment: MutableMapping[str, str], probe: DisplayProbe
) -> bool:
    if platform == "xcb":
        return bool(environment.get("DISPLAY")) and probe.has_x11()
    return bool(environment.get("WAYLAND_DISPLAY")) and probe.has_wayland()


def _failure_message(reachable: list[str], probe: DisplayProbe) -> Message:
    if reachable:
        missing = ", ".join(probe.missing_libraries())
        return Message("qt_library_missing", libraries=missing, packages=_PACKAGES)
    return Message("screen_missing")


def _load_library(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None
