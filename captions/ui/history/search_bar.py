"""The search field with its scope, the number of matches, and buttons for the next and previous."""

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget
from typing_extensions import override

from captions.ui.theme.drawn_icons import make_icon
from captions.ui.theme.metrics import GRID
from captions.ui.widgets.controls.flat_button import FlatButton
from captions.ui.widgets.notes import NoteLabel

_DELAY_MS = 120
"""Pause in typing after which the search starts."""
MAX_QUERY_CHARS = 200


class SearchBar(QWidget):
    """Emits what the user searches for."""

    query_changed = Signal(str)
    """The user changed the text or the scope; carries the text."""
    stepped = Signal(int)
    """The user wants the next match (1) or the previous one (-1)."""
    closed = Signal()
    """The user ended the search."""

    def __init__(self) -> None:
        super().__init__()
        self._field = QLineEdit()
        self._scope = QComboBox()
        self._count = NoteLabel()
        self._previous, self._next = FlatButton("chevron-up"), FlatButton("chevron-down")
        self._delay = QTimer(self, singleShot=True, interval=_DELAY_MS)
        self._icon = self._field.addAction(
            make_icon("search", self.palette()), QLineEdit.ActionPosition.LeadingPosition
        )
        self._lay_out()
        self._connect_signals()
        self._retranslate_ui()
        self.show_count("")

    @property
    def query(self) -> str:
        """What the user searches for; empty for nothing."""
        return self._field.text().strip()

    @property
    def searches_all(self) -> bool:
        """True if all transcripts are searched."""
        return self._scope.currentIndex() == 1

    @property
    def count_text(self) -> str:
        """The number of matches as it is shown."""
        return self._count.text()

    def focus_field(self) -> None:
        """Move the keyboard focus to the field, and select its text."""
        self._field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._field.selectAll()

    def clear_query(self) -> None:
        """Empty the field, and end the search at once."""
        self._field.clear()
        self._emit_query()

    def show_count(self, text: str) -> None:
        """Show the position among the matches, such as ``3 of 17``, or that there is none."""
        self._count.show_text(text)
        for button in (self._previous, self._next):
            button.setVisible(bool(text))

    def set_steps_enabled(self, *, enabled: bool) -> None:
        """Let the user go to other matches, or not if there is none."""
        for button in (self._previous, self._next):
            button.setEnabled(enabled)

    def _lay_out(self) -> None:
        self._field.setClearButtonEnabled(True)
        self._field.setMaxLength(MAX_QUERY_CHARS)
        self._field.setMinimumWidth(15 * GRID)
        self._count.setWordWrap(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(GRID, 0, GRID, 0)
        row.setSpacing(GRID)
        row.addWidget(self._field, 1)
        row.addWidget(self._scope)
        row.addWidget(self._count)
        row.addWidget(self._previous)
        row.addWidget(self._next)
        self.setMinimumHeight(self._next.sizeHint().height())

    def _connect_signals(self) -> None:
        self._field.textEdited.connect(self._restart_delay)
        self._field.textChanged.connect(self._end_if_empty)
        self._delay.timeout.connect(self._emit_query)
        self._scope.activated.connect(self._emit_query)
        self._previous.clicked.connect(lambda: self.stepped.emit(-1))
        self._next.clicked.connect(lambda: self.stepped.emit(1))

    def _restart_delay(self) -> None:
        self._delay.start()

    def _end_if_empty(self, text: str) -> None:
        if not text:
            self._emit_query()

    def _emit_query(self) -> None:
        self._delay.stop()
        self.query_changed.emit(self.query)

    def _retranslate_ui(self) -> None:
        scope = max(0, self._scope.currentIndex())
        self._scope.clear()
        self._scope.addItems([self.tr("This transcript"), self.tr("All transcripts")])
        self._scope.setCurrentIndex(scope)
        self._scope.setAccessibleName(self.tr("Search in"))
        self._scope.setAccessibleDescription(self.tr("Which transcripts are searched."))
        self._field.setPlaceholderText(self.tr("Search"))
        self._field.setAccessibleName(self.tr("Search"))
        self._field.setAccessibleDescription(self.tr("Enter shows the next match."))
        self._icon.setText(self.tr("Search"))
        self._icon.setIcon(make_icon("search", self.palette()))
        self._previous.set_texts(self.tr("Previous match"), self.tr("Previous match (Shift+F3)"))
        self._next.set_texts(self.tr("Next match"), self.tr("Next match (F3)"))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._delay.isActive():
                self._emit_query()
            else:
                is_back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
                self.stepped.emit(-1 if is_back else 1)
        elif event.key() == Qt.Key.Key_Escape and self._field.text():
            self.clear_query()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange):
            self._retranslate_ui()
        super().changeEvent(event)
