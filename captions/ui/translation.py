"""The interface language: English in the code, translations in Qt Linguist files.

Number formats follow the interface language: 0.7 s becomes 0,7 s in a German window, even on an
English system.

Texts go into ``self.tr(…)`` of a `QObject` or into ``QCoreApplication.translate(…)``; for texts in
tables, see `captions.wording.language`. ``packaging/translations.py`` collects the texts and
compiles the files.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from captions import resources
from captions.wording import language as wording

_translators: list[QTranslator] = []
"""Translators in use; Qt does not keep them alive."""


def install_language(app: QCoreApplication, language: str) -> None:
    """Switch the interface language; open windows receive a `LanguageChange` event.

    Args:
        app: the process's application.
        language: one of `captions.wording.language.LANGUAGES`; empty selects the first supported
            language of the system's preferences.
    """
    chosen = language or wording.choose_language(QLocale.system().uiLanguages())
    wording.set_language(chosen)
    _apply_number_format(
        chosen
    )  # First, because windows rewrite their texts when a translator changes.
    while _translators:
        app.removeTranslator(_translators.pop())
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(resources.resource_path("translations"))
    for name, folder in ((f"qtbase_{chosen}", qt), (f"captions_{chosen}", ours)):
        translator = QTranslator()
        # English has no file here, and a system's Qt may come without its translations.
        if translator.load(name, folder) and app.installTranslator(translator):
            _translators.append(translator)


def _apply_number_format(language: str) -> None:
    """Use the number format of a language, in open windows as well."""
    chosen, system = QLocale(language), QLocale.system()
    # The system locale knows the country, and countries differ: Switzerland writes 0.7 in German.
    QLocale.setDefault(system if system.language() == chosen.language() else chosen)
    for window in QApplication.topLevelWidgets():
        window.setLocale(QLocale())
