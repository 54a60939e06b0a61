"""A page of the welcome dialog that scrolls where the screen has no room for all of it."""

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget
from typing_extensions import override

from captions.ui.theme.metrics import GRID
from captions.ui.welcome.step import WelcomeStep

MIN_HEIGHT = 20 * GRID
"""Minimum height of the visible part in logical pixels: that of two cards."""


class ScrollingPage(QScrollArea):
    """A page that is as high as its content, or scrolls."""

    def __init__(self, step: WelcomeStep) -> None:
        """Create the page; ``step`` is its content."""
        super().__init__()
        self._step = step
        self.setWidget(step)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        step.revealed.connect(self._reveal_part)

    def _reveal_part(self, part: QWidget) -> None:
        """Scroll to a part that has just appeared."""
        # Its place counts from now on, not from the next turn of the event loop.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.ensureWidgetVisible(part, 0, 0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        wanted = self._step.heightForWidth(width)
        if wanted < 0:  # Its height does not depend on its width.
            wanted = self._step.sizeHint().height()
        return self._step.preferred_height or wanted

    @override
    def sizeHint(self) -> QSize:
        wanted = self._step.sizeHint()
        return QSize(wanted.width(), self._step.preferred_height or wanted.height())

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(self._step.minimumSizeHint().width(), MIN_HEIGHT)
