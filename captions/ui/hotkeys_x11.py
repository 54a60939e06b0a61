"""Keys that an X server lends out: passive grabs on the root window, by a connection of their own.

XCB is used, by its C library, because it tells of each refused grab by itself; Xlib has one handler
of errors for the whole process, which is Qt's. A grab is one of a key and an exact set of held
modifiers, and NumLock and CapsLock count as held; so each is taken with and without those.
See https://www.x.org/releases/current/doc/xproto/x11protocol.html#requests:GrabKey.
"""

import ctypes
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import product
from typing import Any

from PySide6.QtCore import QKeyCombination, QSocketNotifier, Qt, QTimer

from captions.ui.keynames import sign_name, special_name
from captions.ui.keysystem import Refusal

_SHIFT, _CAPS_LOCK, _CONTROL, _ALT, _NUM_LOCK, _SUPER = 1, 2, 4, 8, 16, 64
_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: _SHIFT,
    Qt.KeyboardModifier.ControlModifier: _CONTROL,
    Qt.KeyboardModifier.AltModifier: _ALT,
    Qt.KeyboardModifier.MetaModifier: _SUPER,
}
_LOCKS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
_ASYNC = 1
_ANY_KEY, _ANY_MODIFIER = 0, 0x8000
_KEYPAD = {"plus": "KP_Add", "minus": "KP_Subtract", "Return": "KP_Enter"}
"""Keys that have a second place on most keyboards."""


class _Event(IntEnum):
    PRESS = 2
    RELEASE = 3
    MAPPING = 34
    """The keyboard's layout is another."""


class _Cookie(ctypes.Structure):
    _fields_ = (("sequence", ctypes.c_uint),)


class _Screens(ctypes.Structure):
    _fields_ = (
        ("first", ctypes.POINTER(ctypes.c_uint32)),
        ("rest", ctypes.c_int),
        ("index", ctypes.c_int),
    )


class _KeyEvent(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("keycode", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
        ("windows", ctypes.c_uint32 * 3),
        ("places", ctypes.c_int16 * 4),
        ("state", ctypes.c_uint16),
    )


class X11Keys:
    """The keys of the X server that ``DISPLAY`` names."""

    def __init__(self, pressed: Callable[[int], None]) -> None:
        self._pressed = pressed
        self._xcb, self._keysyms, self._xkb = _libraries()
        self._connection = ctypes.c_void_p(self._xcb.xcb_connect(None, None))
        self._wanted: dict[int, QKeyCombination] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        """What is grabbed, by keycode and modifiers."""
        self._let_go: tuple[int, int] = (0, 0)
        """Keycode and time of the last release."""
        self._symbols = ctypes.c_void_p()
        self._notifier: QSocketNotifier | None = None
        self._rest = QTimer(singleShot=True)
        """For events that came in with the answer to a request, and left the socket empty."""
        self._rest.timeout.connect(self._read)
        if self._xcb.xcb_connection_has_error(self._connection):
            return
        screens = self._xcb.xcb_setup_roots_iterator(self._xcb.xcb_get_setup(self._connection))
        self._root = screens.first[0]
        self._symbols = ctypes.c_void_p(self._keysyms.xcb_key_symbols_alloc(self._connection))
        self._notifier = QSocketNotifier(
            self._xcb.xcb_get_file_descriptor(self._connection), QSocketNotifier.Type.Read
        )
        self._notifier.activated.connect(self._read)

    def grab(self, number: int, key: QKeyCombination) -> Refusal | None:
        """Take a key, wherever the keyboard has it."""
        self._wanted[number] = key
        wanted = dict.fromkeys(self._grabs(key), number) if self._notifier is not None else {}
        if not wanted:
            return Refusal.NO_KEY
        if not all(self._take(*grab) for grab in wanted):
            for grab in wanted:
                self._give(*grab)
            return Refusal.TAKEN
        self._numbers |= wanted
        self._rest.start()
        return None

    def release(self) -> None:
        """Give all keys back."""
        self._wanted.clear()
        self._numbers.clear()
        if self._notifier is not None:
            self._give(_ANY_KEY, _ANY_MODIFIER)
            self._xcb.xcb_flush(self._connection)

    def close(self) -> None:
        """Give all keys back, and leave the X server."""
        self._rest.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            self._keysyms.xcb_key_symbols_free(self._symbols)
        if self._connection.value is not None:
            self._xcb.xcb_disconnect(self._connection)
            self._connection = ctypes.c_void_p()

    def _grabs(self, key: QKeyCombination) -> Iterator[tuple[int, int]]:
        """Yield keycodes and modifiers that stand for a key."""
        held = sum(
            mask for modifier, mask in _MODIFIERS.items() if key.keyboardModifiers() & modifier
        )
        for keysym in self._keysyms_of(key.key()):
            for keycode in self._keycodes(keysym):
                # Where a sign needs Shift, it is meant without as well: Ctrl and the key of "+".
                shifts = (0,) if self._is_plain(keycode, keysym) else (0, _SHIFT)
                for shift, locks in product(shifts, _LOCKS):
                    yield keycode, held | shift | locks

    def _keysyms_of(self, key: Qt.Key) -> list[int]:
        name = special_name(key) or sign_name(key)
        if sign_name(key) and not chr(key.value).isascii():
            # Layouts have several names for such signs; the library knows the one in use.
            found = [self._xkb.xkb_utf32_to_keysym(ord(chr(key.value).lower()))]
        else:
            names = filter(None, (name, _KEYPAD.get(name)))
            found = [self._xkb.xkb_keysym_from_name(name.encode(), 0) for name in names]
        return [keysym for keysym in found if keysym]

    def _keycodes(self, keysym: int) -> list[int]:
        found = self._keysyms.xcb_key_symbols_get_keycode(self._symbols, keysym)
        if not found:
            return []
        keycodes: list[int] = []
        while keycode := found[len(keycodes)]:
            keycodes.append(int(keycode))
        _free(found)
        return keycodes

    def _is_plain(self, keycode: int, keysym: int) -> bool:
        """Whether a key gives a sign without Shift, in the first or the second layout."""
        plain = [
            self._keysyms.xcb_key_symbols_get_keysym(self._symbols, keycode, column)
            for column in (0, 2)
        ]
        return keysym in plain

    def _take(self, keycode: int, modifiers: int) -> bool:
        cookie = self._xcb.xcb_grab_key_checked(
            self._connection, 0, self._root, modifiers, keycode, _ASYNC, _ASYNC
        )
        error = self._xcb.xcb_request_check(self._connection, cookie)
        if error:
            _free(error)
        return not error

    def _give(self, keycode: int, modifiers: int) -> None:
        self._xcb.xcb_ungrab_key(self._connection, keycode, self._root, modifiers)

    def _read(self) -> None:
        while event := self._xcb.xcb_poll_for_event(self._connection):
            self._take_note(event.contents)
            _free(event)
        if self._xcb.xcb_connection_has_error(self._connection) and self._notifier is not None:
            # The X server has gone: its socket would be readable for ever.
            self._notifier.setEnabled(False)

    def _take_note(self, event: _KeyEvent) -> None:
        match event.kind & 0x7F:
            case _Event.RELEASE:
                self._let_go = (event.keycode, event.time)
            case _Event.PRESS if self._let_go != (event.keycode, event.time):
                # A key that is held is let go and pressed again in the same millisecond.
                number = self._numbers.get((event.keycode, event.state & 0xFF))
                if number is not None:
                    self._pressed(number)
            case _Event.MAPPING:
                self._grab_again()
            case _:
                pass

    def _grab_again(self) -> None:
        """Find the keys anew: the keyboard's layout has changed."""
        wanted = dict(self._wanted)
        self.release()
        self._keysyms.xcb_key_symbols_free(self._symbols)
        self._symbols = ctypes.c_void_p(self._keysyms.xcb_key_symbols_alloc(self._connection))
        for number, key in wanted.items():
            self.grab(number, key)


def _libraries() -> tuple[Any, Any, Any]:
    """Load the libraries, which have no types of their own."""
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_get_setup.restype = ctypes.c_void_p
    xcb.xcb_get_setup.argtypes = xcb.xcb_connection_has_error.argtypes = (ctypes.c_void_p,)
    xcb.xcb_setup_roots_iterator.argtypes = (ctypes.c_void_p,)
    xcb.xcb_setup_roots_iterator.restype = _Screens
    xcb.xcb_grab_key_checked.restype = _Cookie
    xcb.xcb_request_check.argtypes = (ctypes.c_void_p, _Cookie)
    xcb.xcb_request_check.restype = ctypes.c_void_p
    xcb.xcb_poll_for_event.restype = ctypes.POINTER(_KeyEvent)
    keysyms = ctypes.CDLL("libxcb-keysyms.so.1")
    keysyms.xcb_key_symbols_alloc.restype = ctypes.c_void_p
    keysyms.xcb_key_symbols_get_keycode.restype = ctypes.POINTER(ctypes.c_uint8)
    keysyms.xcb_key_symbols_get_keysym.restype = ctypes.c_uint32
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    xkb.xkb_utf32_to_keysym.restype = xkb.xkb_keysym_from_name.restype = ctypes.c_uint32
    return xcb, keysyms, xkb


def _free(found: Any) -> None:  # noqa: ANN401  # any pointer
    """Free what a library has allocated for its caller."""
    free = ctypes.CDLL(None).free
    free.argtypes, free.restype = (ctypes.c_void_p,), None
    free(ctypes.cast(found, ctypes.c_void_p))
