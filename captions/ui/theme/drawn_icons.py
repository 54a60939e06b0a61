"""Line icons in the colour of the text: one set of drawings for light and dark, at any scale.

The drawings are SVG files under ``resources/icons``, on a square of 16 by 16 with lines in
``currentColor``.
"""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from captions import resources
from captions.ui.theme.metrics import ICON_SIZE
from captions.ui.theme.palette import find_colours

_SCALES = (1.0, 1.25, 1.5, 1.75, 2.0, 2.5, 3.0)
"""Scales of screens for which an icon has a picture of its own; a scaled one would be blurred."""


def make_icon(name: str, palette: QPalette, colour: str = "text") -> QIcon:
    """Return an icon in a colour of a palette's theme.

    Args:
        name: file name of the drawing, without its suffix.
        palette: palette of the widget that shows the icon; make a new icon when it changes.
        colour: name of the colour in `captions.ui.theme.colours.ThemeColours`.
    """
    colours = find_colours(palette)
    return _render_icon(name, getattr(colours, colour), colours.disabled_text, ICON_SIZE)


def make_plain_icon(name: str, colour: str, size: int) -> QIcon:
    """Return an icon in a colour that no theme changes.

    Args:
        name: file name of the drawing, without its suffix.
        colour: the colour, such as ``#ffffff``.
        size: width and height in logical pixels.
    """
    return _render_icon(name, colour, colour, size)


def paint_icon(painter: QPainter, name: str, area: QRectF, colour: str) -> None:
    """Paint a drawing into a square area, in a colour such as ``#1b1b1b``."""
    _load_drawing(name, colour).render(painter, area)


# WORKAROUND(PySide6 6.11.3): an icon engine written in Python crashes when an icon is copied, so
# all sizes are rendered beforehand, once for each colour.
@cache
def _render_icon(name: str, colour: str, disabled: str, size: int) -> QIcon:
    icon = QIcon()
    for side in (round(size * scale) for scale in _SCALES):
        for mode, ink in ((QIcon.Mode.Normal, colour), (QIcon.Mode.Disabled, disabled)):
            image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            paint_icon(painter, name, QRectF(image.rect()), ink)
            painter.end()
            icon.addPixmap(QPixmap.fromImage(image), mode)
    return icon


@cache
def _load_drawing(name: str, colour: str) -> QSvgRenderer:
    path = resources.resource_path(f"icons/{name}.svg")
    text = path.read_text(encoding="utf-8").replace("currentColor", colour)
    return QSvgRenderer(QByteArray(text.encode()))
