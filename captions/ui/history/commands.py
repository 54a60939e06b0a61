"""What the user does with transcripts: copy, correct, rename, export and delete."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QInputDialog, QMenu, QWidget

from captions.errors import CaptionsError
from captions.formats.options import TextFormat
from captions.messages.message import Message
from captions.model.saved_transcript import SavedSegment, SavedSession
from captions.ui.history import deletion
from captions.ui.history.copied_text import format_segments
from captions.ui.history.exporting.exporter import TranscriptExporter
from captions.ui.history.ports import TranscriptStore
from captions.ui.history.segments.corrections import find_corrected_terms
from captions.ui.history.sessions.session_texts import format_title
from captions.ui.history.transcript_pane import TranscriptPane
from captions.ui.widgets.notes import NoteTone
from captions.ui.widgets.questions import ask_deletion
from captions.wording.language import rendered
from captions.wording.speaker_names import clean_name

COPY_WITH_TIMES_KEYS = "Ctrl+Shift+C"
_MAX_OFFERED_TERMS = 4
"""Maximum number of corrected words in a menu."""
_MAX_TITLE_CHARS = 60
"""Maximum length of a title in a question."""


class TranscriptCommands(QObject):
    """Carries out what the user chose in menus, by buttons and by keys."""

    keyterm_requested = Signal(str)
    """The user wants the recogniser to expect this word or phrase."""
    export_requested = Signal(object)
    """The user wants to write files; carries an `ExportRequest`."""
    speaker_renamed = Signal(int, str, str)
    """The user renamed a speaker; carries the session, the name and the new name."""
    sound_export_requested = Signal(int, object)
    """The user wants to write the audio of a session to a file; carries its `Path`."""

    def __init__(self, window: QWidget, pane: TranscriptPane, store: TranscriptStore) -> None:
        super().__init__(window)
        self._window = window
        self._pane = pane
        self._view, self._model = pane.view, pane.model
        self._store = store
        self.exporter = TranscriptExporter(window)
        self.exporter.requested.connect(self.export_requested)
        self.exporter.sound_requested.connect(self.sound_export_requested)
        self._view.copy_requested.connect(self.copy_selection)
        self._view.delete_requested.connect(self.delete_selection)
        self._view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._view.customContextMenuRequested.connect(self._open_menu)
        pane.export_menu.aboutToShow.connect(self.fill_export_menu)
        self._model.corrected.connect(self._offer_terms)
        self._model.failed.connect(self.report_problem)

    def report_problem(self, message: Message) -> None:
        """Show what went wrong."""
        self._pane.notice.show_notice(rendered(message), NoteTone.BAD)

    def copy_selection(self) -> None:
        """Copy the selected words or segments, or everything if nothing is selected."""
        selection = self._view.marker.selection
        segment = None if selection is None else self._model.get_segment(selection.place.row())
        if selection and segment and selection.anchor != selection.end:
            first, after = selection.span
            QGuiApplication.clipboard().setText(segment.text[first:after])
        else:
            self._copy_segments(None)

    def copy_with_times(self) -> None:
        """Copy the selected segments with their times, or everything if nothing is selected."""
        self._copy_segments(self._view.format_time)

    def export_session(self, text_format: TextFormat | None = None) -> None:
        """Ask how to export the session that is shown, or the selected segments."""
        session = self._pane.session
        if session is not None:
            ids = frozenset(segment.id for segment in self._iter_selected())
            self.exporter.export_sessions((session,), ids, text_format)

    def delete_selection(self) -> None:
        """Ask whether to delete the selected segments."""
        rows, session = self._selected_rows(), self._pane.session
        if session is not None and 1 < len(rows) == self._model.rowCount():
            self.delete_sessions((session,))
        elif rows:
            question = deletion.format_segment_question(len(rows)), deletion.format_loss(len(rows))
            # The rows at the time of the answer: the model may have changed while it was awaited.
            self._ask(question, self._delete_selected)

    def delete_sessions(self, sessions: Sequence[SavedSession]) -> None:
        """Ask whether to delete sessions."""
        if sessions:
            titles = [_shorten(format_title(session)) for session in sessions]
            ids = [session.id for session in sessions]
            question = deletion.format_session_question(titles), deletion.format_loss(len(titles))
            self._ask(question, partial(self._delete_ids, ids))

    def delete_everything(self) -> None:
        """Ask whether to delete all sessions."""
        question = deletion.format_everything_question(), deletion.format_loss(2)
        self._ask(question, partial(self._attempt, self._store.delete_all))

    def rename_session(self, session_id: int, title: str) -> None:
        """Change the title of a session."""
        self._attempt(partial(self._store.rename_session, session_id, title))

    def make_menu(self) -> QMenu:
        """Return the menu for the selected segments; the view and the window handle its keys."""
        menu = QMenu(self._view)
        row = self._view.currentIndex().row()
        segment = self._model.get_segment(row)
        menu.addAction(self.tr("&Copy"), QKeySequence("Ctrl+C"), self.copy_selection)
        menu.addAction(
            self.tr("Copy with &times"), QKeySequence(COPY_WITH_TIMES_KEYS), self.copy_with_times
        )
        menu.addAction(self.tr("Select &all"), QKeySequence("Ctrl+A"), self._view.selectAll)
        menu.addSeparator()
        if segment is not None and not segment.is_gap:
            menu.addAction(self.tr("C&orrect"), QKeySequence("F2"), self._view.edit_current)
            self._add_terms(menu, segment)
            if self._is_speaker(segment):
                template = self.tr("Re&name “{0}”…")
                menu.addAction(
                    template.format(segment.label.replace("&", "&&")),
                    partial(self._ask_name, segment.session_id, segment.label),
                )
            if self._pane.session is not None and self._pane.session.has_sound:
                play = partial(self._pane.play_from, segment.start)
                menu.addAction(self.tr("&Play from here"), QKeySequence("Space"), play)
        menu.addAction(self.tr("&Delete…"), QKeySequence("Del"), self.delete_selection)
        menu.addSeparator()
        clock = menu.addAction(self.tr("Show time of da&y"))
        clock.setCheckable(True)
        clock.setChecked(self._view.shows_clock)
        clock.toggled.connect(lambda shown: self._view.show_clock_times(shown=shown))
        return menu

    def rename_speaker(self, session_id: int, name: str, other: str) -> None:
        """Give a speaker another name in all segments of a session."""
        other = clean_name(other)
        if other and other != name:
            self._attempt(partial(self._store.rename_speaker, session_id, name, other))
            self.speaker_renamed.emit(session_id, name, other)

    def _is_speaker(self, segment: SavedSegment) -> bool:
        """Return True if the label of a segment is not merely that of its lane."""
        session = self._pane.session
        labels = {} if session is None else session.lane_labels
        return bool(segment.label) and segment.label != labels.get(segment.lane, "")

    def _ask_name(self, session_id: int, name: str) -> None:
        question = QInputDialog(self._window)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.setWindowTitle(self.tr("Rename speaker"))
        question.setLabelText(self.tr("Name in the whole transcript and in what follows:"))
        question.setTextValue(name)
        question.textValueSelected.connect(partial(self.rename_speaker, session_id, name))
        question.open()

    def fill_copy_menu(self) -> None:
        """Write the choices of the button that copies."""
        menu = self._pane.copy_menu
        menu.clear()
        menu.addAction(self.tr("&Copy text"), self.copy_selection)
        menu.addAction(self.tr("Copy with &times"), self.copy_with_times)

    def fill_export_menu(self) -> None:
        """Write the choices of the button that exports, which depend on the session."""
        menu = self._pane.export_menu
        menu.clear()
        for text_format in TextFormat:
            title = self.exporter.find_title(text_format)
            menu.addAction(f"{title}…", partial(self.export_session, text_format))
        session = self._pane.session
        if session is not None and session.has_sound:
            menu.addSeparator()
            menu.addAction(self.tr("Audio…"), partial(self.exporter.export_sound, session))

    def _open_menu(self, point: QPoint) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._view.viewport().mapToGlobal(point))

    def _add_terms(self, menu: QMenu, segment: SavedSegment) -> None:
        """Offer the corrected words of a segment as keyterms."""
        terms = find_corrected_terms(segment.shown_text, segment.text)
        for term in terms[:_MAX_OFFERED_TERMS]:
            menu.addAction(self._format_offer(term), partial(self.keyterm_requested.emit, term))

    def _offer_terms(self, before: SavedSegment, text: str) -> None:
        """Offer the first word that a correction introduced; the menu has all of them."""
        terms = find_corrected_terms(before.shown_text, text)
        if terms:
            template = self.tr("Corrected. Should Captions expect “{term}” from now on?")
            offer = (self.tr("Add to rare words"), partial(self.keyterm_requested.emit, terms[0]))
            self._pane.notice.show_notice(template.format(term=terms[0]), action=offer)

    def _format_offer(self, term: str) -> str:
        shown = term.replace("&", "&&")
        return self.tr("Add “{term}” to rare words").format(term=shown)

    def _selected_rows(self) -> list[int]:
        ranges = self._view.list_ranges()
        return [row for first, last in ranges for row in range(first, last + 1)]

    def _iter_selected(self) -> Iterable[SavedSegment]:
        segments = map(self._model.get_segment, self._selected_rows())
        return (segment for segment in segments if segment is not None)

    def _copy_segments(self, format_time: Callable[[SavedSegment], str] | None) -> None:
        segments = (
            self._iter_selected() if self._view.list_ranges() else self._model.iter_segments()
        )
        try:
            QGuiApplication.clipboard().setText(format_segments(segments, format_time))
        except CaptionsError as error:
            self.report_problem(error.message)

    def _delete_selected(self) -> None:
        """Delete the selected segments, and go to the one after them, or before."""
        rows = self._selected_rows()
        if not rows:
            return
        last = self._model.rowCount() - 1
        neighbour = rows[-1] + 1 if rows[-1] < last else rows[0] - 1
        if neighbour >= 0:
            self._view.select_rows(neighbour, neighbour)
        self._model.delete_rows(rows)

    def _delete_ids(self, ids: Iterable[int]) -> None:
        for session_id in ids:
            self._attempt(partial(self._store.delete_session, session_id))

    def _ask(self, question: tuple[str, str], confirmed: Callable[[], None]) -> None:
        """Ask whether to delete something; the question comes with what will be lost."""
        ask_deletion(self._window, *question, confirmed)

    def _attempt(self, change: Callable[[], None]) -> None:
        """Change the store, and show what went wrong."""
        try:
            change()
        except CaptionsError as error:
            self.report_problem(error.message)


def _shorten(title: str) -> str:
    return title if len(title) <= _MAX_TITLE_CHARS else f"{title[:_MAX_TITLE_CHARS]}…"
