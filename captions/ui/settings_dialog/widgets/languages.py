"""Names of languages by their codes."""

from collections.abc import Iterable

from PySide6.QtCore import QLocale

from captions.ui.settings_dialog.widgets.editors import ChoiceOption


def language_options(codes: Iterable[str]) -> list[ChoiceOption]:
    """Return an option per ISO 639 code, titled with the language's own name and sorted by it."""
    named = [ChoiceOption(code, native_name(code)) for code in codes]
    return sorted(named, key=lambda option: option.title.casefold())


def native_name(code: str) -> str:
    """Return a language's own name, such as ``Deutsch``; an unknown code is returned unchanged."""
    language = QLocale.codeToLanguage(code)
    if language in (QLocale.Language.AnyLanguage, QLocale.Language.C):
        return code
    # Qt's default locale of English is named "American English".
    own = "English" if code == "en" else QLocale(language).nativeLanguageName()
    name = own or QLocale.languageToString(language)
    return name[:1].upper() + name[1:]
