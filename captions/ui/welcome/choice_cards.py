"""Choice cards: radio buttons with a picture, a title and an explanation."""

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPalette, QPixmap
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

from captions.ui.widgets.notes import NoteLabel

_RADIUS = 8
_PADDING = 14
_OPACITY, _OPACITY_CHOSEN = 0.05, 0.10
"""Opacity of the text or highlight colour over the window's background."""


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
        font = self.button.font()
        font.setBold(True)
        self.button.setFont(font)
        column = QVBoxLayout(self)
        column.setContentsMargins(_PADDING, _PADDING, _PADDING, _PADDING)
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
        role = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.WindowText
        background = QColor(self.palette().color(role))
        border = QColor(background)
        background.setAlphaF(_OPACITY_CHOSEN if chosen else _OPACITY)
        border.setAlphaF(1.0 if chosen else 0.25)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(background)
        pen = painter.pen()
        pen.setColor(border)
        pen.setWidthF(2.0 if chosen else 1.0)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
