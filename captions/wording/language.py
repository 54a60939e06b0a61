"""The language of texts that stand in tables: English in the code, others in files of Qt Linguist.

`marked` shows a text to the translators; `translated` returns it in the current language. Widgets
use ``self.tr(…)`` instead. Both read what ``packaging/translations.py`` collects, and this module
reads it without Qt, so that the terminal speaks the same languages.
"""

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
"""ISO 639 codes of the languages of the interface."""
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""Where POSIX systems name the language of messages; the first that is set counts."""

_current = [ENGLISH]
"""The language in use: one for the process, like that of Qt."""


def speak(language: str) -> None:
    """Use a language, one of `LANGUAGES`, from now on."""
    _current[0] = language


def preferred(wanted: Iterable[str]) -> str:
    """Return the first language of a user, such as ``de-AT``, that there is; else English."""
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in wanted)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def of_system(environment: Mapping[str, str] = os.environ) -> list[str]:
    """Return the languages that the system names for its user, the best first."""
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    if sys.platform == "win32" and not named:
        import ctypes  # noqa: PLC0415  # only Windows needs it

        code = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        named = locale.windows_locale.get(code, "")
    listed = environment.get("LANGUAGE", "").split(":") if named not in ("", "C") else []
    return [*filter(None, listed), named.partition(".")[0]]


def marked(text: str) -> str:
    """Show a text to the translators, and return it as it is."""
    return text


def translated(text: str) -> str:
    """Return a marked text in the current language; in English if there is no translation."""
    return text if _current[0] == ENGLISH else _catalogue(_current[0]).get(text, text)


def rendered(message: Message | None) -> str:
    """Return a message in the current language; nothing for none."""
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
