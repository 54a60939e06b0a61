"""The question for the name of a look."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from captions.settings.looks import MAX_NAME_CHARS
from captions.ui.theme.metrics import GRID, PAGE_MARGIN
from captions.ui.widgets.controls.control_setup import set_up_controls
from captions.ui.widgets.notes import NoteLabel, NoteTone

_WIDTH = 400


class NameCheck(NamedTuple):
    """What is to be said about a name."""

    sentence: str = ""
    """A problem, or what will happen; empty if there is nothing to say."""
    is_usable: bool = True
    button: str = ""
    """Text of the button that accepts the name; empty for the usual one."""


class LookNameDialog(QDialog):
    """Asks for a name, and says at once if it cannot be used."""

    def __init__(
        self, title: str, button: str, check_name: Callable[[str], NameCheck], parent: QWidget
    ) -> None:
        """Create the dialog.

        Args:
            title: title of the window.
            button: text of the button that accepts the name.
            check_name: judges a name that is not empty.
            parent: the window below.
        """
        super().__init__(parent)
        self._button_text = button
        self._check_name = check_name
        self.line = QLineEdit()
        """Text field of the name."""
        self._note = NoteLabel()
        self._accept = QPushButton(button)
        self.setWindowTitle(title)
        self._lay_out()
        self.line.textChanged.connect(self._show_check)
        self._show_check("")

    @property
    def name(self) -> str:
        """The name, without spaces around it."""
        return self.line.text().strip()

    def _lay_out(self) -> None:
        self.line.setMaxLength(MAX_NAME_CHARS)
        label = QLabel(self.tr("&Name"))
        label.setBuddy(self.line)
        self.line.setAccessibleName(self.tr("Name of the look"))
        buttons = QDialogButtonBox()
        buttons.addButton(self._accept, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN, PAGE_MARGIN)
        column.setSpacing(GRID)
        for widget in (label, self.line, self._note):
            column.addWidget(widget)
        column.addStretch(1)
        column.addSpacing(GRID)
        column.addWidget(buttons)
        set_up_controls(self)
        self.resize(_WIDTH, self.sizeHint().height())

    def _show_check(self, _text: str) -> None:
        check = self._check_name(self.name) if self.name else NameCheck(is_usable=False)
        tone = NoteTone.QUIET if check.is_usable else NoteTone.BAD
        self._note.announce_text(check.sentence, tone)
        self._accept.setText(check.button or self._button_text)
        self._accept.setEnabled(check.is_usable)
