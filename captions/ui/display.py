"""Finds out whether there is a screen before Qt does, which aborts the process if there is none.

Only Linux can lack one. The X server and the Wayland compositor are asked in the way that Qt will
ask them, with their own client libraries, so that a refused cookie is found as surely as a missing
socket.
"""

import ctypes
import os
import sys
from collections.abc import MutableMapping

from captions.errors import DisplayError

X11_LIBRARIES = (
    "libxcb-cursor.so.0",
    "libxcb-icccm.so.4",
    "libxcb-keysyms.so.1",
    "libxcb-shape.so.0",
    "libxkbcommon-x11.so.0",
)
"""What Qt's X11 platform needs beyond what Qt itself needs."""
_PACKAGES = "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0"


def prepare(environment: MutableMapping[str, str] | None = None) -> None:
    """Choose Qt's platform, unless the user has chosen one.

    X11 is preferred, even in a Wayland session: a Wayland window can neither choose its place nor
    stay above others, while XWayland grants both.

    Raises:
        DisplayError: there is no screen, or a library is missing that it needs.
    """
    environment = os.environ if environment is None else environment
    if not sys.platform.startswith("linux"):
        return
    chosen = environment.get("QT_QPA_PLATFORM", "")
    wanted = _names(chosen) or ["xcb", "wayland"]
    if not set(wanted) <= {"xcb", "wayland", "wayland-egl"}:
        return
    reachable = [name for name in wanted if _is_reachable(name, environment)]
    usable = [name for name in reachable if name != "xcb" or not missing_libraries()]
    if not usable:
        raise DisplayError(_advice(reachable))
    if not chosen:
        environment["QT_QPA_PLATFORM"] = ";".join(usable)


def missing_libraries() -> list[str]:
    """Return those libraries of the X11 platform that cannot be loaded."""
    return [name for name in X11_LIBRARIES if _load(name) is None]


def _names(chosen: str) -> list[str]:
    return [part.partition(":")[0] for part in chosen.split(";") if part]


def _is_reachable(platform: str, environment: MutableMapping[str, str]) -> bool:
    if platform == "xcb":
        return bool(environment.get("DISPLAY")) and _has_x11()
    return bool(environment.get("WAYLAND_DISPLAY")) and _has_wayland()


def _advice(reachable: list[str]) -> str:
    if reachable:
        missing = ", ".join(missing_libraries())
        return (
            f"Qt cannot open a window without {missing}: "
            f"install your system's packages for it (on Debian and Ubuntu: {_PACKAGES})."
        )
    return (
        "There is no screen to show captions on: start Captions in a desktop session, or set "
        "DISPLAY."
    )


def _load(name: str) -> ctypes.CDLL | None:
    try:
        return ctypes.CDLL(name)
    except OSError:
        return None


def _has_x11() -> bool:
    xcb = _load("libxcb.so.1")
    if xcb is None:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    found = not xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return found


def _has_wayland() -> bool:
    wayland = _load("libwayland-client.so.0")
    if wayland is None:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    connection = wayland.wl_display_connect(None)
    if not connection:
        return False
    wayland.wl_display_disconnect(ctypes.c_void_p(connection))
    return True
