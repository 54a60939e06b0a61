"""A slim bar that fills from left to right, for progress that a text beside it describes."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QProgressBar, QSizePolicy
from typing_extensions import override

from captions.ui.theme.metrics import HALF_GRID
from captions.ui.theme.palette import find_colours

_WAITING_OPACITY = 0.4
"""Opacity of the accent colour while nothing is counted; the bar does not move then."""


class ProgressBar(QProgressBar):
    """Shows a share of its range; while the range is empty, the whole bar is filled faintly."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextVisible(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @override
    def sizeHint(self) -> QSize:
        return QSize(0, HALF_GRID)

    @override
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colours = find_colours(self.palette())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        whole = QRectF(self.rect())
        radius = whole.height() / 2
        painter.setBrush(QColor(colours.control_border))
        painter.drawRoundedRect(whole, radius, radius)
        accent = QColor(colours.accent)
        if self.maximum() == self.minimum():
            accent.setAlphaF(_WAITING_OPACITY)
            share = 1.0
        else:
            share = (self.value() - self.minimum()) / (self.maximum() - self.minimum())
        painter.setBrush(accent)
        filled = max(whole.height(), whole.width() * share) if share > 0 else 0.0
        painter.drawRoundedRect(QRectF(0, 0, filled, whole.height()), radius, radius)
