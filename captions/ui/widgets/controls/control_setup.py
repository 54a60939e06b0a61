"""What all controls of our windows have in common: their height, and what the wheel does to them.

Scrolling a page must not change a control that passes below the pointer. Drop-down lists therefore
ignore the wheel. Number fields follow it from the click into them until they lose the focus, but
not after they received the focus by the wheel itself, as Qt would do, or by the keyboard.
"""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QIcon, Qt
from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QComboBox,
    QDialogButtonBox,
    QKeySequenceEdit,
    QLineEdit,
    QPushButton,
    QToolButton,
    QWidget,
)
from typing_extensions import override

from captions.ui.theme.metrics import CONTROL_HEIGHT

_TALL = QPushButton | QToolButton | QComboBox | QAbstractSpinBox | QKeySequenceEdit | QLineEdit
"""Controls with the minimum height."""
_COMPOSED = QComboBox | QAbstractSpinBox | QKeySequenceEdit | QLineEdit
"""Controls that contain a text field or buttons of their own."""
_TEXT_MARGIN = 4
"""Space between the edge of a field and its text, besides the style's, in logical pixels."""
_WHEELED = QComboBox | QAbstractSpinBox
"""Controls that Qt lets the wheel change."""


def set_up_controls(root: QWidget) -> None:
    """Prepare all controls within a widget; doing so again changes nothing."""
    for widget in (root, *root.findChildren(QWidget)):
        _set_size(widget)
        if isinstance(widget, QDialogButtonBox):
            for button in widget.buttons():
                # Some desktops want coloured pictures there, which fit no icon of ours.
                button.setIcon(QIcon())
        if isinstance(widget, _WHEELED) and widget.findChild(WheelGuard) is None:
            WheelGuard(widget)


def _set_size(widget: QWidget) -> None:
    if isinstance(widget, _TALL) and not isinstance(widget.parentWidget(), _COMPOSED):
        widget.setMinimumHeight(max(widget.minimumHeight(), CONTROL_HEIGHT))
    if isinstance(widget, QLineEdit) and not widget.styleSheet():
        widget.setTextMargins(_TEXT_MARGIN, 0, _TEXT_MARGIN, 0)


class WheelGuard(QObject):
    """Decides which wheel events reach a control."""

    def __init__(self, control: QWidget) -> None:
        """``control`` is a drop-down list or a number field; it becomes the parent."""
        super().__init__(control)
        self._control = control
        self._was_clicked = False
        """True while the control has kept the focus since a click into it."""
        control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for part in (control, *control.findChildren(QLineEdit)):
            part.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._was_clicked = isinstance(self._control, QAbstractSpinBox)
            case QEvent.Type.FocusOut:
                self._was_clicked = False
            case QEvent.Type.Wheel if not self._was_clicked:
                event.ignore()  # The page scrolls instead.
                return True
            case _:
                pass
        return False
