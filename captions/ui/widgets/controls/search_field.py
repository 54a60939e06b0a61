"""A text field for searching, with a magnifying glass and a button that empties it."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QLineEdit
from typing_extensions import override

from captions.ui.theme.drawn_icons import make_icon

MAX_QUERY_CHARS = 200


class SearchField(QLineEdit):
    """A field whose icon follows the theme."""

    def __init__(self) -> None:
        super().__init__()
        self.setClearButtonEnabled(True)
        (self._clear,) = self.findChildren(QAction)
        self.setMaxLength(MAX_QUERY_CHARS)
        self._icon = self.addAction(QIcon(), QLineEdit.ActionPosition.LeadingPosition)
        self._draw()
        # Not before it is needed: the first drawing of an icon delays the dialog.
        self.textChanged.connect(self._draw)

    def set_texts(self, name: str, explanation: str) -> None:
        """Set the name, which is shown while the field is empty, and the explanation."""
        self.setPlaceholderText(name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(explanation)
        self._icon.setText(name)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()
        super().changeEvent(event)

    def _draw(self) -> None:
        self._icon.setIcon(make_icon("search", self.palette()))
        if self.text():
            self._clear.setIcon(make_icon("close", self.palette()))
