"""Base class of the dialog's pages: rows with a label, a control and an explanation."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
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

from captions.settings.paths import value_at
from captions.settings.schema import Settings
from captions.ui.settings_dialog.dialog_data import DialogData
from captions.ui.settings_dialog.widgets.editors import SettingEditor, SwitchEditor
from captions.ui.widgets.notes import NoteLabel

_MARGIN = 20
"""Margin around the rows, in logical pixels."""
_ROW_GAP = 12
"""Space below a row, in logical pixels."""
_HEADING_GAP = 22
"""Space above a heading, in logical pixels."""
_LABEL_WIDTH = 150
"""Minimum width of the label column, in logical pixels."""
_MAX_WIDTH = 640
"""Maximum width of the rows in logical pixels; longer lines of text are hard to read."""


class SettingTexts(NamedTuple):
    """Texts that describe a setting."""

    label: str
    """Short text; ``&`` precedes the mnemonic, which focuses the control with Alt."""
    explanation: str = ""
    """Help sentence below the control."""

    @property
    def name(self) -> str:
        """Label without the mnemonic marker, for screen readers."""
        return self.label.replace("&", "")


class SettingsPage(QWidget):
    """Shows some of the settings in editors, which emit what the user changes."""

    def __init__(self) -> None:
        super().__init__()
        self.editors: dict[str, SettingEditor] = {}
        """Editors of this page, by the path of their setting."""
        self.top = QVBoxLayout()
        """Layout above the rows; it does not scroll."""
        self._rows: dict[str, list[QWidget]] = {}
        self._gap = 0
        """Space below the last row, in logical pixels."""
        self._grid = QGridLayout()
        self._area = QScrollArea()
        self._lay_out()

    def show_settings(self, settings: Settings) -> None:
        """Show the settings; the editors emit nothing."""
        for path, editor in self.editors.items():
            editor.show_value(value_at(settings, path))

    def show_data(self, data: DialogData) -> None:
        """Show devices, models and other data; most pages need none."""

    def add_heading(self, text: str) -> None:
        """Add a heading above the rows that follow."""
        heading = QLabel(text)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        row = self._grid.rowCount()
        above = _HEADING_GAP - self._gap if row > 1 else 0
        heading.setContentsMargins(0, above, 0, _HEADING_GAP - _ROW_GAP)
        self._grid.addWidget(heading, row, 0, 1, 2)

    def add_setting(self, path: str, editor: SettingEditor, texts: SettingTexts) -> None:
        """Add a row for one setting."""
        self._register_editor(path, editor, texts)
        if isinstance(editor, SwitchEditor):
            editor.control.setProperty("text", texts.label)
            self._add_row(path, None, editor.control, texts.explanation)
        else:
            self._add_row(
                path, _make_label(texts, editor.control), editor.control, texts.explanation
            )

    def add_pair(self, first: str, editors: dict[str, tuple[SettingEditor, SettingTexts]]) -> None:
        """Add a row for related settings; ``first`` is the path that identifies the row."""
        both = QWidget()
        beside = QHBoxLayout(both)
        beside.setContentsMargins(0, 0, 0, 0)
        label = None
        for path, (editor, words) in editors.items():
            self._register_editor(path, editor, words)
            if path == first:
                label = _make_label(words, editor.control)
            else:
                beside.addSpacing(12)
                beside.addWidget(_make_label(words, editor.control))
            beside.addWidget(editor.control)
        beside.addStretch(1)
        self._add_row(first, label, both, editors[first][1].explanation)

    def add_widget(self, name: str, widget: QWidget, texts: SettingTexts) -> None:
        """Add a row for a widget that is not tied to a setting."""
        control = widget.focusProxy() or widget
        control.setAccessibleName(texts.name)
        control.setAccessibleDescription(texts.explanation)
        self._add_row(
            name, _make_label(texts, widget) if texts.label else None, widget, texts.explanation
        )

    def add_card(self, card: QWidget) -> None:
        """Add a widget that takes the whole width; its owner registers its editors."""
        row = self._grid.rowCount()
        self._grid.addWidget(card, row, 0, 1, 2)
        self._grid.setRowMinimumHeight(row + 1, _ROW_GAP - 3)
        self._watch(card)

    def show_row(self, name: str, *, shown: bool) -> None:
        """Show or hide a row, identified by its name or by the path of its first setting."""
        for widget in self._rows[name]:
            widget.setVisible(shown)

    def _lay_out(self) -> None:
        self._grid.setColumnMinimumWidth(0, _LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        body = QWidget()
        body.setMaximumWidth(_MAX_WIDTH + 2 * _MARGIN)
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

    def _register_editor(self, path: str, editor: SettingEditor, texts: SettingTexts) -> None:
        self.editors[path] = editor
        editor.control.setObjectName(path)
        editor.set_accessible_texts(texts.name, texts.explanation)

    def _add_row(self, name: str, label: QLabel | None, widget: QWidget, explanation: str) -> None:
        row = self._grid.rowCount()
        note = NoteLabel(explanation)
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
        self._watch(widget)

    def _watch(self, widget: QWidget) -> None:
        """Watch the focus and the wheel of a widget and all within."""
        for inner in (widget, *widget.findChildren(QWidget)):
            inner.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            return False
        if event.type() == QEvent.Type.FocusIn:
            self._area.ensureWidgetVisible(watched, 0, _MARGIN)
        if event.type() == QEvent.Type.Wheel and isinstance(watched, QComboBox | QAbstractSpinBox):
            # Scrolling the page must not change a control that passes below the pointer.
            event.ignore()
            return not watched.hasFocus()
        return False


def _make_label(texts: SettingTexts, control: QWidget) -> QLabel:
    label = QLabel(texts.label)
    # Qt ignores a buddy that only passes the focus on, so the label refers to the focus proxy.
    label.setBuddy(control.focusProxy() or control)
    label.setMinimumHeight(min(control.sizeHint().height(), QLineEdit().sizeHint().height()))
    return label


def _is_wide(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
