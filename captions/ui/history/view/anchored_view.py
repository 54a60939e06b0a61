"""A list view whose rows are measured only when they are visible, and whose position is a row.

It derives from `QListView` for the sake of screen readers: Qt offers its rows to them as a list.
The layout of `QListView`, which measures every row, is replaced.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleEvent, QRegion, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QListView
from typing_extensions import override

from captions.ui.history.view.row_scroller import ROW_STEPS, RowScroller, ScrollPosition

_WHEEL_PIXELS = 72
"""Distance for one notch of a mouse wheel: about three lines."""
_WHEEL_NOTCH = 120
_FAR = 100_000
"""Distance at which rows outside the viewport are reported, in pixels."""
_CLEAR_AND_SELECT = QItemSelectionModel.SelectionFlag.ClearAndSelect


ModelIndex = QModelIndex | QPersistentModelIndex


class AnchoredListView(QListView):
    """Shows the rows of a model, and one more row below them without an item."""

    moved = Signal(bool)
    """The user scrolled or moved; carries True if that is a wish to see the end."""

    def __init__(self) -> None:
        super().__init__()
        self.rows = RowScroller(self.measure_row)
        """The scroll position."""
        self._follows_end = False
        self._is_adjusting = False
        """True while the scroll bar is set by the view."""
        self._selection_start = 0
        """Row at which an extended selection starts."""
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # The view reveals the current row itself: Qt would also scroll to a row that is clicked.
        self.setAutoScroll(False)
        self.verticalScrollBar().setSingleStep(ROW_STEPS)

    @property
    def follows_end(self) -> bool:
        """True if the view stays at the end when rows are added."""
        return self._follows_end

    def set_follows_end(self, *, follows: bool) -> None:
        """Stay at the end from now on, or stay where the view is."""
        self._follows_end = follows
        self.refresh_layout()

    def measure_row(self, row: int) -> int:
        """Return the height of a row in pixels; the last one is below the items."""
        raise NotImplementedError

    def refresh_layout(self) -> None:
        """Place the rows again, after their number, their heights or the view's size changed."""
        model: QAbstractItemModel | None = self.model()
        if model is None:
            return
        self.rows.row_count = model.rowCount() + 1
        self.rows.viewport_height = self.viewport().height()
        if self._follows_end:
            self.rows.move_to_end()
        else:
            self.rows.place(*self.rows.position)
        self._update_bar()

    def scroll_by(self, pixels: int) -> None:
        """Scroll down, or up by a negative number, as the user does."""
        self.rows.move_by(pixels)
        self._update_bar()
        self.moved.emit(self.rows.is_at_end)

    def show_row(self, row: int) -> None:
        """Scroll as little as possible until a row is visible."""
        self.rows.reveal(row)
        self._update_bar()

    def go_to_row(self, row: int, *, centred: bool = False) -> None:
        """Make a row the current and only selected one, and show it."""
        row = min(row, self.model().rowCount() - 1)
        if row < 0:
            return
        self.select_rows(row, row)
        if centred:
            self.rows.centre(row)
        else:
            self.rows.reveal(row)
        self._update_bar()
        self.moved.emit(False)  # noqa: FBT003  # a signal has no keywords

    def select_rows(self, first: int, last: int) -> None:
        """Select the rows from ``first`` to ``last``, which becomes the current one."""
        model, chosen = self.model(), self.selectionModel()
        top, bottom = sorted((first, last))
        area = QItemSelection(model.index(top, 0), model.index(bottom, 0))
        self._selection_start = first
        chosen.setCurrentIndex(model.index(last, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        chosen.select(area, _CLEAR_AND_SELECT)

    def extend_selection(self, row: int) -> None:
        """Select the rows from the start of the selection to a row."""
        self.select_rows(min(self._selection_start, self.model().rowCount() - 1), row)

    def toggle_row(self, row: int) -> None:
        """Select a row in addition, or no longer."""
        self._selection_start = row
        index = self.model().index(row, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.Toggle)

    def list_ranges(self) -> list[tuple[int, int]]:
        """Return the selected rows in order, as first and last row of each range."""
        chosen = self.selectionModel().selection().toList()
        return sorted((item.top(), item.bottom()) for item in chosen)

    def is_selected(self, row: int) -> bool:
        """Return True if a row is selected, without asking the model."""
        return any(first <= row <= last for first, last in self.list_ranges())

    def move_current(self, action: QAbstractItemView.CursorAction, *, extend: bool) -> None:
        """Move the current row as a key does, and select it or extend the selection to it."""
        row = self._find_target(action)
        if row < 0:
            return
        if extend:
            self.extend_selection(row)
        else:
            self.select_rows(row, row)
        is_last = row == self.model().rowCount() - 1
        if is_last:
            self.rows.move_to_end()
        else:
            self.rows.reveal(row)
        self._update_bar()
        self.moved.emit(is_last)

    def _find_target(self, action: QAbstractItemView.CursorAction) -> int:
        """Return the row to which a key moves; -1 if there is none."""
        actions = QAbstractItemView.CursorAction
        current, last = self.currentIndex().row(), self.model().rowCount() - 1
        if action is actions.MoveHome or last < 0:
            return min(0, last)
        if action is actions.MoveEnd:
            return last
        if current < 0:
            return max(0, min(self.rows.position.row, last))
        if action in (actions.MovePageUp, actions.MovePageDown):
            page = self.rows.viewport_height
            return self._find_row_away(current, -page if action is actions.MovePageUp else page)
        is_back = action in (actions.MoveUp, actions.MovePrevious, actions.MoveLeft)
        return max(0, current - 1) if is_back else min(last, current + 1)

    def _find_row_away(self, row: int, pixels: int) -> int:
        """Return the row about a number of pixels below a row, or above; at least the next."""
        step = 1 if pixels > 0 else -1
        last, room = self.model().rowCount() - 1, abs(pixels) - self.measure_row(row)
        target = max(0, min(row + step, last))
        while 0 <= target + step <= last and room >= self.measure_row(target):
            room -= self.measure_row(target)
            target += step
        return target

    def _update_bar(self) -> None:
        """Show the position in the scroll bar, and repaint."""
        bar = self.verticalScrollBar()
        self._is_adjusting = True
        bar.setRange(0, self.rows.bar_maximum)
        bar.setPageStep(max(1, len(list(self.rows.iter_visible())) - 1) * ROW_STEPS)
        bar.setValue(self.rows.bar_value)
        self._is_adjusting = False
        self.updateEditorGeometries()
        self.viewport().update()

    def _shift_inserted(self, _parent: QModelIndex, first: int, last: int) -> None:
        row, hidden = self.rows.position
        is_above = first <= row and first < self.rows.row_count - 1
        if is_above and not self._follows_end:
            self.rows.row_count += last - first + 1
            self.rows.position = ScrollPosition(row + last - first + 1, hidden)
        self.refresh_layout()

    def _shift_removed(self, _parent: QModelIndex, first: int, last: int) -> None:
        row, hidden = self.rows.position
        if last < row:
            self.rows.position = ScrollPosition(row - (last - first + 1), hidden)
        elif first <= row:
            self.rows.position = ScrollPosition(first, 0)
        self.refresh_layout()

    def _report_row(self, kind: QAccessible.Event, row: int) -> None:
        """Tell screen readers what happened to a row."""
        if QAccessible.isActive():
            event = QAccessibleEvent(self, kind)
            event.setChild(row)
            QAccessible.updateAccessibility(event)

    @override
    def currentChanged(self, current: ModelIndex, previous: ModelIndex) -> None:
        # Not QListView's, which would report a position in the layout that is replaced here.
        QAbstractItemView.currentChanged(self, current, previous)
        if current.isValid() and self.hasFocus():
            self._report_row(QAccessible.Event.Focus, current.row())

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        QAbstractItemView.selectionChanged(self, selected, deselected)
        for kind, ranges in (
            (QAccessible.Event.SelectionAdd, selected),
            (QAccessible.Event.SelectionRemove, deselected),
        ):
            for item in ranges.toList()[:1]:
                self._report_row(kind, item.top())

    @override
    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            model.rowsInserted.connect(self._shift_inserted)
            model.rowsRemoved.connect(self._shift_removed)
            self.refresh_layout()

    @override
    def reset(self) -> None:
        super().reset()
        self.rows.position = ScrollPosition()
        self._selection_start = 0
        self.refresh_layout()

    @override
    def doItemsLayout(self) -> None:
        self.refresh_layout()

    @override
    def updateGeometries(self) -> None:
        self.refresh_layout()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        self.refresh_layout()

    @override
    def scrollContentsBy(self, dx: int, dy: int) -> None:
        if not self._is_adjusting:
            self.rows.move_to_step(self.verticalScrollBar().value())
            self.updateEditorGeometries()
            self.viewport().update()
            self.moved.emit(self.rows.is_at_end)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        pixels = event.pixelDelta().y()
        if not pixels:
            pixels = round(event.angleDelta().y() / _WHEEL_NOTCH * _WHEEL_PIXELS)
        self.scroll_by(-pixels)
        event.accept()

    @override
    def visualRect(self, index: ModelIndex) -> QRect:
        if not index.isValid():
            return QRect()
        width, first = self.viewport().width(), self.rows.position.row
        for shown in self.rows.iter_visible():
            if shown.row == index.row():
                return QRect(0, shown.top, width, shown.height)
        # A valid area out of sight, so that Qt keeps the editor of a row that is scrolled away.
        return QRect(0, -_FAR if index.row() < first else _FAR, width, ROW_STEPS)

    @override
    def indexAt(self, point: QPoint) -> QModelIndex:
        for shown in self.rows.iter_visible():
            if shown.top <= point.y() < shown.top + shown.height:
                return self.model().index(shown.row, 0)  # Invalid for the row below the items.
        return QModelIndex()

    @override
    def scrollTo(
        self,
        index: ModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        if index.isValid():
            self.rows.reveal(index.row())
            self._update_bar()

    @override
    def moveCursor(
        self, cursorAction: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        return self.model().index(self._find_target(cursorAction), 0)

    @override
    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        index = self.indexAt(rect.center())
        if index.isValid():
            self.selectionModel().select(index, command)

    @override
    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        return QRegion(self.viewport().rect())

    @override
    def isIndexHidden(self, index: ModelIndex) -> bool:
        return False

    @override
    def horizontalOffset(self) -> int:
        return 0

    @override
    def verticalOffset(self) -> int:
        return 0

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: Qt would read the whole session to find a segment by its first letters."""
