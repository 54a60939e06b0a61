"""Paints rows of a transcript: times, names of speakers, texts, gaps and open partials."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from captions.ui.history.view.row_layouts import LaidOutRow, RowLayouts
from captions.ui.history.view.segment_layout import SegmentLayout, TextMark
from captions.ui.history.view.text_look import MARGIN, TextLook
from captions.ui.theme.metrics import GRID

_RADIUS = 6
_INSET = GRID
"""Distance of a selection from the edges of the view."""
_SELECTED_OPACITY, _UNFOCUSED_OPACITY = 0.18, 0.10
_FOCUS_WIDTH = 2
_RULE_WIDTH = 4 * GRID
"""Length of the lines beside the text of a gap."""


@dataclass(frozen=True, slots=True)
class RowState:
    """How a row is painted besides its text."""

    time: str
    marks: Sequence[TextMark] = ()
    translation_marks: Sequence[TextMark] = ()
    is_selected: bool = False
    is_current: bool = False
    """True if the row has the keyboard focus."""
    is_active: bool = True
    """True if the view has the keyboard focus."""
    is_edited: bool = False
    """True if an editor covers the text."""


class SegmentPainter:
    """Paints rows of a view with one painter."""

    def __init__(self, painter: QPainter, layouts: RowLayouts, lanes: Sequence[str]) -> None:
        """``lanes`` are the labels of the session's lanes, which decide the colours."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._painter = painter
        self._layouts = layouts
        self._look: TextLook = layouts.look
        self._lanes = lanes
        self._time_metrics = QFontMetrics(self._look.time_font)
        self._label_metrics = QFontMetrics(self._look.label_font)

    def paint_row(self, area: QRect, row: LaidOutRow, state: RowState) -> None:
        """Paint a segment or a gap into the area of its row."""
        self._paint_selection(area, row.layout, state)
        if row.segment.is_gap:
            self._paint_gap(area, row.layout)
            return
        self._paint_time(area, row.layout, state.time)
        self._paint_label(area, row.layout)
        if state.is_edited:
            self._paint_field(area, row.layout)
        else:
            self._paint_text(area, row.layout, self._look.text, state.marks)
        self._paint_translation(area, row.layout, state.translation_marks)

    def paint_partials(self, area: QRect) -> None:
        """Paint the open partials from the top of an area."""
        top = area.top()
        for layout in self._layouts.partials:
            part = QRect(area.left(), top, area.width(), layout.height)
            self._paint_label(part, layout)
            self._paint_text(part, layout, self._look.muted, ())
            top += layout.height

    def _paint_selection(self, area: QRect, layout: SegmentLayout, state: RowState) -> None:
        gap = layout.text_top - GRID // 2
        shape = QRectF(area.adjusted(_INSET, max(0, gap - self._label_space(layout)), -_INSET, 0))
        if state.is_selected:
            colour = QColor(self._look.highlight)
            colour.setAlphaF(_SELECTED_OPACITY if state.is_active else _UNFOCUSED_OPACITY)
            self._painter.setPen(Qt.PenStyle.NoPen)
            self._painter.setBrush(colour)
            self._painter.drawRoundedRect(shape, _RADIUS, _RADIUS)
        if state.is_current and state.is_active and not state.is_edited:
            self._painter.setPen(QPen(self._look.highlight, _FOCUS_WIDTH))
            self._painter.setBrush(Qt.BrushStyle.NoBrush)
            self._painter.drawRoundedRect(shape.adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)

    def _paint_time(self, area: QRect, layout: SegmentLayout, time: str) -> None:
        """Paint the time on the baseline of the name, or of the first line."""
        baseline = self._label_baseline(layout) if layout.label else layout.first_baseline
        self._painter.setFont(self._look.time_font)
        self._painter.setPen(self._look.muted)
        self._painter.drawText(area.left() + MARGIN, area.top() + baseline, time)

    def _paint_label(self, area: QRect, layout: SegmentLayout) -> None:
        if not layout.label:
            return
        text = self._layouts.locate_text(area, layout)
        colour = self._look.muted
        if layout.is_speaker_known:
            colour = self._look.find_speaker_colour(layout.label, self._lanes)
        shown = self._label_metrics.elidedText(
            " ".join(layout.label.split()), Qt.TextElideMode.ElideRight, text.width()
        )
        left = text.left()
        if layout.is_right_to_left:
            left = text.right() + 1 - self._label_metrics.horizontalAdvance(shown)
        self._painter.setFont(self._look.label_font)
        self._painter.setPen(colour)
        self._painter.drawText(left, area.top() + self._label_baseline(layout), shown)

    def _paint_text(
        self, area: QRect, layout: SegmentLayout, colour: QColor, marks: Sequence[TextMark]
    ) -> None:
        text = self._layouts.locate_text(area, layout)
        self._painter.setPen(colour)
        layout.paint_text(self._painter, QPointF(text.topLeft()), marks)

    def _paint_translation(
        self, area: QRect, layout: SegmentLayout, marks: Sequence[TextMark]
    ) -> None:
        """Paint the translation below the text, or below its editor."""
        text = self._layouts.locate_text(area, layout)
        self._painter.setPen(self._look.muted)
        origin = QPointF(text.left(), text.bottom() + 1)
        layout.paint_translation(self._painter, origin, marks)

    def _paint_field(self, area: QRect, layout: SegmentLayout) -> None:
        """Paint a field below the editor of a text."""
        field = self._layouts.locate_text(area, layout).adjusted(-GRID, -1, GRID, 1)
        self._painter.setPen(QPen(self._look.highlight, _FOCUS_WIDTH))
        self._painter.setBrush(self._look.paper)
        self._painter.drawRoundedRect(field, _RADIUS, _RADIUS)

    def _paint_gap(self, area: QRect, layout: SegmentLayout) -> None:
        """Paint the text of a gap between two short lines."""
        metrics = self._time_metrics
        text = self._layouts.locate_text(area, layout)
        middle = text.top() + text.height() // 2
        self._painter.setFont(self._look.time_font)
        self._painter.setPen(self._look.muted)
        self._painter.drawLine(text.left(), middle, text.left() + _RULE_WIDTH, middle)
        left = text.left() + _RULE_WIDTH + GRID
        self._painter.drawText(left, middle + metrics.ascent() // 2 - 1, layout.text)
        left += metrics.horizontalAdvance(layout.text) + GRID
        self._painter.drawLine(left, middle, left + _RULE_WIDTH, middle)

    def _label_baseline(self, layout: SegmentLayout) -> int:
        """Return the distance of the name's baseline from the top of the row."""
        return layout.text_top - self._label_space(layout) + self._label_metrics.ascent()

    def _label_space(self, layout: SegmentLayout) -> int:
        return self._look.label_height if layout.label else 0
