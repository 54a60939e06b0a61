"""The sessions as a Qt model: headings for the days, and the sessions of each day below."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
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

from captions.model.saved_transcript import MAX_TITLE_CHARS, SavedSession
from captions.ui.history.row_changes import RowChange, find_row_changes
from captions.ui.history.sessions import session_texts
from captions.ui.widgets.tooltips import make_plain_tooltip

_ROOT = QModelIndex()
ModelIndex = QModelIndex | QPersistentModelIndex
Entry = SavedSession | date
"""A session, or the day above sessions."""


class SessionModel(QAbstractListModel):
    """Rows are days and sessions, the newest first."""

    renamed = Signal(int, str)
    """The user renamed a session; carries its identifier and its new title."""

    def __init__(self, find_today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._find_today = find_today
        self._entries: list[Entry] = []
        self._matches: Mapping[int, int] | None = None
        """Number of matches by session while all sessions are searched."""

    def show_sessions(
        self, sessions: Sequence[SavedSession], matches: Mapping[int, int] | None = None
    ) -> None:
        """Show sessions, the newest first; with ``matches``, only those that have some."""
        self._matches = matches
        entries: list[Entry] = []
        day = None
        for session in sessions:
            if matches is not None and session.id not in matches:
                continue
            if session_texts.find_day(session) != day:
                day = session_texts.find_day(session)
                entries.append(day)
            entries.append(session)
        self._replace_entries(entries)

    def get_entry(self, row: int) -> Entry | None:
        """Return the session or the day of a row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def find_row(self, session_id: int) -> int:
        """Return the row of a session; -1 if it is not listed."""
        rows = (
            row
            for row, entry in enumerate(self._entries)
            if isinstance(entry, SavedSession) and entry.id == session_id
        )
        return next(rows, -1)

    def count_matches(self, session: SavedSession) -> int | None:
        """Return the number of matches in a session; `None` if not all sessions are searched."""
        return None if self._matches is None else self._matches.get(session.id, 0)

    def format_entry(self, row: int) -> str:
        """Return the title of a session or the name of a day."""
        entry = self.get_entry(row)
        if isinstance(entry, SavedSession):
            return session_texts.format_title(entry)
        return "" if entry is None else session_texts.format_day(entry, self._find_today())

    def format_details(self, session: SavedSession) -> str:
        """Return the line below the title: the number of matches, or start time and duration."""
        matches = self.count_matches(session)
        if matches is not None:
            return session_texts.format_match_count(matches)
        # An untitled session shows its time as the title; “live” says enough of an open one.
        has_time = bool(session.title) and not session.is_open
        parts = [session_texts.format_start(session)] if has_time else []
        parts.append(session_texts.format_duration(session.seconds))
        if not session.is_kept:
            parts.append(self.tr("not kept"))
        return " · ".join(parts)

    def repaint_rows(self) -> None:
        """Show all texts again, after the language or the day changed."""
        if self._entries:
            self.dataChanged.emit(self.index(0), self.index(len(self._entries) - 1))

    @override
    def rowCount(self, parent: ModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._entries)

    @override
    def data(self, index: ModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.get_entry(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self.format_entry(index.row())
        if not isinstance(entry, SavedSession):
            return None
        match role:
            case Qt.ItemDataRole.EditRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return self._describe_session(entry)
            case Qt.ItemDataRole.ToolTipRole:
                title = session_texts.format_title(entry)[:MAX_TITLE_CHARS]
                return make_plain_tooltip(title)
            case _:
                return None

    @override
    def flags(self, index: ModelIndex) -> Qt.ItemFlag:
        if not isinstance(self.get_entry(index.row()), SavedSession):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    @override
    def setData(self, index: ModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.get_entry(index.row())
        title = " ".join(str(value).split())
        if not isinstance(entry, SavedSession) or title == entry.title:
            return False
        self.renamed.emit(entry.id, title)
        return True

    def _describe_session(self, session: SavedSession) -> str:
        parts = [session_texts.format_title(session), self.format_details(session)]
        if session.is_open:
            parts.append(self.tr("live"))
        return ", ".join(parts)

    def _replace_entries(self, entries: list[Entry]) -> None:
        """Insert and remove rows where entries came and went, so that the selection stays."""
        changes = find_row_changes(
            [_identify(entry) for entry in self._entries], [_identify(entry) for entry in entries]
        )
        if changes is None:
            self.beginResetModel()
            self._entries = entries
            self.endResetModel()
            return
        for change in changes:
            self._apply_change(change, entries)
        self._entries = entries
        self.repaint_rows()

    def _apply_change(self, change: RowChange, entries: Sequence[Entry]) -> None:
        after = change.first + change.length
        if change.inserted:
            self.beginInsertRows(QModelIndex(), change.first, after - 1)
            self._entries[change.first : change.first] = entries[change.first : after]
            self.endInsertRows()
        else:
            self.beginRemoveRows(QModelIndex(), change.first, after - 1)
            del self._entries[change.first : after]
            self.endRemoveRows()


def _identify(entry: Entry) -> int | date:
    return entry.id if isinstance(entry, SavedSession) else entry
