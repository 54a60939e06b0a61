"""An editor for a global shortcut; it rejects keys that are needed for typing."""

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QSizePolicy
from typing_extensions import override

from captions.ui.hotkeys.key_sequences import (
    is_typing_key,
    native_text,
    parse_keys,
    portable_text,
)
from captions.ui.settings_dialog.widgets.editors import SettingEditor
from captions.ui.theme.drawn_icons import make_icon

_WIDTH = 240
"""Minimum width of the field, in logical pixels."""
_DIALOG_KEYS = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter)
"""Keys reserved for the dialog's buttons."""
_FOCUS_KEYS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
"""Keys that move the focus."""
_READ_ONLY_STYLE = "background: transparent; border: none"
"""Style sheet of a read-only field."""
_UNMODIFIED = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
"""Modifier states that count as no modifier."""
_CLEARING_KEYS = ("Backspace", "Del")
"""Keys that clear the shortcut."""


class ShortcutEditor(SettingEditor):
    """One key combination, or none."""

    refused = Signal(str)
    """A key combination was rejected; carries the reason as a sentence."""
    recording_changed = Signal(bool)
    """The field began to record keys, or no longer does; no shortcut may act in between."""

    def __init__(self) -> None:
        self._edit = QKeySequenceEdit()
        super().__init__(self._edit)
        self._value = ""
        self._explanation = ""
        self._portal_keys: str | None = None
        """Keys that the desktop assigned, in its own words; `None` if it assigns none."""
        self._edit.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._edit.setMinimumWidth(_WIDTH)
        self._edit.setMaximumSequenceLength(1)
        self._enable_clearing(enabled=True)
        self._edit.keySequenceChanged.connect(self._handle_sequence)
        self._edit.editingFinished.connect(self._restore_keys)
        self._edit.installEventFilter(self)

    @override
    def show_value(self, value: str) -> None:
        self._value = value
        self._describe_keys()
        self._show_keys(value)

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        super().set_accessible_texts(name, explanation)
        for line in self._edit.findChildren(QLineEdit):
            line.setAccessibleName(name)
            line.setAccessibleDescription(explanation)
        self._explanation = explanation
        self._describe_keys()

    def show_portal_keys(self, words: str | None) -> None:
        """Show keys that the desktop assigned, read-only.

        Args:
            words: the desktop's description; empty if it gives none, `None` to show the setting.
        """
        keys = words if words is None else words or self.tr("Not reported by the desktop")
        if keys != self._portal_keys:
            self._portal_keys = keys
            self._enable_clearing(enabled=keys is None)
            for line in self._edit.findChildren(QLineEdit):
                line.setStyleSheet("" if keys is None else _READ_ONLY_STYLE)
            with QSignalBlocker(self._edit):
                self._edit.clear()
            self._restore_keys()
            self._describe_keys()

    def _enable_clearing(self, *, enabled: bool) -> None:
        self._edit.setClearButtonEnabled(enabled)
        for clear in self._edit.findChildren(QAction):
            clear.triggered.connect(self._clear_keys)
            clear.setToolTip(self.tr("Remove the shortcut"))
        self._draw_clearing()

    def _draw_clearing(self) -> None:
        for clear in self._edit.findChildren(QAction):
            clear.setIcon(make_icon("close", self._edit.palette()))

    def _handle_sequence(self, sequence: QKeySequence) -> None:
        value = portable_text(sequence)
        if value in ("", self._value):
            return  # Qt clears the field before it records the pressed keys.
        if value in _CLEARING_KEYS:
            self._clear_keys()
            return
        if is_typing_key(sequence):
            self._restore_keys()
            self.refused.emit(
                self.tr("{0} is needed for typing: add Ctrl or Alt.").format(native_text(sequence))
            )
            return
        self._value = value
        self._describe_keys()
        self.edited.emit(value)

    def _clear_keys(self) -> None:
        self._show_keys("")
        if self._value:
            self._value = ""
            self._describe_keys()
            self.edited.emit("")

    def _restore_keys(self) -> None:
        self._show_keys(self._value)

    def _show_keys(self, value: str) -> None:
        line = self._edit.findChild(QLineEdit)
        if self._portal_keys is not None and line is not None:
            line.setText(self._portal_keys)
            return
        sequence = parse_keys(value)
        if sequence != self._edit.keySequence():
            with QSignalBlocker(self._edit):
                self._edit.setKeySequence(sequence)

    def _describe_keys(self) -> None:
        """Describe the keys for screen readers, which find no value in this kind of control."""
        shown = self._portal_keys or native_text(parse_keys(self._value)) or self.tr("No shortcut")
        self._edit.setAccessibleDescription(f"{shown}. {self._explanation}".strip())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.PaletteChange and watched is self._edit:
            self._draw_clearing()
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            is_focused = event.type() is QEvent.Type.FocusIn
            self.recording_changed.emit(is_focused and self._portal_keys is None)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self._portal_keys is not None and event.key() not in _FOCUS_KEYS:
                event.ignore()
                return True
            plain = event.modifiers() in _UNMODIFIED
            if plain and event.key() in _DIALOG_KEYS:
                event.ignore()
                return True
        return False
