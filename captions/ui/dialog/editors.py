"""Controls that show one setting and say when the user changed it.

An editor owns a control of Qt's and knows how a value of the settings looks in it. It takes in
nothing that the settings would refuse: ranges and choices are those of the setting's rule. Showing
a value is silent; only what the user does is told.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QStandardItemModel, QValidator
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QLineEdit, QWidget
from typing_extensions import override

from captions.paths import DEFAULTS, rule_at, value_at

_NUMBER_PX, _CHOICE_PX, _WIDEST_PX = 96, 240, 440
"""Widths in logical pixels: alike ones stand calmer below each other."""
LONGEST_TEXT = 4096
"""Characters of a text that is typed in: paths and addresses are shorter."""


class Editor(QObject):
    """Shows one setting in a control."""

    edited = Signal(object)
    """The user chose another value."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self.control = control
        """Where the value is shown."""

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # of any setting
        """Show a value without telling of it."""
        raise NotImplementedError

    def describe(self, name: str, explanation: str) -> None:
        """Tell screen readers what the control is for."""
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(explanation)


class Switch(Editor):
    """A setting that is on or off."""

    def __init__(self) -> None:
        self._box = QCheckBox()
        super().__init__(self._box)
        self._box.clicked.connect(lambda: self.edited.emit(self._box.isChecked()))

    @override
    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class Unit(NamedTuple):
    """How a number is written."""

    suffix: str = ""
    step: float = 1
    decimals: int = 0
    scale: float = 1
    """What the setting is multiplied by."""
    lowest: str = ""
    """Words for the least value."""


PLAIN = Unit()
PERCENT = Unit(" %", step=5, scale=100)


class Number(Editor):
    """A number within its rule's range; it is told once it is typed, or at each step."""

    def __init__(self, path: str, unit: Unit = PLAIN) -> None:
        self._box = _NumberBox()
        super().__init__(self._box)
        rule = rule_at(path)
        self._scale = unit.scale
        self._kind = type(value_at(DEFAULTS, path))
        self._value: float | None = None
        self._box.setMinimumWidth(_NUMBER_PX)
        self._box.setDecimals(unit.decimals)
        self._box.setRange((rule.low or 0) * unit.scale, (rule.high or 0) * unit.scale)
        self._box.setSingleStep(unit.step)
        self._box.setSuffix(unit.suffix)
        self._box.setSpecialValueText(unit.lowest)
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self._tell)

    @override
    def show_value(self, value: float) -> None:
        if value != self._value:
            self._value = value
            with QSignalBlocker(self._box):
                self._box.setValue(value * self._scale)

    def _tell(self, shown: float) -> None:
        # Shown numbers have a few digits; so have the settings, whatever binary fractions make.
        self._value = self._kind(round(shown / self._scale, 6))
        self.edited.emit(self._value)


class Option(NamedTuple):
    """One of the values that can be chosen."""

    value: str
    title: str
    usable: bool = True


class Choice(Editor):
    """One of several values, each with its words."""

    def __init__(self, options: Sequence[Option] = (), missing: str = "{}") -> None:
        """Offer some values.

        Args:
            options: the values, in the order in which they are shown.
            missing: what a present value is called that is none of them; ``{}`` is the value.
        """
        self._box = drop_down()
        super().__init__(self._box)
        self._options: tuple[Option, ...] = ()
        self._missing = missing
        self._value: str | None = None
        self._box.activated.connect(self._tell)
        self.offer(options)

    def offer(self, options: Sequence[Option]) -> None:
        """Let the user choose among these; the present value stays."""
        offered = tuple(options)
        if offered != self._options:
            self._options = offered
            self._fill(offered)
            if self._value is not None:
                self._choose(self._value)

    @override
    def show_value(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._choose(value)

    def _fill(self, options: Sequence[Option]) -> None:
        self._box.clear()
        for option in options:
            self._box.addItem(option.title, option.value)
            model = self._box.model()
            if not option.usable and isinstance(model, QStandardItemModel):
                model.item(self._box.count() - 1).setEnabled(False)

    def _choose(self, value: str) -> None:
        if self._box.count() > len(self._options):
            self._box.removeItem(self._box.count() - 1)
        if self._box.findData(value) < 0:
            self._box.addItem(self._missing.format(value), value)
        self._box.setCurrentIndex(self._box.findData(value))

    def _tell(self, index: int) -> None:
        chosen = self._box.itemData(index)
        if chosen != self._value:
            self._value = chosen
            self.edited.emit(chosen)


class Text(Editor):
    """A line of text."""

    def __init__(self, *, at_once: bool = False, hint: str = "") -> None:
        """Show a line.

        Args:
            at_once: whether each letter is told, or only a text that is finished.
            hint: shown while there is no text.
        """
        self._line = QLineEdit()
        super().__init__(self._line)
        self._value = ""
        self._line.setMaxLength(LONGEST_TEXT)
        self._line.setPlaceholderText(hint)
        self._line.setMinimumWidth(_CHOICE_PX)
        self._line.editingFinished.connect(self._tell)
        if at_once:
            self._line.textEdited.connect(self._tell)

    @override
    def show_value(self, value: str) -> None:
        if value != self._value:  # What is being typed stays.
            self._value = value
            self._line.setText(value)

    def _tell(self) -> None:
        if self._line.text() != self._value:
            self._value = self._line.text()
            self.edited.emit(self._value)


def drop_down() -> QComboBox:
    """Return a list to choose from, as wide as its longest choice but within bounds."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    box.setMinimumWidth(_CHOICE_PX)
    box.setMaximumWidth(_WIDEST_PX)
    return box


class _NumberBox(QDoubleSpinBox):
    """A box that takes a point for a comma and the other way round: people type either."""

    @override
    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        # Qt would take the wrong one for a mark between thousands, and 1.5 for 15.
        point = self.locale().decimalPoint()
        return super().validate(text.replace(".", point).replace(",", point), at)
