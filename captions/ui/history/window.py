"""The transcript window: the sessions on the left, and the transcript of one on the right."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget
from typing_extensions import override

from captions.errors import CaptionsError
from captions.model.saved_transcript import SavedSession, SearchHit
from captions.ui.history.commands import COPY_WITH_TIMES_KEYS, TranscriptCommands
from captions.ui.history.ports import TranscriptStore
from captions.ui.history.sessions.known_sessions import KnownSessions
from captions.ui.history.sessions.session_list import SessionList
from captions.ui.history.sessions.session_model import SessionModel
from captions.ui.history.transcript_pane import TranscriptPane
from captions.ui.history.transcript_search import TranscriptSearch
from captions.ui.history.view.open_partials import OpenPartials
from captions.ui.widgets.notes import NoteTone

_WIDTH, _HEIGHT = 1000, 680
_MIN_WIDTH, _MIN_HEIGHT = 640, 320
_SIDEBAR_WIDTH, _MIN_SIDEBAR_WIDTH = 240, 176
_LIST_MS = 500
"""Shortest time between two updates of the list of sessions and of the search."""
_SEARCH_MS = 5000
"""Shortest time until a search of all transcripts is repeated, because it may take long."""


class TranscriptWindow(QWidget):
    """Shows, searches and changes what the store has, and emits what the app has to do."""

    export_requested = Signal(object)
    """The user wants to write files; carries an `ExportRequest`."""
    sound_export_requested = Signal(int, object)
    """The user wants to write the audio of a session to a file; carries its `Path`."""
    keyterm_requested = Signal(str)
    """The user wants the recogniser to expect this word or phrase."""
    play_requested = Signal(int, float)
    """The user wants to hear a session from a stream time."""
    stop_requested = Signal()
    """The user wants to hear no more."""
    keep_requested = Signal(bool)
    """The user wants to keep the session that is being written, or no longer."""

    def __init__(self, store: TranscriptStore, find_now: Callable[[], float] = time.time) -> None:
        """``find_now`` returns the current time in seconds since 1970."""
        super().__init__()
        self._find_now = find_now
        self._sessions = KnownSessions(store)
        self._is_chosen = False
        """True if the user chose or touched the session, so that no other replaces it."""
        self._partials = OpenPartials(self)
        self._search = TranscriptSearch(store)
        self.session_model = SessionModel(self._find_today, self)
        self.session_list = SessionList(self.session_model)
        self.pane = TranscriptPane(store, self._find_today)
        self.commands = TranscriptCommands(self, self.pane, store)
        self._pause = QTimer(self, singleShot=True, interval=_LIST_MS)
        self._search_pause = QTimer(self, singleShot=True, interval=_SEARCH_MS)
        self._is_stale = True
        """True if the store changed after the list of sessions was read."""
        self._lay_out()
        self._connect_signals()
        self._add_shortcuts()
        self._retranslate_ui()

    @property
    def announces_speech(self) -> bool:
        """True if the window announces committed segments, so that nothing else needs to."""
        return self.pane.announces_speech

    def set_read_out(self, *, enabled: bool) -> None:
        """Announce committed segments to screen readers while the window is in front, or not."""
        self.pane.reads_out = enabled

    def show_changed(self) -> None:
        """Show what changed in the store; cheap enough for 20 calls a second."""
        self._is_stale = True
        if self.isVisible():
            self._refresh_text()
            if not self._pause.isActive():
                self._update_list()

    def show_partial(self, text: str, label: str) -> None:
        """Show the open partial of a speaker; an empty text ends it."""
        self._partials.show_text(label, text)

    def set_live_session(self, session_id: int | None) -> None:
        """Set the session that this app is writing; other programs may write others."""
        if self._sessions.set_live(session_id):
            self._is_stale = True
            self._update_if_stale()

    def set_playing(self, session_id: int, stream_time: float | None) -> None:
        """Mark the word that is played; `None` if playing ended."""
        self.pane.show_playing(session_id, stream_time)

    def show_notice(self, sentence: str, *, ok: bool) -> None:
        """Show and announce the result of something that the app did for the user."""
        self.pane.notice.show_notice(sentence, NoteTone.GOOD if ok else NoteTone.BAD)

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.session_list)
        splitter.addWidget(self.pane)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([_SIDEBAR_WIDTH, _WIDTH - _SIDEBAR_WIDTH])
        self.session_list.setMinimumWidth(_MIN_SIDEBAR_WIDTH)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.setMinimumSize(_MIN_WIDTH, _MIN_HEIGHT)
        self.resize(_WIDTH, _HEIGHT)

    def _connect_signals(self) -> None:
        commands, pane = self.commands, self.pane
        self._pause.timeout.connect(self._update_if_stale)
        self._search_pause.timeout.connect(self._update_if_search_stale)
        self._partials.changed.connect(self._show_partials)
        self.session_list.chosen.connect(self._choose_session)
        self.session_list.delete_requested.connect(self._delete_sessions)
        self.session_list.delete_all_requested.connect(commands.delete_everything)
        self.session_list.export_requested.connect(self._export_sessions)
        self.session_model.renamed.connect(commands.rename_session)
        pane.header.renamed.connect(self._rename_shown)
        pane.header.title_field.textEdited.connect(self._hold_session)
        pane.view.moved.connect(self._note_move)
        pane.view.selectionModel().selectionChanged.connect(self._hold_session)
        pane.view.following_changed.connect(self._release_session)
        pane.header.keep_requested.connect(self.keep_requested)
        pane.delete_requested.connect(self._delete_shown)
        pane.play_requested.connect(self.play_requested)
        pane.stop_requested.connect(self.stop_requested)
        pane.search_bar.query_changed.connect(self._start_search)
        pane.search_bar.stepped.connect(self._step_search)
        pane.search_bar.closed.connect(pane.view.setFocus)
        commands.keyterm_requested.connect(self.keyterm_requested)
        commands.export_requested.connect(self.export_requested)
        commands.sound_export_requested.connect(self.sound_export_requested)

    def _add_shortcuts(self) -> None:
        view = self.pane.view
        shortcuts: dict[str, Callable[[], object]] = {
            "Ctrl+F": self.pane.search_bar.focus_field,
            "F3": partial(self._step_search, 1),
            "Shift+F3": partial(self._step_search, -1),
            "Ctrl+E": self.commands.export_session,
            COPY_WITH_TIMES_KEYS: self.commands.copy_with_times,
            "Ctrl++": partial(view.change_zoom, 1),
            "Ctrl+=": partial(view.change_zoom, 1),
            "Ctrl+-": partial(view.change_zoom, -1),
            "Ctrl+0": partial(view.change_zoom, 0),
            "Ctrl+W": self.close,
        }
        for keys, run in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(run)

    def _find_today(self) -> date:
        return datetime.fromtimestamp(self._find_now(), UTC).astimezone().date()

    def _refresh_text(self) -> None:
        """Show new segments in place of the partials that preceded them."""
        view = self.pane.view
        view.setUpdatesEnabled(False)
        self.pane.model.refresh()
        self._partials.drop_ended()
        self._show_partials()
        view.setUpdatesEnabled(True)

    def _show_partials(self) -> None:
        if self.isVisible():
            self.pane.show_partials(self._partials.texts)

    def _update_if_stale(self) -> None:
        if self._is_stale and self.isVisible():
            self._update_list()

    def _update_if_search_stale(self) -> None:
        self._is_stale = self._is_stale or self._search.is_stale
        self._update_if_stale()

    def _update_list(self) -> None:
        """Read the sessions again, and show what changed about the one that is shown."""
        self._pause.start()
        self._read_sessions()
        default, previous = self._sessions.find_default(), self.pane.session
        shown = None if previous is None else self._sessions.find_present(previous)
        is_live = default is not None and self._sessions.is_live(default)
        is_replaced = not self._is_chosen and is_live
        if shown is None or (is_replaced and shown != default):
            self._show_session(default)
        else:
            self.pane.update_session(shown, is_live=self._sessions.is_live(shown))
            self._show_partials()
        self._repeat_search()
        self._list_sessions()

    def _read_sessions(self) -> None:
        self._is_stale = False
        try:
            self._sessions.read_store()
        except CaptionsError as error:
            self.commands.report_problem(error.message)

    def _list_sessions(self) -> None:
        sessions = self._sessions.list_all()
        self.session_model.show_sessions(sessions, self._search.matches_by_session)
        if self.pane.session is not None:
            self.session_list.show_session(self.pane.session.id)

    def _choose_session(self, session_id: int) -> None:
        self._is_chosen = True
        self._open_session(self._sessions.find_session(session_id))
        query = self._search.query
        if query:
            if not self._search.searches_all:
                self._run_search(partial(self._search.start, query, session_id, searches_all=False))
            hit = self._search.go_to_nearest(session_id, 0)
            # Only so many matches are known, and those of this session may not be among them.
            self._show_hit(hit if hit and hit.session_id == session_id else None)

    def _open_session(self, session: SavedSession | None) -> None:
        self._show_session(session)
        self._list_sessions()

    def _show_session(self, session: SavedSession | None) -> None:
        is_live = session is not None and self._sessions.is_live(session)
        self._is_chosen = self._is_chosen and not is_live
        self.pane.show_session(session, is_live=is_live)
        self._show_partials()

    def _hold_session(self) -> None:
        """Stay at the session, because the user reads or changes it."""
        self._is_chosen = True

    def _note_move(self) -> None:
        """Stay at the session, unless the user went to its live end."""
        self._is_chosen = not self.pane.view.follows_end

    def _release_session(self) -> None:
        """Let the next live session replace this one if its end is followed."""
        if self.pane.view.follows_end:
            self._is_chosen = False

    def _start_search(self, query: str) -> None:
        shown = None if self.pane.session is None else self.pane.session.id
        view, searches_all = self.pane.view, self.pane.search_bar.searches_all
        self._run_search(partial(self._search.start, query, shown, searches_all=searches_all))
        view.marker.query = query
        self._show_hit(self._search.go_to_nearest(shown, view.rows.position.row))
        self._list_sessions()

    def _repeat_search(self) -> None:
        """Search again after the store changed."""
        self._search.is_stale = bool(self._search.query)
        waits = self._search.searches_all and self._search_pause.isActive()
        if self._search.query and not waits:
            shown = None if self.pane.session is None else self.pane.session.id
            self._run_search(partial(self._search.repeat, shown))
            self._show_count()

    def _run_search(self, search: Callable[[], None]) -> None:
        """Search the store, and show what went wrong."""
        self._search_pause.start()
        try:
            search()
        except CaptionsError as error:
            self.commands.report_problem(error.message)

    def _step_search(self, direction: int) -> None:
        if self._search.query:
            self._show_hit(self._search.step(direction))

    def _show_hit(self, hit: SearchHit | None) -> None:
        """Show the session and the segment of a match."""
        view = self.pane.view
        view.marker.current_hit = None if hit is None else hit.segment_id
        if hit is not None:
            shown = self.pane.session
            session = self._sessions.find_session(hit.session_id)
            if (shown is None or shown.id != hit.session_id) and session is not None:
                self._is_chosen = True
                self._open_session(session)
            view.go_to_row(hit.position, centred=True)
        view.viewport().update()
        self._show_count()

    def _show_count(self) -> None:
        bar = self.pane.search_bar
        bar.show_count(self._search.format_count())
        bar.set_steps_enabled(enabled=self._search.has_hits)

    def _rename_shown(self, title: str) -> None:
        if self.pane.session is not None:
            self.commands.rename_session(self.pane.session.id, title)

    def _delete_shown(self) -> None:
        if self.pane.session is not None:
            self.commands.delete_sessions((self.pane.session,))

    def _delete_sessions(self, ids: Sequence[int]) -> None:
        self.commands.delete_sessions(self._sessions.list_known(ids))

    def _export_sessions(self, ids: Sequence[int]) -> None:
        sessions = self._sessions.list_known(ids)
        if sessions:
            self.commands.exporter.export_sessions(sessions)

    def _retranslate_ui(self) -> None:
        self.setWindowTitle(self.tr("Transcripts"))
        self.session_list.setAccessibleName(self.tr("Transcripts"))
        self.commands.fill_copy_menu()
        self.commands.fill_export_menu()
        self.session_model.repaint_rows()
        self._show_count()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_stale:
            self._refresh_text()
            self._update_list()
        self.pane.view.setFocus()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        self.pane.stop_playing()
        super().closeEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self._search.query:
            self.pane.search_bar.clear_query()
            self.pane.view.setFocus()
        else:
            self.close()

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_ui()
        super().changeEvent(event)
