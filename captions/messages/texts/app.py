"""Texts of the desktop app: its window, its settings and the screen that it needs."""

TEMPLATES = {
    "items_and_more": "{items} and {count} more",
    "items_omitted": "{setting} {requirement}; left out: {items}.",
    "look_damaged": "The saved look {file} is damaged: delete the file, or import the look again.",
    "look_name_invalid": "A look needs a name of 1 to {most} printable characters.",
    "look_name_taken": "There is already a look named “{name}”: choose another name.",
    "look_not_deleted": "The look {file} cannot be deleted: {reason}.",
    "look_not_saved": "The look cannot be saved to {file}: {reason}.",
    "look_not_toml": "{file} is not a look: choose a file that Captions has exported.",
    "look_unreadable": "The look {file} cannot be read: {reason}.",
    "looks_too_many": "There are already {most} looks: delete one first.",
    "position_not_saved": "The position of the captions cannot be saved to {file}: {reason}.",
    "qt_library_missing": (
        "Qt cannot open a window without {libraries}: install the packages that contain it "
        "(on Debian and Ubuntu: {packages})."
    ),
    "qt_unloadable": "Qt cannot be loaded ({reason}): run 'captions doctor'.",
    "screen_missing": (
        "No screen is available for captions: start Captions in a desktop session, or set DISPLAY."
    ),
    "alert_title": "“{word}” was said",
    "terminal_used": "{problem} Captions appear in this terminal.",
    "key_invalid": "This is not an API key: copy it again, without any surrounding characters.",
    "key_missing": "No API key is saved: paste the key shown in your account.",
    "keyterm_too_long": (
        "“{term}” was not added: names and rare words have at most {chars} characters and {words} "
        "words; enter a shorter one in the settings."
    ),
    "keyterm_unusable": (
        "This text was not added, because it contains invisible characters: type it in the "
        "settings under names and rare words."
    ),
    "keyterms_full": (
        "“{term}” was not added: the settings have {most} names and rare words, the most that a "
        "speech server accepts; remove one there and try again."
    ),
    "keyring_locked": (
        "The system keyring is locked: unlock it, or set the environment variable {variable}."
    ),
    "keyring_missing": (
        "This system has no keyring: set the environment variable {variable} instead."
    ),
    "keyring_refused": (
        "The system keyring denied access: unlock it, or set the environment variable {variable}."
    ),
    "keyring_unresponsive": (
        "The system keyring does not respond: unlock it, or set the environment variable "
        "{variable}."
    ),
    "keyring_unusable": (
        "The system keyring cannot be used: unlock it, or install one, such as GNOME Keyring."
    ),
    "must_be_choice": "should be one of {choices}",
    "must_be_colour": "should be a colour such as '#ffffff'",
    "must_be_flag": "should be true or false",
    "must_be_list": "should be a list of strings",
    "must_be_number": "should be a number",
    "must_be_text": "should be a string",
    "must_be_whole_number": "should be a whole number",
    "must_be_within": "should be from {low:g} to {high:g}",
    "must_have_briefer_items": "should have items of at most {most} words",
    "must_have_fewer_items": "should have at most {most} items",
    "must_have_shorter_items": "should have items of at most {longest} characters",
    "secret_invalid": (
        "This text contains line breaks or invisible characters, or is too long: copy it again."
    ),
    "secret_missing": "Nothing was entered: paste the address or the password first.",
    "secret_too_long": (
        "This text is too long for the system keyring: set the environment variable {variable} "
        "to it instead."
    ),
    "profanity_language_missing": (
        "Profanity is shown, because there is no list for the spoken language ({language}): lists "
        "exist for English, French, German and Spanish."
    ),
    "profanity_list_unreadable": (
        "Profanity is shown, because the list of words cannot be read: install Captions again."
    ),
    "replacement_repeated": (
        "“{line}” is ignored: there is another replacement for “{phrase}”; remove one of them."
    ),
    "replacement_without_arrow": (
        "“{line}” is ignored: write the spoken words, then => and the words to show."
    ),
    "replacement_without_words": "“{line}” is ignored: write the spoken words before =>.",
    "replacements_ignored": (
        "{count} replacements are ignored, such as “{line}”: correct them in the settings, under "
        "Words."
    ),
    "setting_not_table": "{setting} should be a table; the defaults are used.",
    "setting_replaced": "{setting} = {value} {requirement}; using {default}.",
    "setting_wrong": "{setting} {requirement}.",
    "settings_file_missing": "The settings file {file} does not exist: check its path.",
    "settings_file_not_text": (
        "The settings file {file} is not a text file: correct or remove it."
    ),
    "settings_file_not_toml": (
        "The settings file is not valid TOML; correct or remove it: {reason}."
    ),
    "settings_file_unreadable": "The settings file {file} cannot be read: {reason}.",
    "settings_not_saved": "The settings cannot be saved to {file}: {reason}.",
    "settings_not_toml": "The settings are not valid TOML, so the defaults are used: {reason}.",
    "text_not_decodable": "it is not text",
    "text_not_encodable": "a name contains characters that a text file cannot store",
}
"""English templates by code."""
