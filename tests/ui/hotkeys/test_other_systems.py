"""Global shortcuts of Windows and macOS, by stand-ins for their libraries."""

import ctypes
from ctypes import wintypes
from typing import Any

import pytest
from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence

from captions.ui.hotkeys.key_backend import GrabRefusal
from captions.ui.hotkeys.macos import HotKeyIdentity, MacKeys
from captions.ui.hotkeys.windows import WM_HOTKEY, WindowsKeys

pytestmark = pytest.mark.usefixtures("qapp")


def key(text: str) -> QKeyCombination:
    found: QKeyCombination = QKeySequence(text)[0]  # type: ignore[index]  # PySide6's types lack it
    return found


class User32:
    """Windows' library, with an American keyboard."""

    SIGNS = {"p": 0x50, "-": 0xBD, "+": 0x1BB}  # noqa: RUF012  # never changed

    def __init__(self, *taken: int) -> None:
        self.registered: dict[int, tuple[int, int]] = {}
        self._taken = taken

    def VkKeyScanW(self, sign: int) -> int:  # noqa: N802
        return self.SIGNS.get(chr(sign), -1)

    def RegisterHotKey(self, window: None, identity: int, held: int, code: int) -> int:  # noqa: N802
        assert window is None
        if code in self._taken:
            return 0
        self.registered[identity] = (held, code)
        return 1

    def UnregisterHotKey(self, window: None, identity: int) -> int:  # noqa: N802
        assert window is None
        del self.registered[identity]
        return 1


def hotkey_message(identity: int, message: int = WM_HOTKEY) -> wintypes.MSG:
    told = wintypes.MSG()
    told.message, told.wParam = message, identity
    return told


@pytest.mark.parametrize(
    ("text", "registered"),
    [
        ("Ctrl+Alt+P", {6: (0x4003, 0x50)}),
        ("Ctrl+Alt+-", {6: (0x4003, 0xBD)}),
        ("Ctrl+Alt++", {6: (0x4003, 0xBB), 7: (0x4007, 0xBB)}),
        ("Ctrl+Alt+Return", {6: (0x4003, 0x0D)}),
        ("Meta+Shift+F24", {6: (0x400C, 0x87)}),
    ],
)
def test_windows_lends_a_key(text: str, registered: dict[int, tuple[int, int]]) -> None:
    library, pressed = User32(), list[int]()
    system = WindowsKeys(pressed.append, lambda _: library)
    assert system.grab(3, key(text)) is None
    assert library.registered == registered
    for identity in registered:
        told = hotkey_message(identity)
        seen = system.nativeEventFilter(b"windows_dispatcher_MSG", ctypes.addressof(told))
        assert seen == (True, 0)
    assert pressed == [3] * len(registered)
    system.close()
    assert library.registered == {}


def test_windows_other_messages_are_not_ours() -> None:
    pressed = list[int]()
    system = WindowsKeys(pressed.append, lambda _: User32())
    system.grab(0, key("Ctrl+P"))
    for name, told in (
        (b"windows_generic_MSG", hotkey_message(0, 0x0100)),
        (b"windows_generic_MSG", hotkey_message(99)),
        (b"xcb_generic_event_t", hotkey_message(0)),
    ):
        assert system.nativeEventFilter(name, ctypes.addressof(told)) == (False, 0)
    assert pressed == []
    system.close()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("Ctrl+P", GrabRefusal.TAKEN),
        ("Ctrl+Ä", GrabRefusal.NO_KEY),
        ("Launch Mail", GrabRefusal.NO_KEY),
    ],
)
def test_windows_refusals_are_told(text: str, refusal: GrabRefusal) -> None:
    system = WindowsKeys(print, lambda _: User32(0x50))
    assert system.grab(0, key(text)) is refusal
    system.close()


class Carbon:
    """macOS' library, which calls back when a key is pressed."""

    def __init__(self, *taken: int) -> None:
        self.registered: dict[int, tuple[int, int, int]] = {}
        self.installed = False
        self._taken = taken
        self._callback: Any = None
        self._pressed = 0

    def GetEventDispatcherTarget(self) -> int:  # noqa: N802
        return 1

    def InstallEventHandler(self, *given: Any) -> int:  # noqa: ANN401, N802
        self._callback, reference = given[1], given[5]
        reference._obj.value = 5
        self.installed = True
        return 0

    def RemoveEventHandler(self, reference: ctypes.c_void_p) -> int:  # noqa: N802
        assert reference.value == 5
        self.installed = False
        return 0

    def RegisterEventHotKey(self, *given: Any) -> int:  # noqa: ANN401, N802
        code, held, identity, _, _, reference = given
        if code in self._taken:
            return -9878
        reference._obj.value = 100 + identity.number
        self.registered[100 + identity.number] = (code, held, identity.signature)
        return 0

    def UnregisterEventHotKey(self, reference: ctypes.c_void_p) -> int:  # noqa: N802
        del self.registered[reference.value or 0]
        return 0

    def GetEventParameter(self, *given: Any) -> int:  # noqa: ANN401, N802
        told: HotKeyIdentity = given[6]._obj
        told.number = self._pressed
        told.signature = self.registered[100 + self._pressed][2]
        return 0

    def press(self, number: int) -> int:
        self._pressed = number
        return int(self._callback(None, None, None))


@pytest.mark.parametrize(
    ("text", "code", "held"),
    [
        ("Ctrl+Alt+P", 35, 0x0900),
        ("Meta+Shift+F5", 96, 0x1200),
        ("Ctrl+Alt++", 24, 0x0900),
        ("Ctrl+Alt+-", 27, 0x0900),
    ],
)
def test_macos_lends_a_key(text: str, code: int, held: int) -> None:
    library, pressed = Carbon(), list[int]()
    system = MacKeys(pressed.append, lambda _: library)
    assert system.grab(3, key(text)) is None
    assert library.registered[103][:2] == (code, held)
    assert library.press(3) == 0
    assert pressed == [3]
    system.close()
    system.close()
    assert library.registered == {}
    assert not library.installed


@pytest.mark.parametrize(
    ("text", "refusal"), [("Ctrl+P", GrabRefusal.TAKEN), ("Ctrl+Ä", GrabRefusal.NO_KEY)]
)
def test_macos_refusals_are_told(text: str, refusal: GrabRefusal) -> None:
    assert MacKeys(print, lambda _: Carbon(35)).grab(0, key(text)) is refusal
