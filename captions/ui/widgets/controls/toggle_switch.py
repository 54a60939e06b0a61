"""A switch: a check box whose text is at the left, and whose knob is at the right."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QCheckBox, QSizePolicy, QStyle, QStyleOptionButton
from typing_extensions import override

from captions.ui.theme.colours import ThemeColours
from captions.ui.theme.metrics import CONTROL_HEIGHT, GRID
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box, paint_focus_ring

_TRACK = QSize(40, 20)
TRACK_WIDTH = _TRACK.width()
"""Width of the switch without its text, in logical pixels."""
_KNOB = 12
_GAP = 2 * GRID
"""Minimum space between text and knob."""


class ToggleSwitch(QCheckBox):
    """Turns something on or off; a click anywhere in its area counts."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self._is_text_at_top = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def put_text_at_top(self) -> None:
        """Leave room for an explanation below the text; the switch is centred beside both."""
        self._is_text_at_top = True
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @override
    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic.value, self.text())
        gap = _GAP if self.text() else 0
        width = text.width() + gap + _TRACK.width() + 2
        return QSize(width, max(CONTROL_HEIGHT, text.height() + GRID))

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def hitButton(self, pos: QPoint) -> bool:
        return self.rect().contains(pos)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = find_colours(self.palette())
        option = QStyleOptionButton()
        self.initStyleOption(option)
        self._paint_text(painter, option)
        track = self._find_track()
        self._paint_track(painter, track, colours)
        state: QStyle.StateFlag = option.state
        if self.hasFocus() and state & QStyle.StateFlag.State_KeyboardFocusChange:
            paint_focus_ring(painter, track, colours, _TRACK.height() / 2)

    def _find_track(self) -> QRect:
        track = QRect(QPoint(0, 0), _TRACK)
        track.moveCenter(self.rect().center())
        at_left = self.layoutDirection() is Qt.LayoutDirection.RightToLeft
        if at_left:
            track.moveLeft(self.rect().left())
        else:
            track.moveRight(self.rect().right())
        return track

    def _paint_text(self, painter: QPainter, option: QStyleOptionButton) -> None:
        flags = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        mnemonic = Qt.TextFlag.TextShowMnemonic
        if not self.style().styleHint(QStyle.StyleHint.SH_UnderlineShortcut, option, self):
            mnemonic = Qt.TextFlag.TextHideMnemonic
        area = self.rect()
        if self._is_text_at_top:
            area.setHeight(self.fontMetrics().height())
        self.style().drawItemText(
            painter,
            area,
            flags.value | mnemonic.value,
            self.palette(),
            self.isEnabled(),
            self.text(),
            self.foregroundRole(),
        )

    def _paint_track(self, painter: QPainter, track: QRect, colours: ThemeColours) -> None:
        is_on = self.isChecked()
        fill, edge, knob = self._find_track_colours(colours)
        paint_box(painter, track, fill, edge, radius=_TRACK.height() / 2)
        inset = (_TRACK.height() - _KNOB) / 2
        at_right = is_on != (self.layoutDirection() is Qt.LayoutDirection.RightToLeft)
        left = track.right() + 1 - inset - _KNOB if at_right else track.left() + inset
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(QColor(knob))
        painter.drawEllipse(QRectF(left, track.top() + inset, _KNOB, _KNOB))
        painter.restore()

    def _find_track_colours(self, colours: ThemeColours) -> tuple[str, str, str]:
        """Return the colours of the track, its edge and the knob."""
        if not self.isEnabled():
            fill = colours.control_border if self.isChecked() else colours.card
            return fill, colours.control_border, colours.disabled_text
        if self.isChecked():
            fill = colours.accent_hover if self.underMouse() else colours.accent
            return fill, fill, colours.accent_text
        fill = colours.control_hover if self.underMouse() else colours.field
        return fill, colours.field_border, colours.quiet_text
