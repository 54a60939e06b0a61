"""What Qt cannot ask of a window on macOS, by the Objective-C runtime.

Facts: AppKit's ``NSWindow.h``. Not tried on macOS yet; tested with a stand-in for the runtime.
"""

import ctypes
from typing import Any

SHARING_NONE, SHARING_READ = 0, 1
"""``NSWindowSharingNone`` and ``NSWindowSharingReadOnly``."""
STATUS_LEVEL = 25
"""``NSStatusWindowLevel``: above full-screen windows, and below the screen saver."""
EVERYWHERE = 1 | 16 | 64
"""In all spaces, left alone by Mission Control, and not in the circle of windows."""
_RUNTIME = "/usr/lib/libobjc.A.dylib"


def set_sharing(view: int, sharing: int) -> bool:
    """Say whether the window of a view may be recorded, and return whether there is one."""
    return _set(view, b"setSharingType:", sharing)


def stand_above_full_screen(view: int) -> bool:
    """Keep the window of a view above those that fill a screen, and return whether there is one."""
    return _set(view, b"setLevel:", STATUS_LEVEL) and _set(
        view, b"setCollectionBehavior:", EVERYWHERE
    )


def _set(view: int, selector: bytes, value: int) -> bool:
    runtime = _runtime()
    runtime.sel_registerName.restype = ctypes.c_void_p
    pointer = ctypes.c_void_p
    ask = ctypes.cast(runtime.objc_msgSend, ctypes.CFUNCTYPE(pointer, pointer, pointer))
    window = ask(view, runtime.sel_registerName(b"window"))
    if not window:
        return False
    tell = ctypes.cast(
        runtime.objc_msgSend, ctypes.CFUNCTYPE(None, pointer, pointer, ctypes.c_ulong)
    )
    tell(window, runtime.sel_registerName(selector), value)
    return True


def _runtime() -> Any:  # noqa: ANN401  # untyped
    return ctypes.CDLL(_RUNTIME)
