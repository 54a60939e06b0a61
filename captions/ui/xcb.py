"""A connection to the X server for what Qt does not ask of it, by XCB, its library for C.

XCB asks many questions at once and waits once for all of their answers; and it leaves alone Xlib's
handler of errors, of which a process has one, and that is Qt's. Answers are the bytes of X11's
protocol: https://www.x.org/releases/current/doc/xproto/x11protocol.html.
"""

import ctypes
import struct
from collections.abc import Iterable, Iterator
from typing import Any

_HEAD = 32
"""Bytes of an event, and of an answer before what has no fixed length."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (
        ("first", ctypes.POINTER(ctypes.c_uint32)),
        ("rest", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class Connection:
    """A connection to the X server that ``DISPLAY`` names."""

    def __init__(self) -> None:
        self._xcb, self._free = _library(), _free()
        self.handle = ctypes.c_void_p(self._xcb.xcb_connect(None, None))
        """What XCB's other libraries know it by."""
        self.root = 0
        """The root window; 0 if there is no server."""
        if not self.broken:
            setup = self._xcb.xcb_get_setup(self.handle)
            self.root = int(self._xcb.xcb_setup_roots_iterator(setup).first[0])

    @property
    def broken(self) -> bool:
        """Whether there is no server, or it has gone."""
        return self.handle.value is None or bool(self._xcb.xcb_connection_has_error(self.handle))

    def new_id(self) -> int:
        """Return a name for a window that is about to be made."""
        return int(self._xcb.xcb_generate_id(self.handle))

    def tell(self, request: str, *arguments: Any) -> bool:  # noqa: ANN401  # of C's types
        """Have something done, and wait until it is; return whether it could be done."""
        send = getattr(self._xcb, f"xcb_{request}_checked")
        send.restype = _Cookie
        error = self._xcb.xcb_request_check(self.handle, send(self.handle, *arguments))
        self._free(error)
        return not error

    def ask(self, request: str, questions: Iterable[tuple[Any, ...]]) -> list[bytes]:
        """Ask one thing about several others.

        Returns:
            The answers in the order of the questions; empty where there is none, for instance
            because a window has gone.
        """
        send, receive = (getattr(self._xcb, f"xcb_{request}{end}") for end in ("", "_reply"))
        send.restype, receive.restype = _Cookie, ctypes.c_void_p
        cookies = [send(self.handle, *question) for question in questions]
        return [self._take(receive(self.handle, cookie, None)) for cookie in cookies]

    @property
    def descriptor(self) -> int:
        """What can be read from when the server has told something."""
        return int(self._xcb.xcb_get_file_descriptor(self.handle))

    def events(self) -> Iterator[bytes]:
        """Yield what the server has told, without waiting for more."""
        while event := self._xcb.xcb_poll_for_event(self.handle):
            told = ctypes.string_at(event, _HEAD)
            self._free(event)
            yield told

    def close(self) -> None:
        """Leave the X server."""
        if self.handle.value is not None:
            self._xcb.xcb_disconnect(self.handle)
        self.handle = ctypes.c_void_p()
        self.root = 0

    def _take(self, answer: int | None) -> bytes:
        """Copy an answer, and free it."""
        if not answer:
            return b""
        (more,) = struct.unpack_from("=4xI", ctypes.string_at(answer, _HEAD))
        copy = ctypes.string_at(answer, _HEAD + 4 * more)
        self._free(answer)
        return copy


def free(found: Any) -> None:  # noqa: ANN401  # any pointer
    """Free what one of XCB's libraries has allocated for its caller."""
    _free()(ctypes.cast(found, ctypes.c_void_p))


def _library() -> Any:  # noqa: ANN401  # untyped
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_setup_roots_iterator.argtypes = (ctypes.c_void_p,)
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_generate_id.restype = ctypes.c_uint32
    xcb.xcb_request_check.restype = xcb.xcb_poll_for_event.restype = ctypes.c_void_p
    # A pointer that a function has returned is a number, which C would take for a short one.
    xcb.xcb_get_setup.argtypes = xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    return xcb


def _free() -> Any:  # noqa: ANN401  # untyped
    free = ctypes.CDLL(None).free
    free.argtypes, free.restype = (ctypes.c_void_p,), None
    return free
