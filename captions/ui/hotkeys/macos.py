"""The key backend of macOS: Carbon hot keys, which need no permission from the user.

On macOS, Qt's Ctrl is the Command key, and Qt's Meta is the Control key. Carbon identifies keys by
their position on a US keyboard. Sources: HIToolbox's ``CarbonEvents.h`` and ``Events.h``. Not yet
run on macOS; tested with a fake library.
"""

import ctypes
from collections.abc import Callable

from PySide6.QtCore import QKeyCombination, Qt

from captions.ui.hotkeys.key_backend import GrabRefusal
from captions.ui.platform.c_library import CLibraryLoader

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
_SIGNATURE = int.from_bytes(b"CAPT", "big")
_PRESSED = (int.from_bytes(b"keyb", "big"), 5)
"""Event class and kind of a pressed hot key."""
_DIRECT_OBJECT, _HOT_KEY_ID = (int.from_bytes(name, "big") for name in (b"----", b"hkid"))
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: 0x0100,
    Qt.KeyboardModifier.ShiftModifier: 0x0200,
    Qt.KeyboardModifier.AltModifier: 0x0800,
    Qt.KeyboardModifier.MetaModifier: 0x1000,
}
_US_LAYOUT = "ASDFHGZXCV\0BQWERYT123465=97-80]OU[IP\0LJ'K;\\,/NM."
"""Characters of the US layout in the order of their key codes, starting at 0."""
_KEY_CODES = {
    **{Qt.Key(ord(sign)): code for code, sign in enumerate(_US_LAYOUT) if sign != "\0"},
    Qt.Key.Key_Plus: 24, Qt.Key.Key_Return: 36, Qt.Key.Key_Tab: 48, Qt.Key.Key_Space: 49,
    Qt.Key.Key_QuoteLeft: 50, Qt.Key.Key_Backspace: 51, Qt.Key.Key_Escape: 53,
    Qt.Key.Key_Enter: 76, Qt.Key.Key_Home: 115, Qt.Key.Key_PageUp: 116, Qt.Key.Key_Delete: 117,
    Qt.Key.Key_End: 119, Qt.Key.Key_PageDown: 121, Qt.Key.Key_Left: 123, Qt.Key.Key_Right: 124,
    Qt.Key.Key_Down: 125, Qt.Key.Key_Up: 126,
    Qt.Key.Key_F1: 122, Qt.Key.Key_F2: 120, Qt.Key.Key_F3: 99, Qt.Key.Key_F4: 118,
    Qt.Key.Key_F5: 96, Qt.Key.Key_F6: 97, Qt.Key.Key_F7: 98, Qt.Key.Key_F8: 100,
    Qt.Key.Key_F9: 101, Qt.Key.Key_F10: 109, Qt.Key.Key_F11: 103, Qt.Key.Key_F12: 111,
}  # fmt: skip


class HotKeyIdentity(ctypes.Structure):
    """Carbon's ``EventHotKeyID``."""

    _fields_ = (("signature", ctypes.c_uint32), ("number", ctypes.c_uint32))


class _EventType(ctypes.Structure):
    _fields_ = (("kind_class", ctypes.c_uint32), ("kind", ctypes.c_uint32))


_Callback = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class MacKeys:
    """Grabs keys with Carbon."""

    def __init__(self, pressed: Callable[[int], None], load: CLibraryLoader | None = None) -> None:
        """Install the event handler; ``load`` loads the system's library."""
        self._pressed = pressed
        self._carbon = (load or _load_carbon)(_CARBON)
        self._references: list[ctypes.c_void_p] = []
        self._callback = _Callback(self._handle_event)
        """Reference that keeps the callback alive, which Carbon does not."""
        self._installed = ctypes.c_void_p()
        self._target = ctypes.c_void_p(self._carbon.GetEventDispatcherTarget())
        self._carbon.InstallEventHandler(
            self._target,
            self._callback,
            1,
            ctypes.byref(_EventType(*_PRESSED)),
            None,
            ctypes.byref(self._installed),
        )

    def grab(self, number: int, key: QKeyCombination) -> GrabRefusal | None:
        """Grab a key."""
        code = _KEY_CODES.get(key.key())
        if code is None:
            return GrabRefusal.NO_KEY
        held = sum(
            mask for modifier, mask in _MODIFIERS.items() if key.keyboardModifiers() & modifier
        )
        reference = ctypes.c_void_p()
        failed = self._carbon.RegisterEventHotKey(
            code, held, HotKeyIdentity(_SIGNATURE, number), self._target, 0, ctypes.byref(reference)
        )
        if failed:
            return GrabRefusal.TAKEN
        self._references.append(reference)
        return None

    def release_all(self) -> None:
        """Release all keys."""
        while self._references:
            self._carbon.UnregisterEventHotKey(self._references.pop())

    def close(self) -> None:
        """Release all keys and remove the event handler."""
        self.release_all()
        if self._installed.value is not None:
            self._carbon.RemoveEventHandler(self._installed)
            self._installed = ctypes.c_void_p()

    def _handle_event(self, _call: int | None, event: int | None, _data: int | None) -> int:
        identity = HotKeyIdentity()
        self._carbon.GetEventParameter(
            ctypes.c_void_p(event),
            _DIRECT_OBJECT,
            _HOT_KEY_ID,
            None,
            ctypes.sizeof(identity),
            None,
            ctypes.byref(identity),
        )
        if identity.signature == _SIGNATURE:
            self._pressed(identity.number)
        return 0


def _load_carbon(path: str) -> ctypes.CDLL:
    carbon = ctypes.CDLL(path)
    carbon.GetEventDispatcherTarget.restype = ctypes.c_void_p
    carbon.RegisterEventHotKey.argtypes = (
        ctypes.c_uint32, ctypes.c_uint32, HotKeyIdentity, ctypes.c_void_p, ctypes.c_uint32,
        ctypes.c_void_p,
    )  # fmt: skip
    return carbon
