"""Keys that macOS lends out: Carbon's hot keys, which need no permission of the user.

Qt's Ctrl is the Command key there, and its Meta the Control key. Keys are named by their place on
a keyboard of the American layout, which is all that Carbon knows. Facts: HIToolbox's
``CarbonEvents.h`` and ``Events.h``. Not tried on macOS yet; tested with a stand-in for its library.
"""

import ctypes
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QKeyCombination, Qt

from captions.ui.keysystem import Refusal

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
_SIGNATURE = int.from_bytes(b"CAPT", "big")
_PRESSED = (int.from_bytes(b"keyb", "big"), 5)
"""The class and the kind of the event that a hot key was pressed."""
_DIRECT_OBJECT, _IDENTITY = (int.from_bytes(name, "big") for name in (b"----", b"hkid"))
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: 0x0100,
    Qt.KeyboardModifier.ShiftModifier: 0x0200,
    Qt.KeyboardModifier.AltModifier: 0x0800,
    Qt.KeyboardModifier.MetaModifier: 0x1000,
}
_BY_PLACE = "ASDFHGZXCV\0BQWERYT123465=97-80]OU[IP\0LJ'K;\\,/NM."
"""The signs of the American layout, in the order of their codes from 0 on."""
_CODES = {
    **{Qt.Key(ord(sign)): code for code, sign in enumerate(_BY_PLACE) if sign != "\0"},
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
    """The keys of the desktop that the app runs on."""

    def __init__(self, pressed: Callable[[int], None], carbon: Any = None) -> None:  # noqa: ANN401  # untyped
        """``carbon`` is the system's own library by default."""
        self._pressed = pressed
        self._carbon = carbon or _library()
        self._references: list[ctypes.c_void_p] = []
        self._callback = _Callback(self._hear)
        """Kept, because Carbon does not keep it alive."""
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

    def grab(self, number: int, key: QKeyCombination) -> Refusal | None:
        """Take a key."""
        code = _CODES.get(key.key())
        if code is None:
            return Refusal.NO_KEY
        held = sum(
            mask for modifier, mask in _MODIFIERS.items() if key.keyboardModifiers() & modifier
        )
        reference = ctypes.c_void_p()
        failed = self._carbon.RegisterEventHotKey(
            code, held, HotKeyIdentity(_SIGNATURE, number), self._target, 0, ctypes.byref(reference)
        )
        if failed:
            return Refusal.TAKEN
        self._references.append(reference)
        return None

    def release(self) -> None:
        """Give all keys back."""
        while self._references:
            self._carbon.UnregisterEventHotKey(self._references.pop())

    def close(self) -> None:
        """Give all keys back, and hear of none any more."""
        self.release()
        if self._installed.value is not None:
            self._carbon.RemoveEventHandler(self._installed)
            self._installed = ctypes.c_void_p()

    def _hear(self, _call: int | None, event: int | None, _data: int | None) -> int:
        identity = HotKeyIdentity()
        self._carbon.GetEventParameter(
            ctypes.c_void_p(event),
            _DIRECT_OBJECT,
            _IDENTITY,
            None,
            ctypes.sizeof(identity),
            None,
            ctypes.byref(identity),
        )
        if identity.signature == _SIGNATURE:
            self._pressed(identity.number)
        return 0


def _library() -> Any:  # noqa: ANN401  # untyped
    carbon = ctypes.CDLL(_CARBON)
    carbon.GetEventDispatcherTarget.restype = ctypes.c_void_p
    carbon.RegisterEventHotKey.argtypes = (
        ctypes.c_uint32, ctypes.c_uint32, HotKeyIdentity, ctypes.c_void_p, ctypes.c_uint32,
        ctypes.c_void_p,
    )  # fmt: skip
    return carbon
