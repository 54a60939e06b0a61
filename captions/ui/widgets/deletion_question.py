"""The question before something is deleted for good."""

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from captions.ui.widgets.controls.control_setup import set_up_controls


def ask_deletion(
    parent: QWidget, question: str, details: str, confirmed: Callable[[], None]
) -> QMessageBox:
    """Ask whether to delete something, with “Cancel” as the default.

    Args:
        parent: the window below the question.
        question: the question in one sentence.
        details: what will be lost.
        confirmed: called if the user wants to delete.

    Returns:
        The open dialog.
    """
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(QCoreApplication.translate("Deletion", "Delete"))
    # Titles may contain markup, which must not be interpreted.
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(question)
    box.setInformativeText(details)
    delete = box.addButton(
        QCoreApplication.translate("Deletion", "&Delete"),
        QMessageBox.ButtonRole.DestructiveRole,
    )
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    delete.clicked.connect(confirmed)
    set_up_controls(box)
    box.open()
    return box
