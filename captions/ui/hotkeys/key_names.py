"""XKB names of keys, and shortcuts in the format of the freedesktop.org specification.

The names are those of ``xkbcommon-keysyms.h`` without the prefix ``XKB_KEY_``. A shortcut has the
format of https://specifications.freedesktop.org/shortcuts/latest, such as ``CTRL+SHIFT+c``.
"""

from PySide6.QtCore import QKeyCombination, Qt

_SPECIAL_NAMES = {
    Qt.Key.Key_Escape: "Escape", Qt.Key.Key_Tab: "Tab", Qt.Key.Key_Backspace: "BackSpace",
    Qt.Key.Key_Return: "Return", Qt.Key.Key_Enter: "KP_Enter", Qt.Key.Key_Insert: "Insert",
    Qt.Key.Key_Delete: "Delete", Qt.Key.Key_Pause: "Pause", Qt.Key.Key_Print: "Print",
    Qt.Key.Key_Home: "Home", Qt.Key.Key_End: "End", Qt.Key.Key_PageUp: "Prior",
    Qt.Key.Key_PageDown: "Next", Qt.Key.Key_Left: "Left", Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Right: "Right", Qt.Key.Key_Down: "Down", Qt.Key.Key_Menu: "Menu",
    Qt.Key.Key_ScrollLock: "Scroll_Lock", Qt.Key.Key_MediaPlay: "XF86AudioPlay",
    Qt.Key.Key_MediaTogglePlayPause: "XF86AudioPlay", Qt.Key.Key_MediaPause: "XF86AudioPause",
    Qt.Key.Key_MediaStop: "XF86AudioStop", Qt.Key.Key_VolumeMute: "XF86AudioMute",
}  # fmt: skip
_CHARACTER_NAMES = {
    " ": "space", "!": "exclam", '"': "quotedbl", "#": "numbersign", "$": "dollar",
    "%": "percent", "&": "ampersand", "'": "apostrophe", "(": "parenleft", ")": "parenright",
    "*": "asterisk", "+": "plus", ",": "comma", "-": "minus", ".": "period", "/": "slash",
    ":": "colon", ";": "semicolon", "<": "less", "=": "equal", ">": "greater", "?": "question",
    "@": "at", "[": "bracketleft", "\\": "backslash", "]": "bracketright", "^": "asciicircum",
    "_": "underscore", "`": "grave", "{": "braceleft", "|": "bar", "}": "braceright",
    "~": "asciitilde",
}  # fmt: skip
_MODIFIERS = {
    Qt.KeyboardModifier.ControlModifier: "CTRL",
    Qt.KeyboardModifier.AltModifier: "ALT",
    Qt.KeyboardModifier.ShiftModifier: "SHIFT",
    Qt.KeyboardModifier.MetaModifier: "LOGO",
}


def special_name(key: Qt.Key) -> str:
    """Return the name of a key without a character, such as ``F5``; empty if unknown."""
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return f"F{key.value - Qt.Key.Key_F1.value + 1}"
    return _SPECIAL_NAMES.get(key, "")


def character_name(key: Qt.Key) -> str:
    """Return the name of a character key, such as ``c`` or ``plus``; empty if unknown."""
    if key.value >= Qt.Key.Key_Escape.value:
        return ""
    sign = chr(key.value).lower()
    if not sign.isascii():
        return f"U{ord(sign):04X}"
    return sign if sign.isalnum() else _CHARACTER_NAMES.get(sign, "")


def format_trigger(keys: QKeyCombination) -> str:
    """Return a shortcut in the freedesktop.org format; empty if its key has no XKB name."""
    name = special_name(keys.key()) or character_name(keys.key())
    held = [word for modifier, word in _MODIFIERS.items() if keys.keyboardModifiers() & modifier]
    return "+".join([*held, name]) if name else ""
