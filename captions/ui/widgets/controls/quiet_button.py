"""A button of a dialog that never becomes its default button."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton
from typing_extensions import override


class QuietButton(QPushButton):
    """A button that keeps the look of a side action while it has the focus."""

    def __init__(self) -> None:
        super().__init__()
        self.setAutoDefault(False)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()  # Otherwise the default button would be pressed.
        else:
            super().keyPressEvent(event)
