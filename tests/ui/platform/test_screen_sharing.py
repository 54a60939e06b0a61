"""Hiding from recordings and standing above all, by stand-ins for the systems' libraries."""

import ctypes
from collections.abc import Callable
from typing import Any

import pytest

from captions.ui.platform import cocoa, screen_sharing
from captions.ui.platform.cocoa import ALL_SPACES, SHARING_NONE, SHARING_READ, STATUS_LEVEL
from captions.ui.platform.screen_sharing import EXCLUDED, SHOWN, set_hidden

pytestmark = pytest.mark.usefixtures("qapp")


class User32:
    """Windows' library, which may refuse."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.asked: list[tuple[int | None, int]] = []
        self._refuses = refuses

    def SetWindowDisplayAffinity(self, window: ctypes.c_void_p, affinity: int) -> int:  # noqa: N802
        self.asked.append((window.value, affinity))
        return int(not self._refuses)


class ObjectiveC:
    """macOS's library: a view whose window has a sharing type."""

    VIEW, WINDOW = 7, 8

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []
        self._selectors = [
            b"", b"window", b"setSharingType:", b"setLevel:", b"setCollectionBehavior:",
        ]  # fmt: skip
        kinds: list[Any] = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_ulong]
        self.objc_msgSend = ctypes.CFUNCTYPE(*kinds)(self._send)
        self.sel_registerName: Callable[[bytes], int] = _Function(self._selectors.index)

    def _send(self, receiver: int, selector: int, argument: int) -> int:
        if self._selectors[selector] == b"window":
            return self.WINDOW if receiver == self.VIEW else 0
        self.asked.append((receiver, argument))
        return 0


class _Function:
    """A function of a library, which can be told what it returns."""

    def __init__(self, work: Callable[[bytes], int]) -> None:
        self._work = work
        self.restype: object = None

    def __call__(self, name: bytes) -> int:
        return self._work(name)


@pytest.fixture
def objective_c() -> ObjectiveC:
    return ObjectiveC()


@pytest.mark.parametrize(
    ("hidden", "refuses", "affinity", "said"),
    [
        (True, False, EXCLUDED, False),
        (False, False, SHOWN, False),
        (True, True, EXCLUDED, True),
        (False, True, SHOWN, False),
    ],
    ids=["hidden", "shown again", "refused", "nothing was wanted"],
)
def test_windows_is_asked_and_a_refusal_is_said(
    hidden: bool, refuses: bool, affinity: int, said: bool
) -> None:
    library = User32(refuses=refuses)
    problem = set_hidden(42, hidden=hidden, system="win32", load=lambda _: library)
    assert library.asked == [(42, affinity)]
    assert bool(problem) == said


@pytest.mark.parametrize(
    ("version", "hidden", "said"),
    [("14.6", True, False), ("14.6", False, False), ("15.1", True, True)],
    ids=["hidden", "shown again", "ignored by newer systems"],
)
def test_macos_is_asked_and_what_it_ignores_is_said(
    objective_c: ObjectiveC, version: str, hidden: bool, said: bool
) -> None:
    problem = set_hidden(
        ObjectiveC.VIEW,
        hidden=hidden,
        system="darwin",
        release=version,
        load=lambda _: objective_c,
    )
    wanted = SHARING_NONE if hidden else SHARING_READ
    assert objective_c.asked == [(ObjectiveC.WINDOW, wanted)]
    assert bool(problem) == said


def test_a_view_without_a_window_is_said_on_macos(objective_c: ObjectiveC) -> None:
    assert set_hidden(3, hidden=True, system="darwin", load=lambda _: objective_c)
    assert objective_c.asked == []


def test_on_macos_the_window_is_in_every_space_above_full_screen_ones(
    objective_c: ObjectiveC,
) -> None:
    assert cocoa.keep_above_full_screen(ObjectiveC.VIEW, lambda _: objective_c)
    window = ObjectiveC.WINDOW
    assert objective_c.asked == [(window, STATUS_LEVEL), (window, ALL_SPACES)]
    assert not cocoa.keep_above_full_screen(3, lambda _: objective_c)


def test_linux_has_no_such_thing_which_is_said_where_it_is_wanted() -> None:
    assert "hide the captions" in set_hidden(42, hidden=True, system="linux")
    assert set_hidden(42, hidden=False, system="linux") == ""


@pytest.mark.parametrize(("system", "can"), [("win32", True), ("darwin", True), ("linux", False)])
def test_a_system_that_has_nothing_of_the_kind_says_so_beforehand(system: str, can: bool) -> None:
    assert (screen_sharing.limitation_notice(system) == "") is can
