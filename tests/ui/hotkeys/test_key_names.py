"""Shortcuts as Linux desktops write them."""

import pytest
from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence

from captions.settings.schema import ShortcutSettings
from captions.ui.hotkeys.key_names import format_trigger
from captions.ui.hotkeys.key_sequences import key_sequences


def combination(text: str) -> QKeyCombination:
    found: QKeyCombination = QKeySequence(text)[0]  # type: ignore[index]  # PySide6's types lack it
    return found


@pytest.mark.parametrize(
    ("keys", "written"),
    [
        ("Ctrl+Shift+C", "CTRL+SHIFT+c"),
        ("Ctrl+Alt+P", "CTRL+ALT+p"),
        ("Meta+7", "LOGO+7"),
        ("F9", "F9"),
        ("Shift+F35", "SHIFT+F35"),
        ("Ctrl+Alt++", "CTRL+ALT+plus"),
        ("Ctrl+Alt+-", "CTRL+ALT+minus"),
        ("Ctrl+Space", "CTRL+space"),
        ("Ctrl+\\", "CTRL+backslash"),
        ("Ctrl+~", "CTRL+asciitilde"),
        ("Ctrl+Alt+Return", "CTRL+ALT+Return"),
        ("Ctrl+PgUp", "CTRL+Prior"),
        ("Ctrl+Del", "CTRL+Delete"),
        ("Media Play", "XF86AudioPlay"),
        ("Ctrl+É", "CTRL+U00E9"),
        ("Ctrl+Я", "CTRL+U044F"),
        ("Launch Mail", ""),
    ],
)
def test_a_shortcut_is_written_as_the_specification_has_it(keys: str, written: str) -> None:
    assert format_trigger(combination(keys)) == written


def test_every_sign_of_ascii_has_a_name() -> None:
    names = [format_trigger(combination(f"Ctrl+{chr(code)}")) for code in range(0x20, 0x7F)]
    assert all(name.removeprefix("CTRL+").replace("_", "").isalnum() for name in names)


def test_the_default_keys_can_be_proposed() -> None:
    for keys in key_sequences(ShortcutSettings()).values():
        assert format_trigger(combination(keys.toString()))
