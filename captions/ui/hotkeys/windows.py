"""The key backend of Windows: ``RegisterHotKey``, with its messages received in Qt's event loop.

See https://learn.microsoft.com/windows/win32/api/winuser/nf-winuser-registerhotkey. Not yet run on
Windows; tested with a fake library.
"""

import ctypes
from collections.abc import Callable
from ctypes import wintypes

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QCoreApplication,
    QKeyCombination,
    Qt,
)
from typing_extensions import override

from captions.ui.hotkeys.key_backend import GrabRefusal
from captions.ui.platform.c_library import CLibraryLoader

WM_HOTKEY = 0x0312
_ALT, _CONTROL, _SHIFT, _WINDOWS, _NO_REPEAT = 1, 2, 4, 8, 0x4000
_MODIFIERS = {
    Qt.KeyboardModifier.AltModifier: _ALT,
    Qt.KeyboardModifier.ControlModifier: _CONTROL,
    Qt.KeyboardModifier.ShiftModifier: _SHIFT,
    Qt.KeyboardModifier.MetaModifier: _WINDOWS,
}
_KEY_CODES = {
    Qt.Key.Key_Backspace: 0x08, Qt.Key.Key_Tab: 0x09, Qt.Key.Key_Return: 0x0D,
    Qt.Key.Key_Enter: 0x0D, Qt.Key.Key_Pause: 0x13, Qt.Key.Key_Escape: 0x1B,
    Qt.Key.Key_Space: 0x20, Qt.Key.Key_PageUp: 0x21, Qt.Key.Key_PageDown: 0x22,
    Qt.Key.Key_End: 0x23, Qt.Key.Key_Home: 0x24, Qt.Key.Key_Left: 0x25, Qt.Key.Key_Up: 0x26,
    Qt.Key.Key_Right: 0x27, Qt.Key.Key_Down: 0x28, Qt.Key.Key_Print: 0x2C,
    Qt.Key.Key_Insert: 0x2D, Qt.Key.Key_Delete: 0x2E, Qt.Key.Key_Menu: 0x5D,
    Qt.Key.Key_ScrollLock: 0x91, Qt.Key.Key_VolumeMute: 0xAD, Qt.Key.Key_MediaStop: 0xB2,
    Qt.Key.Key_MediaPlay: 0xB3, Qt.Key.Key_MediaTogglePlayPause: 0xB3,
}  # fmt: skip
_WORD = 0xFFFF
_F1 = 0x70
_F24 = Qt.Key.Key_F1.value + 23


class WindowsKeys(QAbstractNativeEventFilter):
    """Grabs keys with ``RegisterHotKey``."""

    def __init__(self, pressed: Callable[[int], None], load: CLibraryLoader = ctypes.CDLL) -> None:
        """Install the event filter; ``load`` loads the system's library."""
        super().__init__()
        self._pressed = pressed
        self._user32 = load("user32")
        self._registered: list[int] = []
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)

    def grab(self, number: int, key: QKeyCombination) -> GrabRefusal | None:
        """Grab a key; if its character needs Shift, grab it both with and without Shift."""
        code, shifts = self._virtual_key_code(key.key())
        if not code:
            return GrabRefusal.NO_KEY
        held = sum(
            mask for modifier, mask in _MODIFIERS.items() if key.keyboardModifiers() & modifier
        )
        variants = {held, held | _SHIFT} if shifts else {held}
        for variant, modifiers in enumerate(sorted(variants)):
            identity = 2 * number + variant
            if not self._user32.RegisterHotKey(None, identity, modifiers | _NO_REPEAT, code):
                return GrabRefusal.TAKEN
            self._registered.append(identity)
        return None

    def release_all(self) -> None:
        """Release all keys."""
        while self._registered:
            self._user32.UnregisterHotKey(None, self._registered.pop())

    def close(self) -> None:
        """Release all keys and remove the event filter."""
        self.release_all()
        app = QCoreApplication.instance()
        if app is not None:
            app.removeNativeEventFilter(self)

    def _virtual_key_code(self, key: Qt.Key) -> tuple[int, bool]:
        """Return a key's virtual-key code (0 for none) and whether its character needs Shift."""
        if key in _KEY_CODES:
            return _KEY_CODES[key], False
        if Qt.Key.Key_F1.value <= key.value <= _F24:
            return _F1 + key.value - Qt.Key.Key_F1.value, False
        if key.value > _WORD:
            return 0, False
        scan = self._user32.VkKeyScanW(ord(chr(key.value).lower())) & _WORD
        return (0, False) if scan == _WORD else (scan & 0xFF, bool(scan >> 8 & 1))

    @override
    def nativeEventFilter(
        self, eventType: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> object:
        if QByteArray(eventType).startsWith(b"windows"):
            received = wintypes.MSG.from_address(int(message))
            if received.message == WM_HOTKEY and received.wParam in self._registered:
                self._pressed(received.wParam // 2)
                return True, 0
        return False, 0
