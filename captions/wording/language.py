"""Translation of texts outside widgets: English in the code, other languages in Qt Linguist files.

`marked` marks a text for translation; `translated` returns it in the current language. Widgets use
``self.tr(…)`` instead. Both use the texts that ``packaging/translations.py`` collects. This module
reads them without Qt, so that the terminal supports the same languages.
"""

import ctypes
import locale
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from xml.etree import ElementTree as ET

from captions import resources
from captions.messages.message import Message

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""ISO 639 codes of the interface languages."""
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Environment variables that set the language of messages on POSIX systems; the first that is
set applies."""

_current = [ENGLISH]
"""Current language; one for the whole process, as in Qt."""


def set_language(language: str) -> None:
    """Set the current language, one of `LANGUAGES`."""
    _current[0] = language


def choose_language(wanted: Iterable[str]) -> str:
    """Return the first supported one of a user's languages, such as ``de-AT``; else English."""
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in wanted)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def find_system_languages(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the user's languages as configured in the system, the preferred one first."""
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if sys.platform == "win32" and not named:
        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        named = locale.windows_locale.get(code, "")
    listed = environment.get("LANGUAGE", "").split(":") if named not in ("", "C") else []
    return [*filter(None, listed), named.partition(".")[0]]


def marked(text: str) -> str:
    """Mark a text for translation, and return it unchanged."""
    return text


def translated(text: str) -> str:
    """Return a marked text in the current language, or in English without a translation."""
    return text if _current[0] == ENGLISH else _catalogue(_current[0]).get(text, text)


def rendered(message: Message | None) -> str:
    """Return a message in the current language; empty for `None`."""
    return "" if message is None else message.rendered(translated)


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """Read the translations of marked texts, which belong to no widget."""
    root = ET.parse(resources.resource_path(f"translations/captions_{language}.ts")).getroot()  # noqa: S314  # our own
    return {
        message.findtext("source", ""): message.findtext("translation", "")
        for context in root.iter("context")
        if not context.findtext("name")
        for message in context.iter("message")
    }
