"""Line drawings of the toolbar's buttons, sharp at every display scale.

They are drawn on a square of 16 by 16, like those of the transcript window.
"""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_DRAWINGS = {
    "pause": "<path d='M5.6 3.5v9M10.4 3.5v9'/>",
    "resume": "<path d='M5 3.2v9.6l7.5-4.8z'/>",
    "smaller": "<path d='M2.5 12.5L6 4.5l3.5 8M3.7 9.8h4.6M10.8 8h3.4'/>",
    "larger": "<path d='M2.5 12.5L6 4.5l3.5 8M3.7 9.8h4.6M10.8 8h3.4M12.5 6.3v3.4'/>",
    "look": "<path d='M8 2.4a5.6 5.6 0 1 0 0 11.2c1.2 0 1.5-.8 1.1-1.6-.5-1-.1-2 1.1-2h1.6"
    "c1.1 0 1.8-.7 1.8-1.9C13.6 4.9 11.1 2.4 8 2.4z'/>"
    "<path d='M5.1 8.2v0M6.4 5.4v0M9.5 5.1v0' stroke-width='1.9'/>",
    "transcript": "<rect x='3' y='2.5' width='10' height='11' rx='1.5'/>"
    "<path d='M5.5 5.7h5M5.5 8h5M5.5 10.3h3'/>",
    "settings": "<path d='M2.5 5h5.4M11.6 5h1.9M2.5 11h1.9M8.1 11h5.4'/>"
    "<circle cx='9.8' cy='5' r='1.8'/><circle cx='6.2' cy='11' r='1.8'/>",
    "hide": "<path d='M4 4l8 8M12 4l-8 8'/>",
}
_SVG = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16' fill='none' stroke='#ffffff'"
    " stroke-width='1.4' stroke-linecap='round' stroke-linejoin='round'>{drawing}</svg>"
)
_SCALES = (1, 2, 3)
"""Display scales with a picture of their own; Qt scales down between them."""


def draw_icon(name: str, side: int) -> QIcon:
    """Return a drawing in white.

    Args:
        name: the name of the drawing, such as ``pause``.
        side: width and height in logical pixels.
    """
    renderer = QSvgRenderer(QByteArray(_SVG.format(drawing=_DRAWINGS[name]).encode()))
    icon = QIcon()
    for scale in _SCALES:
        icon.addPixmap(_render(renderer, side, scale))
    return icon


def _render(renderer: QSvgRenderer, side: int, scale: int) -> QPixmap:
    image = QImage(QSize(side, side) * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return QPixmap.fromImage(image)
