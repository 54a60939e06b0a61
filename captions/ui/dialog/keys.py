"""An editor for a shortcut, which works in any program, and so must leave typing alone."""

from PySide6.QtCore import QEvent, QKeyCombination, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QSizePolicy
from typing_extensions import override

from captions.ui.dialog.editors import Editor

_WIDTH = 240
"""Logical pixels."""
_FOR_DIALOG = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys that mean something to the dialog."""
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
        self._edit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._edit.setMinimumWidth(_WIDTH)
        self._edit.setMaximumSequenceLength(1)
        self._edit.setClearButtonEnabled(True)
        self._edit.keySequenceChanged.connect(self._tell)
        self._edit.editingFinished.connect(self._show_again)
        self._edit.installEventFilter(self)
        for clear in self._edit.findChildren(QAction):
            clear.triggered.connect(self._clear)

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._show(value)

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
        self.edited.emit(value)

    def _clear(self) -> None:
        self._show("")
        if self._value:
            self._value = ""
            self.edited.emit("")

    def _show_again(self) -> None:
        self._show(self._value)

    def _show(self, value: str) -> None:
        sequence = read(value)
        if sequence != self._edit.keySequence():
            with QSignalBlocker(self._edit):
                self._edit.setKeySequence(sequence)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
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
