"""Leaves a window out of what is recorded or shared, where the system can.

Windows: ``SetWindowDisplayAffinity``, from Windows 10 2004 on, which layered windows may be refused
(github.com/robmikh/Win32CaptureSample/issues/51). macOS: ``NSWindow.sharingType``, which is ignored
by what records with ScreenCaptureKit from macOS 15 on (github.com/tauri-apps/tauri/issues/14200).
X11 and Wayland have nothing of the kind. Not tried on Windows and macOS yet; tested with stand-ins.
"""

import ctypes
import platform
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication

from captions.ui import cocoa

SHOWN, EXCLUDED = 0, 0x11
"""Windows' display affinities: none, and ``WDA_EXCLUDEFROMCAPTURE``."""
_MACOS_IGNORES_FROM = 15


def set_hidden(window: int, *, hidden: bool, system: str = sys.platform) -> str:
    """Leave a window out of recordings, or show it there again.

    Args:
        window: the window system's name for it, as ``QWidget.winId`` tells.
        hidden: whether it is left out.
        system: which system this is, as ``sys.platform`` names it.

    Returns:
        Why it may be seen in recordings nevertheless, and what to do; empty if it is not.
    """
    if system == "win32":
        done = _on_windows(window, EXCLUDED if hidden else SHOWN)
    elif system == "darwin":
        done = _on_macos(window, cocoa.SHARING_NONE if hidden else cocoa.SHARING_READ)
    else:
        done = False
    return "" if done or not hidden else _advice()


def limit(system: str = sys.platform) -> str:
    """Return why no window can be left out on this system, and what to do; empty where one may."""
    return "" if system in ("win32", "darwin") else _advice()


def _advice() -> str:
    return QCoreApplication.translate(
        "Sharing",
        "This system cannot leave the captions out of what is recorded or shared. "
        "Share a single window instead of the whole screen, or hide the captions.",
    )


def _on_windows(window: int, affinity: int) -> bool:
    return bool(_user32().SetWindowDisplayAffinity(ctypes.c_void_p(window), affinity))


def _on_macos(view: int, sharing: int) -> bool:
    return cocoa.set_sharing(view, sharing) and _macos_version() < _MACOS_IGNORES_FROM


def _user32() -> Any:  # noqa: ANN401  # untyped
    return ctypes.CDLL("user32")


def _macos_version() -> int:
    return int(platform.mac_ver()[0].partition(".")[0] or 0)
