"""The right side of the window: a transcript with its head, its search and its buttons."""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QMenu,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.model.saved_transcript import SavedSession
from captions.ui.history.header import TranscriptHeader
from captions.ui.history.playback import PlaybackMarker
from captions.ui.history.ports import TranscriptStore
from captions.ui.history.search_bar import SearchBar
from captions.ui.history.segments.segment_model import SegmentModel
from captions.ui.history.sessions.session_texts import list_speakers
from captions.ui.history.view.segment_view import SegmentView
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.announcing import announce
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.controls.live_button import LiveButton
from captions.ui.widgets.empty_state import EmptyState
from captions.ui.widgets.notice_bar import NoticeBar

_WIDE = 640
"""Width from which buttons show their text, in logical pixels."""


class TranscriptPane(QWidget):
    """Shows one session, or that there is none."""

    play_requested = Signal(int, float)
    """The user wants to hear a session from a stream time."""
    stop_requested = Signal()
    """The user wants to hear no more."""
    delete_requested = Signal()
    """The user wants to delete the session."""

    def __init__(self, store: TranscriptStore, find_today: Callable[[], date]) -> None:
        super().__init__()
        self.session: SavedSession | None = None
        """The session that is shown."""
        self.reads_out = True
        """True if committed segments are announced to screen readers."""
        self.model = SegmentModel(store, self)
        self.view = SegmentView(self.model)
        self.header = TranscriptHeader(find_today)
        self.search_bar = SearchBar()
        self.notice = NoticeBar()
        self.playback = PlaybackMarker(self.model, self.view)
        self.copy_menu, self.export_menu = QMenu(self), QMenu(self)
        self._play, self._delete = FlatButton("play"), FlatButton("delete")
        self._copy, self._export = (
            FlatButton("copy", self.copy_menu),
            FlatButton("export", self.export_menu),
        )
        self._live = LiveButton(self.view)
        self._played_id: int | None = None
        """Session that is played, or that the user wants to hear."""
        self._unseen = 0
        self._is_live = False
        self._empty = EmptyState("transcript")
        self._line = _make_line()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect_signals()
        self._retranslate_ui()

    @property
    def announces_speech(self) -> bool:
        """True if committed segments are announced: the live session is shown in front."""
        return self.reads_out and self.view.is_live and self.window().isActiveWindow()

    def show_session(self, session: SavedSession | None, *, is_live: bool) -> None:
        """Show another session from its beginning, or a live one at its end."""
        self.header.title_field.clearFocus()  # Saves a title that is being typed for the old one.
        self.session = session
        if self._played_id is not None and (session is None or session.id != self._played_id):
            self.stop_playing()
        self._mark_playing(None)
        self._is_live = is_live
        if session is not None:
            self._show_facts(session)
        self.model.open_session(None if session is None else session.id)
        if session is not None:
            speakers = list_speakers(session)
            self.view.show_session(speakers, session.utc_offset_seconds, is_live=is_live)
        self.show_partials({})
        self._update_live()

    def update_session(self, session: SavedSession, *, is_live: bool) -> None:
        """Show what changed about the session, which may have another identifier now."""
        known, self.session = self.session, session
        if known is not None and known.id != session.id:
            self.model.follow_session(session.id)
        if self.view.is_live and not is_live:
            self.view.end_live()
            self.show_partials({})
        self._is_live = is_live
        self._show_facts(session)
        self._live.setVisible(self.view.is_live and not self.view.follows_end)
        self._show_empty()

    def show_partials(self, texts: Mapping[str, str]) -> None:
        """Show the open partials by their labels, if the session is live."""
        self.view.show_partials(texts if self.view.is_live else {})
        self._show_empty()

    def play_from(self, stream_time: float) -> None:
        """Ask to play the session from a stream time, if it has sound."""
        if self.session is not None and self.session.has_sound:
            self.playback.start()
            self._played_id = self.session.id
            self.play_requested.emit(self.session.id, stream_time)

    def stop_playing(self) -> None:
        """Ask to stop, also if nothing is audible yet."""
        self._played_id = None
        self.stop_requested.emit()

    def show_playing(self, session_id: int, stream_time: float | None) -> None:
        """Mark the word that is played; `None` if playing ended."""
        self._played_id = None if stream_time is None else session_id
        is_shown = self.session is not None and self.session.id == session_id
        if stream_time is None or is_shown:
            self._mark_playing(stream_time)

    def _toggle_playing(self) -> None:
        if self.playback.is_playing:
            self.stop_playing()
            return
        segment = self.model.get_segment(max(0, self.view.currentIndex().row()))
        if segment is not None:
            self.play_from(segment.start)

    def _mark_playing(self, stream_time: float | None) -> None:
        was_playing = self.playback.is_playing
        self.playback.show_time(stream_time)
        if self.playback.is_playing is not was_playing:
            self._update_play()

    def _lay_out(self) -> None:
        self._stack.addWidget(self.view)
        self._stack.addWidget(self._empty)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        top = QVBoxLayout()
        top.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, GRID)
        top.setSpacing(GRID)
        top.addWidget(self.header)
        top.addWidget(self.search_bar)
        for button in (self._play, self._copy, self._export, self._delete):
            self.header.buttons.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._line)
        column.addWidget(self._stack, 1)
        column.addWidget(self.notice)
        stops = (self._play, self._copy, self._export, self._delete, self.header.keep_button)
        for before, after in pairwise((self.header.title_field, *stops)):
            QWidget.setTabOrder(before, after)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def _connect_signals(self) -> None:
        self._play.clicked.connect(self._toggle_playing)
        self._delete.clicked.connect(self.delete_requested)
        self._live.clicked.connect(self._go_live)
        self.view.play_toggled.connect(self._toggle_playing)
        self.view.word_clicked.connect(self.play_from)
        self.view.following_changed.connect(self._update_live)
        self.model.appended.connect(self._note_appended)
        self.model.refreshed.connect(self._show_empty)

    def _show_facts(self, session: SavedSession) -> None:
        self.header.show_session(session, is_live=self._is_live)
        self._play.setVisible(session.has_sound)

    def _show_empty(self) -> None:
        """Show a sentence in place of a transcript without segments."""
        is_empty = self.model.rowCount() == 0 and not self.view.layouts.partials
        if self.session is None:
            texts = self.tr("No transcripts yet"), self.tr("One starts when someone speaks.")
        elif self.session.is_open:
            texts = self.tr("Nothing has been said yet"), self.tr("The transcript appears here.")
        else:
            texts = self.tr("This transcript is empty"), ""
        self._empty.show_texts(*texts)
        self._stack.setCurrentWidget(self._empty if is_empty else self.view)
        for widget in (self.header, self.search_bar, self._line):
            widget.setVisible(self.session is not None)

    def _go_live(self) -> None:
        self.view.follow_live(follows=True)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _update_live(self) -> None:
        """Offer to return to the live end if the view does not show it."""
        self._live.setVisible(self.view.is_live and not self.view.follows_end)
        self._unseen = 0
        self._live.show_unseen(0)

    def _note_appended(self, first: int, last: int) -> None:
        """Count what the user cannot see, and announce it if the window is in front."""
        if not self.view.follows_end:
            self._unseen += last - first + 1
            self._live.show_unseen(self._unseen)
        if not self.announces_speech:
            return
        for row in range(first, last + 1):
            segment = self.model.get_segment(row)
            if segment is not None and not segment.is_gap:
                announce(self.view, f"{segment.label} {segment.text}".lstrip())

    def _update_play(self) -> None:
        is_playing = self.playback.is_playing
        self._play.show_drawing("stop" if is_playing else "play")
        if is_playing:
            self._play.set_texts(self.tr("Stop"), self.tr("Stop (Space)"))
        else:
            self._play.set_texts(self.tr("Play"), self.tr("Play from the current segment (Space)"))

    def _retranslate_ui(self) -> None:
        self.view.setAccessibleName(self.tr("Transcript"))
        self._update_play()
        self._copy.set_texts(self.tr("Copy"))
        self._export.set_texts(self.tr("Export"), self.tr("Export (Ctrl+E)"))
        self._delete.set_texts(self.tr("Delete"), self.tr("Delete this transcript"))
        self._show_empty()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        styles = Qt.ToolButtonStyle
        is_wide = self.width() >= _WIDE
        for button in (self._play, self._copy, self._export, self._delete):
            button.setToolButtonStyle(
                styles.ToolButtonTextBesideIcon if is_wide else styles.ToolButtonIconOnly
            )

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_ui()
        super().changeEvent(event)


def _make_line() -> QFrame:
    """Return a hairline between the head and the text."""
    line = QFrame()
    line.setFrameShape(QFrame.Shape.HLine)
    line.setFrameShadow(QFrame.Shadow.Plain)
    line.setFixedHeight(1)
    line.setForegroundRole(QPalette.ColorRole.Midlight)
    return line
