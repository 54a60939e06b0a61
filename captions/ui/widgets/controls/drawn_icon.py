"""A line icon beside a text, in a colour of the theme."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from captions.ui.theme.drawn_icons import paint_icon
from captions.ui.theme.metrics import ICON_SIZE
from captions.ui.theme.palette import find_colours


class DrawnIcon(QWidget):
    """Paints an icon, sharp at any scale, and again when the theme changes."""

    def __init__(self, drawing: str, colour: str = "text", size: int = ICON_SIZE) -> None:
        """Show an icon.

        Args:
            drawing: file name in ``resources/icons``, without its suffix.
            colour: name of the colour in `captions.ui.theme.colours.ThemeColours`.
            size: width and height in logical pixels.
        """
        super().__init__()
        self._drawing, self._colour = drawing, colour
        self.setFixedSize(size, size)

    def show_drawing(self, drawing: str, colour: str) -> None:
        """Show another icon."""
        self._drawing, self._colour = drawing, colour
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        colour = getattr(find_colours(self.palette()), self._colour)
        paint_icon(QPainter(self), self._drawing, QRectF(self.rect()), colour)
