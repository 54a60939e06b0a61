"""The settings dialog: a list of pages, and the only owner of the user's unsaved changes."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple, TypeVar

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid
from typing_extensions import override

from captions.credentials import KeyState
from captions.settings.paths import DEFAULTS, value_at, with_value
from captions.settings.schema import AppearanceSettings, Settings
from captions.ui.hotkeys.key_backend import PortalBindings
from captions.ui.models.model_view import ModelsView
from captions.ui.settings_dialog.dialog_data import DeviceChoice, DialogData
from captions.ui.settings_dialog.navigation.control_finder import FoundControl, collect_controls
from captions.ui.settings_dialog.navigation.navigation_pane import NavigationPane, PageEntry
from captions.ui.settings_dialog.output_view import OutputView
from captions.ui.settings_dialog.outputs.outputs_page import OutputsPage
from captions.ui.settings_dialog.pages.about import AboutPage
from captions.ui.settings_dialog.pages.advanced import AdvancedPage
from captions.ui.settings_dialog.pages.appearance import AppearancePage
from captions.ui.settings_dialog.pages.captioning import CaptionsPage
from captions.ui.settings_dialog.pages.language import LanguagePage
from captions.ui.settings_dialog.pages.listening import ListeningPage
from captions.ui.settings_dialog.pages.page import SettingsPage
from captions.ui.settings_dialog.pages.privacy import PrivacyPage
from captions.ui.settings_dialog.pages.shortcuts import ShortcutsPage
from captions.ui.settings_dialog.pages.words import WordsPage
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.controls.quiet_button import QuietButton
from captions.wording.status import LaneDevice

_WIDTH, _HEIGHT = 912, 640
"""Size in logical pixels; fits a 1280 x 720 screen with a window frame and desktop panels."""
_BUTTONS = (QDialogButtonBox.StandardButton.Ok, QDialogButtonBox.StandardButton.Cancel)
"""Standard buttons, from left to right."""
_Page = TypeVar("_Page", bound=SettingsPage)


class _PageFactory(NamedTuple):
    name: str
    title: str
    make: Callable[[], SettingsPage]


class SettingsDialog(QDialog):
    """Edits the settings and emits every change at once; cancelling emits the initial settings."""

    changed = Signal(object)
    """The user changed the settings; carries the new `Settings`."""
    key_entered = Signal(str)
    """The user wants to save this API key."""
    key_forgotten = Signal()
    """The user wants to delete the saved API key."""
    key_test_requested = Signal(str)
    """The user wants to test this API key; an empty string stands for the saved key."""
    test_sound_requested = Signal()
    """The user wants to test whether the source delivers sound."""
    keys_requested = Signal()
    """The user wants to open the desktop's own shortcut settings."""
    recording_changed = Signal(bool)
    """A field began to record a shortcut, or no longer does; no shortcut may act in between."""
    output_requested = Signal(object)
    """The user asks for an action of an output; carries an `OutputRequest`."""
    models_requested = Signal(object)
    """The user asks for something in the list of models; carries a `ModelRequest`."""
    welcome_requested = Signal()
    """The user wants to see the welcome dialog again."""

    def __init__(self, settings: Settings, data: DialogData) -> None:
        super().__init__()
        self._initial_settings = settings
        """Settings that cancelling restores."""
        self._settings = settings
        self._initial_look = data.looks.chosen
        """Look in use that cancelling restores."""
        self._data = data
        self._pages: dict[str, SettingsPage] = {}
        """Pages built so far, by name."""
        self._navigation = NavigationPane(self._find_controls)
        self._stack = QStackedWidget()
        self._buttons = QDialogButtonBox()
        # Not a standard button: Qt would replace its text when the language changes.
        self._reset_button = QuietButton()
        """Resets the current page to its defaults."""
        self._entries: tuple[_PageFactory, ...] = ()
        self._lay_out()
        self._connect_signals()
        self._retranslate_ui()

    @property
    def settings(self) -> Settings:
        """Settings currently shown in the dialog."""
        return self._settings

    def get_page(self, name: str) -> SettingsPage:
        """Return a page by its name, such as ``listening``; build it on first use."""
        if name not in self._pages:
            (entry,) = [entry for entry in self._entries if entry.name == name]
            page = entry.make()
            for path, editor in page.editors.items():
                editor.edited.connect(partial(self._apply_edit, path))
            page.show_title(entry.title)
            page.show_data(self._data)
            page.show_settings(self._settings)
            self._pages[name] = page
            self._stack.addWidget(page)
        return self._pages[name]

    def open_page(self, name: str) -> None:
        """Show a page by its name, such as ``listening``."""
        names = [entry.name for entry in self._entries]
        self._navigation.pages.setCurrentRow(names.index(name))

    def show_settings(self, settings: Settings) -> None:
        """Show settings that were changed elsewhere, for example by the tray menu."""
        self._settings = settings
        for page in self._pages.values():
            page.show_settings(settings)

    def set_devices(self, devices: Sequence[DeviceChoice]) -> None:
        """Replace the list of microphones."""
        self._show_data(replace(self._data, devices=tuple(devices)))

    def set_lanes(self, devices: Sequence[LaneDevice]) -> None:
        """Show what each lane listens to."""
        if tuple(devices) != self._data.lanes:
            self._show_data(replace(self._data, lanes=tuple(devices)))

    def set_key_state(self, state: KeyState) -> None:
        """Show where the API key is stored."""
        self._show_data(replace(self._data, key=state))

    def set_shortcuts(self, problems: Sequence[str], bindings: PortalBindings | None) -> None:
        """Show which shortcuts do not work, and the keys that the desktop assigned."""
        self._show_data(
            replace(self._data, shortcut_problems=tuple(problems), portal_bindings=bindings)
        )

    def set_outputs(self, views: Sequence[OutputView]) -> None:
        """Show the states of the outputs, which change often, on their page alone."""
        self._data = replace(self._data, outputs=tuple(views))
        page = self._pages.get("outputs")
        if page is not None:
            page.show_data(self._data)

    def set_models(self, view: ModelsView) -> None:
        """Show the recognisers and the progress of downloads."""
        self._show_data(replace(self._data, models=view))

    def set_output_result(self, kind: str, sentence: str, *, ok: bool) -> None:
        """Show the result of an output's action."""
        if (page := self._find_built(OutputsPage)) is not None:
            page.show_result(kind, sentence, ok=ok)

    def show_secret_saved(self, kind: str, index: int) -> None:
        """Empty the field of a secret of an output that has been saved."""
        if (page := self._find_built(OutputsPage)) is not None:
            page.show_secret_saved(kind, index)

    def set_level(self, lane: str, peak_dbfs: float, rms_dbfs: float) -> None:
        """Show the level of a lane."""
        if (page := self._find_built(ListeningPage)) is not None:
            page.set_level(lane, peak_dbfs, rms_dbfs)

    def set_sound_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of the sound test."""
        if (page := self._find_built(ListeningPage)) is not None:
            page.set_result(sentence, ok=ok)

    def set_key_result(self, sentence: str, *, ok: bool) -> None:
        """Show the result of testing or saving the key."""
        if (page := self._find_built(LanguagePage)) is not None:
            page.set_key_result(sentence, ok=ok)

    def show_key_saved(self) -> None:
        """Empty the field of the key, which has been saved."""
        if (page := self._find_built(LanguagePage)) is not None:
            page.show_key_saved()

    def _find_built(self, kind: type[_Page]) -> _Page | None:
        """Return a page by its class; `None` if it has not been opened yet."""
        return next((page for page in self._pages.values() if isinstance(page, kind)), None)

    def _lay_out(self) -> None:
        self._buttons.addButton(self._reset_button, QDialogButtonBox.ButtonRole.ResetRole)
        for button in _BUTTONS:
            self._buttons.addButton(button)
        both = QHBoxLayout()
        both.setSpacing(0)
        both.addWidget(self._navigation)
        both.addWidget(self._stack, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(both, 1)
        self._buttons.setContentsMargins(2 * GRID, GRID, PAGE_MARGIN, 2 * GRID)
        whole.addWidget(self._buttons)
        set_up_controls(self._buttons)
        self.resize(_WIDTH, _HEIGHT)

    def _connect_signals(self) -> None:
        self._navigation.page_chosen.connect(self._show_page)
        self._navigation.control_chosen.connect(self._show_control)
        self._navigation.search_expected.connect(self._build_next_page)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self._reset_button.clicked.connect(self._reset_page)
        for keys, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            QShortcut(QKeySequence(keys), self).activated.connect(partial(self._step_page, step))

    def _retranslate_ui(self) -> None:
        """Write all texts in the interface language and rebuild the current page."""
        row = max(0, self._navigation.pages.currentRow())
        self.setWindowTitle(self.tr("Settings"))
        self._reset_button.setText(self.tr("&Reset this page"))
        self._reset_button.setAccessibleDescription(
            self.tr("Restores the defaults of all settings on this page.")
        )
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._entries = self._page_factories()
        self._navigation.show_pages(
            [PageEntry(entry.title, entry.name) for entry in self._entries], row
        )
        self._navigation.focus_pages()
        self._show_page(row)

    def _page_factories(self) -> tuple[_PageFactory, ...]:
        return (
            _PageFactory("listening", self.tr("Listening"), self._make_listening),
            _PageFactory("language", self.tr("Language and model"), self._make_language),
            _PageFactory("captions", self.tr("Captions"), CaptionsPage),
            _PageFactory("appearance", self.tr("Appearance"), self._make_appearance),
            _PageFactory("words", self.tr("Words"), WordsPage),
            _PageFactory("shortcuts", self.tr("Shortcuts"), self._make_shortcuts),
            _PageFactory("outputs", self.tr("Outputs"), self._make_outputs),
            _PageFactory("privacy", self.tr("Privacy"), PrivacyPage),
            _PageFactory("advanced", self.tr("Advanced"), AdvancedPage),
            _PageFactory("about", self.tr("About"), self._make_about),
        )

    def _make_listening(self) -> SettingsPage:
        page = ListeningPage()
        page.test_requested.connect(self.test_sound_requested)
        return page

    def _make_language(self) -> SettingsPage:
        page = LanguagePage()
        page.key_entered.connect(self.key_entered)
        page.key_forgotten.connect(self.key_forgotten)
        page.key_test_requested.connect(self.key_test_requested)
        page.models_requested.connect(self.models_requested)
        return page

    def _make_appearance(self) -> SettingsPage:
        page = AppearancePage(self._data.looks)
        page.look_chosen.connect(self._apply_look)
        return page

    def _make_outputs(self) -> SettingsPage:
        page = OutputsPage()
        page.requested.connect(self.output_requested)
        return page

    def _make_shortcuts(self) -> SettingsPage:
        page = ShortcutsPage()
        page.keys_requested.connect(self.keys_requested)
        page.recording_changed.connect(self.recording_changed)
        return page

    def _make_about(self) -> SettingsPage:
        page = AboutPage(self._data)
        page.welcome_requested.connect(self.welcome_requested)
        return page

    @property
    def _current_page(self) -> SettingsPage:
        return self._pages[self._entries[self._navigation.pages.currentRow()].name]

    def _show_data(self, data: DialogData) -> None:
        self._data = data
        for page in self._pages.values():
            page.show_data(data)

    def _show_page(self, row: int) -> None:
        entry = self._entries[row]
        page = self.get_page(entry.name)
        self._stack.setCurrentWidget(page)
        # Disabled, not hidden: in Qt 6.11, Tab skips a button of the box once it has been hidden.
        self._reset_button.setEnabled(bool(page.editors))
        self._order_tab_stops()

    def _order_tab_stops(self) -> None:
        """Put the buttons after the page in the Tab order, matching their position on screen."""
        for button in (self._reset_button, *map(self._buttons.button, _BUTTONS)):
            QWidget.setTabOrder(_last_tab_stop(self), button)

    def _step_page(self, step: int) -> None:
        pages = self._navigation.pages
        pages.setCurrentRow((pages.currentRow() + step) % pages.count())

    def _find_controls(self) -> list[FoundControl]:
        """Return the controls of all pages; the first call builds the pages.

        Controls come and go with the recognisers and outputs, so they are collected each time.
        """
        found: list[FoundControl] = []
        for name, title, _ in self._entries:
            found += collect_controls(name, title, self.get_page(name))
        return found

    def _build_next_page(self) -> None:
        """Build the pages one by one while the user has nothing else to wait for."""
        missing = [entry.name for entry in self._entries if entry.name not in self._pages]
        if missing:
            self.get_page(missing[0])
            QTimer.singleShot(0, self, self._build_next_page)

    def _show_control(self, found: FoundControl) -> None:
        """Show a control that was found, and mark it."""
        self.open_page(found.page)
        if isValid(found.control):  # A recogniser may have left the list since the search.
            self.get_page(found.page).reveal_control(found.control)

    def _apply_edit(self, path: str, value: object) -> None:
        self._apply_change(with_value(self._settings, path, value))

    def _apply_look(self, appearance: AppearanceSettings) -> None:
        self._apply_change(replace(self._settings, appearance=appearance))

    def _reset_page(self) -> None:
        settings = self._settings
        for path in self._current_page.editors:
            settings = with_value(settings, path, value_at(DEFAULTS, path))
        self._apply_change(settings)

    def _apply_change(self, settings: Settings) -> None:
        if settings != self._settings:
            self.show_settings(settings)
            self.changed.emit(settings)

    @override
    def accept(self) -> None:
        if (language := self._find_built(LanguagePage)) is not None:
            language.save_key()
        if (outputs := self._find_built(OutputsPage)) is not None:
            outputs.save_secrets()
        super().accept()  # Closing takes the focus away, so a half-typed value is emitted as well.

    @override
    def reject(self) -> None:
        self._data.looks.chosen = self._initial_look
        self._apply_change(self._initial_settings)
        super().reject()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_ui()
        super().changeEvent(event)


def _last_tab_stop(window: QWidget) -> QWidget:
    """Return the last widget in the Tab order of a window that has at least one."""
    last = window.previousInFocusChain() or window
    while not last.focusPolicy() & Qt.FocusPolicy.TabFocus:
        last = last.previousInFocusChain() or window
    return last
