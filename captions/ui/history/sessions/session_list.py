"""The list of sessions: choosing, renaming in place, and a menu for several at once."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu
from typing_extensions import override

from captions.model.saved_transcript import SavedSession
from captions.ui.history.sessions.session_delegate import SessionDelegate
from captions.ui.history.sessions.session_model import SessionModel

_WIDTH = 232
"""Preferred width in logical pixels."""
_CLEAR_AND_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect
_TRIGGERS = (
    QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed
)


class SessionList(QListView):
    """Shows sessions by day."""

    chosen = Signal(int)
    """The user chose a session; carries its identifier."""
    export_requested = Signal(object)
    """The user wants to export sessions; carries their identifiers, a tuple."""
    delete_requested = Signal(object)
    """The user wants to delete sessions; carries their identifiers, a tuple."""
    delete_all_requested = Signal()
    """The user wants to delete all sessions."""

    def __init__(self, model: SessionModel) -> None:
        super().__init__()
        self._sessions = model
        self._shown_id: int | None = None
        """Session that is shown beside the list."""
        self.setModel(model)
        self.setItemDelegate(SessionDelegate(self))
        self.setEditTriggers(_TRIGGERS)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self._open_menu)

    @property
    def selected_ids(self) -> tuple[int, ...]:
        """Identifiers of the selected sessions, in the order of the list."""
        rows = sorted(index.row() for index in self.selectionModel().selectedIndexes())
        entries = (self._sessions.get_entry(row) for row in rows)
        return tuple(entry.id for entry in entries if isinstance(entry, SavedSession))

    def show_session(self, session_id: int) -> None:
        """Select a session without emitting `chosen`."""
        row = self._sessions.find_row(session_id)
        self._shown_id = session_id
        if row >= 0 and session_id not in self.selected_ids:
            # Not QListView.setCurrentIndex: it adds to the selection while Ctrl is held.
            self.selectionModel().setCurrentIndex(self._sessions.index(row), _CLEAR_AND_SELECT)
        elif row < 0:
            self.clearSelection()

    def make_menu(self) -> QMenu:
        """Return the menu for the selected sessions."""
        menu = QMenu(self)
        ids = self.selected_ids
        rename = menu.addAction(
            self.tr("&Rename"), QKeySequence("F2"), lambda: self.edit(self.currentIndex())
        )
        rename.setEnabled(len(ids) == 1)
        export = menu.addAction(self.tr("&Export…"), lambda: self.export_requested.emit(ids))
        delete = menu.addAction(
            self.tr("&Delete…"), QKeySequence("Del"), lambda: self.delete_requested.emit(ids)
        )
        for action in (export, delete):
            action.setEnabled(bool(ids))
        menu.addSeparator()
        everything = menu.addAction(self.tr("Delete &all transcripts…"))
        everything.triggered.connect(self.delete_all_requested)
        everything.setEnabled(self._sessions.rowCount() > 0)
        return menu

    def _open_menu(self, point: QPoint) -> None:
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(point))

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        ids = self.selected_ids
        if len(ids) == 1 and ids[0] != self._shown_id:
            self._shown_id = ids[0]
            self.chosen.emit(ids[0])

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Delete and self.selected_ids:
            self.delete_requested.emit(self.selected_ids)
        else:
            super().keyPressEvent(event)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, super().sizeHint().height())
