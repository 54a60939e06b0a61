"""What Linux calls the keys of a keyboard: XKB's names, and shortcuts written with them.

The names are those of xkbcommon-keysyms.h, without their ``XKB_KEY_``. A shortcut is written as
https://specifications.freedesktop.org/shortcuts/latest has it: ``CTRL+SHIFT+c``.
"""

from PySide6.QtCore import QKeyCombination, Qt

_SPECIAL = {
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
_SIGNS = {
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
    """Return the name of a key that gives no sign, such as ``Prior`` or ``F5``; empty for none."""
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35:
        return f"F{key.value - Qt.Key.Key_F1.value + 1}"
    return _SPECIAL.get(key, "")


def sign_name(key: Qt.Key) -> str:
    """Return the name of a key that gives a sign, such as ``c`` or ``plus``; empty for none."""
    if key.value >= Qt.Key.Key_Escape.value:
        return ""
    sign = chr(key.value).lower()
    if not sign.isascii():
        return f"U{ord(sign):04X}"
    return sign if sign.isalnum() else _SIGNS.get(sign, "")


def trigger(keys: QKeyCombination) -> str:
    """Write a shortcut as desktops read it; empty if it has a key that none of them knows."""
    name = special_name(keys.key()) or sign_name(keys.key())
    held = [word for modifier, word in _MODIFIERS.items() if keys.keyboardModifiers() & modifier]
    return "+".join([*held, name]) if name else ""
