"""The language of the interface: English is written in the code, others are files of Qt Linguist.

Numbers go with it: 0.7 s is 0,7 s in a German window, whatever the system's language is.

A text belongs into ``self.tr(…)`` of a `QObject`, or into ``QCoreApplication.translate(…)``; a text
of a table is `captions.wording.language`'s. ``packaging/translations.py`` collects the texts and
compiles the files.
"""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from captions import resources
from captions.wording import language as wording

_installed: list[QTranslator] = []
"""Qt keeps only a reference to what it uses."""


def install(app: QCoreApplication, language: str) -> None:
    """Speak another language from now on; what is on the screen is told by a `LanguageChange`.

    Args:
        app: the process's application.
        language: one of `captions.wording.language.LANGUAGES`; empty takes that of the system
            which the user likes best.
    """
    chosen = language or wording.preferred(QLocale.system().uiLanguages())
    wording.speak(chosen)
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


def _count_in(language: str) -> None:
    """Write numbers as a language does, in the windows that are open as well."""
    spoken, system = QLocale(language), QLocale.system()
    # Countries differ, such as Switzerland, so that a system that speaks it knows it better.
    QLocale.setDefault(system if system.language() == spoken.language() else spoken)
    for window in QApplication.topLevelWidgets():
        window.setLocale(QLocale())
