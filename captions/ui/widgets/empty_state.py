"""What stands in place of contents that do not exist yet."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from captions.ui.theme.metrics import GRID
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.controls.drawn_icon import DrawnIcon
from captions.ui.widgets.notes import NoteLabel


class EmptyState(QWidget):
    """An icon, what is missing, and when it comes."""

    def __init__(self, drawing: str) -> None:
        """``drawing`` is a file name in ``resources/icons``, without its suffix."""
        super().__init__()
        self._title = QLabel()
        self._note = NoteLabel()
        set_text_role(self._title, TextRole.STRONG)
        for label in (self._title, self._note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(4 * GRID, 4 * GRID, 4 * GRID, 4 * GRID)
        column.setSpacing(GRID)
        column.addStretch(1)
        icon = DrawnIcon(drawing, "quiet_text", 4 * GRID)
        column.addWidget(icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addStretch(1)

    def show_texts(self, title: str, note: str = "") -> None:
        """Show what is missing, and when it comes."""
        self._title.setText(title)
        self._note.show_text(note)
