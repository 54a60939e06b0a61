"""The project's pictures, wherever it is installed."""

from functools import cache
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

_SIZES = (16, 22, 24, 32, 48, 64, 128, 256)
"""Sides of the pictures that desktops ask for, in pixels."""


def path(name: str) -> Path:
    """Name a file of resources: beside the package when installed, else in the repository."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "resources" / name
    return installed if installed.exists() else package.parent / "resources" / name


@cache
def icon(name: str) -> QIcon:
    """Return one of our drawings as an icon; ``name`` is its file's without the ending."""
    drawing = QSvgRenderer(str(path(f"{name}.svg")))
    pictures = QIcon()
    for side in _SIZES:
        image = QImage(QSize(side, side), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        drawing.render(painter)
        painter.end()
        pictures.addPixmap(QPixmap.fromImage(image))
    return pictures
