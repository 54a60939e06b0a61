"""Pictures of captions as arrays, and what can be measured in them."""

from collections.abc import Callable
from dataclasses import replace

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
Layer = npt.NDArray[np.uint8]
"""Rows, columns, and red, green and blue times the opacity, and the opacity."""
Area = npt.NDArray[np.bool_]
"""Rows and columns."""

BARE = AppearanceSettings(background_opacity=0, window_opacity=0)
"""Letters on no ground at all."""
Paint = Callable[[AppearanceSettings], Layer]
"""Paints some captions over nothing, in a look."""
_OTHER_INK = "#ff00ff"
"""A colour that no look has."""
_AWAY = 2
"""How far from a letter it is measured what it stands on, in pixels."""


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


def layer(painter: CaptionPainter, scene: Scene | Rows, scale: float = 1) -> Layer:
    """Paint a scene over nothing at all."""
    scene = scene if isinstance(scene, Scene) else Scene(scene)
    image = QImage(painter.size * scale, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(scale)
    image.fill(0)
    brush = QPainter(image)
    painter.paint(brush, scene)
    brush.end()
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)
    red_first: Layer = pixels[:, :, [2, 1, 0, 3]]
    return red_first


def over(shape: Layer, ground: Picture) -> Picture:
    """Return what is to be seen of a ground below a layer."""
    through = 255.0 - shape[:, :, 3:]
    seen = np.rint(shape[:, :, :3] + ground * through / 255)
    return seen.astype(np.uint8)


def picture(
    painter: CaptionPainter,
    scene: Scene | Rows,
    ground: str | Picture = "#000000",
    scale: float = 1,
) -> Picture:
    """Paint a scene over a ground of one colour, or over a picture as large as the painter's."""
    shape = layer(painter, scene, scale)
    return over(shape, colour(ground) if isinstance(ground, str) else ground)


def colour(name: str) -> Picture:
    """Return a colour by its name, as red, green and blue."""
    found = QColor(name)
    return np.array([found.red(), found.green(), found.blue()], np.uint8)


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


def busy(size: QSize) -> Picture:
    """Return a ground as uneven as a photo: patches of light and shade, and grain on them."""
    dice, (width, height) = np.random.default_rng(5), size.toTuple()
    patches = dice.integers(0, 256, (-(-height // 24), -(-width // 24), 3))
    grain = dice.integers(-60, 61, (height, width, 3))
    large = patches.repeat(24, axis=0).repeat(24, axis=1)[:height, :width]
    pixels: Picture = np.clip(large + grain, 0, 255).astype(np.uint8)
    return pixels


def lowest_contrast(seen: Picture, appearance: AppearanceSettings, paint: Paint) -> float:
    """Return the contrast of letters with what is beside them, where it is lowest.

    Args:
        seen: captions with committed and guessed words, on whatever ground.
        appearance: how they look.
        paint: paints them over nothing, in whatever look; so it is found which pixels are letters.
    """
    shape = paint(appearance)
    others = (
        replace(appearance, committed_colour=_OTHER_INK),
        replace(appearance, partial_colour=_OTHER_INK),
    )
    inked = [(paint(other) != shape).any(axis=2) for other in others]
    beyond = ~_grown(np.logical_or(*inked), _AWAY - 1)
    inks = (appearance.committed_colour, appearance.partial_colour)
    return min(
        contrast(colour(ink), pixel)
        for ink, area in zip(inks, inked, strict=True)
        for pixel in np.unique(seen[_grown(area, _AWAY) & beyond], axis=0)
    )


def _grown(area: Area, size: int) -> Area:
    grown = area.copy()
    for down in range(-size, size + 1):
        for right in range(-size, size + 1):
            grown |= np.roll(area, (down, right), axis=(0, 1))
    return grown
