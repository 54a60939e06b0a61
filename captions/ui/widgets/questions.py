"""Questions with one affirmative answer, in dialogs that do not block the app."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QLabel, QMessageBox, QWidget

from captions.ui.theme.metrics import GRID
from captions.ui.widgets.controls.control_setup import set_up_controls

_MIN_TEXT_WIDTH = 40 * GRID
_TEXT_LABELS = ("qt_msgbox_label", "qt_msgbox_informativelabel")
"""Qt's names of the labels with the question and its details; a third shows the icon."""


class Question(NamedTuple):
    """A question, and the button that answers it in the affirmative."""

    text: str
    """The question in one sentence."""
    answer: str
    """Text of the affirmative button."""
    details: str = ""
    """What the answer leads to."""
    title: str = ""
    """Title of the window; empty for the text of the button."""
    is_final: bool = False
    """True if the answer destroys something."""


def ask_question(
    parent: QWidget, question: Question, on_accepted: Callable[[], None]
) -> QMessageBox:
    """Ask a question, with “Cancel” as the default.

    Args:
        parent: widget in whose window the question is asked.
        question: the question.
        on_accepted: called once if the user presses the affirmative button.

    Returns:
        The open dialog.
    """
    box = QMessageBox(parent.window())
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning if question.is_final else QMessageBox.Icon.Question)
    box.setWindowTitle(question.title or question.answer.replace("&", ""))
    # Titles and names may contain markup, which must not be interpreted.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question.text)
    box.setInformativeText(question.details)
    roles = QMessageBox.ButtonRole
    role = roles.DestructiveRole if question.is_final else roles.AcceptRole
    # Not `accepted`, which Qt does not emit for a button that destroys.
    box.addButton(question.answer, role).clicked.connect(on_accepted)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    # Qt breaks the lines of short texts so early that the title is cut off.
    for label in box.findChildren(QLabel):
        if label.objectName() in _TEXT_LABELS:
            label.setMinimumWidth(_MIN_TEXT_WIDTH)
    set_up_controls(box)
    box.open()
    return box


def ask_deletion(
    parent: QWidget, question: str, details: str, on_accepted: Callable[[], None]
) -> QMessageBox:
    """Ask whether to delete something for good; the arguments are those of `ask_question`."""
    translate = QCoreApplication.translate
    return ask_question(
        parent,
        Question(
            question,
            translate("Deletion", "&Delete"),
            details,
            translate("Deletion", "Delete"),
            is_final=True,
        ),
        on_accepted,
    )
