"""Shows the rows of the list of sessions, and edits titles in place."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget
from typing_extensions import override

from captions.model.saved_transcript import MAX_TITLE_CHARS, SavedSession
from captions.ui.history.sessions.session_model import Entry, SessionModel
from captions.ui.history.sessions.session_painter import (
    LINE_GAP,
    SessionPainter,
    small_font,
)
from captions.ui.history.sessions.session_texts import format_default_title
from captions.ui.theme.metrics import GRID

_DAY_GAP, _FIRST_DAY_GAP = 3 * GRID, 2 * GRID
"""Space around the name of a day, and of the first one."""
ModelIndex = QModelIndex | QPersistentModelIndex


class SessionDelegate(QStyledItemDelegate):
    """Paints rows of a `SessionModel`, and creates editors for titles."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        first, second = QFontMetrics(option.font), QFontMetrics(small_font(option.font))
        if isinstance(_find_entry(index), SavedSession):
            return QSize(0, first.height() + LINE_GAP + second.height() + 2 * GRID)
        gap = _DAY_GAP if index.row() else _FIRST_DAY_GAP
        return QSize(0, second.height() + gap)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        entry, model = _find_entry(index), index.model()
        painter.save()
        row = SessionPainter(painter, option)
        if isinstance(entry, SavedSession) and isinstance(model, SessionModel):
            live = self.tr("Live") if entry.is_open else ""
            row.paint_session(str(index.data()), model.format_details(entry), live)
        else:
            row.paint_day(str(index.data()))
        painter.restore()

    @override
    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> QWidget:
        editor = QLineEdit(parent)
        editor.setMaxLength(MAX_TITLE_CHARS)
        editor.setAccessibleName(self.tr("Title"))
        entry = _find_entry(index)
        if isinstance(entry, SavedSession):
            editor.setPlaceholderText(format_default_title(entry))
        return editor

    @override
    def setEditorData(self, editor: QWidget, index: ModelIndex) -> None:
        # Only when the editor opens: changes of the list must not overwrite what is being typed.
        if isinstance(editor, QLineEdit) and not editor.isModified() and not editor.text():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole) or "")[:MAX_TITLE_CHARS])
            editor.selectAll()

    @override
    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: ModelIndex
    ) -> None:
        # Around the title, so that the details below stay legible.
        line = QFontMetrics(option.font).height()
        height = editor.sizeHint().height()
        area = QRect(option.rect.adjusted(GRID, 0, -GRID, 0))
        area.moveTop(area.top() + GRID + (line - height) // 2)
        area.setHeight(height)
        editor.setGeometry(area)


def _find_entry(index: ModelIndex) -> Entry | None:
    model = index.model()
    return model.get_entry(index.row()) if isinstance(model, SessionModel) else None
