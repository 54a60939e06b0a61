"""The language of the interface: English is written in the code, others are files of Qt Linguist.

Numbers go with it: 0.7 s is 0,7 s in a German window, whatever the system's language is.

A text belongs into ``self.tr(…)`` of a `QObject`, or into ``QCoreApplication.translate(…)``. Where
it stands in a table that is made before any language is known, `marked` shows it to the
translators, and `translated` takes it from the table to the screen.
``packaging/translations.py`` collects the texts and compiles the files.
"""

from collections.abc import Iterable

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from captions import resources

ENGLISH = "en"
LANGUAGES = (ENGLISH, "de")
"""ISO 639 codes of those that there are."""

_installed: list[QTranslator] = []
"""Qt keeps only a reference to what it uses."""


def install(app: QCoreApplication, language: str) -> None:
    """Speak another language from now on; what is on the screen is told by a `LanguageChange`.

    Args:
        app: the process's application.
        language: one of `LANGUAGES`; empty takes that of the system which the user likes best.
    """
    chosen = language or preferred(QLocale.system().uiLanguages())
    _count_in(chosen)  # First: windows write themselves anew as soon as a translator changes.
    while _installed:
        app.removeTranslator(_installed.pop())
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    ours = str(resources.path("translations"))
    for name, folder in ((f"qtbase_{chosen}", qt), (f"captions_{chosen}", ours)):
        translator = QTranslator()
        # English has no file of ours, and a system's Qt may come without its own.
        if translator.load(name, folder) and app.installTranslator(translator):
            _installed.append(translator)


def preferred(wanted: Iterable[str]) -> str:
    """Return the first language of a user, such as ``de-AT``, that there is; else English."""
    codes = (name.replace("_", "-").partition("-")[0].lower() for name in wanted)
    return next((code for code in codes if code in LANGUAGES), ENGLISH)


def _count_in(language: str) -> None:
    """Write numbers as a language does, in the windows that are open as well."""
    spoken, system = QLocale(language), QLocale.system()
    # Countries differ, such as Switzerland, so that a system that speaks it knows it better.
    QLocale.setDefault(system if system.language() == spoken.language() else spoken)
    for window in QApplication.topLevelWidgets():
        window.setLocale(QLocale())


def marked(text: str) -> str:
    """Show a text to the translators, and leave it as it is."""
    return text


def translated(text: str) -> str:
    """Return a marked text in the interface's language."""
    return QCoreApplication.translate("", text)
