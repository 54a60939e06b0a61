"""The key backend of X11: passive grabs on the root window, over a separate connection.

XCB reports each failed grab individually. A grab covers a key with an exact set of modifiers.
NumLock and CapsLock count as modifiers, so each key is grabbed with and without them. See
https://www.x.org/releases/current/doc/xproto/x11protocol.html#requests:GrabKey.
"""

import ctypes
import struct
from collections.abc import Callable, Iterator
from enum import IntEnum
from itertools import product

from PySide6.QtCore import QKeyCombination, QSocketNotifier, Qt, QTimer

from captions.ui.hotkeys.key_backend import GrabRefusal
from captions.ui.hotkeys.key_names import character_name, special_name
from captions.ui.platform.xcb import XcbConnection, free_reply

_SHIFT, _CAPS_LOCK, _CONTROL, _ALT, _NUM_LOCK, _SUPER = 1, 2, 4, 8, 16, 64
_MODIFIERS = {
    Qt.KeyboardModifier.ShiftModifier: _SHIFT,
    Qt.KeyboardModifier.ControlModifier: _CONTROL,
    Qt.KeyboardModifier.AltModifier: _ALT,
    Qt.KeyboardModifier.MetaModifier: _SUPER,
}
_LOCKS = (0, _CAPS_LOCK, _NUM_LOCK, _CAPS_LOCK | _NUM_LOCK)
"""Combinations of lock modifiers, which must not affect shortcuts."""
_ASYNC = 1
_ANY_KEY, _ANY_MODIFIER = 0, 0x8000
_EVENT_FIELDS = struct.Struct("=BB2xI20xH")
"""Fields of a key event: kind, keycode, time in milliseconds, and modifiers."""
_KEYPAD_NAMES = {"plus": "KP_Add", "minus": "KP_Subtract", "Return": "KP_Enter"}
"""Keys that most keyboards also have on the keypad."""


class _KeyEvent(IntEnum):
    PRESS = 2
    RELEASE = 3
    MAPPING = 34
    """The keyboard layout changed."""


class X11Keys:
    """Grabs keys from the X server that ``DISPLAY`` names."""

    def __init__(self, pressed: Callable[[int], None]) -> None:
        self._pressed = pressed
        self._keysyms, self._xkb = _load_libraries()
        self._server = XcbConnection()
        self._requested: dict[int, QKeyCombination] = {}
        self._grabbed: dict[tuple[int, int], int] = {}
        """Numbers of the grabbed keys, by keycode and modifiers."""
        self._last_release: tuple[int, int] = (0, 0)
        """Keycode and time of the last key release."""
        self._symbols = ctypes.c_void_p()
        self._notifier: QSocketNotifier | None = None
        self._leftover_timer = QTimer(singleShot=True)
        """Reads events that arrived with the reply to a request and left the socket empty."""
        self._leftover_timer.timeout.connect(self._read_events)
        if self._server.is_broken:
            return
        self._symbols = self._alloc_symbols()
        self._notifier = QSocketNotifier(self._server.file_descriptor, QSocketNotifier.Type.Read)
        self._notifier.activated.connect(self._read_events)

    def grab(self, number: int, key: QKeyCombination) -> GrabRefusal | None:
        """Grab a key at every position where the keyboard has it."""
        self._requested[number] = key
        wanted = dict.fromkeys(self._key_grabs(key), number) if self._notifier is not None else {}
        if not wanted:
            return GrabRefusal.NO_KEY
        if not all(self._grab_keycode(*grab) for grab in wanted):
            for grab in wanted:
                self._ungrab_keycode(*grab)
            return GrabRefusal.TAKEN
        self._grabbed |= wanted
        self._leftover_timer.start()
        return None

    def release_all(self) -> None:
        """Release all keys."""
        self._requested.clear()
        self._grabbed.clear()
        if self._notifier is not None:
            self._ungrab_keycode(_ANY_KEY, _ANY_MODIFIER)

    def close(self) -> None:
        """Release all keys and close the connection."""
        self._leftover_timer.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
            self._keysyms.xcb_key_symbols_free(self._symbols)
        self._server.close()

    def _alloc_symbols(self) -> ctypes.c_void_p:
        """Return the key symbols of the current layout."""
        return ctypes.c_void_p(self._keysyms.xcb_key_symbols_alloc(self._server.handle))

    def _key_grabs(self, key: QKeyCombination) -> Iterator[tuple[int, int]]:
        """Yield all keycodes and modifiers to grab for a key."""
        held = sum(
            mask for modifier, mask in _MODIFIERS.items() if key.keyboardModifiers() & modifier
        )
        for keysym in self._keysyms_of(key.key()):
            for keycode in self._find_keycodes(keysym):
                # If a character needs Shift, grab it without as well: Ctrl and the key of "+".
                shifts = (0,) if self._is_unshifted(keycode, keysym) else (0, _SHIFT)
                for shift, locks in product(shifts, _LOCKS):
                    yield keycode, held | shift | locks

    def _keysyms_of(self, key: Qt.Key) -> list[int]:
        name = special_name(key) or character_name(key)
        if character_name(key) and not chr(key.value).isascii():
            # Such characters may have several keysym names; the library returns the one in use.
            keysyms = [self._xkb.xkb_utf32_to_keysym(ord(chr(key.value).lower()))]
        else:
            names = filter(None, (name, _KEYPAD_NAMES.get(name)))
            keysyms = [self._xkb.xkb_keysym_from_name(name.encode(), 0) for name in names]
        return [keysym for keysym in keysyms if keysym]

    def _find_keycodes(self, keysym: int) -> list[int]:
        pointer = self._keysyms.xcb_key_symbols_get_keycode(self._symbols, keysym)
        if not pointer:
            return []
        keycodes: list[int] = []
        while keycode := pointer[len(keycodes)]:
            keycodes.append(int(keycode))
        free_reply(ctypes.cast(pointer, ctypes.c_void_p))
        return keycodes

    def _is_unshifted(self, keycode: int, keysym: int) -> bool:
        """Return True if a key yields a keysym without Shift in the first or second layout."""
        plain = [
            self._keysyms.xcb_key_symbols_get_keysym(self._symbols, keycode, column)
            for column in (0, 2)
        ]
        return keysym in plain

    def _grab_keycode(self, keycode: int, modifiers: int) -> bool:
        """Grab a key; return False if another program has it."""
        root = self._server.root
        return self._server.send_checked("grab_key", 0, root, modifiers, keycode, _ASYNC, _ASYNC)

    def _ungrab_keycode(self, keycode: int, modifiers: int) -> None:
        self._server.send_checked("ungrab_key", keycode, self._server.root, modifiers)

    def _read_events(self) -> None:
        for event in self._server.poll_events():
            self._handle_event(*_EVENT_FIELDS.unpack_from(event))
        if self._server.is_broken and self._notifier is not None:
            # The X server has ended; its socket would stay readable for ever.
            self._notifier.setEnabled(False)

    def _handle_event(self, kind: int, keycode: int, time: int, state: int) -> None:
        match kind & 0x7F:
            case _KeyEvent.RELEASE:
                self._last_release = (keycode, time)
            case _KeyEvent.PRESS if self._last_release != (keycode, time):
                # Auto-repeat sends a release and a press with the same time, in milliseconds.
                number = self._grabbed.get((keycode, state & 0xFF))
                if number is not None:
                    self._pressed(number)
            case _KeyEvent.MAPPING:
                self._regrab_keys()
            case _:
                pass

    def _regrab_keys(self) -> None:
        """Grab all keys again after a change of the keyboard layout."""
        wanted = dict(self._requested)
        self.release_all()
        self._keysyms.xcb_key_symbols_free(self._symbols)
        self._symbols = self._alloc_symbols()
        for number, key in wanted.items():
            self.grab(number, key)


def _load_libraries() -> tuple[ctypes.CDLL, ctypes.CDLL]:
    """Load the libraries for keysyms."""
    keysyms = ctypes.CDLL("libxcb-keysyms.so.1")
    keysyms.xcb_key_symbols_alloc.restype = ctypes.c_void_p
    keysyms.xcb_key_symbols_get_keycode.restype = ctypes.POINTER(ctypes.c_uint8)
    keysyms.xcb_key_symbols_get_keysym.restype = ctypes.c_uint32
    xkb = ctypes.CDLL("libxkbcommon.so.0")
    xkb.xkb_utf32_to_keysym.restype = xkb.xkb_keysym_from_name.restype = ctypes.c_uint32
    return keysyms, xkb
