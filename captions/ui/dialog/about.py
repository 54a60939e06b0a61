"""The page about Captions: versions, where things are kept, and what helps to find a fault."""

import os
import platform
from functools import partial
from pathlib import Path

import PySide6
from PySide6.QtCore import QSysInfo, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from captions.ui import icons
from captions.ui.dialog.notes import Note, Tone
from captions.ui.dialog.offers import Offers
from captions.ui.dialog.page import Page, Words

_ICON_PX = 56
_MARGIN = 20
"""Around the title, in logical pixels: as around the rows."""
_LARGER = 1.6
"""How much larger the program's name is than other text."""


class AboutPage(Page):
    """What this program is."""

    welcome_requested = Signal()
    """The steps of the first start should be shown again."""

    def __init__(self, offers: Offers) -> None:
        super().__init__()
        self._offers = offers
        self._told = Note()
        self.top.addWidget(self._title())
        self._add_versions()
        self._add_folders()
        self._add_help()

    def _title(self) -> QWidget:
        picture, name = QLabel(), QLabel("Captions")
        purpose = Note(self.tr("Live captions on any screen."))
        picture.setPixmap(icons.icon("captions").pixmap(_ICON_PX, _ICON_PX))
        font = name.font()
        font.setPointSizeF(font.pointSizeF() * _LARGER)
        font.setBold(True)
        name.setFont(font)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (name, purpose):
            column.addWidget(widget)
        title = _beside(picture, words)
        title.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN // 2)
        return title

    def _add_versions(self) -> None:
        self.add_heading(self.tr("Versions"))
        system = f"{QSysInfo.prettyProductName()}, {QGuiApplication.platformName()}"
        versions = {
            "Captions": self._offers.version,
            "Python": platform.python_version(),
            "Qt, PySide6": f"{qVersion()}, {PySide6.__version__}",
            self.tr("System"): system,
        }
        for name, version in versions.items():
            self.add_widget(name, _beside(_selectable(name, version)), Words(name))

    def _add_folders(self) -> None:
        if self._offers.folders:
            self.add_heading(self.tr("Folders"))
        for title, folder in self._offers.folders:
            button = _button(self.tr("Open"), self.tr("Opens this folder."))
            button.setAccessibleName(self.tr("Open {0}").format(title))
            button.clicked.connect(partial(self._open, folder))
            path = _selectable(title, _written(folder))
            self.add_widget(title, _beside(button, path), Words(title))

    def _add_help(self) -> None:
        self.add_heading(self.tr("Help"))
        copying = _button(
            self.tr("Copy &diagnostics"),
            self.tr("A text for whoever looks for a fault; it holds no key and no word of yours."),
        )
        copying.clicked.connect(self._copy)
        welcome = _button(
            self.tr("Show the &first steps"), self.tr("As at the first start of Captions.")
        )
        welcome.clicked.connect(self.welcome_requested)
        for button in (copying, welcome):
            words = Words("", button.accessibleDescription())
            self.add_widget(button.text(), _beside(button), words)
        self.add_widget("told", self._told, Words(""))

    def _open(self, folder: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            said = self.tr("Nothing on this system opens folders; it is {0}.")
            self._told.answer(said.format(folder), Tone.BAD)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._offers.diagnostics())
        self._told.answer(self.tr("Copied: paste it wherever you like."), Tone.GOOD)


def _written(folder: Path) -> str:
    """Return a path as people write it, who call their home folder ``~`` but on Windows."""
    home = Path.home()
    if os.sep == "/" and folder.is_relative_to(home):
        return f"~/{folder.relative_to(home)}"
    return str(folder)


def _selectable(title: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setAccessibleName(f"{title} {text}")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _button(text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleDescription(explanation)
    return button


def _beside(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(14)
    for widget in widgets:
        layout.addWidget(widget)
    return row
