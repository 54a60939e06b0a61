"""The window of the captions, as far as the pointer is concerned: hovering, wheel and clicks."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QWheelEvent
from typing_extensions import override

from captions.ui.overlay.caption_window import CaptionWindow

_WHEEL_NOTCH = 120
"""Angle of one notch of a wheel, in eighths of a degree (QWheelEvent.angleDelta)."""


class PointerWindow(CaptionWindow):
    """Turns what the pointer does over the captions into requests."""

    menu_requested = Signal(QPoint)
    """Emitted with a screen position when the user asks for the menu."""
    transcript_requested = Signal()
    """Emitted after a double click."""
    scrolled = Signal(int)
    """Emitted with the number of rows that the user scrolls back; negative towards the present."""

    _wheel_angle = 0
    """Turn of the wheel that was not emitted yet; touchpads send parts of a notch."""

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.pointer_left.emit()  # A drag may start, in which the toolbar would be in the way.

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.underMouse():
            self.pointer_entered.emit()

    @override
    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.transcript_requested.emit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wheel_angle += event.angleDelta().y()
        notches = int(self._wheel_angle / _WHEEL_NOTCH)
        self._wheel_angle -= notches * _WHEEL_NOTCH
        if notches:
            self.scrolled.emit(notches)
        event.accept()

    @override
    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_requested.emit(event.globalPos())
