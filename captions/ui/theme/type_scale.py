"""The type scale: five sizes of text, relative to the system's font."""

from enum import Enum

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QWidget


class TextRole(Enum):
    """Use of a text; its value is the size relative to the system's font, and the weight."""

    CAPTION = (0.92, QFont.Weight.Normal)
    """Details such as times."""
    BODY = (1.0, QFont.Weight.Normal)
    STRONG = (1.0, QFont.Weight.DemiBold)
    """Headings of cards, and names."""
    SUBTITLE = (1.25, QFont.Weight.DemiBold)
    """Headings of parts of a window."""
    TITLE = (1.6, QFont.Weight.DemiBold)
    """The heading of a window or page."""


def scale_font(font: QFont, role: TextRole) -> QFont:
    """Return a font for a use; ``font`` is the system's."""
    factor, weight = role.value
    scaled = QFont(font)
    if font.pixelSize() > 0:
        scaled.setPixelSize(max(1, round(font.pixelSize() * factor)))
    else:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    scaled.setWeight(weight)
    return scaled


def set_text_role(widget: QWidget, role: TextRole) -> None:
    """Give a widget the font of a use."""
    widget.setFont(scale_font(widget.font(), role))
