"""Drop-down lists of equal widths, however long their entries are."""

from PySide6.QtWidgets import QComboBox, QSizePolicy
from typing_extensions import override

from captions.ui.theme.metrics import CONTROL_WIDTH

_MIN_LETTERS = 12
"""Number of letters that the narrowest drop-down list shows."""


def make_drop_down(*, wide: bool = False) -> QComboBox:
    """Return a drop-down list; ``wide`` is True for one that takes the whole width of a row."""
    box = _DropDownList()
    # Not the width of the widest name: for languages, that would look for the fonts of all scripts.
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(_MIN_LETTERS)
    if wide:
        box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    else:
        box.setFixedWidth(CONTROL_WIDTH)
    return box


class _DropDownList(QComboBox):
    """A list of a fixed width whose open list fits its longest entry."""

    @override
    def showPopup(self) -> None:
        needed = self.view().sizeHintForColumn(0) + 2 * self.view().frameWidth()
        scroll_bar = self.view().verticalScrollBar().sizeHint().width()
        self.view().setMinimumWidth(max(self.width(), needed + scroll_bar))
        super().showPopup()
