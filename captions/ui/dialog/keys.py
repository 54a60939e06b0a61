"""An editor for a shortcut, which works in any program, and so must leave typing alone."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QSizePolicy
from typing_extensions import override

from captions.ui.dialog.editors import Editor

_WIDTH = 240
"""Logical pixels."""
_FOR_DIALOG = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys that mean something to the dialog."""
_LEAVING = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
"""Keys that lead to another control."""
_PLAIN_TEXT = "background: transparent; border: none"
"""Looks like nothing that can be changed."""
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
_CLEARING = ("Backspace", "Del")
"""Keys that take a shortcut away."""
_LIFTING = (
    Qt.KeyboardModifier.ControlModifier
    | Qt.KeyboardModifier.AltModifier
    | Qt.KeyboardModifier.MetaModifier
)
"""Keys that lift a shortcut out of what is typed."""


class Keys(Editor):
    """One combination of keys, or none."""

    refused = Signal(str)
    """A combination was not taken, and why."""

    def __init__(self) -> None:
        self._edit = QKeySequenceEdit()
        super().__init__(self._edit)
        self._value = ""
        self._explanation = ""
        self._lent: str | None = None
        """What the desktop lends instead, in its words."""
        self._edit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._edit.setMinimumWidth(_WIDTH)
        self._edit.setMaximumSequenceLength(1)
        self._offer_clearing(offered=True)
        self._edit.keySequenceChanged.connect(self._tell)
        self._edit.editingFinished.connect(self._show_again)
        self._edit.installEventFilter(self)

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._say_keys()
        self._show(value)

    @override
    def describe(self, name: str, explanation: str) -> None:
        super().describe(name, explanation)
        for line in self._edit.findChildren(QLineEdit):
            line.setAccessibleName(name)
            line.setAccessibleDescription(explanation)
        self._explanation = explanation
        self._say_keys()

    def show_lent(self, words: str | None) -> None:
        """Show keys that the desktop lends, which cannot be changed here.

        Args:
            words: what the desktop calls them; empty where it names none, `None` to show ours.
        """
        lent = words if words is None else words or self.tr("The desktop names none")
        if lent != self._lent:
            self._lent = lent
            self._offer_clearing(offered=lent is None)
            for line in self._edit.findChildren(QLineEdit):
                line.setStyleSheet("" if lent is None else _PLAIN_TEXT)
            with QSignalBlocker(self._edit):
                self._edit.clear()
            self._show_again()
            self._say_keys()

    def _offer_clearing(self, *, offered: bool) -> None:
        self._edit.setClearButtonEnabled(offered)
        for clear in self._edit.findChildren(QAction):
            clear.triggered.connect(self._clear)

    def _tell(self, sequence: QKeySequence) -> None:
        value = written(sequence)
        if value in ("", self._value):
            return  # Qt empties the line before it takes in what is pressed.
        if value in _CLEARING:
            self._clear()
            return
        if is_typed(sequence):
            self._show_again()
            self.refused.emit(
                self.tr("{0} is needed for typing: add Ctrl, Alt or the system's key.").format(
                    spoken(value)
                )
            )
            return
        self._value = value
        self._say_keys()
        self.edited.emit(value)

    def _clear(self) -> None:
        self._show("")
        if self._value:
            self._value = ""
            self._say_keys()
            self.edited.emit("")

    def _show_again(self) -> None:
        self._show(self._value)

    def _show(self, value: str) -> None:
        line = self._edit.findChild(QLineEdit)
        if self._lent is not None and line is not None:
            line.setText(self._lent)
            return
        sequence = read(value)
        if sequence != self._edit.keySequence():
            with QSignalBlocker(self._edit):
                self._edit.setKeySequence(sequence)

    def _say_keys(self) -> None:
        """Tell screen readers the keys: they find no value in a control of this kind."""
        shown = self._lent or spoken(self._value) or self.tr("No keys")
        self._edit.setAccessibleDescription(f"{shown}. {self._explanation}".strip())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._lent is not None and event.key() not in _LEAVING:
                event.ignore()
                return True
            plain = event.modifiers() in _PLAIN
            if plain and event.key() in _FOR_DIALOG:
                event.ignore()
                return True
        return False


def read(value: str) -> QKeySequence:
    """Read keys as the settings have them."""
    return QKeySequence.fromString(value, QKeySequence.SequenceFormat.PortableText)


def written(sequence: QKeySequence) -> str:
    """Write keys as the settings have them."""
    return sequence.toString(QKeySequence.SequenceFormat.PortableText)


def spoken(value: str) -> str:
    """Write keys as this system's keyboard has them."""
    return read(value).toString(QKeySequence.SequenceFormat.NativeText)


def is_typed(sequence: QKeySequence) -> bool:
    """Tell whether keys mean something by themselves in any program, such as a letter."""
    if sequence.isEmpty():
        return False
    # Qt's sequences can be indexed; their type stubs do not say so.
    keys: QKeyCombination = sequence[0]  # type: ignore[index]
    function_key = Qt.Key.Key_F1 <= keys.key() <= Qt.Key.Key_F35
    special = keys.key() >= Qt.Key.Key_Back  # Keys for music, volume, browsers and the like.
    return not (keys.keyboardModifiers() & _LIFTING or function_key or special)
