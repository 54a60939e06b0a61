"""Pictures of captions as arrays, and what can be measured in them."""

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage, QPainter

from captions.model.rollup import Row, Rows, Run
from captions.settings import AppearanceSettings
from captions.ui.look import look
from captions.ui.painter import CaptionPainter, Scene

Picture = npt.NDArray[np.uint8]
"""Rows, columns, and red, green and blue."""


def row(settled: str = "", guessed: str = "") -> Row:
    """Return a row of committed and of guessed words."""
    runs = (Run(settled, settled=True), Run(guessed, settled=False))
    return Row(tuple(run for run in runs if run.text))


def make_painter(
    appearance: AppearanceSettings | None = None, rows: int = 2, *, at_bottom: bool = True
) -> CaptionPainter:
    """Return a painter of rows 700 pixels wide."""
    return CaptionPainter(look(appearance or AppearanceSettings()), 700, rows, at_bottom=at_bottom)


def picture(
    painter: CaptionPainter, scene: Scene | Rows, ground: str = "#000000", scale: float = 1
) -> Picture:
    """Paint a scene over a ground of one colour."""
    scene = scene if isinstance(scene, Scene) else Scene(scene)
    image = QImage(painter.size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    brush = QPainter(image)
    painter.paint(brush, scene)
    brush.end()
    below = QImage(image.size(), QImage.Format.Format_RGB32)
    below.fill(QColor(ground))
    brush = QPainter(below)
    image.setDevicePixelRatio(1)
    brush.drawImage(0, 0, image)
    brush.end()
    pixels = np.frombuffer(below.constBits(), np.uint8).reshape(below.height(), below.width(), 4)
    return pixels[:, :, 2::-1].copy()


def luminance(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float64]:
    """Return relative luminance as WCAG 2.2 defines it."""
    part = pixels / 255.0
    linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
    light: npt.NDArray[np.float64] = linear @ np.array([0.2126, 0.7152, 0.0722])
    return light


def contrast(one: npt.NDArray[np.uint8], other: npt.NDArray[np.uint8]) -> float:
    """Return the contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    dark, light = sorted((float(luminance(one)), float(luminance(other))))
    return (light + 0.05) / (dark + 0.05)
