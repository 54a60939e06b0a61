"""Names of languages by their codes."""

from collections.abc import Iterable
from functools import cache

from PySide6.QtCore import QLocale
from PySide6.QtGui import QFontDatabase

from captions.protocol.languages import find_locale_language

_WRITING_SYSTEMS = {"SimplifiedHan": "SimplifiedChinese", "TraditionalHan": "TraditionalChinese"}
"""Names of Qt's writing systems by those of its scripts, where they differ."""


@cache
def native_name(code: str) -> str:
    """Return a language's own name, such as ``Deutsch``; an unknown code is returned unchanged."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    # Qt's default locale of English is named "American English".
    own = "English" if code == "en" else QLocale(language).nativeLanguageName()
    name = own or QLocale.languageToString(language)
    return name[:1].upper() + name[1:]


def sort_languages(codes: Iterable[str]) -> list[tuple[str, str]]:
    """Return each ISO 639 code with the language's own name, sorted by the names."""
    named = [(code, native_name(code)) for code in codes]
    return sorted(named, key=lambda item: item[1].casefold())


def has_letters(code: str) -> bool:
    """Return True if a font has the letters of a language, or if that cannot be found out."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return True
    script = QLocale(language).script().name.removesuffix("Script")
    name = _WRITING_SYSTEMS.get(script, script)
    known = QFontDatabase.WritingSystem.__members__
    return name not in known or bool(QFontDatabase.families(known[name]))


def find_system_language() -> str:
    """Return the ISO 639 code of the user's first language; English if the system has none."""
    names = QLocale.system().uiLanguages()
    return (find_locale_language(names[0]) if names else "") or "en"
