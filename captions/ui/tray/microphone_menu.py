"""A menu of the microphones by name."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu


class MicrophoneMenu(QMenu):
    """Offers the system's default microphone and each that is connected; one is checked."""

    chosen = Signal(str)
    """The user chose a microphone; carries its name, which is empty for the system's default."""

    def __init__(self) -> None:
        super().__init__()
        self._names: tuple[str, ...] = ()
        self._current = ""
        self._actions = QActionGroup(self)

    def show_current(self, name: str) -> None:
        """Check the microphone of the settings, even if it is not connected."""
        if name != self._current:
            self._current = name
            self.fill()

    def show_microphones(self, names: Sequence[str]) -> None:
        """Offer the microphones that are connected."""
        if tuple(names) != self._names:
            self._names = tuple(names)
            self.fill()

    def fill(self) -> None:
        """Write all entries in the interface language."""
        self.clear()
        self._actions = QActionGroup(self)
        self._add_entry(self.tr("System default"), "")
        self.addSeparator()
        for name in self._names:
            self._add_entry(name.replace("&", "&&"), name)
        if self._current and self._current not in self._names:
            missing = self.tr("{} (not connected)").replace("{}", self._current)
            self._add_entry(missing.replace("&", "&&"), self._current)

    def _add_entry(self, text: str, name: str) -> None:
        action = self.addAction(text)
        action.setCheckable(True)
        action.setChecked(name == self._current)
        action.triggered.connect(partial(self.chosen.emit, name))
        self._actions.addAction(action)
