"""Captures a window of a virtual screen as OBS does, up to the import into its renderer.

OBS' *Window Capture (Xcomposite)* lists the clients of the window manager, redirects the chosen one
and names its pixmap (plugins/linux-capture/xcomposite-input.c). It then imports the pixmap as an
EGLImage, which Mesa's software renderer refuses ("Cannot create EGLImage: One or more argument
values are invalid"), so that no window at all can be captured on a virtual screen.
"""

import ctypes
from typing import NamedTuple

import numpy as np

from tests.support.virtual_screen import Picture, VirtualScreen

_ALL_PLANES = ctypes.c_ulong(0xFFFFFFFF)
_Z_PIXMAP = 2


class CapturedWindow(NamedTuple):
    """Contents of a window."""

    depth: int
    """Bits per pixel; 24 without an alpha channel, which a recording would honour."""
    picture: Picture


class _Image(ctypes.Structure):
    """Begin of ``XImage`` (Xlib, 16.8)."""

    _fields_ = (
        ("width", ctypes.c_int),
        ("height", ctypes.c_int),
        ("xoffset", ctypes.c_int),
        ("format", ctypes.c_int),
        ("data", ctypes.c_void_p),
    )


def capture_window(screen: VirtualScreen, window: int) -> CapturedWindow:
    """Return the contents of a window, also where others cover it."""
    x11, composite = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXcomposite.so.1")
    x11.XOpenDisplay.restype = ctypes.c_void_p
    x11.XGetImage.restype = ctypes.POINTER(_Image)
    composite.XCompositeNameWindowPixmap.restype = ctypes.c_ulong
    display = ctypes.c_void_p(x11.XOpenDisplay(screen.display.encode()))
    try:
        composite.XCompositeRedirectWindow(display, ctypes.c_ulong(window), 0)
        named = composite.XCompositeNameWindowPixmap(display, ctypes.c_ulong(window))
        pixmap = ctypes.c_ulong(named)
        width, height, depth = _measure(x11, display, pixmap)
        size = (0, 0, width, height)
        image = x11.XGetImage(display, pixmap, *size, _ALL_PLANES, _Z_PIXMAP)
        data = ctypes.string_at(image.contents.data, width * height * 4)
    finally:
        x11.XCloseDisplay(display)
    pixels = np.frombuffer(data, np.uint8).reshape(height, width, 4)
    return CapturedWindow(depth, pixels[:, :, 2::-1].copy())


def _measure(
    x11: ctypes.CDLL, display: ctypes.c_void_p, pixmap: ctypes.c_ulong
) -> tuple[int, int, int]:
    """Return width, height and depth of a pixmap."""
    root, x, y = ctypes.c_ulong(), ctypes.c_int(), ctypes.c_int()
    found = [ctypes.c_uint() for _ in range(4)]
    x11.XGetGeometry(display, pixmap, *map(ctypes.byref, (root, x, y, *found)))
    width, height, _, depth = (number.value for number in found)
    return width, height, depth
