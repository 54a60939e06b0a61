"""The app's menu, which the tray and the window share: it says what is wanted, and does nothing."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

SOURCES = {
    "mic": "Microphone",
    "system": "What the computer plays",
    "mic+system": "Both",
}
"""What can be listened to at any time, by its name in the settings."""


class Menu(QMenu):
    """Everything that can be asked of the running app."""

    pause_requested = Signal()
    """Listening should pause, or go on if it does."""
    source_requested = Signal(str)
    """One of `SOURCES` should be listened to."""
    show_requested = Signal()
    """The overlay should be shown, or hidden if it is."""
    quit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pause = self.addAction("Pause")
        self._pause.triggered.connect(self.pause_requested)
        listening = self.addMenu("Listen to")
        self._sources = QActionGroup(self)
        for source, words in SOURCES.items():
            action = listening.addAction(words)
            action.setCheckable(True)
            action.setData(source)
            action.triggered.connect(partial(self.source_requested.emit, source))
            self._sources.addAction(action)
        self.addAction("Show or hide captions").triggered.connect(self.show_requested)
        self.addSeparator()
        self.addAction("Quit Captions").triggered.connect(self.quit_requested)

    def set_paused(self, *, paused: bool) -> None:
        """Offer to go on, or to pause."""
        self._pause.setText("Resume" if paused else "Pause")

    def set_source(self, source: str) -> None:
        """Mark what is listened to; a recording is none of the choices."""
        for action in self._sources.actions():
            action.setChecked(action.data() == source)
