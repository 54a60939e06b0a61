"""Choice cards: radio buttons with a picture, a title and an explanation."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from captions.ui.theme.metrics import CARD_PADDING, CARD_RADIUS
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box
from captions.ui.theme.type_scale import TextRole, set_text_role
from captions.ui.widgets.notes import NoteLabel


class CardChoice(NamedTuple):
    """Contents of a card, in the interface language."""

    value: str
    title: str
    explanation: str
    picture: QPixmap | None = None


class ChoiceCards(QGroupBox):
    """A group of cards, at most one of which is checked.

    It is an invisible group box, so that screen readers speak its accessible name, the question,
    before the name of the card.
    """

    chosen = Signal(str)
    """The user chose a card; carries its value."""

    def __init__(
        self,
        choices: Sequence[CardChoice],
        value: str,
        direction: QBoxLayout.Direction = QBoxLayout.Direction.TopToBottom,
    ) -> None:
        super().__init__()
        self.setStyleSheet("QGroupBox { border: 0; margin: 0; padding: 0; }")
        self._group = QButtonGroup(self)
        layout = QBoxLayout(direction, self)
        layout.setContentsMargins(0, 0, 0, 0)
        for choice in choices:
            card = _ChoiceCard(choice)
            card.button.setChecked(choice.value == value)
            self._group.addButton(card.button)
            layout.addWidget(card, 1)
        # Not the click signal: arrow keys change the choice without a click.
        self._group.buttonToggled.connect(self._emit_chosen)

    def focus_choice(self) -> None:
        """Move the keyboard focus to the checked card, or to the first."""
        button = self._group.checkedButton() or self._group.buttons()[0]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _emit_chosen(self, button: QAbstractButton) -> None:
        if button.isChecked():
            self.chosen.emit(button.objectName())


class _ChoiceCard(QWidget):
    def __init__(self, choice: CardChoice) -> None:
        super().__init__()
        self.button = QRadioButton(choice.title)
        self.button.setObjectName(choice.value)
        self.button.setAccessibleDescription(choice.explanation)
        self.button.toggled.connect(self.update)
        set_text_role(self.button, TextRole.STRONG)
        column = QVBoxLayout(self)
        column.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING)
        if choice.picture is not None:
            picture = QLabel()
            picture.setPixmap(choice.picture)
            column.addWidget(picture, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.button)
        below = QHBoxLayout()
        below.setContentsMargins(self._text_indent(), 0, 0, 0)
        below.addWidget(NoteLabel(choice.explanation))
        column.addLayout(below)
        column.addStretch(1)

    def _text_indent(self) -> int:
        """Return the distance from the button's left edge to its title, in pixels."""
        style = self.button.style()
        width = style.pixelMetric(style.PixelMetric.PM_ExclusiveIndicatorWidth)
        return width + style.pixelMetric(style.PixelMetric.PM_RadioButtonLabelSpacing)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The whole card acts as the button.
        self.button.setFocus(Qt.FocusReason.MouseFocusReason)
        self.button.click()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.button.isChecked()
        colours = find_colours(self.palette())
        painter = QPainter(self)
        edge = colours.accent if chosen else colours.card_border
        paint_box(painter, self.rect(), colours.card, edge, CARD_RADIUS)
        if chosen:
            inner = self.rect().adjusted(1, 1, -1, -1)
            paint_box(painter, inner, colours.card, edge, CARD_RADIUS - 1)
