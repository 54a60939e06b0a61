"""The mouse in the transcript: selects segments or words, plays from a word, and opens the editor.

A click selects a segment, and plays from the clicked word if there is sound. Dragging within a
segment selects its characters; dragging beyond it selects segments.
"""

import re
import unicodedata

from PySide6.QtCore import (
    QItemSelection,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from captions.model.saved_transcript import SavedSegment
from captions.model.writing.boundaries import find_word_spans
from captions.model.writing.scripts import is_unspaced
from captions.ui.history.segments.word_times import find_word, locate_words
from captions.ui.history.view.anchored_view import AnchoredListView
from captions.ui.history.view.text_marks import TextMarker, TextSelection

_SCROLL_MS = 30
_SCROLL_SHARE = 0.3
"""Part of the pointer's distance from the viewport by which the view scrolls at a time."""
_NO_POINT = QPoint(-1, -1)
_WORD = re.compile(r"\w+(?:['\u2019.-]\w+)*")
"""A word, also with an apostrophe or a hyphen inside."""


class SelectingView(AnchoredListView):
    """A list view whose rows have text that the mouse can select."""

    word_clicked = Signal(float)
    """The user clicked a word; carries its stream time."""

    def __init__(self) -> None:
        super().__init__()
        self.marker = TextMarker()
        """What is highlighted in the text."""
        self._pressed = QPersistentModelIndex()
        self._anchor: int | None = None
        """Position between characters at which the button was pressed."""
        self._start = _NO_POINT
        self._last = _NO_POINT
        self._is_click = False
        """True until the mouse moves too far for a click."""
        self._scroller = QTimer(self, interval=_SCROLL_MS)
        self._scroller.timeout.connect(self._scroll_selection)
        # A double click must not make a sound, so a click plays only when none can follow.
        self._player = QTimer(self, singleShot=True)
        self._player.timeout.connect(self._play_word)
        self._clicked_time = 0.0
        self.setMouseTracking(True)

    def get_segment(self, row: int) -> SavedSegment | None:
        """Return the segment of a row."""
        raise NotImplementedError

    def locate_text(self, row: int) -> QRect:
        """Return the area of a segment's text in the viewport."""
        raise NotImplementedError

    def find_character(self, row: int, point: QPoint, *, nearest: bool = False) -> int | None:
        """Return the position between characters at a point of the viewport."""
        raise NotImplementedError

    def follow_live(self, *, follows: bool) -> None:
        """Follow the live end of the session, or stay where the view is."""
        raise NotImplementedError

    def edit_row(self, row: int, selected: tuple[int, int] | None = None) -> None:
        """Open the editor of a segment, and select some of its characters."""
        raise NotImplementedError

    @override
    def select_rows(self, first: int, last: int) -> None:
        self.marker.selection = None  # Also if the same rows were selected before.
        super().select_rows(first, last)

    @override
    def selectAll(self) -> None:
        self.marker.selection = None
        super().selectAll()

    @override
    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        self.marker.selection = None
        super().selectionChanged(selected, deselected)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        self._start = self._last = point
        if not index.isValid():
            self._pressed = QPersistentModelIndex()
            return
        if event.button() is Qt.MouseButton.RightButton:
            if not self.is_selected(index.row()):
                self._select_row(index.row(), Qt.KeyboardModifier.NoModifier)
            return
        if event.button() is Qt.MouseButton.LeftButton:
            self._pressed = QPersistentModelIndex(index)
            is_inside = self.locate_text(index.row()).contains(point)
            anchor = self.find_character(index.row(), point, nearest=True)
            self._anchor = anchor if is_inside else None
            self._is_click = event.modifiers() == Qt.KeyboardModifier.NoModifier
            self._select_row(index.row(), event.modifiers())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not event.buttons() & Qt.MouseButton.LeftButton or not self._pressed.isValid():
            self._update_cursor(point)
            return
        self._last = point
        is_far = (point - self._start).manhattanLength() >= QApplication.startDragDistance()
        if is_far or not self._is_click:
            self._is_click = False
            self.follow_live(follows=False)
            self._extend_selection(point)
        outside = not 0 <= point.y() < self.viewport().height()
        if outside and not self._scroller.isActive():
            self._scroller.start()
        elif not outside:
            self._scroller.stop()

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._scroller.stop()
        if event.button() is Qt.MouseButton.LeftButton and self._pressed.isValid():
            row = self._pressed.row()
            at = self.find_character(row, event.position().toPoint())
            if self._is_click and at is not None:
                self._prepare_word(row, at)
            self._pressed = QPersistentModelIndex()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        index = self.indexAt(point)
        if not index.isValid() or event.button() is not Qt.MouseButton.LeftButton:
            return
        self._pressed = QPersistentModelIndex()
        self._player.stop()
        at = self.find_character(index.row(), point)
        self.edit_row(index.row(), None if at is None else self._find_span(index.row(), at))

    def _select_row(self, row: int, modifiers: Qt.KeyboardModifier) -> None:
        self.marker.selection = None
        if modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.extend_selection(row)
        elif modifiers & Qt.KeyboardModifier.ControlModifier:
            self.toggle_row(row)
        else:
            self.select_rows(row, row)
        self.viewport().update()

    def _extend_selection(self, point: QPoint) -> None:
        row, pressed = self._row_at(point), self._pressed.row()
        if row == pressed and self._anchor is not None:
            end = self.find_character(row, point, nearest=True)
            self.select_rows(row, row)
            self.marker.selection = TextSelection(self._pressed, self._anchor, end or 0)
        else:
            self.select_rows(pressed, row)
        self.viewport().update()

    def _row_at(self, point: QPoint) -> int:
        """Return the row nearest to a point."""
        height = self.viewport().height()
        inside = QPoint(point.x(), max(0, min(point.y(), height - 1)))
        index = self.indexAt(inside)
        return index.row() if index.isValid() else self.model().rowCount() - 1

    def _scroll_selection(self) -> None:
        """Scroll while the pointer is above or below the view, the faster the farther it is."""
        height = self.viewport().height()
        away = self._last.y() if self._last.y() < 0 else max(0, self._last.y() - height)
        self.scroll_by(round(away * _SCROLL_SHARE))
        self._extend_selection(self._last)

    def _prepare_word(self, row: int, at: int) -> None:
        """Play from a word, unless another click follows."""
        segment = self.get_segment(row)
        word = None if segment is None else find_word(locate_words(segment), at)
        if word is not None:
            self._clicked_time = word.start
            self._player.start(QApplication.doubleClickInterval())

    def _play_word(self) -> None:
        self.word_clicked.emit(self._clicked_time)

    def _find_span(self, row: int, at: int) -> tuple[int, int] | None:
        """Return the word at a position, without punctuation around it."""
        segment = self.get_segment(row)
        spans = [] if segment is None else _find_words(segment.text)
        return next((span for span in spans if span[0] <= at <= span[1]), None)

    def _update_cursor(self, point: QPoint) -> None:
        index = self.indexAt(point)
        is_text = index.isValid() and self.find_character(index.row(), point) is not None
        shape = Qt.CursorShape.IBeamCursor if is_text else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)


def _find_words(text: str) -> list[tuple[int, int]]:
    """Return where the words of a text are, without punctuation around them."""
    if not is_unspaced(text):
        return [word.span() for word in _WORD.finditer(text)]
    inside = [_without_marks(text, *span) for span in find_word_spans(text)]
    return [span for span in inside if span[0] < span[1]]


def _without_marks(text: str, first: int, after: int) -> tuple[int, int]:
    while first < after and not text[first].isalnum():
        first += 1
    # Vowel signs and tones end words, but are no letters.
    while first < after and unicodedata.category(text[after - 1])[0] not in "LMN":
        after -= 1
    return first, after
