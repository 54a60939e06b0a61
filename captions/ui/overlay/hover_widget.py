"""A widget that says when the pointer enters and leaves it."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override


class HoverWidget(QWidget):
    """A widget whose visitors matter to others, such as captions and their toolbar."""

    pointer_entered = Signal()
    """Emitted when the pointer enters the widget."""
    pointer_left = Signal()
    """Emitted when the pointer leaves the widget."""

    @override
    def enterEvent(self, event: QEnterEvent) -> None:
        self.pointer_entered.emit()

    @override
    def leaveEvent(self, event: QEvent) -> None:
        self.pointer_left.emit()
