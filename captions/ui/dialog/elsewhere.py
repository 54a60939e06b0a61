"""An editor for one of several values, or one that is typed in: an address, or a file's path."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.ui.dialog.editors import Editor, Option, Text, drop_down


class ChoiceOrText(Editor):
    """A list whose last choice reveals a line to type in."""

    def __init__(self, options: Sequence[Option], other: Option) -> None:
        """Offer some values and any other.

        Args:
            options: the values, in the order in which they are shown.
            other: the words for any other value, and as its value an example of one.
        """
        super().__init__(QWidget())
        self._box = drop_down()
        self._line = Text(hint=other.value)
        self._typing = QWidget()
        self._value: str | None = None
        for option in options:
            self._box.addItem(option.title, option.value)
        self._box.addItem(other.title, None)
        self._box.activated.connect(self._choose)
        self._line.edited.connect(self._type)
        self._lay_out()

    def add_button(self, button: QWidget) -> None:
        """Put a button beside the line."""
        layout = self._typing.layout()
        if layout is not None:
            layout.addWidget(button)

    def take(self, value: str) -> None:
        """Take a value in as if the user had typed it."""
        self._line.show_value(value)
        self._type(value)

    @override
    def show_value(self, value: str) -> None:
        if value == self._value:
            return  # Also while another one is about to be typed in.
        self._value = value
        index = self._box.findData(value)
        self._box.setCurrentIndex(self._box.count() - 1 if index < 0 else index)
        self._line.show_value(value if index < 0 else "")
        self._typing.setVisible(index < 0)

    @override
    def describe(self, name: str, explanation: str) -> None:
        for inner in (self._box, self._line.control):
            inner.setAccessibleName(name)
            inner.setAccessibleDescription(explanation)

    def _lay_out(self) -> None:
        beside = QHBoxLayout(self._typing)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._line.control, 1)
        column = QVBoxLayout(self.control)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._typing)
        self.control.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.control.setFocusProxy(self._box)
        self._typing.hide()

    def _choose(self) -> None:
        chosen = self._box.currentData()
        self._typing.setVisible(chosen is None)
        if chosen is None:
            self._line.control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._tell(chosen)

    def _type(self, value: str) -> None:
        if value.strip():
            self._tell(value.strip())

    def _tell(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.edited.emit(value)


class ChoiceOrFile(ChoiceOrText):
    """A list whose last choice reveals a line to type in, and a button that looks for a file."""

    def __init__(self, options: Sequence[Option], other: Option) -> None:
        """Offer some values and any file; the arguments are those of `ChoiceOrText`."""
        super().__init__(options, other)
        browse = QPushButton(self.tr("&Browse…"))
        browse.setAutoDefault(False)
        browse.setAccessibleDescription(self.tr("Looks for a file on this computer."))
        browse.clicked.connect(self._browse)
        self.add_button(browse)

    def _browse(self) -> None:
        # Not `getOpenFileName`, which would run a loop of its own inside the app's.
        chooser = QFileDialog(self.control.window(), self.tr("Choose a recording"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.take)
        chooser.open()
