"""Names of languages, for their codes."""

from collections.abc import Iterable

from PySide6.QtCore import QLocale

from captions.ui.dialog.editors import Option


def options(codes: Iterable[str]) -> list[Option]:
    """Return languages by their ISO 639 codes, each as its own speakers write it, in order."""
    found = [Option(code, name_of(code)) for code in codes]
    return sorted(found, key=lambda option: option.title.casefold())


def name_of(code: str) -> str:
    """Return what a language calls itself; the code where nothing is known of it."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    # English is "American English" to its first locale.
    own = "English" if code == "en" else QLocale(language).nativeLanguageName()
    name = own or QLocale.languageToString(language)
    return name[:1].upper() + name[1:]
