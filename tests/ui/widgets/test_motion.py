"""Whether the user wants windows without animations, in each system."""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QProxyStyle, QStyle, QWidget
from typing_extensions import override

from captions.ui.platform import cocoa
from captions.ui.widgets.motion import prefers_reduced_motion


class StillStyle(QProxyStyle):
    """The style of a desktop whose theme has no animations."""

    @override
    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: object = None,
        widget: QWidget | None = None,
        returnData: object = None,
    ) -> int:
        return 0 if hint is QStyle.StyleHint.SH_Widget_Animation_Duration else 1


def test_on_linux_the_theme_of_the_desktop_decides(qapp: QApplication) -> None:
    assert not prefers_reduced_motion("linux")
    before = qapp.style().name()
    qapp.setStyle(StillStyle("fusion"))
    try:
        assert prefers_reduced_motion("linux")
    finally:
        qapp.setStyle(before)


class FakeWindows:
    """Windows' ``user32``, with the animations of windows turned on or off."""

    def __init__(self, *, animated: bool) -> None:
        self.user32 = self
        self._animated = animated

    def SystemParametersInfoW(self, action: int, _size: int, result: Any, _flags: int) -> int:  # noqa: ANN401, N802  # as in winuser.h
        assert action == 0x1042
        ctypes.cast(result, ctypes.POINTER(ctypes.c_int))[0] = self._animated
        return 1


@pytest.mark.parametrize("animated", [True, False])
def test_windows_is_asked(monkeypatch: pytest.MonkeyPatch, animated: bool) -> None:
    monkeypatch.setattr(ctypes, "windll", FakeWindows(animated=animated), raising=False)
    assert prefers_reduced_motion("win32") is not animated


class _Function:
    def __init__(self, work: Callable[[bytes], int]) -> None:
        self._work = work
        self.restype: object = None

    def __call__(self, name: bytes) -> int:
        return self._work(name)


class FakeMac:
    """macOS' runtime: the shared workspace knows whether motion is reduced."""

    WORKSPACE_CLASS, WORKSPACE = 5, 6

    def __init__(self, *, reduced: bool) -> None:
        self._reduced = reduced
        selectors = [b"", b"sharedWorkspace", b"accessibilityDisplayShouldReduceMotion"]
        kinds: list[Any] = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p]
        self.objc_msgSend = ctypes.CFUNCTYPE(*kinds)(self._send)
        self.sel_registerName = _Function(selectors.index)
        self.objc_getClass = _Function({b"NSWorkspace": self.WORKSPACE_CLASS}.__getitem__)

    def _send(self, receiver: int, selector: int) -> int:
        if (receiver, selector) == (self.WORKSPACE_CLASS, 1):
            return self.WORKSPACE
        assert (receiver, selector) == (self.WORKSPACE, 2)
        return int(self._reduced)


@pytest.mark.parametrize("reduced", [True, False])
def test_macos_is_asked(reduced: bool) -> None:
    runtime: Any = FakeMac(reduced=reduced)
    assert cocoa.prefers_reduced_motion(lambda _: runtime) is reduced
