"""Keys that an X server lends out: passive grabs on the root window, by a connection of their own.

XCB tells of each refused grab by itself. A grab is one of a key and an exact set of held
modifiers, and NumLock and CapsLock count as held; so each is taken with and without those.
See https://www.x.org/releases/current/doc/xproto/x11protocol.html#requests:GrabKey.
"""

import ctypes
import struct
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import product
from typing import Any

from PySide6.QtCore import QKeyCombination, QSocketNotifier, Qt, QTimer

from captions.ui.keynames import sign_name, special_name
from captions.ui.keysystem import Refusal
from captions.ui.xcb import Connection, free

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
_EVENT = struct.Struct("=BB2xI20xH")
"""Of an event of a key: its kind, the key, the time in milliseconds, and what is held with it."""
_KEYPAD = {"plus": "KP_Add", "minus": "KP_Subtract", "Return": "KP_Enter"}
"""Keys that have a second place on most keyboards."""


class _Event(IntEnum):
    PRESS = 2
    RELEASE = 3
    MAPPING = 34
    """The keyboard's layout is another."""


class X11Keys:
    """The keys of the X server that ``DISPLAY`` names."""

    def __init__(self, pressed: Callable[[int], None]) -> None:
        self._pressed = pressed
        self._keysyms, self._xkb = _libraries()
        self._server = Connection()
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
        if self._server.broken:
            return
        self._symbols = self._new_symbols()
        self._notifier = QSocketNotifier(self._server.descriptor, QSocketNotifier.Type.Read)
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

    def close(self) -> None:
        """Give all keys back, and leave the X server."""
        self._rest.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            self._keysyms.xcb_key_symbols_free(self._symbols)
        self._server.close()

    def _new_symbols(self) -> ctypes.c_void_p:
        """Return which key gives what, in the present layout."""
        return ctypes.c_void_p(self._keysyms.xcb_key_symbols_alloc(self._server.handle))

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
        free(found)
        return keycodes

    def _is_plain(self, keycode: int, keysym: int) -> bool:
        """Whether a key gives a sign without Shift, in the first or the second layout."""
        plain = [
            self._keysyms.xcb_key_symbols_get_keysym(self._symbols, keycode, column)
            for column in (0, 2)
        ]
        return keysym in plain

    def _take(self, keycode: int, modifiers: int) -> bool:
        """Grab a key; false if another program has it."""
        root = self._server.root
        return self._server.tell("grab_key", 0, root, modifiers, keycode, _ASYNC, _ASYNC)

    def _give(self, keycode: int, modifiers: int) -> None:
        self._server.tell("ungrab_key", keycode, self._server.root, modifiers)

    def _read(self) -> None:
        for event in self._server.events():
            self._take_note(*_EVENT.unpack_from(event))
        if self._server.broken and self._notifier is not None:
            # The X server has gone: its socket would be readable for ever.
            self._notifier.setEnabled(False)

    def _take_note(self, kind: int, keycode: int, time: int, state: int) -> None:
        match kind & 0x7F:
            case _Event.RELEASE:
                self._let_go = (keycode, time)
            case _Event.PRESS if self._let_go != (keycode, time):
                # A key that is held is let go and pressed again in the same millisecond.
                number = self._numbers.get((keycode, state & 0xFF))
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
        self._symbols = self._new_symbols()
        for number, key in wanted.items():
            self.grab(number, key)


def _libraries() -> tuple[Any, Any]:
    """Load the libraries that know keys, which have no types of their own."""
    keysyms = ctypes.CDLL("libxcb-keysyms.so.1")
    keysyms.xcb_key_symbols_alloc.restype = ctypes.c_void_p
    keysyms.xcb_key_symbols_get_keycode.restype = ctypes.POINTER(ctypes.c_uint8)
    keysyms.xcb_key_symbols_get_keysym.restype = ctypes.c_uint32
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    xkb.xkb_utf32_to_keysym.restype = xkb.xkb_keysym_from_name.restype = ctypes.c_uint32
    return keysyms, xkb
