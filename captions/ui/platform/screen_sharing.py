"""Hides a window from recordings and screen sharing, if the system can.

Windows: ``SetWindowDisplayAffinity`` since Windows 10 2004; it may fail for layered windows
(github.com/robmikh/Win32CaptureSample/issues/51). macOS: ``NSWindow.sharingType``; since macOS 15,
recorders that use ScreenCaptureKit ignore it (github.com/tauri-apps/tauri/issues/14200). X11 and
Wayland have no equivalent. Not yet run on Windows and macOS; tested with fakes.
"""

import ctypes
import platform
import sys

from PySide6.QtCore import QCoreApplication

from captions.ui.platform import cocoa
from captions.ui.platform.c_library import CLibraryLoader

SHOWN, EXCLUDED = 0, 0x11
"""Windows' display affinities ``WDA_NONE`` and ``WDA_EXCLUDEFROMCAPTURE``."""
_MACOS_IGNORES_FROM = 15


def set_hidden(
    window: int,
    *,
    hidden: bool,
    system: str = sys.platform,
    release: str = "",
    load: CLibraryLoader = ctypes.CDLL,
) -> str:
    """Hide a window from recordings, or show it there again.

    Args:
        window: native handle of the window, from ``QWidget.winId``.
        hidden: True to hide it.
        system: name of the system, as in ``sys.platform``.
        release: version of macOS; that of this computer if empty.
        load: loads the system's library.

    Returns:
        Why the window may still be visible in recordings, with a workaround; empty if it is not.
    """
    if system == "win32":
        arguments = ctypes.c_void_p(window), EXCLUDED if hidden else SHOWN
        done = bool(load("user32").SetWindowDisplayAffinity(*arguments))
    elif system == "darwin":
        sharing = cocoa.SHARING_NONE if hidden else cocoa.SHARING_READ
        done = cocoa.set_sharing_type(window, sharing, load) and not _is_ignored_by(release)
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


def _is_ignored_by(release: str) -> bool:
    """Return True if recorders on a release of macOS ignore the sharing type."""
    return int((release or platform.mac_ver()[0]).partition(".")[0] or 0) >= _MACOS_IGNORES_FROM
