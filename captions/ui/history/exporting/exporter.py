"""Leads the user through an export: dialog, then file or folder, then the request to the app."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from captions.formats.file_names import make_file_name
from captions.formats.options import SOUND_ENDINGS, TextFormat
from captions.model.saved_transcript import SavedSession
from captions.ui.history.exporting.export_dialog import ExportChoice, ExportDialog
from captions.ui.history.exporting.export_request import ExportRequest
from captions.ui.history.exporting.format_names import FormatNames


class TranscriptExporter(QObject):
    """Asks how and where to export."""

    requested = Signal(object)
    """Carries the `ExportRequest`."""
    sound_requested = Signal(int, object)
    """Carries a session and the `Path` of the audio file to write."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._names = FormatNames(self)
        self._format = TextFormat.TXT
        """Format used last."""
        documents = QStandardPaths.StandardLocation.DocumentsLocation
        self._folder = QStandardPaths.writableLocation(documents)
        """Folder used last."""

    def export_sessions(
        self,
        sessions: Sequence[SavedSession],
        segment_ids: frozenset[int] = frozenset(),
        text_format: TextFormat | None = None,
    ) -> None:
        """Ask how to export sessions, or some segments of one.

        Args:
            sessions: at least one.
            segment_ids: selected segments of the only session.
            text_format: format to begin with; `None` for the one used last.
        """
        count = len(segment_ids) if len(sessions) == 1 else 0
        dialog = ExportDialog(text_format or self._format, count, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(
            lambda: self._choose_target(dialog.choice, tuple(sessions), segment_ids)
        )
        dialog.open()

    def export_sound(self, session: SavedSession) -> None:
        """Ask where to export the audio of a session."""
        chooser = self._make_chooser(self.tr("Export audio"))
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix(SOUND_ENDINGS[0])
        patterns = " ".join(f"*{ending}" for ending in SOUND_ENDINGS)
        chooser.setNameFilter(self.tr("Audio ({patterns})").format(patterns=patterns))
        chooser.selectFile(make_file_name(session, SOUND_ENDINGS[0].removeprefix(".")))
        chooser.fileSelected.connect(lambda path: self._emit_sound(session.id, Path(path)))
        chooser.open()

    def find_title(self, text_format: TextFormat) -> str:
        """Return the name of a format."""
        return self._names.find_texts(text_format).title

    def _choose_target(
        self, choice: ExportChoice, sessions: tuple[SavedSession, ...], ids: frozenset[int]
    ) -> None:
        self._format = choice.text_format
        several = len(sessions) > 1
        chooser = self._make_chooser(
            self.tr("Choose folder") if several else self.tr("Export transcript")
        )
        if several:
            chooser.setFileMode(QFileDialog.FileMode.Directory)
        else:
            ending = choice.text_format.value
            chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            chooser.setDefaultSuffix(ending)
            chooser.selectFile(make_file_name(sessions[0], ending))
        request = partial(
            ExportRequest,
            session_ids=tuple(session.id for session in sessions),
            segment_ids=ids if choice.is_selection and len(sessions) == 1 else None,
            text_format=choice.text_format,
            options=choice.options,
        )
        chooser.fileSelected.connect(lambda path: self._emit_request(request, Path(path)))
        chooser.open()

    def _make_chooser(self, title: str) -> QFileDialog:
        chooser = QFileDialog(self._window)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setDirectory(self._folder)
        chooser.setWindowTitle(title)
        return chooser

    def _emit_sound(self, session_id: int, path: Path) -> None:
        self._folder = str(path.parent)
        self.sound_requested.emit(session_id, path)

    def _emit_request(self, request: "partial[ExportRequest]", path: Path) -> None:
        made = request(path=path)
        self._folder = str(path if made.is_folder else path.parent)
        self.requested.emit(made)
