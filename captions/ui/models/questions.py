"""A question with one affirmative answer, in a dialog that does not block the app."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from captions.ui.widgets.controls.control_setup import set_up_controls


def ask_question(
    parent: QWidget, question: str, answer: str, on_accepted: Callable[[], None]
) -> QMessageBox:
    """Ask a question; call the function if the user gives the answer instead of cancelling.

    Args:
        parent: widget in whose window the question is asked.
        question: the question.
        answer: text of the affirmative button.
        on_accepted: called once if the user presses it.
    """
    box = QMessageBox(parent.window())
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.addButton(answer, QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    set_up_controls(box)
    box.accepted.connect(on_accepted)
    box.open()
    return box
