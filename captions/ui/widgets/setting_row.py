"""A row of a card: label and explanation at the left, the control at the right or below."""

from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.ui.theme.metrics import CARD_PADDING, CONTROL_WIDTH, GRID, HALF_GRID, ROW_HEIGHT
from captions.ui.widgets.controls.toggle_switch import TRACK_WIDTH, ToggleSwitch
from captions.ui.widgets.notes import NoteLabel, reserve_accents

_LABEL_WIDTH = 20 * GRID
"""Minimum width of a label beside its control, in logical pixels."""
_LINE_GAP = 2
"""Space between the label and its explanation, in logical pixels."""
_PADDING = GRID + HALF_GRID
"""Space above and below the contents of a row, in logical pixels."""


class SettingTexts(NamedTuple):
    """Texts that describe a setting."""

    label: str
    """Short text; ``&`` precedes the mnemonic, which focuses the control with Alt."""
    explanation: str = ""
    """Help sentence below the label."""

    @property
    def name(self) -> str:
        """Label without the mnemonic marker, for screen readers."""
        return self.label.replace("&", "")


class HeadedControl(QWidget):
    """A control with a second part below, which takes the whole width of the row."""

    def __init__(self) -> None:
        super().__init__()
        self.head = QHBoxLayout()
        """First line; the row puts its texts in front of what is in it."""
        self.head.setSpacing(CARD_PADDING)
        self.column = QVBoxLayout(self)
        """Layout below the first line."""
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID)
        self.column.addLayout(self.head)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)


class SettingRow(QWidget):
    """Shows one control with its texts."""

    def __init__(self, texts: SettingTexts, control: QWidget, name: str) -> None:
        """Create the row.

        Args:
            texts: label and explanation; each may be empty.
            control: a control or a widget with several; a switch shows the label itself.
            name: name of the row, or the path of its first setting.
        """
        super().__init__()
        self.name = name
        self.texts = texts
        """Label and explanation."""
        self.heading = ""
        """Heading of the card that the row is in."""
        self._text_column = QVBoxLayout()
        self._note = NoteLabel(texts.explanation)
        self._add_texts(texts, control)
        if isinstance(control, QLineEdit):
            control.setFixedWidth(CONTROL_WIDTH)
            control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if isinstance(control, NoteLabel):
            self._follow_note(control)
        if isinstance(control, HeadedControl):
            control.head.insertLayout(0, self._text_column, 1)
            self._lay_out(QVBoxLayout(self), control)
        elif isinstance(control, ToggleSwitch) and texts.explanation:
            self._lay_out_switch(control)
        elif isinstance(control, NoteLabel | ToggleSwitch) or _is_wide(control):
            self._lay_out_below(control)
        else:
            self._lay_out_beside(control)

    def _add_texts(self, texts: SettingTexts, control: QWidget) -> None:
        self._text_column.setSpacing(_LINE_GAP)
        self._text_column.addStretch(1)
        if isinstance(control, ToggleSwitch):
            return
        if texts.label:
            label = BuddyLabel(texts, control)
            label.setWordWrap(True)
            label.setMinimumWidth(_LABEL_WIDTH)
            self._text_column.addWidget(label)
        self._text_column.addWidget(self._note)
        self._text_column.addStretch(1)

    def _lay_out(self, layout: QBoxLayout, control: QWidget) -> None:
        layout.setContentsMargins(CARD_PADDING, _PADDING, CARD_PADDING, _PADDING)
        layout.addWidget(control)

    def _lay_out_beside(self, control: QWidget) -> None:
        self.setMinimumHeight(ROW_HEIGHT if self._note.text() else ROW_HEIGHT - GRID)
        row = QHBoxLayout(self)
        row.setSpacing(CARD_PADDING)
        row.addLayout(self._text_column, 1)
        self._lay_out(row, control)
        row.setAlignment(control, Qt.AlignmentFlag.AlignVCenter)
        if not self._note.text():
            row.setContentsMargins(CARD_PADDING, GRID, CARD_PADDING, GRID)

    def _lay_out_below(self, control: QWidget) -> None:
        column = QVBoxLayout(self)
        column.addLayout(self._text_column)
        self._lay_out(column, control)
        column.setSpacing(GRID)

    def _lay_out_switch(self, switch: ToggleSwitch) -> None:
        """Put the explanation over the switch, so that a click anywhere in the row counts."""
        switch.put_text_at_top()
        grid = QGridLayout(self)
        grid.setContentsMargins(CARD_PADDING, _PADDING, CARD_PADDING, _PADDING)
        grid.setSpacing(_LINE_GAP)
        grid.setRowMinimumHeight(0, switch.fontMetrics().height())
        grid.setColumnMinimumWidth(1, TRACK_WIDTH + CARD_PADDING)
        grid.setColumnStretch(0, 1)
        grid.addWidget(switch, 0, 0, 2, 2)
        grid.addWidget(self._note, 1, 0)
        self._note.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._note.raise_()

    def _follow_note(self, note: NoteLabel) -> None:
        """Hide the row while the note in it is empty."""
        note.installEventFilter(self)
        self.setVisible(bool(note.text()))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self.setVisible(event.type() == QEvent.Type.ShowToParent)
        return False


def lay_out_row(row: QWidget) -> QVBoxLayout:
    """Return a layout for the contents of a row of a card that is not a `SettingRow`."""
    column = QVBoxLayout(row)
    column.setContentsMargins(CARD_PADDING, _PADDING, CARD_PADDING, _PADDING)
    column.setSpacing(GRID)
    return column


class BuddyLabel(QLabel):
    """A label whose mnemonic leads to a control; it is dimmed while the control is disabled."""

    def __init__(self, texts: SettingTexts, control: QWidget) -> None:
        super().__init__(texts.label)
        # Qt ignores a buddy that only passes the focus on, so the label refers to the focus proxy.
        self._control = control.focusProxy() or control
        self.setBuddy(self._control)
        self._control.installEventFilter(self)
        self.setEnabled(self._control.isEnabled())
        reserve_accents(self)

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            reserve_accents(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.EnabledChange:
            self.setEnabled(self._control.isEnabled())
        return False


def _is_wide(widget: QWidget) -> bool:
    return widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Expanding
