"""Editors: each shows one setting in a Qt control and emits the user's changes.

An editor takes ranges and choices from the setting's rule, so it accepts no value that the settings
would reject. Showing a value emits nothing; only user input does.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QStandardItemModel, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QLineEdit, QWidget
from typing_extensions import override

from captions.settings.paths import DEFAULTS, rule_at, value_at
from captions.ui.text.fonts import is_installed, list_families, plain_family
from captions.ui.text.language_names import sort_languages
from captions.ui.theme.metrics import CONTROL_WIDTH, NUMBER_WIDTH
from captions.ui.widgets.controls.drop_down import make_drop_down
from captions.ui.widgets.controls.toggle_switch import ToggleSwitch

NAME_PROPERTY = "settingName"
"""Property of a control whose accessible name also has its value; it is the name alone."""
MAX_TEXT_CHARS = 4096
"""Maximum characters in a text field; paths and addresses are shorter."""


class SettingEditor(QObject):
    """Shows one setting in a control."""

    edited = Signal(object)
    """The user changed the value; carries the new value."""

    def __init__(self, control: QWidget) -> None:
        super().__init__(control)
        self.control = control
        """Widget that shows the value."""

    def show_value(self, value: Any) -> None:  # noqa: ANN401  # of any setting
        """Show a value without emitting `edited`."""
        raise NotImplementedError

    def set_accessible_texts(self, name: str, explanation: str) -> None:
        """Set the control's accessible name and description for screen readers."""
        self.control.setAccessibleName(name)
        self.control.setAccessibleDescription(explanation)


class SwitchEditor(SettingEditor):
    """A setting that is on or off."""

    def __init__(self) -> None:
        self._box = ToggleSwitch()
        super().__init__(self._box)
        self._box.clicked.connect(lambda: self.edited.emit(self._box.isChecked()))

    @override
    def show_value(self, value: bool) -> None:
        self._box.setChecked(value)


class NumberUnit(NamedTuple):
    """Display format of a number."""

    suffix: str = ""
    step: float = 1
    decimals: int = 0
    scale: float = 1
    """Factor from the setting to the displayed number."""
    lowest: str = ""
    """Text shown instead of the smallest value."""
    first: float = 0
    """Smallest displayed number that the user can enter besides it."""


PLAIN = NumberUnit()
"""A whole number without a unit."""
PERCENT = NumberUnit(" %", step=5, scale=100)
"""A setting between 0 and 1, displayed as a percentage."""


class NumberEditor(SettingEditor):
    """A number within its rule's range; emitted when typing is finished and at each step."""

    def __init__(self, path: str, unit: NumberUnit = PLAIN) -> None:
        self._box = _NumberBox(unit.first)
        super().__init__(self._box)
        rule = rule_at(path)
        self._scale = unit.scale
        self._kind = type(value_at(DEFAULTS, path))
        self._value: float | None = None
        self._box.setMinimumWidth(NUMBER_WIDTH)
        self._box.setDecimals(unit.decimals)
        self._box.setRange((rule.low or 0) * unit.scale, (rule.high or 0) * unit.scale)
        self._box.setSingleStep(unit.step)
        self._box.setSuffix(unit.suffix)
        self._box.setSpecialValueText(unit.lowest)
        self._box.setKeyboardTracking(False)
        self._box.valueChanged.connect(self._emit_edited)

    @override
    def show_value(self, value: float) -> None:
        if value != self._value:
            self._value = value
            with QSignalBlocker(self._box):
                self._box.setValue(value * self._scale)

    def _emit_edited(self, shown: float) -> None:
        if self._box.is_in_gap(shown):
            self._box.leave_gap()
            return
        # Rounds away binary fractions: settings have as few digits as the displayed number.
        self._value = self._kind(round(shown / self._scale, 6))
        self.edited.emit(self._value)


class ChoiceOption(NamedTuple):
    """A value in a drop-down list."""

    value: str
    title: str
    usable: bool = True
    """True if the user can choose it; otherwise it is shown disabled."""


def language_options(codes: Iterable[str]) -> list[ChoiceOption]:
    """Return an option per ISO 639 code, titled with the language's own name and sorted by it."""
    return [ChoiceOption(code, name) for code, name in sort_languages(codes)]


class ChoiceEditor(SettingEditor):
    """One of several values, each with a title."""

    def __init__(
        self, options: Sequence[ChoiceOption] = (), missing: str = "{}", *, wide: bool = False
    ) -> None:
        """Create the list.

        Args:
            options: values in display order.
            missing: title of a current value that is not among the options; ``{}`` stands for it.
            wide: True for long titles, which need the whole width of a row.
        """
        self._box = make_drop_down(wide=wide)
        super().__init__(self._box)
        self._options: tuple[ChoiceOption, ...] = ()
        self._missing = missing
        self._value: str | None = None
        self._box.activated.connect(self._emit_edited)
        self.set_options(options)

    def set_options(self, options: Sequence[ChoiceOption]) -> None:
        """Replace the options; the current value stays."""
        offered = tuple(options)
        if offered != self._options:
            self._options = offered
            self._fill_box(offered)
            if self._value is not None:
                self._select_value(self._value)

    @override
    def show_value(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self._select_value(value)

    def describe_missing(self, value: str) -> str:
        """Return the title of a value that is not among the options."""
        return self._missing.format(value)

    def _fill_box(self, options: Sequence[ChoiceOption]) -> None:
        self._box.clear()
        for option in options:
            self._box.addItem(option.title, option.value)
            model = self._box.model()
            if not option.usable and isinstance(model, QStandardItemModel):
                model.item(self._box.count() - 1).setEnabled(False)

    def _select_value(self, value: str) -> None:
        if self._box.count() > len(self._options):
            self._box.removeItem(self._box.count() - 1)
        if self._box.findData(value) < 0:
            self._box.addItem(self.describe_missing(value), value)
        self._box.setCurrentIndex(self._box.findData(value))

    def _emit_edited(self, index: int) -> None:
        chosen = self._box.itemData(index)
        if chosen != self._value:
            self._value = chosen
            self.edited.emit(chosen)


class FontEditor(ChoiceEditor):
    """One of the installed font families, by their names without foundries."""

    def __init__(self, default: ChoiceOption, missing: str) -> None:
        """Create the list.

        Args:
            default: the first option.
            missing: title of a family that is not installed; ``{}`` stands for it.
        """
        families = [ChoiceOption(name, name) for name in list_families()]
        super().__init__([default, *families], missing)

    @override
    def show_value(self, value: str) -> None:
        super().show_value(plain_family(value))

    @override
    def describe_missing(self, value: str) -> str:
        # Installed, but of symbols: it can be used, although it is not offered.
        return value if is_installed(value) else super().describe_missing(value)


class TextEditor(SettingEditor):
    """A line of text."""

    def __init__(self, *, at_once: bool = False, hint: str = "") -> None:
        """Create the text field.

        Args:
            at_once: True to emit `edited` at every keystroke, not only when editing is finished.
            hint: placeholder shown while the field is empty.
        """
        self._line = QLineEdit()
        super().__init__(self._line)
        self._value = ""
        self._line.setMaxLength(MAX_TEXT_CHARS)
        self._line.setPlaceholderText(hint)
        self._line.setMinimumWidth(CONTROL_WIDTH)
        self._line.editingFinished.connect(self._emit_edited)
        if at_once:
            self._line.textEdited.connect(self._emit_edited)

    @override
    def show_value(self, value: str) -> None:
        if value != self._value:  # Leaves alone what the user is typing.
            self._value = value
            self._line.setText(value)

    def _emit_edited(self) -> None:
        if self._line.text() != self._value:
            self._value = self._line.text()
            self.edited.emit(self._value)


class _NumberBox(QDoubleSpinBox):
    """A number field that accepts both a point and a comma as decimal separator."""

    def __init__(self, first: float) -> None:
        """``first`` is the smallest number besides the minimum; numbers between are skipped."""
        super().__init__()
        self._first = first

    @override
    def stepBy(self, steps: int) -> None:
        if self.is_in_gap(self.value() + steps * self.singleStep()):
            self.setValue(self._first if steps > 0 else self.minimum())
        else:
            super().stepBy(steps)

    def leave_gap(self) -> None:
        """Show the first number after those that are skipped."""
        self.setValue(self._first)

    def is_in_gap(self, value: float) -> bool:
        """Return True if a number is skipped."""
        return self.minimum() < value < self._first

    @override
    def validate(self, text: str, at: int) -> tuple[QValidator.State, str, int]:
        # Qt would read the other separator as one for thousands, and 1.5 as 15.
        point = self.locale().decimalPoint()
        return super().validate(text.replace(".", point).replace(",", point), at)
