"""Rows of a form: a label beside each control, at its height."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QFormLayout, QLabel, QWidget
from typing_extensions import override


def add_form_row(form: QFormLayout, label: str, control: QWidget) -> None:
    """Add a control with its label; ``&`` precedes the mnemonic, which focuses the control."""
    form.addRow(_FormLabel(label, control), control)


class _FormLabel(QLabel):
    """A label as high as its control.

    A form puts labels a few pixels too high beside controls as high as ours: to suit fields of
    many lines, it gives a label seven quarters of its own height at most
    (``QFormLayout::setGeometry``).
    """

    def __init__(self, text: str, control: QWidget) -> None:
        super().__init__(text)
        self.setBuddy(control)
        control.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setFixedHeight(watched.height())
        return False
