"""The segments of one session as a Qt model that reads only what is displayed.

The store may change at any time, and its changes appear only after a moment. `refresh` compares the
last segments with those known before, so that new segments become inserted rows, and selection,
editor and scroll position are kept.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from captions.errors import CaptionsError
from captions.model.saved_transcript import SavedSegment
from captions.ui.history.ports import TranscriptStore
from captions.ui.history.row_changes import RowChange, find_row_changes, find_runs
from captions.ui.history.segments.page_cache import SegmentPages
from captions.ui.history.segments.pending_deletions import Deletion, PendingDeletions
from captions.ui.history.segments.segment_texts import describe_segment, format_recognised
from captions.ui.widgets.tooltips import make_plain_tooltip

TAIL_ROWS = 128
"""Segments at the end whose identifiers are compared. New ones may be inserted among them, because
a lane may commit a segment after another lane committed a later one."""
_READ_ROWS = 512
"""Maximum number of segments read from the tail at once."""
_ROOT = QModelIndex()
_USABLE = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable
ModelIndex = QModelIndex | QPersistentModelIndex


class SegmentModel(QAbstractListModel):
    """Rows are the segments of a session."""

    appended = Signal(int, int)
    """The session grew while it was displayed; carries the first and the last new row."""
    refreshed = Signal()
    """The store was read again; any displayed row may have another text."""
    corrected = Signal(object, str)
    """The user corrected a segment; carries it as it was, and its new text."""
    failed = Signal(object)
    """The store could not be read or changed; carries the `Message`."""

    def __init__(self, store: TranscriptStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.session_id: int | None = None
        """Identifier of the session, or `None`."""
        self._count = 0
        self._pages = SegmentPages(self._read_rows)
        self._tail: list[int] = []
        """Identifiers of the last segments."""
        self._deletions = PendingDeletions()
        self._texts: dict[int, str] = {}
        """Corrections that the store has not confirmed yet, by segment."""

    def open_session(self, session_id: int | None) -> None:
        """Show another session, or none."""
        self.beginResetModel()
        self.session_id = session_id
        self._pages.clear()
        self._texts.clear()
        self._deletions.clear()
        self._count = 0 if session_id is None else self._count_segments(session_id)
        self._tail = [item.id for item in self._read_rows(self._tail_start, TAIL_ROWS)]
        self.endResetModel()

    def follow_session(self, session_id: int) -> None:
        """Continue under another identifier, after the session was kept.

        Segments keep their identifiers, so all that is known about them remains true.
        """
        self.session_id = session_id
        self.refresh()

    def get_segment(self, row: int) -> SavedSegment | None:
        """Return the segment of a row; `None` if it was deleted meanwhile."""
        found = self._pages.get(row) if 0 <= row < self._count else None
        text = None if found is None else self._texts.get(found.id)
        if found is None or text is None:
            return found
        if text == found.text:  # The store has carried out the correction.
            del self._texts[found.id]
            return found
        return replace(found, text=text)

    def iter_segments(self) -> Iterator[SavedSegment]:
        """Yield all segments of the session from the store."""
        if self.session_id is not None:
            yield from self._store.iter_segments(self.session_id)

    def refresh(self) -> None:
        """Read the store again, and insert and remove rows as segments came and went."""
        if self.session_id is None:
            return
        self._pages.clear()
        self._remove_deleted()
        self._compare_tail()
        self.refreshed.emit()

    def delete_rows(self, rows: Sequence[int]) -> None:
        """Delete segments from the store; their rows disappear when it has done so."""
        if self.session_id is None:
            return
        known = self._deletions.segment_ids
        found = ((row, self.get_segment(row)) for row in sorted(rows, reverse=True))
        batch = [Deletion(row, item.id) for row, item in found if item and item.id not in known]
        ids = [deletion.segment_id for deletion in batch]
        self._deletions.add_batch(batch)
        try:
            self._store.delete_segments(self.session_id, ids)
        except CaptionsError as error:
            self._deletions.discard(set(ids))
            self.failed.emit(error.message)

    @override
    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else self._count

    @override
    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        segment = self.get_segment(index.row())
        if segment is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return segment.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return describe_segment(segment)
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return format_recognised(segment)
            case Qt.ItemDataRole.ToolTipRole:
                recognised = format_recognised(segment)
                return None if recognised is None else make_plain_tooltip(recognised)
            case _:
                return None

    @override
    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        # Without reading the segment: Qt asks for all rows at once when all are selected.
        return _USABLE if index.isValid() else Qt.ItemFlag.NoItemFlags

    @override
    def setData(self, index: ModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Correct a segment; an empty or equal text changes nothing."""
        segment = self.get_segment(index.row())
        text = " ".join(str(value).split())
        if segment is None or not text or text == segment.text or self.session_id is None:
            return False
        try:
            self._store.correct_segment(self.session_id, segment.id, text)
        except CaptionsError as error:
            self.failed.emit(error.message)
            return False
        self._texts[segment.id] = text
        self.dataChanged.emit(index, index)
        self.corrected.emit(segment, text)
        return True

    @property
    def _tail_start(self) -> int:
        return max(0, self._count - TAIL_ROWS)

    def _count_segments(self, session_id: int) -> int:
        try:
            return self._store.count_segments(session_id)
        except CaptionsError as error:
            self._report_failure(error)
            return 0

    def _read_rows(self, first: int, count: int) -> Sequence[SavedSegment]:
        if self.session_id is None:
            return ()
        try:
            return self._store.read_segments(self.session_id, first, count)
        except CaptionsError as error:
            self._report_failure(error)
            return ()

    def _report_failure(self, error: CaptionsError) -> None:
        """Report that the store cannot be read; a deleted session is merely empty."""
        if error.code != "session_unknown":
            self.failed.emit(error.message)

    def _remove_deleted(self) -> None:
        """Remove the rows of deletions that the store has carried out."""
        rows = self._deletions.find_done(self._read_id)
        for first, count in reversed(find_runs(rows[::-1])):
            self._apply_change(RowChange(first, count, inserted=False))

    def _read_id(self, row: int) -> int | None:
        return next((item.id for item in self._read_rows(row, 1)), None)

    def _compare_tail(self) -> None:
        """Insert and remove rows where the end of the session differs from what was known."""
        start = self._count - len(self._tail)
        read = [item.id for item in self._read_rows(start, _READ_ROWS)]
        changes = find_row_changes(self._tail, read)
        if changes is None:
            self.open_session(self.session_id)
            return
        for change in changes:
            self._apply_change(change._replace(first=start + change.first))
        if len(read) == _READ_ROWS and self.session_id is not None:
            more = self._count_segments(self.session_id) - self._count
            if more > 0:
                self._apply_change(RowChange(self._count, more, inserted=True))
            read = [item.id for item in self._read_rows(self._tail_start, TAIL_ROWS)]
        self._tail = read[-TAIL_ROWS:]

    def _apply_change(self, change: RowChange) -> None:
        last = change.first + change.length - 1
        if change.inserted:
            self.beginInsertRows(QModelIndex(), change.first, last)
            self._count += change.length
            self._deletions.insert_rows(change.first, change.length)
            self.endInsertRows()
            self.appended.emit(change.first, last)
            return
        self.beginRemoveRows(QModelIndex(), change.first, last)
        self._count -= change.length
        self._deletions.remove_rows(change.first, change.length)
        tail_start = self._count + change.length - len(self._tail)
        del self._tail[max(0, change.first - tail_start) : max(0, last + 1 - tail_start)]
        self.endRemoveRows()
