"""Opens the transcript window, keeps it up to date, and does what the user asks for in it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from captions.app.transcripts.export_transcripts import export_transcripts
from captions.app.transcripts.running_transcript import RunningTranscript
from captions.app.transcripts.transcript_playback import TranscriptPlayback
from captions.audio.lanes import lane_labels
from captions.background_tasks import BackgroundTasks
from captions.errors import CaptionsError
from captions.events import Partial, Speech
from captions.history.sound.export import export_sound
from captions.history.sound.folders import session_folder
from captions.settings.schema import Settings
from captions.ui.history.exporting.export_request import ExportRequest
from captions.ui.history.window import TranscriptWindow
from captions.ui.widgets import window_placement
from captions.ui.widgets.window_placement import CaptionPlace
from captions.wording.language import rendered
from captions.words.compiled_rules import compile_rules

_UPDATE_MS = 50
"""Shortest time between two updates of the window in milliseconds."""
_WATCH_MS = 1000
"""Interval in milliseconds at which changes by other programs are detected."""


class TranscriptController(QObject):
    """Owns the transcript window."""

    keep_requested = Signal(bool)
    """The user wants transcripts to be kept, or not."""
    display_changed = Signal(bool, int)
    """The user changed times or size: True for times of day, and the size of text in per cent."""
    names_changed = Signal()
    """The user renamed a speaker of this run."""
    computer_muted = Signal(bool)
    """Computer audio must not be captioned while a transcript is played, and may be again."""

    def __init__(
        self,
        transcript: RunningTranscript,
        settings: Settings,
        add_keyterm: Callable[[str], bool],
        locate_captions: Callable[[], CaptionPlace] = CaptionPlace,
    ) -> None:
        """Prepare to open the window.

        Args:
            transcript: the transcript of this run.
            settings: settings currently in use.
            add_keyterm: adds a word or phrase to those that the recogniser should expect. It
                returns False if it is one of them already, and raises `CaptionsError`.
            locate_captions: returns where the captions are, for which the window leaves room.
        """
        super().__init__()
        self._transcript = transcript
        self._settings = settings
        self._save_keyterm = add_keyterm
        self._locate_captions = locate_captions
        self._rules = compile_rules(settings.words.overlay, settings)
        self._partials: dict[str, str] = {}
        """Text of the open segment of each lane."""
        self.window: TranscriptWindow | None = None
        """The window, once it has been opened."""
        self._tasks = BackgroundTasks()
        self._closing = threading.Event()
        """Ends exports of sound, which take long."""
        self._change_count = -1
        self._playback = TranscriptPlayback(
            transcript.history.folder, self._show_position, self.computer_muted.emit
        )
        self._update_timer = QTimer(self, singleShot=True, interval=_UPDATE_MS)
        self._update_timer.timeout.connect(self._show_changes)
        self._watch_timer = QTimer(self, interval=_WATCH_MS)
        self._watch_timer.timeout.connect(self._show_changes)

    def open_window(self) -> None:
        """Open the window, or bring it to the front."""
        if self.window is None:
            self.window = self._make_window()
            self._watch_changes()
        window_placement.open_window(
            self.window,
            captions_at_top=self._settings.window.position == "top",
            captions=self._locate_captions().wanted,
        )

    @property
    def announces_speech(self) -> bool:
        """True if the window announces speech to screen readers."""
        return self.window is not None and self.window.announces_speech

    def apply(self, settings: Settings) -> None:
        """Apply other settings."""
        before, self._settings = lane_labels(self._settings.sound), settings
        if self.window is not None:
            self._apply_to_window(self.window)
            self._relabel_partials(before)
        self._rules = compile_rules(settings.words.overlay, settings)

    def show_speech(self, event: Speech) -> None:
        """Show the open segment of a lane; committed segments come from the store."""
        text = self._rules.apply_text(event.text) if isinstance(event, Partial) else ""
        if self._partials.get(event.lane, "") == text:
            return
        self._partials[event.lane] = text
        if self.window is not None:
            self.window.show_partial(text, self._find_label(event.lane))

    async def close(self) -> None:
        """Stop playing, close the window, end exports of sound, and wait for others."""
        self._closing.set()
        self._playback.stop()
        self._update_timer.stop()
        self._watch_timer.stop()
        self._transcript.history.on_change = None
        if self.window is not None:
            self.window.hide()
        await self._tasks.wait()

    def _make_window(self) -> TranscriptWindow:
        window = TranscriptWindow(self._transcript.history)
        self._apply_to_window(window)
        window.pane.view.display_changed.connect(self.display_changed)
        window.export_requested.connect(self._export)
        window.sound_export_requested.connect(self._export_sound)
        window.keyterm_requested.connect(self._add_keyterm)
        window.keep_requested.connect(self.keep_requested)
        window.commands.speaker_renamed.connect(self._rename_speaker)
        window.play_requested.connect(self._play)
        window.stop_requested.connect(self._playback.stop)
        for lane, text in self._partials.items():
            window.show_partial(text, self._find_label(lane))
        return window

    def _apply_to_window(self, window: TranscriptWindow) -> None:
        """Apply the settings that concern the window."""
        interface = self._settings.interface
        window.set_read_out(enabled=self._settings.captions.read_out)
        window.pane.view.set_display(
            clock=interface.transcript_clock, percent=interface.transcript_percent
        )

    def _rename_speaker(self, session_id: int, name: str, other: str) -> None:
        """Use the new name of a speaker for what follows, if it is this run's."""
        is_current = session_id == self._transcript.session_id
        if is_current and self._transcript.names.rename_speaker(name, other):
            self.names_changed.emit()

    def _find_label(self, lane: str) -> str:
        return lane_labels(self._settings.sound).get(lane, "")

    def _relabel_partials(self, before: Mapping[str, str]) -> None:
        """Show open segments under the present labels of their lanes.

        Args:
            before: label under which each lane has been shown.
        """
        if self.window is None:
            return
        labels = {lane: self._find_label(lane) for lane in self._partials}
        renamed = [lane for lane in labels if before.get(lane, "") != labels[lane]]
        for lane in renamed:
            self.window.show_partial("", before.get(lane, ""))
        for lane in renamed:
            self.window.show_partial(self._partials[lane], labels[lane])

    def _watch_changes(self) -> None:
        """Update the window after each change by this program, and by others."""
        loop = asyncio.get_running_loop()

        def schedule_update() -> None:
            with contextlib.suppress(RuntimeError):  # The loop is closed.
                loop.call_soon_threadsafe(self._schedule_update)

        self._transcript.history.on_change = schedule_update
        self._watch_timer.start()
        self._schedule_update()

    def _schedule_update(self) -> None:
        if not self._update_timer.isActive():
            self._update_timer.start()

    def _show_changes(self) -> None:
        count = self._transcript.history.change_count
        if self.window is not None and count != self._change_count:
            self._change_count = count
            self.window.set_live_session(self._transcript.session_id)
            self.window.show_changed()

    def _export(self, request: ExportRequest) -> None:
        write_files = partial(export_transcripts, self._transcript.history, request)
        self._tasks.start(self._export_in_thread(write_files, request.path))

    def _export_sound(self, session_id: int, path: Path) -> None:
        folder = session_folder(self._transcript.history.folder, session_id)
        self._show_notice(self.tr("Exporting to {0}…").format(path), ok=True)
        write_file = partial(export_sound, folder, path, is_cancelled=self._closing.is_set)
        self._tasks.start(self._export_in_thread(write_file, path))

    async def _export_in_thread(self, write_files: Callable[[], object], path: Path) -> None:
        try:
            await asyncio.to_thread(write_files)
        except CaptionsError as error:
            self._show_notice(rendered(error.message), ok=False)
        else:
            self._show_notice(self.tr("Exported to {0}").format(path), ok=True)

    def _add_keyterm(self, term: str) -> None:
        """Add a keyterm, and show whether it was added."""
        try:
            is_new = self._save_keyterm(term)
        except CaptionsError as error:
            self._show_notice(rendered(error.message), ok=False)
            return
        if is_new:
            sentence = self.tr("“{term}” was added to the names and rare words.")
        else:
            sentence = self.tr("“{term}” is already one of the names and rare words.")
        self._show_notice(sentence.format(term=term), ok=True)

    def _play(self, session_id: int, start: float) -> None:
        self._tasks.start(self._play_session(session_id, start))

    async def _play_session(self, session_id: int, start: float) -> None:
        try:
            await self._playback.play(session_id, start)
        except CaptionsError as error:
            self._show_notice(rendered(error.message), ok=False)

    def _show_position(self, session_id: int, position: float | None) -> None:
        if self.window is not None:
            self.window.set_playing(session_id, position)

    def _show_notice(self, sentence: str, *, ok: bool) -> None:
        if self.window is not None:
            self.window.show_notice(sentence, ok=ok)
