"""Key combinations of shortcuts: their text in the settings and for display, and their rules."""

from collections.abc import Mapping
from dataclasses import fields

from PySide6.QtCore import QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

from captions.settings.schema import ShortcutSettings

KeySequences = Mapping[str, QKeySequence]
"""Configured keys by shortcut name; an empty sequence stands for none."""

_COMMAND_MODIFIERS = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""Modifiers that turn a typed key into a shortcut."""
_EDITING_KEYS = {
    Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Backspace, Qt.Key.Key_Return,
    Qt.Key.Key_Enter, Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Home, Qt.Key.Key_End,
    Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock,
}  # fmt: skip
"""Keys without a character that are needed for typing."""


def key_sequences(shortcuts: ShortcutSettings) -> dict[str, QKeySequence]:
    """Return the keys of the settings by name; invalid text yields a key that no keyboard has."""
    return {item.name: parse_keys(getattr(shortcuts, item.name)) for item in fields(shortcuts)}


def find_clashes(keys: KeySequences) -> dict[str, str]:
    """Return each name whose keys another name also has, with the first such name."""
    return {
        name: next(other for other in keys if other != name and keys[other] == wanted)
        for name, wanted in keys.items()
        if not wanted.isEmpty() and list(keys.values()).count(wanted) > 1
    }


def is_typing_key(wanted: QKeySequence) -> bool:
    """Return True if the keys are needed for typing, so that no program may grab them."""
    if wanted.isEmpty():
        return False
    first = first_combination(wanted)
    if first.keyboardModifiers() & _COMMAND_MODIFIERS or first.key() == Qt.Key.Key_unknown:
        return False
    return first.key().value < Qt.Key.Key_Escape.value or first.key() in _EDITING_KEYS


def parse_keys(value: str) -> QKeySequence:
    """Parse keys in the portable form of the settings."""
    return QKeySequence.fromString(value, QKeySequence.SequenceFormat.PortableText)


def portable_text(keys: QKeySequence) -> str:
    """Format keys in the portable form of the settings."""
    return keys.toString(QKeySequence.SequenceFormat.PortableText)


def native_text(keys: QKeySequence) -> str:
    """Format keys with this system's key names, for display."""
    return keys.toString(QKeySequence.SequenceFormat.NativeText)


def first_combination(wanted: QKeySequence) -> QKeyCombination:
    """Return the first combination of a sequence; global shortcuts have only one."""
    first: QKeyCombination = wanted[0]  # type: ignore[index]  # PySide6's types lack it
    return first
