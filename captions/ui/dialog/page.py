"""A page of the dialog: rows of labels, controls and explanations, which tell what was changed."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.paths import value_at
from captions.settings import Settings
from captions.ui.dialog.editors import Editor, Switch
from captions.ui.dialog.notes import Note
from captions.ui.dialog.offers import Offers

_MARGIN = 20
_ROW_GAP = 12
"""Below a row, in logical pixels."""
_HEADING_GAP = 22
_LABEL_WIDTH = 150
_WIDEST = 640
"""Lines of text longer than this are hard to read, in logical pixels."""


class Words(NamedTuple):
    """What is said of a setting."""

    label: str
    """A few words; the letter behind ``&`` leads to the control by Alt."""
    explanation: str = ""
    """A sentence."""

    @property
    def name(self) -> str:
        """The label as a screen reader says it."""
        return self.label.replace("&", "")


class Page(QWidget):
    """Shows some of the settings, and says which of them the user changed."""

    edited = Signal(str, object)
    """A setting, by its path, has another value."""

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, Editor] = {}
        """Where each setting of this page is shown, by its path."""
        self.top = QVBoxLayout()
        """What stays in sight above the rows."""
        self._rows: dict[str, list[QWidget]] = {}
        self._gap = 0
        """What the last row keeps free below, in logical pixels."""
        self._grid = QGridLayout()
        self._area = QScrollArea()
        self._lay_out()

    def show_settings(self, settings: Settings) -> None:
        """Show the settings without telling of it."""
        for path, editor in self.editors.items():
            editor.show_value(value_at(settings, path))

    def show_offers(self, offers: Offers) -> None:
        """Show what can be chosen, and how things are; most pages have nothing of it."""

    def add_heading(self, text: str) -> None:
        """Begin a group of rows."""
        heading = QLabel(text)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        row = self._grid.rowCount()
        above = _HEADING_GAP - self._gap if row > 1 else 0
        heading.setContentsMargins(0, above, 0, _HEADING_GAP - _ROW_GAP)
        self._grid.addWidget(heading, row, 0, 1, 2)

    def add(self, path: str, editor: Editor, words: Words) -> None:
        """Add a row with one setting."""
        self._take_in(path, editor, words)
        if isinstance(editor, Switch):
            editor.control.setProperty("text", words.label)
            self._add_row(path, None, editor.control, words.explanation)
        else:
            self._add_row(path, _label(words, editor.control), editor.control, words.explanation)

    def add_pair(self, first: str, editors: dict[str, tuple[Editor, Words]]) -> None:
        """Add a row with two settings that belong together; ``first`` names it."""
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        label = None
        for path, (editor, words) in editors.items():
            self._take_in(path, editor, words)
            if path == first:
                label = _label(words, editor.control)
            else:
                beside.addSpacing(12)
                beside.addWidget(_label(words, editor.control))
            beside.addWidget(editor.control)
        beside.addStretch(1)
        self._add_row(first, label, both, editors[first][1].explanation)

    def add_widget(self, name: str, widget: QWidget, words: Words) -> None:
        """Add a row with something that is no setting."""
        control = widget.focusProxy() or widget
        control.setAccessibleName(words.name)
        control.setAccessibleDescription(words.explanation)
        self._add_row(
            name, _label(words, widget) if words.label else None, widget, words.explanation
        )

    def show_row(self, name: str, *, shown: bool) -> None:
        """Show or hide a row, by the path of its first setting."""
        for widget in self._rows[name]:
            widget.setVisible(shown)

    def _lay_out(self) -> None:
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        body = QWidget()
        body.setMaximumWidth(_WIDEST + 2 * _MARGIN)
        column = QVBoxLayout(body)
        column.setContentsMargins(_MARGIN, _MARGIN // 2, _MARGIN, _MARGIN)
        column.addLayout(self._grid)
        column.addStretch(1)
        self._area.setWidget(body)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self.top)
        whole.addWidget(self._area, 1)

    def _take_in(self, path: str, editor: Editor, words: Words) -> None:
        self.editors[path] = editor
        editor.control.setObjectName(path)
        editor.describe(words.name, words.explanation)
        editor.edited.connect(lambda value: self.edited.emit(path, value))

    def _add_row(self, name: str, label: QLabel | None, widget: QWidget, explanation: str) -> None:
        row = self._grid.rowCount()
        note = Note(explanation)
        note.setContentsMargins(0, 0, 0, _ROW_GAP)
        widgets = [widget, note]
        if label is not None:
            widgets.append(label)
            self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(widget, row, 1)
        if not _is_wide(widget):
            self._grid.setAlignment(widget, Qt.AlignmentFlag.AlignLeft)
        self._grid.addWidget(note, row + 1, 1)
        self._rows[name] = widgets
        self._gap = _ROW_GAP if explanation else 0
        for inner in (widget, *widget.findChildren(QWidget)):
            inner.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._area.ensureWidgetVisible(watched, 0, _MARGIN)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            # Whoever scrolls the page must not change what happens to pass below the pointer.
            event.ignore()
            return not watched.hasFocus()
        return False


def _label(words: Words, control: QWidget) -> QLabel:
    label = QLabel(words.label)
    # A label leads to nothing that has no focus of its own, whatever that passes it on to.
    label.setBuddy(control.focusProxy() or control)
    label.setMinimumHeight(min(control.sizeHint().height(), QLineEdit().sizeHint().height()))
    return label


def _is_wide(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
