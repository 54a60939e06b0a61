"""An editor for one of several values or for a typed one: an address or the path of a file."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QWidget,
)
from typing_extensions import override

from captions.ui.settings_dialog.widgets.editors import (
    ChoiceOption,
    SettingEditor,
    TextEditor,
)
from captions.ui.widgets.controls.drop_down import make_drop_down
from captions.ui.widgets.setting_row import HeadedControl


class ChoiceOrText(SettingEditor):
    """A drop-down list whose last entry reveals a text field."""

    def __init__(self, options: Sequence[ChoiceOption], other: ChoiceOption) -> None:
        """Create the list with the given values and an entry for any other.

        Args:
            options: values in display order.
            other: title of the last entry; its value is an example, shown as placeholder.
        """
        super().__init__(HeadedControl())
        self._box = make_drop_down()
        self._line = TextEditor(hint=other.value)
        self._text_row = QWidget()
        self._value: str | None = None
        for option in options:
            self._box.addItem(option.title, option.value)
        self._box.addItem(other.title, None)
        self._box.activated.connect(self._choose_option)
        self._line.edited.connect(self._enter_text)
        self._lay_out()

    def add_button(self, button: QWidget) -> None:
        """Add a button beside the text field."""
        layout = self._text_row.layout()
        if layout is not None:
            layout.addWidget(button)

    def enter_value(self, value: str) -> None:
        """Set a value as if the user had typed it."""
        self._line.show_value(value)
        self._enter_text(value)

    @override
    def show_value(self, value: str) -> None:
        if value == self._value:
            return  # Keeps the text field open while the user is about to type.
        self._value = value
        index = self._box.findData(value)
        self._box.setCurrentIndex(self._box.count() - 1 if index < 0 else index)
        self._line.show_value(value if index < 0 else "")
        self._text_row.setVisible(index < 0)

    @override
    def set_accessible_texts(self, name: str, explanation: str) -> None:
        for inner in (self._box, self._line.control):
            inner.setAccessibleName(name)
            inner.setAccessibleDescription(explanation)

    def _lay_out(self) -> None:
        beside = QHBoxLayout(self._text_row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._line.control, 1)
        if isinstance(self.control, HeadedControl):
            self.control.head.addWidget(self._box, 0, Qt.AlignmentFlag.AlignVCenter)
            self.control.column.addWidget(self._text_row)
        self.control.setFocusProxy(self._box)
        self._text_row.hide()

    def _choose_option(self) -> None:
        chosen = self._box.currentData()
        self._text_row.setVisible(chosen is None)
        if chosen is None:
            self._line.control.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._emit_edited(chosen)

    def _enter_text(self, value: str) -> None:
        if value.strip():
            self._emit_edited(value.strip())

    def _emit_edited(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.edited.emit(value)


class ChoiceOrFile(ChoiceOrText):
    """A drop-down list whose last entry reveals a text field and a Browse button."""

    def __init__(self, options: Sequence[ChoiceOption], other: ChoiceOption) -> None:
        """Create the list; the arguments are those of `ChoiceOrText`."""
        super().__init__(options, other)
        browse = QPushButton(self.tr("&Browse…"))
        browse.setAutoDefault(False)
        browse.setAccessibleDescription(self.tr("Lets you choose a file on this computer."))
        browse.clicked.connect(self._browse_files)
        self.add_button(browse)

    def _browse_files(self) -> None:
        # Not `getOpenFileName`, which would run a nested event loop.
        chooser = QFileDialog(self.control.window(), self.tr("Choose recording"))
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self.enter_value)
        chooser.open()
