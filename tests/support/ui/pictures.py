"""Renders captions as arrays, and measures their colours and contrast."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPainter

from captions.model.rows import Row, Rows, TextRun
from captions.settings.schema import AppearanceSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painter import CaptionPainter, OverlayScene
from captions.ui.overlay.painting.painter_shape import PainterShape
from captions.ui.presets import PRESETS

Picture = npt.NDArray[np.uint8]
"""Pixels, shape (rows, columns, 3): red, green and blue."""
Layer = npt.NDArray[np.uint8]
"""Pixels, shape (rows, columns, 4): red, green and blue times the opacity, and the opacity."""
Area = npt.NDArray[np.bool_]
"""A mask of pixels, shape (rows, columns)."""

BARE = AppearanceSettings(background_opacity=0, window_opacity=0)
"""Appearance of letters without a background."""
Paint = Callable[[AppearanceSettings], Layer]
"""A function that paints captions with an appearance on a transparent layer."""
_OTHER_INK = "#ff00ff"
"""A colour that no look uses."""
_AWAY = 2
"""Distance in pixels from a letter at which its background is measured."""


def row(settled: str = "", guessed: str = "") -> Row:
    """Return a row of settled and partial words."""
    runs = (TextRun(settled, settled=True), TextRun(guessed, settled=False))
    return Row(tuple(run for run in runs if run.text))


def make_painter(
    appearance: AppearanceSettings | None = None, rows: int = 2, *, at_bottom: bool = True
) -> CaptionPainter:
    """Return a painter of rows 700 pixels wide; the default look is the plain preset."""
    shown = compute_look(appearance or PRESETS[0].appearance)
    return CaptionPainter(PainterShape(shown, 700, rows, at_bottom=at_bottom))


def layer(painter: CaptionPainter, scene: OverlayScene | Rows, scale: float = 1) -> Layer:
    """Paint a scene on a transparent layer."""
    scene = scene if isinstance(scene, OverlayScene) else OverlayScene(scene)
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
    """Return a background with a layer composited over it."""
    through = 255.0 - shape[:, :, 3:]
    seen = np.rint(shape[:, :, :3] + ground * through / 255)
    return seen.astype(np.uint8)


def picture(
    painter: CaptionPainter,
    scene: OverlayScene | Rows,
    ground: str | Picture = "#000000",
    scale: float = 1,
) -> Picture:
    """Paint a scene over a background: one colour, or a picture of the painter's size."""
    shape = layer(painter, scene, scale)
    return over(shape, colour(ground) if isinstance(ground, str) else ground)


def colour(name: str) -> Picture:
    """Return a named colour as red, green and blue."""
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
    """Return a background as uneven as a photo: patches of light and shade with grain."""
    dice, (width, height) = np.random.default_rng(5), size.toTuple()
    patches = dice.integers(0, 256, (-(-height // 24), -(-width // 24), 3))
    grain = dice.integers(-60, 61, (height, width, 3))
    large = patches.repeat(24, axis=0).repeat(24, axis=1)[:height, :width]
    pixels: Picture = np.clip(large + grain, 0, 255).astype(np.uint8)
    return pixels


def lowest_contrast(seen: Picture, appearance: AppearanceSettings, paint: Paint) -> float:
    """Return the lowest contrast between letters and the pixels beside them.

    Args:
        seen: Captions with settled and partial words, on any background.
        appearance: Their appearance.
        paint: Paints them in any appearance on a transparent layer, to locate the letters.
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
