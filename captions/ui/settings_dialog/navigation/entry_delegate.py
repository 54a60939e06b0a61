"""Paints the entries of the list of pages and of the search results."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem
from typing_extensions import override

from captions.ui.theme.drawn_icons import paint_icon
from captions.ui.theme.metrics import CONTROL_RADIUS, GRID, HALF_GRID, ICON_SIZE
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box, paint_focus_ring
from captions.ui.theme.type_scale import TextRole, scale_font

ICON_ROLE = Qt.ItemDataRole.UserRole.value
"""Name of the icon in front of an entry."""
PLACE_ROLE = ICON_ROLE + 1
"""Second line of an entry."""
_PADDING = GRID + HALF_GRID
_BAR = QSize(3, 16)
"""Mark at the left of the selected entry."""
ModelIndex = QModelIndex | QPersistentModelIndex


class EntryDelegate(QStyledItemDelegate):
    """Paints an entry with an icon, or with a second line."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: ModelIndex) -> QSize:
        font = option.font  # type: ignore[attr-defined]  # missing in the stubs
        text = QFontMetrics(font).horizontalAdvance(str(index.data()))
        place = index.data(PLACE_ROLE)
        width = text + 2 * _PADDING + (ICON_SIZE + _PADDING if index.data(ICON_ROLE) else 0)
        small = QFontMetrics(scale_font(font, TextRole.CAPTION)).height()
        height = QFontMetrics(font).height() + 2 * GRID + HALF_GRID
        return QSize(width, height + (small if place else 0))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex) -> None:
        area: QRect = option.rect.adjusted(0, 1, 0, -1)  # type: ignore[attr-defined]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_background(painter, option, area)
        left = area.left() + _PADDING
        icon = index.data(ICON_ROLE)
        colours = find_colours(option.palette)  # type: ignore[attr-defined]
        if icon:
            top = area.center().y() - ICON_SIZE / 2 + 0.5
            paint_icon(painter, icon, QRectF(left, top, ICON_SIZE, ICON_SIZE), colours.text)
            left += ICON_SIZE + _PADDING
        texts = QRect(area)
        texts.setLeft(left)
        texts.setRight(area.right() - GRID)
        self._paint_texts(painter, option, index, texts)
        painter.restore()

    def _paint_background(
        self, painter: QPainter, option: QStyleOptionViewItem, area: QRect
    ) -> None:
        colours = find_colours(option.palette)  # type: ignore[attr-defined]
        state: QStyle.StateFlag = option.state  # type: ignore[attr-defined]
        is_selected = bool(state & QStyle.StateFlag.State_Selected)
        if is_selected or state & QStyle.StateFlag.State_MouseOver:
            fill = colours.selected if is_selected else colours.hover
            paint_box(painter, area, fill, fill)
        if is_selected:
            bar = QRectF(area.left(), 0, _BAR.width(), _BAR.height())
            bar.moveTop(area.center().y() - _BAR.height() / 2 + 0.5)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(bar, 1.5, 1.5)
        if (
            state & QStyle.StateFlag.State_HasFocus
            and state & QStyle.StateFlag.State_KeyboardFocusChange
        ):
            paint_focus_ring(painter, area, colours, CONTROL_RADIUS)

    def _paint_texts(
        self, painter: QPainter, option: QStyleOptionViewItem, index: ModelIndex, area: QRect
    ) -> None:
        colours = find_colours(option.palette)  # type: ignore[attr-defined]
        font = option.font  # type: ignore[attr-defined]
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
