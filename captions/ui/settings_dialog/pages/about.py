"""The About page: versions, folders and diagnostics."""

import os
import platform
from collections.abc import Callable
from functools import partial
from pathlib import Path

import PySide6
from PySide6.QtCore import QSysInfo, Qt, QUrl, Signal, qVersion
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from captions.ui import icons
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.theme.palette import is_light
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.notes import NoteLabel, NoteTone
from captions.ui.widgets.setting_row import SettingTexts

_ICON_PX = 6 * GRID


class AboutPage(SettingsPage):
    """Shows versions, folders and help."""

    welcome_requested = Signal()
    """The user wants to see the welcome dialog again."""

    def __init__(
        self, data: DialogData, open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
    ) -> None:
        """Create the page.

        Args:
            data: what the page shows.
            open_url: opens a folder in the file manager; returns False if none could.
        """
        super().__init__()
        self._data = data
        self._open_url = open_url
        self._result = NoteLabel()
        self.top.addWidget(self._make_title())
        self._add_versions()
        self._add_folders()
        self._add_help()

    def _make_title(self) -> QWidget:
        picture, name = QLabel(), QLabel("Captions")
        purpose = NoteLabel(self.tr("Live captions on any screen."))
        # The app's icon is dark, so a dark window shows the light tray icon instead.
        drawing = "captions" if is_light(self.palette()) else "tray-listening"
        picture.setPixmap(icons.load_icon(drawing).pixmap(_ICON_PX, _ICON_PX))
        set_text_role(name, TextRole.SUBTITLE)
        words = QWidget()
        column = QVBoxLayout(words)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (name, purpose):
            column.addWidget(widget)
        title = _make_row(picture, words)
        title.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, GRID)
        return title

    def _add_versions(self) -> None:
        self.add_heading(self.tr("Versions"))
        system = f"{QSysInfo.prettyProductName()}, {QGuiApplication.platformName()}"
        versions = {
            "Captions": self._data.version,
            "Python": platform.python_version(),
            "Qt, PySide6": f"{qVersion()}, {PySide6.__version__}",
            self.tr("System"): system,
        }
        for name, version in versions.items():
            self.add_widget(name, _make_row(_make_selectable(name, version)), SettingTexts(name))

    def _add_folders(self) -> None:
        if self._data.folders:
            self.add_heading(self.tr("Folders"))
        for title, folder in self._data.folders:
            button = _make_button(
                self.tr("Open"), self.tr("Shows this folder in your file manager.")
            )
            button.setAccessibleName(self.tr("Open {0}").format(title))
            button.clicked.connect(partial(self._open_folder, folder))
            path = _make_selectable(title, _format_path(folder))
            self.add_widget(title, _make_row(path, button), SettingTexts(title))

    def _add_help(self) -> None:
        self.add_heading(self.tr("Help"))
        copying = _make_button(
            self.tr("Copy &diagnostics"),
            self.tr("For a bug report; they contain no API keys and no captions."),
        )
        copying.clicked.connect(self._copy_diagnostics)
        welcome = _make_button(
            self.tr("Show &welcome screen"), self.tr("You can go through the first steps again.")
        )
        welcome.clicked.connect(self.welcome_requested)
        for button in (copying, welcome):
            words = SettingTexts("", button.accessibleDescription())
            self.add_widget(button.text(), _make_row(button), words)
        self.add_widget("result", self._result, SettingTexts(""))

    def _open_folder(self, folder: Path) -> None:
        if not self._open_url(QUrl.fromLocalFile(str(folder))):
            message = self.tr("No file manager could open {0}.")
            self._result.announce_text(message.format(folder), NoteTone.BAD)

    def _copy_diagnostics(self) -> None:
        QGuiApplication.clipboard().setText(self._data.diagnostics())
        self._result.announce_text(self.tr("Diagnostics copied to the clipboard."), NoteTone.GOOD)


def _format_path(folder: Path) -> str:
    """Return a path for display; except on Windows, ``~`` stands for the home folder."""
    home = Path.home()
    if os.sep == "/" and folder.is_relative_to(home):
        return f"~/{folder.relative_to(home)}"
    return str(folder)


def _make_selectable(title: str, text: str) -> QLabel:
    label = QLabel(text)
    label.setAccessibleName(f"{title} {text}")
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label


def _make_button(text: str, explanation: str) -> QPushButton:
    button = QPushButton(text)
    button.setAutoDefault(False)
    button.setAccessibleDescription(explanation)
    return button


def _make_row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(14)
    for widget in widgets:
        layout.addWidget(widget)
    return row
