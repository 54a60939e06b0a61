"""Window properties on macOS that Qt does not expose, set through the Objective-C runtime.

Source: AppKit's ``NSWindow.h``. Not yet run on macOS; tested with a fake runtime.
"""

import ctypes

from captions.ui.platform.c_library import CLibraryLoader

SHARING_NONE, SHARING_READ = 0, 1
"""``NSWindowSharingNone`` and ``NSWindowSharingReadOnly``."""
STATUS_LEVEL = 25
"""``NSStatusWindowLevel``: above full-screen windows and below the screen saver."""
ALL_SPACES = 1 | 16 | 64
"""Collection behaviour: in all spaces, stationary in Mission Control, skipped by window cycling."""
_RUNTIME = "/usr/lib/libobjc.A.dylib"


def set_sharing_type(view: int, sharing: int, load: CLibraryLoader = ctypes.CDLL) -> bool:
    """Set the sharing type of a view's window; return False if the view has no window."""
    return _send_setter(load(_RUNTIME), view, b"setSharingType:", sharing)


def keep_above_full_screen(view: int, load: CLibraryLoader = ctypes.CDLL) -> bool:
    """Keep a view's window above full-screen windows; return False if it has no window."""
    runtime = load(_RUNTIME)
    return _send_setter(runtime, view, b"setLevel:", STATUS_LEVEL) and _send_setter(
        runtime, view, b"setCollectionBehavior:", ALL_SPACES
    )


def prefers_reduced_motion(load: CLibraryLoader = ctypes.CDLL) -> bool:
    """Return True if the user chose Reduce Motion: ``accessibilityDisplayShouldReduceMotion``."""
    runtime = load(_RUNTIME)
    pointer = ctypes.c_void_p
    runtime.sel_registerName.restype = runtime.objc_getClass.restype = pointer
    send_getter = ctypes.cast(runtime.objc_msgSend, ctypes.CFUNCTYPE(pointer, pointer, pointer))
    send_query = ctypes.cast(
        runtime.objc_msgSend, ctypes.CFUNCTYPE(ctypes.c_bool, pointer, pointer)
    )
    shared = runtime.sel_registerName(b"sharedWorkspace")
    workspace = send_getter(runtime.objc_getClass(b"NSWorkspace"), shared)
    query = runtime.sel_registerName(b"accessibilityDisplayShouldReduceMotion")
    return bool(workspace) and bool(send_query(workspace, query))


def _send_setter(runtime: ctypes.CDLL, view: int, selector: bytes, value: int) -> bool:
    runtime.sel_registerName.restype = ctypes.c_void_p
    pointer = ctypes.c_void_p
    send_getter = ctypes.cast(runtime.objc_msgSend, ctypes.CFUNCTYPE(pointer, pointer, pointer))
    window = send_getter(view, runtime.sel_registerName(b"window"))
    if not window:
        return False
    send_setter = ctypes.cast(
        runtime.objc_msgSend, ctypes.CFUNCTYPE(None, pointer, pointer, ctypes.c_ulong)
    )
    send_setter(window, runtime.sel_registerName(selector), value)
    return True
