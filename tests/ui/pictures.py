"""Pictures of captions as arrays, and what can be measured in them."""

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from captions.model.rows import Row, Rows, Run
from captions.settings import AppearanceSettings
from captions.ui.look import look
from captions.ui.painter import CaptionPainter, Scene
from captions.ui.presets import PRESETS

Picture = npt.NDArray[np.uint8]
"""Rows, columns, and red, green and blue."""

BARE = AppearanceSettings(background_opacity=0, window_opacity=0)
"""Letters on no ground at all."""
_AWAY = 2
"""Pixels beside a solid letter that belong to its soft border."""


def row(settled: str = "", guessed: str = "") -> Row:
    """Return a row of committed and of guessed words."""
    runs = (Run(settled, settled=True), Run(guessed, settled=False))
    return Row(tuple(run for run in runs if run.text))


def make_painter(
    appearance: AppearanceSettings | None = None, rows: int = 2, *, at_bottom: bool = True
) -> CaptionPainter:
    """Return a painter of rows 700 pixels wide; it paints the plain preset unless told."""
    shown = look(appearance or PRESETS[0].appearance)
    return CaptionPainter(shown, 700, rows, at_bottom=at_bottom)


def picture(
    painter: CaptionPainter, scene: Scene | Rows, ground: str | QImage = "#000000", scale: float = 1
) -> Picture:
    """Paint a scene over a ground of one colour, or over a picture as large as the painter's."""
    scene = scene if isinstance(scene, Scene) else Scene(scene)
    image = QImage(painter.size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    brush = QPainter(image)
    painter.paint(brush, scene)
    brush.end()
    below = QImage(image.size(), QImage.Format.Format_RGB32)
    below.fill(QColor(ground) if isinstance(ground, str) else 0)
    brush = QPainter(below)
    if isinstance(ground, QImage):
        brush.drawImage(0, 0, ground)
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


def busy(size: QSize) -> QImage:
    """Return a ground as uneven as a photo: patches of light and shade, and grain on them."""
    dice, (width, height) = np.random.default_rng(5), size.toTuple()
    patches = dice.integers(0, 256, (-(-height // 24), -(-width // 24), 3))
    grain = dice.integers(-60, 61, (height, width, 3))
    large = patches.repeat(24, axis=0).repeat(24, axis=1)[:height, :width]
    pixels = np.clip(large + grain, 0, 255).astype(np.uint8)
    image = QImage(pixels.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888)
    return image.copy()


def lowest_contrast(painter: CaptionPainter, words: Row, ground: str | QImage) -> float:
    """Return the contrast of letters of one colour with what is around them, where it is lowest.

    Letters are the pixels that are the same whatever they stand on, and lightest. What is around
    them are the pixels just beyond their soft border.
    """
    over_white, over_black = (picture(painter, (words,), each) for each in ("#ffffff", "#000000"))
    light = np.where((over_white == over_black).all(axis=2), luminance(over_black), 0)
    letters = light == light.max()
    ink = over_black[letters][0]
    around = _grown(letters, _AWAY + 1) & ~_grown(letters, _AWAY)
    seen = picture(painter, (words,), ground)
    return min(contrast(ink, pixel) for pixel in np.unique(seen[around], axis=0))


def _grown(area: npt.NDArray[np.bool_], size: int) -> npt.NDArray[np.bool_]:
    grown = area.copy()
    for down in range(-size, size + 1):
        for right in range(-size, size + 1):
            grown |= np.roll(area, (down, right), axis=(0, 1))
    return grown
