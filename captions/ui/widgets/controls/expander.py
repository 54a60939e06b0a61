"""A button that shows or hides the rows below it."""

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QShortcutEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget
from typing_extensions import override

from captions.ui.theme.drawn_icons import paint_icon
from captions.ui.theme.metrics import CARD_PADDING, CARD_RADIUS, GRID, ICON_SIZE, ROW_HEIGHT
from captions.ui.theme.palette import find_colours
from captions.ui.theme.shapes import paint_box, paint_focus_ring


class Expander(QAbstractButton):
    """The head of a card whose other rows are hidden until the user wants to see them."""

    def __init__(self, title: str, body: QWidget) -> None:
        """``body`` is the widget to show and hide; it is hidden at first."""
        super().__init__()
        self._body = body
        self.setText(title)
        self.setAccessibleName(title.replace("&", ""))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        # Not checkable: a screen reader would call it a check box.
        self.clicked.connect(lambda: self.expand(expanded=self._body.isHidden()))
        self.expand(expanded=False)

    def expand(self, *, expanded: bool) -> None:
        """Show or hide the rows."""
        self._body.setVisible(expanded)
        self.setAccessibleDescription(
            self.tr("Hides these settings.") if expanded else self.tr("Shows more settings.")
        )
        self.update()

    @override
    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic.value, self.text())
        width = text.width() + 2 * CARD_PADDING + ICON_SIZE + GRID
        return QSize(width, ROW_HEIGHT - GRID)

    @override
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QShortcutEvent) and not event.isAmbiguous():
            # At once: Qt would first paint the button as pressed for 100 ms.
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.click()
            return True
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        colours = find_colours(self.palette())
        area = self.rect().adjusted(2, 2, -2, -2)
        if self.underMouse():
            paint_box(painter, area, colours.hover, colours.hover, CARD_RADIUS - 2)
        flags = Qt.AlignmentFlag.AlignVCenter.value | Qt.TextFlag.TextShowMnemonic.value
        painter.setPen(colours.text)
        painter.drawText(
            self.rect().adjusted(CARD_PADDING, 0, -CARD_PADDING, 0), flags, self.text()
        )
        left = self.width() - CARD_PADDING - ICON_SIZE
        square = QRectF(left, (self.height() - ICON_SIZE) / 2, ICON_SIZE, ICON_SIZE)
        name = "chevron-down" if self._body.isHidden() else "chevron-up"
        paint_icon(painter, name, square, colours.text)
        if self.hasFocus():
            paint_focus_ring(painter, area, colours, CARD_RADIUS - 2)
