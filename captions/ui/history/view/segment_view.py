"""The view of a transcript: paints visible segments, follows the live end, and opens editors."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import (
    QEvent,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QWidget
from typing_extensions import override

from captions.model.saved_transcript import SavedSegment
from captions.ui.history.segments.segment_model import SegmentModel
from captions.ui.history.segments.segment_texts import format_clock_time, format_stream_time
from captions.ui.history.view.row_layouts import RowLayouts
from captions.ui.history.view.row_scroller import VisibleRow
from captions.ui.history.view.segment_editor import SegmentDelegate
from captions.ui.history.view.segment_painter import RowState, SegmentPainter
from captions.ui.history.view.selecting_view import SelectingView
from captions.ui.history.view.text_look import TextLook, compute_text_look

_ZOOM_STEP, _MIN_ZOOM, _MAX_ZOOM = 1.1, 0.7, 3.0
_MOVES: dict[int, QAbstractItemView.CursorAction] = {
    Qt.Key.Key_Up: QAbstractItemView.CursorAction.MoveUp,
    Qt.Key.Key_Down: QAbstractItemView.CursorAction.MoveDown,
    Qt.Key.Key_Home: QAbstractItemView.CursorAction.MoveHome,
    Qt.Key.Key_End: QAbstractItemView.CursorAction.MoveEnd,
    Qt.Key.Key_PageUp: QAbstractItemView.CursorAction.MovePageUp,
    Qt.Key.Key_PageDown: QAbstractItemView.CursorAction.MovePageDown,
}


class SegmentView(SelectingView):
    """Shows the segments of a `SegmentModel`."""

    following_changed = Signal()
    """The view began or ceased to follow the live end."""
    copy_requested = Signal()
    """The user wants to copy what is selected."""
    play_toggled = Signal()
    """The user wants to play from the current segment, or to stop."""
    delete_requested = Signal()
    """The user wants to delete the selected segments."""
    display_changed = Signal(bool, int)
    """The user changed times or size: True for times of day, and the size of text in per cent."""

    def __init__(self, model: SegmentModel) -> None:
        self._zoom = 1.0
        self._shows_focus = False
        """True after the keyboard was used: a mouse shows its place itself."""
        self._is_live = False
        self._shows_clock = False
        self._utc_offset_seconds = 0
        self._lanes: tuple[str, ...] = ()
        self._edited = QPersistentModelIndex()
        super().__init__()
        self._segments = model
        look = self._compute_look()
        self.layouts = RowLayouts(model, look)
        """Layouts of rows, for painting and for finding words."""
        self._delegate = SegmentDelegate(look, self)
        self._delegate.resized.connect(self._resize_editor)
        self.setItemDelegate(self._delegate)
        self.setModel(model)
        self.moved.connect(self._note_move)
        model.refreshed.connect(self.refresh_layout)
        model.modelReset.connect(self._forget_texts)

    @property
    def look(self) -> TextLook:
        """Fonts and colours in use."""
        return self.layouts.look

    @property
    def is_editing(self) -> bool:
        """True while a segment is being corrected."""
        return self._edited.isValid()

    @property
    def shows_clock(self) -> bool:
        """True if times of day are shown."""
        return self._shows_clock

    @property
    def is_live(self) -> bool:
        """True if the session is being written."""
        return self._is_live

    def show_session(self, lanes: Sequence[str], utc_offset_seconds: int, *, is_live: bool) -> None:
        """Prepare for a session; a live one is followed from now on.

        Args:
            lanes: labels of lanes and speakers, in the order of their colours.
            utc_offset_seconds: the session's offset from UTC, for times of day.
            is_live: True if the session is being written.
        """
        self._lanes, self._utc_offset_seconds = tuple(lanes), utc_offset_seconds
        self._is_live = is_live
        self.follow_live(follows=is_live)

    def end_live(self) -> None:
        """Stay where the view is, because the session has ended."""
        self._is_live = False
        self.follow_live(follows=False)

    @override
    def follow_live(self, *, follows: bool) -> None:
        follows = follows and self._is_live
        has_changed = follows is not self.follows_end
        self.set_follows_end(follows=follows)
        if has_changed:
            self.following_changed.emit()

    def show_partials(self, texts: Mapping[str, str]) -> None:
        """Show the open partials by their labels."""
        self.layouts.show_partials(texts)
        self.refresh_layout()

    def set_display(self, *, clock: bool, percent: int) -> None:
        """Show times and text as the user chose earlier, in the terms of `display_changed`."""
        if (clock, percent) != (self._shows_clock, self._percent):
            self._shows_clock, self._zoom = clock, percent / 100
            self._update_look()

    def show_clock_times(self, *, shown: bool) -> None:
        """Show the times of day, or the times since the beginning of the session."""
        self._shows_clock = shown
        self._update_look()
        self.display_changed.emit(self._shows_clock, self._percent)

    def change_zoom(self, steps: int) -> None:
        """Make the text larger, or smaller by a negative number; 0 restores its size."""
        zoom = self._zoom * _ZOOM_STEP**steps if steps else 1.0
        self._zoom = max(_MIN_ZOOM, min(zoom, _MAX_ZOOM))
        self._update_look()
        self.display_changed.emit(self._shows_clock, self._percent)

    @override
    def edit_row(self, row: int, selected: tuple[int, int] | None = None) -> None:
        found = self.layouts.get_row(row)
        if found is None or found.segment.is_gap or self.is_editing:
            return
        self.follow_live(follows=False)
        self.go_to_row(row)
        self._delegate.selected = selected
        self._edited = QPersistentModelIndex(self.currentIndex())
        self.edit(self.currentIndex())

    def edit_current(self) -> None:
        """Open the editor of the current segment."""
        self.edit_row(self.currentIndex().row())

    def format_time(self, segment: SavedSegment) -> str:
        """Return the time of a segment as the view shows it."""
        if self._shows_clock and segment.wall_time is not None:
            return format_clock_time(segment.wall_time, self._utc_offset_seconds)
        return format_stream_time(segment.start)

    @override
    def locate_text(self, row: int) -> QRect:
        found = self.layouts.get_row(row)
        if found is None:
            return QRect()
        area = self.visualRect(self._segments.index(row))
        return self.layouts.locate_text(area, found.layout)

    @override
    def find_character(self, row: int, point: QPoint, *, nearest: bool = False) -> int | None:
        found = self.layouts.get_row(row)
        if found is None or found.segment.is_gap:
            return None
        inside = QPointF(point - self.locate_text(row).topLeft())
        layout = found.layout
        return layout.find_nearest(inside) if nearest else layout.find_character(inside)

    @override
    def get_segment(self, row: int) -> SavedSegment | None:
        return self._segments.get_segment(row)

    @override
    def measure_row(self, row: int) -> int:
        return self.layouts.measure(row)

    @override
    def refresh_layout(self) -> None:
        if self.model() is not None:
            self.layouts.set_geometry(self._delegate.look, self.viewport().width())
            super().refresh_layout()

    def _note_move(self, wants_end: bool) -> None:  # noqa: FBT001  # a signal has no keywords
        self.follow_live(follows=wants_end and not self.is_editing)

    def _forget_texts(self) -> None:
        self.layouts.clear()
        self.marker.selection = None
        self._edited = QPersistentModelIndex()

    @property
    def _percent(self) -> int:
        """Size of the text in per cent."""
        return round(100 * self._zoom)

    def _compute_look(self) -> TextLook:
        times = [format_stream_time(36000)]
        if self._shows_clock:
            times += [format_clock_time(12 * 3600, 0), format_clock_time(22 * 3600, 0)]
        return compute_text_look(self.font(), self.palette(), self._zoom, max(times, key=len))

    def _update_look(self) -> None:
        self._delegate.look = self._compute_look()
        self.refresh_layout()

    def _resize_editor(self, height: int) -> None:
        found = self.layouts.get_row(self._edited.row())
        if found is not None:
            self.layouts.set_editor(found.segment.id, height)
            self.refresh_layout()

    def _paint_row(self, painter: SegmentPainter, shown: VisibleRow, area: QRect) -> None:
        found = self.layouts.get_row(shown.row)
        if found is None:
            if shown.row == self.model().rowCount():
                painter.paint_partials(area)
            return
        is_edited = self.is_editing and self._edited.row() == shown.row
        state = RowState(
            time=self.format_time(found.segment),
            marks=self.marker.find_marks(shown.row, found.segment, self.look, self.palette()),
            translation_marks=self.marker.find_translation_marks(found.segment, self.look),
            is_selected=self.is_selected(shown.row),
            is_current=self._shows_focus and self.currentIndex().row() == shown.row,
            is_active=self.hasFocus() or is_edited,
            is_edited=is_edited,
        )
        painter.paint_row(area, found, state)

    def _handle_key(self, event: QKeyEvent) -> bool:
        """Handle a key that means something here; return False for another."""
        key = event.key()
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key in _MOVES:
            self.move_current(_MOVES[key], extend=extend)
        elif key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit_current()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_requested.emit()
        elif key == Qt.Key.Key_Space:
            self.play_toggled.emit()
        elif key == Qt.Key.Key_Delete:
            self.delete_requested.emit()
        else:
            return False
        return True

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        canvas = QPainter(self.viewport())
        painter = SegmentPainter(canvas, self.layouts, self._lanes)
        for shown in self.rows.iter_visible():
            area = QRect(0, shown.top, self.viewport().width(), shown.height)
            if area.intersects(event.rect()):
                self._paint_row(painter, shown, area)
        canvas.end()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        keys = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._shows_focus = self._shows_focus or event.reason() in keys

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._shows_focus = True
        if not self._handle_key(event):
            super().keyPressEvent(event)

    @override
    def updateEditorGeometries(self) -> None:
        if self.is_editing and self._delegate.editor is not None:
            self._delegate.editor.setGeometry(self.locate_text(self._edited.row()))

    @override
    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        row = self._edited.row()
        self._edited = QPersistentModelIndex()
        self.layouts.set_editor(None)
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        self.refresh_layout()
        steps = {
            QAbstractItemDelegate.EndEditHint.EditNextItem: 1,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: -1,
        }
        if hint in steps:
            self.edit_row(row + steps[hint])

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._shows_focus = False
        super().mousePressEvent(event)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.change_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.PaletteChange):
            self._update_look()
