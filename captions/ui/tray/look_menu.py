"""A menu of the looks: the built-in ones, and those that the user has saved."""

from collections.abc import Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
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
    """The user chose a look; carries its `AppearanceSettings`."""

    def show_looks(self, groups: Sequence[Sequence[OfferedLook]], current: object) -> None:
        """Replace the entries.

        Args:
            groups: looks, with a line between two groups.
            current: the `AppearanceSettings` in use.
        """
        self.clear()
        actions = QActionGroup(self)
        for group in groups:
            if not self.isEmpty() and group:
                self.addSeparator()
            for look in group:
                # Names of the user may contain what menus read as the mark of an access key.
                action = self.addAction(look.title.replace("&", "&&"))
                action.setCheckable(True)
                action.setChecked(look.appearance == current)
                action.triggered.connect(partial(self.look_chosen.emit, look.appearance))
                actions.addAction(action)
