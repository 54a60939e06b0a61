"""Loads the project's SVG drawings as icons."""

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from captions import resources

_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Icon sizes that desktops request, in pixels."""


_MARK = (
    "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 10 10' fill='none' stroke='#ffffff'"
    " stroke-width='1.3' stroke-linecap='round'>"
    "<circle cx='5' cy='5' r='5' fill='#1b1d20' stroke='none'/>{drawing}</svg>"
)
_MARKS = {
    "locked": "<path d='M3.6 4.8V3.7a1.4 1.4 0 0 1 2.8 0v1.1'/>"
    "<rect x='2.9' y='4.8' width='4.2' height='2.9' rx='.5' fill='#ffffff' stroke='none'/>",
    "hidden": "<path d='M2.9 2.9l4.2 4.2M7.1 2.9L2.9 7.1'/>",
}
"""Drawings of the marks on a square of 10 by 10."""
_MARK_SHARE = 0.56
"""Width of a mark, as a share of the icon."""


def load_icon(name: str, mark: str = "") -> QIcon:
    """Return a drawing as an icon; the same one for the same arguments.

    Args:
        name: its file name without the suffix.
        mark: what its lower right corner shows: ``locked``, ``hidden`` or nothing.
    """
    return _draw_icon(name, mark)


@cache
def _draw_icon(name: str, mark: str) -> QIcon:
    drawing = QSvgRenderer(str(resources.resource_path(f"{name}.svg")))
    pictures = QIcon()
    for side in _SIZES:
        image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        if mark:
            left = side * (1 - _MARK_SHARE)
            corner = QRectF(left, left, side * _MARK_SHARE, side * _MARK_SHARE)
            QSvgRenderer(QByteArray(_MARK.format(drawing=_MARKS[mark]).encode())).render(
                painter, corner
            )
        painter.end()
        pictures.addPixmap(QPixmap.fromImage(image))
    return pictures
