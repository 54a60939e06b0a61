"""The settings dialog: a list of pages, and the one owner of what the user has changed so far."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.paths import DEFAULTS, value_at, with_value
from captions.realtime.key import KeyState
from captions.settings import AppearanceSettings, Settings
from captions.ui.dialog.about import AboutPage
from captions.ui.dialog.appearance import AppearancePage
from captions.ui.dialog.captioning import CaptionsPage
from captions.ui.dialog.offers import DeviceChoice, Offers
from captions.ui.dialog.page import Page
from captions.ui.dialog.recognition import RecognitionPage
from captions.ui.dialog.shortcuts import ShortcutsPage
from captions.ui.dialog.sound import SoundPage
from captions.ui.dialog.window import WindowPage
from captions.ui.keysystem import Lent
from captions.ui.presets import PRESETS

_WIDTH, _HEIGHT = 880, 640
"""Fits a screen of 1280 x 720 with the frame and the bars of a desktop."""


_LIST_MARGIN = 24
"""Beside the titles of the pages."""
_BUTTONS = (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)
"""From the left."""


class _Entry(NamedTuple):
    name: str
    title: str
    make: Callable[[], Page]


class SettingsDialog(QDialog):
    """Shows the settings; every change is told at once, and cancelling tells the old ones."""

    changed = Signal(object)
    """The `Settings` as they are now."""
    key_entered = Signal(str)
    """This API key should be kept."""
    key_forgotten = Signal()
    """The kept API key should be thrown away."""
    key_test_requested = Signal(str)
    """This API key should be tried; an empty one means the kept one."""
    test_sound_requested = Signal()
    """The user wants to know whether anything is heard."""
    keys_requested = Signal()
    """The desktop's own settings of the shortcuts should be shown."""
    welcome_requested = Signal()
    """The steps of the first start should be shown again."""

    def __init__(self, settings: Settings, offers: Offers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._before = settings
        """What cancelling goes back to."""
        self._settings = settings
        self._offers = offers
        self._pages: dict[str, Page] = {}
        """Those that have been shown so far."""
        self._list = QListWidget()
        self._stack = QStackedWidget()
        self._buttons = QDialogButtonBox()
        # None of the box's own, whose words Qt writes again in another language.
        self._back = QPushButton()
        """Resets the page."""
        self._entries: tuple[_Entry, ...] = ()
        self._lay_out()
        self._join()
        self._write()

    @property
    def settings(self) -> Settings:
        """The settings as the dialog shows them."""
        return self._settings

    def page(self, name: str) -> Page:
        """Return a page by its name, such as ``sound``; it is built when it is first asked for."""
        if name not in self._pages:
            (entry,) = [entry for entry in self._entries if entry.name == name]
            page = entry.make()
            page.edited.connect(self._edit)
            page.show_offers(self._offers)
            page.show_settings(self._settings)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def open_page(self, name: str) -> None:
        """Turn to a page by its name, such as ``sound``."""
        self._list.setCurrentRow([entry.name for entry in self._entries].index(name))

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere, such as by the tray's menu."""
        self._settings = settings
        for page in self._pages.values():
            page.show_settings(settings)

    def set_devices(self, devices: Sequence[DeviceChoice]) -> None:
        """Offer these microphones from now on."""
        self._offer(replace(self._offers, devices=tuple(devices)))

    def set_key_state(self, state: KeyState) -> None:
        """Say where the API key is kept now."""
        self._offer(replace(self._offers, key=state))

    def set_shortcuts(self, problems: Sequence[str], lent: Lent | None) -> None:
        """Say which shortcuts do not work, and show the keys that the desktop lends by itself."""
        self._offer(replace(self._offers, shortcut_problems=tuple(problems), lent=lent))

    def set_level(self, peak_dbfs: float, rms_dbfs: float) -> None:
        """Show how loud the microphone is."""
        page = self._pages.get("sound")
        if isinstance(page, SoundPage):
            page.set_level(peak_dbfs, rms_dbfs)

    def set_sound_result(self, sentence: str, *, ok: bool) -> None:
        """Say what came of the test of the sound."""
        page = self._pages.get("sound")
        if isinstance(page, SoundPage):
            page.set_result(sentence, ok=ok)

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Say what came of the test of the key, or of keeping it."""
        page = self._pages.get("recognition")
        if isinstance(page, RecognitionPage):
            page.set_key_result(sentence, ok=ok)

    def _lay_out(self) -> None:
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setStyleSheet("QListWidget::item { padding: 7px 14px; }")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._buttons.addButton(self._back, QDialogButtonBox.ButtonRole.ResetRole)
        for button in _BUTTONS:
            self._buttons.addButton(button)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self._list)
        both.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(both, 1)
        self._buttons.setContentsMargins(12, 10, 12, 10)
        whole.addWidget(self._buttons)
        self.resize(_WIDTH, _HEIGHT)

    def _join(self) -> None:
        self._list.currentRowChanged.connect(self._turn)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._back.clicked.connect(self._reset)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._step, step))

    def _write(self) -> None:
        """Write all texts in the interface's language, and build the present page anew."""
        row = max(0, self._list.currentRow())
        self.setWindowTitle(self.tr("Settings of Captions"))
        self._list.setAccessibleName(self.tr("Pages"))
        self._back.setText(self.tr("&Reset this page"))
        self._back.setAccessibleDescription(self.tr("Sets all of this page back to its defaults."))
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._entries = self._all_entries()
        with QSignalBlocker(self._list):
            self._list.clear()
            self._list.addItems([entry.title for entry in self._entries])
            self._list.setCurrentRow(row)
        self._list.setFixedWidth(self._list.sizeHintForColumn(0) + _LIST_MARGIN)
        self._turn(row)

    def _all_entries(self) -> tuple[_Entry, ...]:
        return (
            _Entry("sound", self.tr("Sound"), self._make_sound),
            _Entry("recognition", self.tr("Recognition"), self._make_recognition),
            _Entry("captions", self.tr("Captions"), CaptionsPage),
            _Entry("appearance", self.tr("Appearance"), self._make_appearance),
            _Entry("window", self.tr("Window"), WindowPage),
            _Entry("shortcuts", self.tr("Shortcuts"), self._make_shortcuts),
            _Entry("about", self.tr("About"), self._make_about),
        )

    def _make_sound(self) -> Page:
        page = SoundPage()
        page.test_requested.connect(self.test_sound_requested)
        return page

    def _make_recognition(self) -> Page:
        page = RecognitionPage()
        page.key_entered.connect(self.key_entered)
        page.key_forgotten.connect(self.key_forgotten)
        page.key_test_requested.connect(self.key_test_requested)
        return page

    def _make_appearance(self) -> Page:
        page = AppearancePage(PRESETS)
        page.look_chosen.connect(self._choose_look)
        return page

    def _make_shortcuts(self) -> Page:
        page = ShortcutsPage()
        page.keys_requested.connect(self.keys_requested)
        return page

    def _make_about(self) -> Page:
        page = AboutPage(self._offers)
        page.welcome_requested.connect(self.welcome_requested)
        return page

    def _offer(self, offers: Offers) -> None:
        self._offers = offers
        for page in self._pages.values():
            page.show_offers(offers)

    def _turn(self, row: int) -> None:
        entry = self._entries[row]
        page = self.page(entry.name)
        self._stack.setCurrentWidget(page)
        # Not hidden: in Qt 6.11, Tab passes over a box's button that was hidden once.
        self._back.setEnabled(bool(page.editors))
        self._put_buttons_last()

    def _put_buttons_last(self) -> None:
        """Let Tab go to the buttons after the page, as they are seen."""
        for button in (self._back, *map(self._buttons.button, _BUTTONS)):
            QWidget.setTabOrder(_last_by_tab(self), button)

    def _step(self, step: int) -> None:
        self._list.setCurrentRow((self._list.currentRow() + step) % self._list.count())

    def _edit(self, path: str, value: object) -> None:
        self._change(with_value(self._settings, path, value))

    def _choose_look(self, appearance: AppearanceSettings) -> None:
        self._change(replace(self._settings, appearance=appearance))

    def _reset(self) -> None:
        settings = self._settings
        for path in self._pages[self._entries[self._list.currentRow()].name].editors:
            settings = with_value(settings, path, value_at(DEFAULTS, path))
        self._change(settings)

    def _change(self, settings: Settings) -> None:
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings)

    @override
    def accept(self) -> None:
        page = self._pages.get("recognition")
        if isinstance(page, RecognitionPage):
            page.keep_key()
        super().accept()  # By losing the focus, what is still being typed is finished and told.

    @override
    def reject(self) -> None:
        self._change(self._before)
        super().reject()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._write()
        super().changeEvent(event)


def _last_by_tab(window: QWidget) -> QWidget:
    """Return what Tab comes to last in a window that has something to come to."""
    last = window.previousInFocusChain() or window
    while not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
        last = last.previousInFocusChain() or window
    return last
