"""Line drawings for buttons, in the colour of the text, so that they fit light and dark windows."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

_DRAWINGS = {
    "close": "<path d='M4 4l8 8M12 4l-8 8'/>",
    "copy": "<rect x='5.5' y='5.5' width='8' height='8' rx='1.5'/>"
    "<path d='M3.5 10.5h-.5a.5.5 0 0 1-.5-.5V3.5a1 1 0 0 1 1-1H10a.5.5 0 0 1 .5.5v.5'/>",
    "delete": "<path d='M2.5 4.5h11M6 4.5V3a.5.5 0 0 1 .5-.5h3a.5.5 0 0 1 .5.5v1.5"
    "M4 4.5l.6 8.5a.5.5 0 0 0 .5.5h5.8a.5.5 0 0 0 .5-.5l.6-8.5M6.8 7v4M9.2 7v4'/>",
    "down": "<path d='M8 3v9M4 8.5L8 12.5l4-4'/>",
    "export": "<path d='M8 10V2.5M5 5.3L8 2.4l3 2.9M3 8.5v4a1 1 0 0 0 1 1h8a1 1 0 0 0 1-1v-4'/>",
    "next": "<path d='M4 6l4 4.5L12 6'/>",
    "play": "<path d='M5 3.2v9.6l7.5-4.8z'/>",
    "previous": "<path d='M4 10l4-4.5L12 10'/>",
    "search": "<circle cx='7' cy='7' r='4.2'/><path d='M10.2 10.2L13.5 13.5'/>",
    "stop": "<rect x='4.2' y='4.2' width='7.6' height='7.6' rx='1'/>",
}
"""Drawings on a square of 16 by 16."""
_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='{colour}'"
    " stroke-width='1.4' stroke-linecap='round' stroke-linejoin='round'>{drawing}</svg>"
)
_SIZES = (16, 24, 32, 48)
_DISABLED_OPACITY = 0.4


def draw_icon(
    name: str, palette: QPalette, role: QPalette.ColorRole = QPalette.ColorRole.WindowText
) -> QIcon:
    """Return a drawing in a colour of the palette; ``name`` is a key such as ``copy``."""
    colour = palette.color(role).name()
    drawing = _SVG.format(colour=colour, drawing=_DRAWINGS[name])
    renderer = QSvgRenderer(QByteArray(drawing.encode()))
    icon = QIcon()
    for side in _SIZES:
        icon.addPixmap(_render(renderer, side, 1.0), QIcon.Mode.Normal)
        icon.addPixmap(_render(renderer, side, _DISABLED_OPACITY), QIcon.Mode.Disabled)
    return icon


def _render(renderer: QSvgRenderer, side: int, opacity: float) -> QPixmap:
    image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(opacity)
    renderer.render(painter, QRectF(0, 0, side, side))
    painter.end()
    return QPixmap.fromImage(image)
