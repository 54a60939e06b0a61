"""Cards: rounded boxes that group related rows, with a line between each two."""

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from captions.ui.theme.metrics import CARD_RADIUS, FOCUS_WIDTH
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box

_MARK_OPACITY = 0.08
"""Opacity of the accent colour over a marked row."""


class Card(QWidget):
    """A column of rows on a background of its own."""

    def __init__(self, *, framed: bool = True) -> None:
        """``framed`` is False for rows within another card."""
        super().__init__()
        self._is_framed = framed
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        edge = 1 if framed else 0
        self._column.setContentsMargins(edge, edge, edge, edge)
        self._column.setSpacing(1)

    @property
    def has_visible_rows(self) -> bool:
        """True if at least one row is not hidden."""
        return any(not row.isHidden() for row in self._rows)

    def add_row(self, row: QWidget) -> None:
        """Add a row at the lower end."""
        self.insert_row(len(self._rows), row)

    def insert_row(self, index: int, row: QWidget) -> None:
        """Add a row at a place, or move it there."""
        self.remove_row(row)
        self._rows.insert(index, row)
        self._column.insertWidget(index, row)
        self.update()

    def remove_row(self, row: QWidget) -> None:
        """Take a row out of the card, if it is there; its owner hides or deletes it."""
        if row in self._rows:
            self._rows.remove(row)
            self._column.removeWidget(row)
            self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = find_colours(self.palette())
        if self._is_framed:
            paint_box(painter, self.rect(), colours.card, colours.card_border, CARD_RADIUS)
        painter.setPen(QPen(QColor(colours.card_border), 1.0))
        for row in [row for row in self._rows if row.isVisible()][1:]:
            painter.drawLine(1, row.y() - 1, self.width() - 2, row.y() - 1)


class RowMark(QWidget):
    """A ring around a widget that a search has found; it lets clicks through."""

    def __init__(self, marked: QWidget) -> None:
        """Mark a widget until the mark is deleted."""
        super().__init__(marked)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(marked.rect())
        marked.installEventFilter(self)
        self.show()

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = QColor(find_colours(self.palette()).accent)
        painter.setPen(QPen(accent, FOCUS_WIDTH))
        accent.setAlphaF(_MARK_OPACITY)
        painter.setBrush(accent)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(2, 2, -2, -2), CARD_RADIUS, CARD_RADIUS
        )
