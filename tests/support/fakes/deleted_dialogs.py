"""Deletes windows at once, so that later changes of language and style do not reach them."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QWidget


def delete_dialog(window: QWidget) -> None:
    """Close a window and delete it with everything in it."""
    window.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)
