"""A menu of the looks: the built-in ones, and those that the user has saved."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from captions.settings.schema import AppearanceSettings


class OfferedLook(Protocol):
    """A named look."""

    @property
    def title(self) -> str:
        """Name shown to the user."""

    @property
    def appearance(self) -> AppearanceSettings:
        """Settings that the look consists of."""


class LookMenu(QMenu):
    """Offers looks; the one in use is checked."""

    look_chosen = Signal(object)
    """The user chose a look, or wants to reset the settings to it; carries the look."""

    def show_looks(
        self,
        groups: Sequence[Sequence[OfferedLook]],
        current: AppearanceSettings,
        base: OfferedLook,
    ) -> None:
        """Replace the entries.

        Args:
            groups: looks, with a line between two groups; the first one is not empty.
            current: the settings in use.
            base: the look in use, from which the settings may differ.
        """
        self.clear()
        for group in groups:
            if group:
                self._add_group(group, current)
        if base.appearance != current:
            reset = self.tr("Reset to {look}").replace("{look}", _as_entry(base.title))
            self._add_look(reset, base)

    def _add_group(self, group: Sequence[OfferedLook], current: AppearanceSettings) -> None:
        actions = QActionGroup(self)
        for look in group:
            action = self._add_look(_as_entry(look.title), look)
            action.setCheckable(True)
            action.setChecked(look.appearance == current)
            actions.addAction(action)
        self.addSeparator()

    def _add_look(self, text: str, look: OfferedLook) -> QAction:
        action = self.addAction(text)
        action.triggered.connect(partial(self.look_chosen.emit, look))
        return action


def _as_entry(title: str) -> str:
    """Return a name without what menus read as the mark of an access key."""
    return title.replace("&", "&&")
