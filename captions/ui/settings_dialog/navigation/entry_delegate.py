"""Paints the entries of the list of pages and of the search results."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem
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
ModelIndex = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry with an icon, or with a second line."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        font = option.font
        text = QFontMetrics(font).horizontalAdvance(str(index.data()))
        place = index.data(PLACE_ROLE)
        width = text + 2 * _PADDING + (ICON_SIZE + _PADDING if index.data(ICON_ROLE) else 0)
        small = QFontMetrics(scale_font(font, TextRole.CAPTION)).height()
        height = QFontMetrics(font).height() + 2 * GRID + HALF_GRID
        return QSize(width, height + (small if place else 0))

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
            left += ICON_SIZE + _PADDING
        texts = QRect(area)
        texts.setLeft(left)
        texts.setRight(area.right() - GRID)
        self._paint_texts(painter, option, index, texts)
        painter.restore()

    def _paint_texts(
        self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex, area: QRect
    ) -> None:
        colours = find_colours(option.palette)
        font = option.font
        small = scale_font(font, TextRole.CAPTION)
        place = str(index.data(PLACE_ROLE) or "")
        lines = [(str(index.data()), font, colours.text)]
        if place:
            lines.append((place, small, colours.quiet_text))
        top = area.center().y() + 1 - sum(QFontMetrics(line[1]).height() for line in lines) // 2
        for text, line_font, colour in lines:
            metrics = QFontMetrics(line_font)
            painter.setFont(line_font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area.left(), top + metrics.ascent(), shown)
            top += metrics.height()
