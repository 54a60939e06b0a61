"""Texts of the desktop app: its window, its settings and the screen that it needs."""

TEMPLATES = {
    "position_not_saved": "The position of the captions cannot be kept in {file}: {reason}.",
    "qt_library_missing": (
        "Qt cannot open a window without {libraries}: install your system's packages for it (on "
        "Debian and Ubuntu: {packages})."
    ),
    "qt_unloadable": "Qt cannot be loaded ({reason}): run 'captions doctor'.",
    "screen_missing": (
        "There is no screen to show captions on: start Captions in a desktop session, or set "
        "DISPLAY."
    ),
    "terminal_used": "{problem} Captions appear in this terminal.",
    "key_invalid": "That is not an API key: copy it again, without the characters around it.",
    "key_missing": "There is no API key: paste the one that your account shows.",
    "keyring_locked": (
        "The system's keyring is locked: unlock it, or set {variable} in the environment instead."
    ),
    "keyring_missing": (
        "This system has no keyring that could keep the API key: set {variable} in the environment "
        "instead."
    ),
    "keyring_refused": (
        "The system's keyring refuses: unlock it, or set {variable} in the environment instead."
    ),
    "keyring_unresponsive": (
        "The system's keyring does not answer: unlock it, or set {variable} in the environment "
        "instead."
    ),
    "must_be_choice": "should be one of {choices}",
    "must_be_colour": "should be a colour such as '#ffffff'",
    "must_be_flag": "should be true or false",
    "must_be_list": "should be a list of texts",
    "must_be_number": "should be a number",
    "must_be_text": "should be a text",
    "must_be_whole_number": "should be a whole number",
    "must_be_within": "should be from {low:g} to {high:g}",
    "must_have_fewer_items": "should have at most {most} items",
    "must_have_shorter_items": "should have items of at most {longest} characters",
    "setting_not_table": "{setting} should be a table, so its settings are default.",
    "setting_replaced": "{setting} = {value} {requirement}; using {default}.",
    "setting_wrong": "{setting} {requirement}.",
    "settings_file_missing": "There is no settings file {file}: check its path.",
    "settings_file_not_text": "The settings file {file} is not a text: correct or remove it.",
    "settings_file_not_toml": (
        "The settings file is not valid TOML; correct or remove it: {reason}."
    ),
    "settings_file_unreadable": "The settings file {file} cannot be read: {reason}.",
    "settings_not_saved": "The settings cannot be saved to {file}: {reason}.",
    "settings_not_toml": "The settings are not valid TOML, so all are default: {reason}.",
    "text_not_decodable": "it is not a text",
    "text_not_encodable": "a name in them has characters that no text file can hold",
}
"""English templates by code."""
