"""A bar below contents: the result of an action, and one thing that can be done about it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton
from typing_extensions import override

from captions.ui.theme.metrics import GRID
from captions.ui.widgets.controls.drawn_icon import DrawnIcon
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.notes import NoteLabel, NoteTone


class NoticeBar(QFrame):
    """Shows one sentence until the user closes it or another replaces it."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = DrawnIcon("good")
        self._note = NoteLabel()
        self._action = QPushButton()
        self._close = FlatButton("close")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Window)
        self._run: Callable[[], None] = self.hide
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        row.addWidget(self._icon)
        row.addWidget(self._note, 1)
        row.addWidget(self._action)
        row.addWidget(self._close)
        self._action.clicked.connect(self._run_action)
        self._close.clicked.connect(self.hide)
        self._retranslate_ui()
        self.hide()

    @property
    def text(self) -> str:
        """The sentence that is shown; empty if the bar is hidden."""
        return "" if self.isHidden() else self._note.text()

    def show_notice(
        self,
        sentence: str,
        tone: NoteTone = NoteTone.QUIET,
        action: tuple[str, Callable[[], None]] | None = None,
    ) -> None:
        """Show and announce a sentence, with a button for an action given by text and function."""
        self._icon.setVisible(tone is not NoteTone.QUIET)
        self._icon.show_drawing(tone.value, tone.value)  # Named alike: good, attention and bad.
        self._action.setVisible(action is not None)
        if action is not None:
            text, self._run = action
            self._action.setText(text)
        self.show()
        self._note.announce_text(sentence, tone)

    def click_action(self) -> None:
        """Do what the button does."""
        self._action.click()

    def _run_action(self) -> None:
        self.hide()
        self._run()

    def _retranslate_ui(self) -> None:
        self._close.set_texts(self.tr("Close"))

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate_ui()
        super().changeEvent(event)
