"""Loads the project's SVG drawings as icons."""

from functools import cache

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from captions import resources

_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Icon sizes that desktops request, in pixels."""


@cache
def load_icon(name: str) -> QIcon:
    """Return a drawing as an icon; ``name`` is its file name without the suffix."""
    drawing = QSvgRenderer(str(resources.resource_path(f"{name}.svg")))
    pictures = QIcon()
    for side in _SIZES:
        image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        pictures.addPixmap(QPixmap.fromImage(image))
    return pictures
