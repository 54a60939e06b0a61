"""A connection to the X server for requests that Qt does not offer, through the C library XCB.

XCB can send many requests and then wait for all replies at once. Unlike Xlib, it does not touch the
process-wide error handler, which belongs to Qt. Replies are bytes of the X11 protocol:
https://www.x.org/releases/current/doc/xproto/x11protocol.html.
"""

import ctypes
import struct
from collections.abc import Callable, Iterable, Iterator
from typing import Any

_HEADER_BYTES = 32
"""Bytes of an event, and of the fixed part of a reply."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (
        ("first", ctypes.POINTER(ctypes.c_uint32)),
        ("rest", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class XcbConnection:
    """A connection to the X server that ``DISPLAY`` names."""

    def __init__(self) -> None:
        self._xcb, self._free = _load_xcb(), _load_free()
        self.handle = ctypes.c_void_p(self._xcb.xcb_connect(None, None))
        """Native handle of the connection, for other XCB libraries."""
        self.root = 0
        """Window ID of the root window; 0 if there is no server."""
        if not self.is_broken:
            setup = self._xcb.xcb_get_setup(self.handle)
            self.root = int(self._xcb.xcb_setup_roots_iterator(setup).first[0])

    @property
    def is_broken(self) -> bool:
        """True if there is no server or the connection has failed."""
        return self.handle.value is None or bool(self._xcb.xcb_connection_has_error(self.handle))

    def generate_id(self) -> int:
        """Return an unused ID for a new window."""
        return int(self._xcb.xcb_generate_id(self.handle))

    def send_checked(self, request: str, *arguments: int | bytes | None) -> bool:
        """Send a request without a reply, wait for it, and return True if it succeeded."""
        send = getattr(self._xcb, f"xcb_{request}_checked")
        send.restype = _Cookie
        error = self._xcb.xcb_request_check(self.handle, send(self.handle, *arguments))
        self._free(error)
        return not error

    def query_all(self, request: str, arguments: Iterable[tuple[Any, ...]]) -> list[bytes]:
        """Send one kind of request with several sets of arguments.

        Returns:
            The replies in the order of the requests; empty for a failed one, for example because
            its window has closed.
        """
        send, receive = (getattr(self._xcb, f"xcb_{request}{end}") for end in ("", "_reply"))
        send.restype, receive.restype = _Cookie, ctypes.c_void_p
        cookies = [send(self.handle, *question) for question in arguments]
        return [self._copy_reply(receive(self.handle, cookie, None)) for cookie in cookies]

    @property
    def file_descriptor(self) -> int:
        """File descriptor that becomes readable when the server has sent something."""
        return int(self._xcb.xcb_get_file_descriptor(self.handle))

    def poll_events(self) -> Iterator[bytes]:
        """Yield the events received so far, without waiting for more."""
        while event := self._xcb.xcb_poll_for_event(self.handle):
            copy = ctypes.string_at(event, _HEADER_BYTES)
            self._free(event)
            yield copy

    def close(self) -> None:
        """Close the connection."""
        if self.handle.value is not None:
            self._xcb.xcb_disconnect(self.handle)
        self.handle = ctypes.c_void_p()
        self.root = 0

    def _copy_reply(self, answer: int | None) -> bytes:
        """Copy a reply and free it."""
        if not answer:
            return b""
        (more,) = struct.unpack_from("=4xI", ctypes.string_at(answer, _HEADER_BYTES))
        copy = ctypes.string_at(answer, _HEADER_BYTES + 4 * more)
        self._free(answer)
        return copy


def free_reply(pointer: ctypes.c_void_p) -> None:
    """Free memory that an XCB library allocated for its caller."""
    _load_free()(pointer)


def _load_xcb() -> ctypes.CDLL:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.argtypes = (ctypes.c_void_p,)
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_generate_id.restype = ctypes.c_uint32
    xcb.xcb_request_check.restype = xcb.xcb_poll_for_event.restype = ctypes.c_void_p
    # ctypes returns pointers as integers, and would pass them on as 32-bit without a type.
    xcb.xcb_get_setup.argtypes = xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    return xcb


def _load_free() -> Callable[[ctypes.c_void_p | int | None], None]:
    free = ctypes.CDLL(None).free
    free.argtypes, free.restype = (ctypes.c_void_p,), None
    return free
