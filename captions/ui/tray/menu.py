"""The menu shared by the tray icon and the overlay; it emits the user's requests as signals."""

from functools import partial

from PySide6.QtCore import QEvent, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu
from typing_extensions import override

from captions.settings.schema import ShortcutSettings
from captions.settings.source import CapturedSource
from captions.ui.tray.copy_menu import CopyMenu
from captions.ui.tray.look_menu import LookMenu
from captions.ui.tray.microphone_menu import MicrophoneMenu
from captions.wording.language import marked, translated

SOURCE_TITLES = {
    CapturedSource.MICROPHONE.value: marked("Microphone"),
    CapturedSource.COMPUTER.value: marked("Computer audio"),
    CapturedSource.BOTH.value: marked("Both"),
}
"""Titles of the live sources by their name in the settings; marked for translation."""


class TrayMenu(QMenu):
    """All commands for the running app."""

    start_again_requested = Signal()
    """The user wants to restart captioning after a failure."""
    pause_requested = Signal()
    """The user wants to pause captioning, or resume it if it is paused."""
    commit_requested = Signal()
    """The user wants to commit the open segment."""
    clear_requested = Signal()
    """The user wants to clear the captions."""
    show_requested = Signal()
    """The user wants to show the overlay, or hide it if it is visible."""
    lock_requested = Signal()
    """The user wants to lock the overlay, which then lets clicks through, or unlock it."""
    larger_requested = Signal()
    """The user wants larger text."""
    smaller_requested = Signal()
    """The user wants smaller text."""
    transcript_requested = Signal()
    """The user wants to open the transcript."""
    keep_requested = Signal(bool)
    """The user wants transcripts to be kept, or not."""
    pause_outputs_requested = Signal()
    """The user wants to pause all outputs, or resume them if they are paused."""
    source_requested = Signal(str)
    """The user chose a source; carries one of `SOURCE_TITLES`."""
    settings_requested = Signal()
    """The user wants to open the settings dialog."""
    quit_requested = Signal()
    """The user wants to quit the app."""

    def __init__(self) -> None:
        super().__init__()
        self._paused = self._locked = self._outputs_paused = False
        self._shown = True
        self._add_captioning()
        self._add_window()
        self._add_transcripts()
        self._add_app()
        self.set_manual(manual=False)
        self.set_failed(failed=False)
        self.set_outputs(enabled=False, paused=False)
        self._retranslate_ui()

    def set_failed(self, *, failed: bool) -> None:
        """Show “Start again” only after a failure."""
        self._start_again.setVisible(failed)

    def set_paused(self, *, paused: bool) -> None:
        """Show “Resume” while captioning is paused, otherwise “Pause”."""
        self._paused = paused
        self._retranslate_ui()

    def set_manual(self, *, manual: bool) -> None:
        """Enable “Commit now” only while the user commits manually."""
        self._commit.setEnabled(manual)

    def set_shown(self, *, shown: bool) -> None:
        """Show “Hide captions” while the overlay is visible, otherwise “Show captions”."""
        self._shown = shown
        self._retranslate_ui()

    def set_locked(self, *, locked: bool) -> None:
        """Show “Unlock captions” while the overlay is locked, otherwise “Lock captions”."""
        self._locked = locked
        self._retranslate_ui()

    def set_kept(self, *, kept: bool) -> None:
        """Check “Keep transcripts” if transcripts are kept after the app quits."""
        self._keep.setChecked(kept)

    def set_outputs(self, *, enabled: bool, paused: bool) -> None:
        """Show “Pause outputs” or “Resume outputs” if any output is turned on."""
        self._outputs_paused = paused
        self._pause_outputs.setVisible(enabled)
        self._retranslate_ui()

    def set_source(self, source: str) -> None:
        """Check the current source; a recording or stream checks none."""
        for action in self._sources.actions():
            action.setChecked(action.data() == source)

    def set_shortcuts(self, shortcuts: ShortcutSettings) -> None:
        """Show the global shortcuts beside their menu entries."""
        for action, keys in (
            (self._pause, shortcuts.pause),
            (self._commit, shortcuts.commit),
            (self._clear, shortcuts.clear),
            (self._transcript, shortcuts.transcript),
            (self._show, shortcuts.show),
            (self._lock, shortcuts.lock),
            (self._larger, shortcuts.larger),
            (self._smaller, shortcuts.smaller),
        ):
            action.setShortcut(QKeySequence(keys, QKeySequence.SequenceFormat.PortableText))
            action.setShortcutVisibleInContextMenu(True)

    def _add_captioning(self) -> None:
        self._start_again = self._add_action(self.start_again_requested)
        self._pause = self._add_action(self.pause_requested)
        self._commit = self._add_action(self.commit_requested)
        self._clear = self._add_action(self.clear_requested)
        self.addSeparator()

    def _add_window(self) -> None:
        self._show = self._add_action(self.show_requested)
        self._lock = self._add_action(self.lock_requested)
        self._larger = self._add_action(self.larger_requested)
        self._smaller = self._add_action(self.smaller_requested)
        self.looks = LookMenu()
        """The looks, for the app to fill."""
        self.addMenu(self.looks)
        self.addSeparator()

    def _add_transcripts(self) -> None:
        self._transcript = self._add_action(self.transcript_requested)
        self.copying = CopyMenu()
        """Copies what was said in the last minutes."""
        self.addMenu(self.copying)
        self._keep = self._add_action(self.keep_requested)
        self._keep.setCheckable(True)
        self._pause_outputs = self._add_action(self.pause_outputs_requested)
        self.addSeparator()

    def _add_app(self) -> None:
        self._source_menu = self.addMenu("")
        self._sources = self._make_sources()
        self.microphones = MicrophoneMenu()
        """The microphones, for the app to fill."""
        self.addMenu(self.microphones)
        self._settings = self._add_action(self.settings_requested)
        self.addSeparator()
        self._quit = self._add_action(self.quit_requested)

    def _make_sources(self) -> QActionGroup:
        """Return the entries of the source menu, one of which can be checked."""
        sources = QActionGroup(self)
        for source in SOURCE_TITLES:
            action = self._source_menu.addAction("")
            action.setCheckable(True)
            action.setData(source)
            action.triggered.connect(partial(self.source_requested.emit, source))
            sources.addAction(action)
        return sources

    def _add_action(self, signal: SignalInstance) -> QAction:
        action = self.addAction("")
        action.triggered.connect(signal)
        return action

    def _retranslate_ui(self) -> None:
        """Write all entries in the interface language, for the current state."""
        self._start_again.setText(self.tr("Start again"))
        self._pause.setText(self.tr("Resume") if self._paused else self.tr("Pause"))
        self._commit.setText(self.tr("Commit now"))
        self._clear.setText(self.tr("Clear captions"))
        self._show.setText(self.tr("Hide captions") if self._shown else self.tr("Show captions"))
        self._lock.setText(self.tr("Unlock captions") if self._locked else self.tr("Lock captions"))
        self._larger.setText(self.tr("Larger text"))
        self._smaller.setText(self.tr("Smaller text"))
        self.looks.setTitle(self.tr("Look"))
        self._transcript.setText(self.tr("Transcript…"))
        self.copying.setTitle(self.tr("Copy the last minutes"))
        self.copying.retranslate()
        self._keep.setText(self.tr("Keep transcripts"))
        self._pause_outputs.setText(
            self.tr("Resume outputs") if self._outputs_paused else self.tr("Pause outputs")
        )
        self.microphones.setTitle(self.tr("Microphone"))
        self.microphones.fill()
        self._source_menu.setTitle(self.tr("Source"))
        for action in self._sources.actions():
            action.setText(translated(SOURCE_TITLES[action.data()]))
        self._settings.setText(self.tr("Settings…"))
        self._quit.setText(self.tr("Quit Captions"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.LanguageChange:
            self._retranslate_ui()
