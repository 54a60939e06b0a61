"""Paints the entries of the list of pages and of the search results."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from captions.ui.theme.drawn_icons import paint_icon
from captions.ui.theme.metrics import GRID, HALF_GRID, ICON_SIZE
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_entry
from captions.ui.theme.type_scale import TextRole, scale_font

ICON_ROLE = Qt.ItemDataRole.UserRole.value
"""Name of the icon in front of an entry."""
PLACE_ROLE = ICON_ROLE + 1
"""Second line of an entry."""
_PADDING = GRID + HALF_GRID
_SPACING = 2 * GRID + HALF_GRID
"""Height of an entry without its texts."""
_UNLIMITED = 10_000
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap
ModelIndex = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry with an icon, or one with a second line; long texts are wrapped."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._view = view

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        """Return the size of an entry: as wide as its text, or as high as its wrapped texts."""
        left = _PADDING + _icon_width(index)
        wanted = QFontMetrics(option.font).horizontalAdvance(str(index.data())) + left + _PADDING
        if not index.data(PLACE_ROLE):
            return QSize(wanted, _Texts(option, index, _UNLIMITED).height + _SPACING)
        width = self._width_of_entries
        return QSize(width, _Texts(option, index, width - left - GRID).height + _SPACING)

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        area: QRect = option.rect.adjusted(0, 1, 0, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = find_colours(option.palette)
        paint_entry(painter, area, option.state, colours)
        left = area.left() + _PADDING
        icon = index.data(ICON_ROLE)
        if icon:
            top = area.center().y() - ICON_SIZE / 2 + 0.5
            paint_icon(painter, icon, QRectF(left, top, ICON_SIZE, ICON_SIZE), colours.text)
        area.setLeft(left + _icon_width(index))
        # Also while the scroll bar does not show, so that it moves no words.
        area.setWidth(min(area.right(), self._width_of_entries) - GRID - area.left())
        _Texts(option, index, area.width()).paint(painter, area)
        painter.restore()

    @property
    def _width_of_entries(self) -> int:
        return self._view.width() - self._view.verticalScrollBar().sizeHint().width()


class _Texts:
    """The texts of an entry, wrapped to a width."""

    def __init__(self, option: QStyleOptionViewItem, index: ModelIndex, width: int) -> None:
        colours = find_colours(option.palette)
        small = scale_font(option.font, TextRole.CAPTION)
        lines = (
            (str(index.data()), option.font, colours.text),
            (str(index.data(PLACE_ROLE) or ""), small, colours.quiet_text),
        )
        self._lines = [line for line in lines if line[0]]
        self._heights = [
            QFontMetrics(font).boundingRect(QRect(0, 0, width, _UNLIMITED), _WRAPPED, text).height()
            for text, font, _ in self._lines
        ]
        self.height = sum(self._heights)
        """Height in device-independent pixels."""

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Paint the texts in the middle of an area of their width."""
        top = area.center().y() + 1 - self.height // 2
        for (text, font, colour), height in zip(self._lines, self._heights, strict=True):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            painter.drawText(QRect(area.left(), top, area.width(), height), _WRAPPED, text)
            top += height


def _icon_width(index: ModelIndex) -> int:
    return ICON_SIZE + _PADDING if index.data(ICON_ROLE) else 0
