"""Hides a window from recordings and screen sharing, if the system can.

Windows: ``SetWindowDisplayAffinity`` since Windows 10 2004; it may fail for layered windows
(github.com/robmikh/Win32CaptureSample/issues/51). macOS: ``NSWindow.sharingType``; since macOS 15,
recorders that use ScreenCaptureKit ignore it (github.com/tauri-apps/tauri/issues/14200). X11 and
Wayland have no equivalent. Not yet run on Windows and macOS; tested with fakes.
"""

import ctypes
import platform
import sys
from typing import Any

from PySide6.QtCore import QCoreApplication

from captions.ui.platform import cocoa

SHOWN, EXCLUDED = 0, 0x11
"""Windows' display affinities ``WDA_NONE`` and ``WDA_EXCLUDEFROMCAPTURE``."""
_MACOS_IGNORES_FROM = 15


def set_hidden(window: int, *, hidden: bool, system: str = sys.platform) -> str:
    """Hide a window from recordings, or show it there again.

    Args:
        window: native handle of the window, from ``QWidget.winId``.
        hidden: True to hide it.
        system: name of the system, as in ``sys.platform``.

    Returns:
        Why the window may still be visible in recordings, with a workaround; empty if it is not.
    """
    if system == "win32":
        done = _set_on_windows(window, EXCLUDED if hidden else SHOWN)
    elif system == "darwin":
        done = _set_on_macos(window, cocoa.SHARING_NONE if hidden else cocoa.SHARING_READ)
    else:
        done = False
    return "" if done or not hidden else _limitation_text()


def limitation_notice(system: str = sys.platform) -> str:
    """Return why this system cannot hide windows, with a workaround; empty if it can."""
    return "" if system in ("win32", "darwin") else _limitation_text()


def _limitation_text() -> str:
    return QCoreApplication.translate(
        "Sharing",
        "This system cannot hide the captions from recordings and shared screens. "
        "Share a single window instead of the whole screen, or hide the captions.",
    )


def _set_on_windows(window: int, affinity: int) -> bool:
    return bool(_user32().SetWindowDisplayAffinity(ctypes.c_void_p(window), affinity))


def _set_on_macos(view: int, sharing: int) -> bool:
    return cocoa.set_sharing_type(view, sharing) and _macos_version() < _MACOS_IGNORES_FROM


def _user32() -> Any:  # noqa: ANN401  # untyped
    return ctypes.CDLL("user32")


def _macos_version() -> int:
    return int(platform.mac_ver()[0].partition(".")[0] or 0)
