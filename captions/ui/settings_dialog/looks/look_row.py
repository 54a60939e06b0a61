"""The control of the looks: a list to choose from, and a menu to save, share and reset them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from captions.settings.looks import LookStore
from captions.settings.schema import AppearanceSettings
from captions.ui.settings_dialog.looks.look_commands import LookCommands
from captions.ui.settings_dialog.looks.look_list import ListedLook, LookList
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.notes import NoteLabel
from captions.ui.widgets.setting_row import HeadedControl


class LookRow(HeadedControl):
    """Chooses and manages looks; shows the result of each command below."""

    look_chosen = Signal(object)
    """The user chose a look; carries its `AppearanceSettings`."""

    def __init__(self, store: LookStore, built_in: Sequence[Sequence[ListedLook]]) -> None:
        """Create the row.

        Args:
            store: the looks of the user.
            built_in: groups of looks that every installation has; the first is not empty.
        """
        super().__init__()
        self._looks = LookList(store, built_in)
        self.commands = LookCommands(store, self._looks, self)
        """What the menu offers."""
        self._button = QPushButton(self.tr("Manage"))
        self._menu = QMenu(self)
        self._note = NoteLabel()
        self._lay_out()
        self._looks.look_chosen.connect(self._announce_look)
        self.commands.reported.connect(self._note.announce_text)
        self._menu.aboutToShow.connect(self._fill_menu)
        self.commands.list_looks()

    def show_appearance(self, appearance: AppearanceSettings) -> None:
        """Show which look is in use, and whether it has been changed."""
        if appearance != self._looks.appearance:
            self._note.show_text("")
        self._looks.show_appearance(appearance)

    def _lay_out(self) -> None:
        self._button.setAutoDefault(False)
        self._button.setMenu(self._menu)
        self._button.setMinimumWidth(self._button.sizeHint().width() + GRID)
        self._button.setAccessibleName(self.tr("Manage looks"))
        self._button.setAccessibleDescription(
            self.tr("Saves, renames, deletes, exports, imports and resets looks.")
        )
        self._menu.setToolTipsVisible(True)
        self.head.addWidget(self._looks.box)
        self.head.addWidget(self._button)
        self.head.setSpacing(GRID)
        self.column.addWidget(self._note)
        self.setFocusProxy(self._looks.box)

    def _announce_look(self, appearance: AppearanceSettings) -> None:
        self._note.show_text("")
        self.look_chosen.emit(appearance)

    def _fill_menu(self) -> None:
        """List the commands; those that do not apply say why."""
        self._menu.clear()
        commands = self.commands
        self._menu.addAction(self.tr("&Save as…"), commands.ask_save)
        built_in = self.tr("Built-in looks cannot be changed; save a copy under another name.")
        for text, run in (
            (self.tr("&Rename…"), commands.ask_rename),
            (self.tr("&Delete"), commands.ask_delete),
        ):
            action = self._menu.addAction(text, run)
            _explain_disabled(action, "" if self._looks.is_own else built_in)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("&Export…"), commands.ask_export)
        self._menu.addAction(self.tr("&Import…"), commands.ask_import)
        self._menu.addSeparator()
        title = self._looks.base.title.replace("&", "&&")
        text = self.tr("Rese&t to {look}").replace("{look}", title)
        unchanged = self.tr("This look has not been changed.")
        reset = self._menu.addAction(text, commands.reset_look)
        _explain_disabled(reset, "" if self._looks.is_changed else unchanged)


def _explain_disabled(action: QAction, reason: str) -> None:
    """Disable an action for a reason; an empty reason enables it."""
    action.setEnabled(not reason)
    if reason:
        action.setToolTip(reason)
