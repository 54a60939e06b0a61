"""The app's menu, which the tray and the window share: it says what is wanted, and does nothing."""

from functools import partial

from PySide6.QtCore import QEvent, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from captions.settings import ShortcutSettings
from captions.wording.language import marked, translated

SOURCES = {
    "mic": marked("Microphone"),
    "system": marked("What the computer plays"),
    "mic+system": marked("Both"),
}
"""What can be listened to at any time, by its name in the settings; marked for translation."""


class Menu(QMenu):
    """Everything that can be asked of the running app."""

    start_again_requested = Signal()
    """Captioning should start again after it has failed."""
    pause_requested = Signal()
    """Listening should pause, or go on if it does."""
    commit_requested = Signal()
    """What was said so far should be committed."""
    clear_requested = Signal()
    """The captions on the screen should go away."""
    show_requested = Signal()
    """The overlay should be shown, or hidden if it is."""
    lock_requested = Signal()
    """The overlay should let clicks through, or take them again if it does."""
    source_requested = Signal(str)
    """One of `SOURCES` should be listened to."""
    settings_requested = Signal()
    """The settings dialog should open."""
    quit_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._paused = False
        self._shown = True
        self._locked = False
        self._start_again = self._choice(self.start_again_requested)
        self._pause = self._choice(self.pause_requested)
        self._commit = self._choice(self.commit_requested)
        self._clear = self._choice(self.clear_requested)
        self.addSeparator()
        self._show = self._choice(self.show_requested)
        self._lock = self._choice(self.lock_requested)
        self.addSeparator()
        self._listening = self.addMenu("")
        self._sources = QActionGroup(self)
        for source in SOURCES:
            action = self._listening.addAction("")
            action.setCheckable(True)
            action.setData(source)
            action.triggered.connect(partial(self.source_requested.emit, source))
            self._sources.addAction(action)
        self._settings = self._choice(self.settings_requested)
        self.addSeparator()
        self._quit = self._choice(self.quit_requested)
        self.set_manual(manual=False)
        self.set_failed(failed=False)
        self._write()

    def set_failed(self, *, failed: bool) -> None:
        """Offer to start again, which only a failure leaves to the user."""
        self._start_again.setVisible(failed)

    def set_paused(self, *, paused: bool) -> None:
        """Offer to go on, or to pause."""
        self._paused = paused
        self._write()

    def set_manual(self, *, manual: bool) -> None:
        """Offer to commit, which only the manual strategy leaves to the user."""
        self._commit.setEnabled(manual)

    def set_shown(self, *, shown: bool) -> None:
        """Offer to hide the overlay, or to show it."""
        self._shown = shown
        self._write()

    def set_locked(self, *, locked: bool) -> None:
        """Offer to unlock the overlay, or to lock it."""
        self._locked = locked
        self._write()

    def set_source(self, source: str) -> None:
        """Mark what is listened to; a recording is none of the choices."""
        for action in self._sources.actions():
            action.setChecked(action.data() == source)

    def set_shortcuts(self, shortcuts: ShortcutSettings) -> None:
        """Write beside the choices which keys do the same in any program."""
        for action, keys in (
            (self._pause, shortcuts.pause),
            (self._commit, shortcuts.commit),
            (self._clear, shortcuts.clear),
            (self._show, shortcuts.show),
            (self._lock, shortcuts.lock),
        ):
            action.setShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText))
            action.setShortcutVisibleInContextMenu(True)

    def _choice(self, wanted: SignalInstance) -> QAction:
        action = self.addAction("")
        action.triggered.connect(wanted)
        return action

    def _write(self) -> None:
        """Write every choice in the interface's language, and as what it does now."""
        self._start_again.setText(self.tr("Start again"))
        self._pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        self._commit.setText(self.tr("Commit now"))
        self._clear.setText(self.tr("Clear captions"))
        self._show.setText(self.tr("Hide captions") if self._shown else self.tr("Show captions"))
        self._lock.setText(self.tr("Unlock captions") if self._locked else self.tr("Lock captions"))
        self._listening.setTitle(self.tr("Listen to"))
        for action in self._sources.actions():
            action.setText(translated(SOURCES[action.data()]))
        self._settings.setText(self.tr("Settings…"))
        self._quit.setText(self.tr("Quit Captions"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._write()
