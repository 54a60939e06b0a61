"""Global shortcuts: what makes one, which clash, and real keys on a real X server."""

import contextlib
import queue
import shutil
import subprocess
import sys
from dataclasses import replace

import pytest
from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence
from pytestqt.qtbot import QtBot

from captions.settings.schema import ShortcutSettings
from captions.ui.hotkeys.hotkeys import GlobalHotkeys
from captions.ui.hotkeys.key_backend import GrabRefusal
from captions.ui.hotkeys.key_sequences import find_clashes, is_typing_key, key_sequences
from tests.support.fakes.key_backend import Desk
from tests.support.ui.child_process import Actor, Stage
from tests.support.virtual_screen import VirtualScreen

pytestmark = pytest.mark.usefixtures("qapp")

KEYPAD_PLUS = 86
"""Its code; by its name, xdotool would invent a key for it."""
_TRIES = 60


def keys(**texts: str) -> dict[str, QKeySequence]:
    return {name: QKeySequence(text) for name, text in texts.items()}


def test_a_pressed_key_is_told_by_its_name(qtbot: QtBot) -> None:
    desk = Desk()
    shortcuts = GlobalHotkeys(desk.make)
    assert shortcuts.apply_keys(keys(pause="Ctrl+Alt+P", clear="", lock="F9")) == {}
    assert list(desk.lent) == [0, 2]
    with qtbot.waitSignal(shortcuts.pressed) as pressed:
        desk.press(2)
    assert pressed.args == ["lock"]


def test_other_keys_replace_the_earlier_ones() -> None:
    desk = Desk()
    shortcuts = GlobalHotkeys(desk.make)
    shortcuts.apply_keys(keys(pause="Ctrl+Alt+P", lock="F9"))
    shortcuts.apply_keys(keys(lock="F8"))
    assert [key.key() for key in desk.lent.values()] == [Qt.Key.Key_F8]
    shortcuts.close()
    shortcuts.close()
    assert desk.closed
    assert shortcuts.apply_keys(keys(lock="F8")) == {}


@pytest.mark.parametrize(
    ("wanted", "name", "expected"),
    [
        (keys(pause="F9"), "pause", "F9 is used by another program"),
        (keys(pause="Ctrl+F8"), "pause", "does not have Ctrl+F8"),
        (keys(pause="Shift+P"), "pause", "needed for typing"),
        (keys(pause="Ctrl+P", lock="Ctrl+P"), "lock", "used twice"),
    ],
    ids=["taken", "on no keyboard", "a letter alone", "chosen twice, which the first has"],
)
def test_keys_that_cannot_be_had_are_said(
    wanted: dict[str, QKeySequence], name: str, expected: str
) -> None:
    desk = Desk({Qt.Key.Key_F9: GrabRefusal.TAKEN, Qt.Key.Key_F8: GrabRefusal.NO_KEY})
    problems = GlobalHotkeys(desk.make).apply_keys(wanted)
    assert list(problems) == [name]
    assert expected in problems[name]


def test_suspended_shortcuts_do_nothing_and_leave_their_keys_to_others() -> None:
    desk = Desk({Qt.Key.Key_F9: GrabRefusal.TAKEN})
    shortcuts = GlobalHotkeys(desk.make)
    pressed: list[str] = []
    shortcuts.pressed.connect(pressed.append)
    shortcuts.apply_keys(keys(pause="Ctrl+Alt+P"))
    shortcuts.suspend(True)
    assert desk.lent == {}
    desk.press(0)
    assert pressed == []
    problems = shortcuts.apply_keys(keys(pause="F9", lock="F8"))
    assert list(problems) == ["pause"]
    assert desk.lent == {}
    shortcuts.suspend(False)
    assert list(desk.lent) == [1]
    desk.press(1)
    assert pressed == ["lock"]


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("A", True),
        ("Shift+A", True),
        ("Space", True),
        ("Return", True),
        ("CapsLock", True),
        ("Pause", False),
        ("", False),
        ("Ctrl+A", False),
        ("Meta+A", False),
        ("F5", False),
        ("Media Play", False),
    ],
)
def test_keys_of_typing_are_told_from_others(text: str, typed: bool) -> None:
    assert is_typing_key(QKeySequence(text)) == typed


def test_clashes_name_the_other_one() -> None:
    found = find_clashes(keys(pause="F9", clear="", show="", lock="F9", larger="F8"))
    assert found == {"pause": "lock", "lock": "pause"}


def test_the_keys_of_the_settings_are_read() -> None:
    wanted = key_sequences(replace(ShortcutSettings(), lock="", larger="no such key"))
    assert wanted["pause"] == QKeySequence(
        QKeyCombination(
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier, Qt.Key.Key_P
        )
    )
    assert wanted["lock"].isEmpty()
    assert list(wanted) == [
        *("pause", "commit", "clear", "transcript"),
        *("show", "lock", "larger", "smaller"),
    ]


def test_the_default_keys_neither_clash_nor_are_those_of_typing() -> None:
    wanted = key_sequences(ShortcutSettings())
    assert find_clashes(wanted) == {}
    assert not any(is_typing_key(key) for key in wanted.values())


def test_a_desktop_that_lends_no_keys_is_said_and_is_no_failure() -> None:
    shortcuts = GlobalHotkeys()
    assert shortcuts.apply_keys(keys(pause="Ctrl+P")) == {}
    assert "menu" in shortcuts.limitation_notice
    shortcuts.close()


@pytest.mark.skipif(sys.platform != "linux", reason="Wayland is Linux'")
def test_a_wayland_session_is_said_where_x11_is_its_guest(monkeypatch: pytest.MonkeyPatch) -> None:
    shortcuts = GlobalHotkeys(Desk().make)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert shortcuts.limitation_notice == ""
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "Wayland" in shortcuts.limitation_notice


@pytest.fixture
def taker(act: Stage) -> Actor:
    """A program that takes keys, below another one that has the focus."""
    holder = act("hotkeys", ground="#808080")
    act("backdrop", ground="#00ff00")
    return holder


def take(holder: Actor, **wanted: str) -> dict[str, str]:
    holder.order(keys=wanted)
    problems: dict[str, str] = holder.hear("problems")["problems"]
    return problems


@pytest.mark.screen
def test_a_key_is_heard_while_another_program_has_the_focus(
    screen: VirtualScreen, taker: Actor
) -> None:
    for wanted, typed in (
        ("Ctrl+Alt+P", "ctrl+alt+p"),
        ("Ctrl+Alt++", "ctrl+alt+equal"),
        ("Ctrl+Alt++", "ctrl+alt+shift+equal"),
        ("Ctrl++", f"ctrl+{KEYPAD_PLUS}"),
        ("Ctrl+Alt+-", "ctrl+alt+minus"),
        ("Ctrl+Alt+Return", "ctrl+alt+Return"),
        ("Meta+Shift+F5", "super+shift+F5"),
    ):
        assert take(taker, **{wanted: wanted}) == {}
        screen.hand("key", typed)
        assert taker.hear("pressed")["name"] == wanted


@pytest.mark.screen
@pytest.mark.parametrize("lock", ["Num_Lock", "Caps_Lock"])
def test_a_key_is_heard_whatever_locks_are_on(
    screen: VirtualScreen, taker: Actor, lock: str
) -> None:
    take(taker, pause="Ctrl+Alt+P")
    screen.hand("key", lock)
    try:
        screen.hand("key", "ctrl+alt+p")
        assert taker.hear("pressed")["name"] == "pause"
    finally:
        screen.hand("key", lock)


@pytest.mark.screen
def test_other_keys_are_not_told(screen: VirtualScreen, taker: Actor) -> None:
    take(taker, pause="Ctrl+Alt+P")
    take(taker, show="Ctrl+Alt+H", lock="Ctrl+Alt+L")
    screen.hand("key", "h", "ctrl+h", "alt+h", "ctrl+alt+shift+h", "ctrl+alt+p", "ctrl+alt+l")
    assert taker.hear("pressed")["name"] == "lock"


@pytest.mark.screen
def test_keys_that_another_program_has_are_found_taken(act: Stage, taker: Actor) -> None:
    assert take(taker, pause="Ctrl+Alt+P") == {}
    second = act("hotkeys", ground="#808080")
    problems = take(second, pause="Ctrl+Alt+P", lock="Ctrl+Alt+L", show="Volume Up")
    assert list(problems) == ["pause", "show"]
    assert "used by another program" in problems["pause"]
    assert "keyboard" in problems["show"]


@pytest.mark.screen
def test_a_key_that_is_held_is_pressed_once(screen: VirtualScreen, taker: Actor) -> None:
    take(taker, pause="Ctrl+Alt+P", lock="Ctrl+Alt+L")
    screen.hand("keydown", "ctrl", "keydown", "alt", "keydown", "p")
    # The server repeats a held key after 660 ms, 25 times a second; the hand holds it for longer.
    screen.hand("sleep", 1, "keyup", "p", "key", "l", "keyup", "alt", "keyup", "ctrl")
    assert [taker.hear("pressed")["name"] for _ in range(2)] == ["pause", "lock"]


@pytest.mark.screen
def test_keys_are_found_again_on_another_keyboard(screen: VirtualScreen, taker: Actor) -> None:
    take(taker, pause="Ctrl+Alt+Y")
    if shutil.which("setxkbmap") is None:
        pytest.skip("setxkbmap is not installed")
    subprocess.run(["setxkbmap", "de"], env=screen.environment, check=True)
    try:
        assert press_until_heard(screen, taker, "ctrl+alt+y") == "pause"
    finally:
        subprocess.run(["setxkbmap", "us"], env=screen.environment, check=True)


def press_until_heard(screen: VirtualScreen, taker: Actor, keys: str) -> str:
    """Press keys until the program has followed the change of the keyboard."""
    for _ in range(_TRIES):
        screen.hand("key", keys)
        with contextlib.suppress(queue.Empty):
            return str(taker.hear("pressed", limit=1.0)["name"])
    pytest.fail(f"{keys} is not heard.")
