"""Cards to choose one from: each a radio button with a picture, a title and a sentence."""

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

from captions.ui.dialog.notes import Note

_RADIUS = 8
_PADDING = 14
_GROUND, _GROUND_CHOSEN = 0.05, 0.10
"""How much of the highlight's, or the text's, colour lies over the window's."""


class Choice(NamedTuple):
    """What a card shows; the texts are in the interface's language."""

    value: str
    title: str
    explanation: str
    picture: QPixmap | None = None


class Cards(QGroupBox):
    """Some cards, one of which is chosen; none if the present value is not among them.

    It is a box around a group for the sake of screen readers, which say its accessible name, the
    question, before that of the card; nothing is drawn of it.
    """

    chosen = Signal(str)
    """The value of the card that the user chose."""

    def __init__(
        self,
        choices: Sequence[Choice],
        value: str,
        direction: QBoxLayout.Direction = QBoxLayout.Direction.TopToBottom,
    ) -> None:
        super().__init__()
        self.setStyleSheet("QGroupBox { border: 0; margin: 0; padding: 0; }")
        self._group = QButtonGroup(self)
        layout = QBoxLayout(direction, self)
        layout.setContentsMargins(0, 0, 0, 0)
        for choice in choices:
            card = _Card(choice)
            card.button.setChecked(choice.value == value)
            self._group.addButton(card.button)
            layout.addWidget(card, 1)
        # Not its clicks: the arrow keys choose without one.
        self._group.buttonToggled.connect(self._tell)

    def focus(self) -> None:
        """Give the keyboard to the chosen card."""
        button = self._group.checkedButton() or self._group.buttons()[0]
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, button: QAbstractButton, chosen: bool) -> None:  # noqa: FBT001  # Qt's signal
        if chosen:
            self.chosen.emit(button.objectName())


class _Card(QWidget):
    def __init__(self, choice: Choice) -> None:
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
        below.setContentsMargins(self._text_left(), 0, 0, 0)
        below.addWidget(Note(choice.explanation))
        column.addLayout(below)
        column.addStretch(1)

    def _text_left(self) -> int:
        """Return how far the title stands behind the button's left edge."""
        style = self.button.style()
        width = style.pixelMetric(style.PixelMetric.PM_ExclusiveIndicatorWidth)
        return width + style.pixelMetric(style.PixelMetric.PM_RadioButtonLabelSpacing)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        # The whole card is the button.
        self.button.setFocus(Qt.FocusReason.MouseFocusReason)
        self.button.click()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        chosen = self.button.isChecked()
        role = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.WindowText
        ground = QColor(self.palette().color(role))
        rim = QColor(ground)
        ground.setAlphaF(_GROUND_CHOSEN if chosen else _GROUND)
        rim.setAlphaF(1.0 if chosen else 0.25)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(ground)
        pen = painter.pen()
        pen.setColor(rim)
        pen.setWidthF(2.0 if chosen else 1.0)
        painter.setPen(pen)
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), _RADIUS, _RADIUS)
