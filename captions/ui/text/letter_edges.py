"""The five edges that letters can have, each drawn below the letter itself.

47 CFR 79.103(c)(6) defines none, raised, depressed, uniform and drop shadow. Raised letters stand
out of the background, lit from the upper left; depressed letters are sunk into it. A uniform edge
is an outline on all sides. An edge is independent of the display scale: its width is in the pixels
of the painter.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_STEPS_PER_PIXEL = 2
"""Copies of a letter per pixel of depth, so that they look like one solid side."""
_MAX_RINGS = 7
"""Maximum number of concentric rings in a soft shadow; more make no visible difference."""
_MAX_OPACITY = 0.9
"""Opacity of a shadow directly beside its letter."""
_SHADOW_OFFSET = 0.75
"""Offset of a drop shadow to the right and down, in edge widths."""
_SHADOW_BLUR = 1.6
"""Blur radius of a drop shadow, in edge widths."""


@dataclass(frozen=True, slots=True)
class LetterEdge:
    """Style, colour and width of the edge around letters."""

    style: str
    """``none``, ``raised``, ``depressed``, ``uniform`` or ``drop-shadow``."""
    colour: QColor
    width: float

    @property
    def is_visible(self) -> bool:
        """True if there is anything to draw."""
        return self.style != "none" and self.width > 0

    @property
    def reach(self) -> float:
        """Distance by which the edge extends beyond a letter on any side."""
        if not self.is_visible:
            return 0.0
        return self.width * (_SHADOW_OFFSET + _SHADOW_BLUR if self.style == "drop-shadow" else 1.0)

    def scaled(self, scale: float) -> Self:
        """Return the edge with its width multiplied by a scale."""
        return replace(self, width=self.width * scale)

    def draw(self, painter: QPainter, shape: QPainterPath) -> None:
        """Draw the edge of a letter; draw the letter on top of it afterwards."""
        match self.style:
            case "uniform":
                self._draw_ring(painter, shape, self.width, self.colour)
                painter.fillPath(shape, self.colour)
            case "raised":
                self._draw_side(painter, shape, self.width)
            case "depressed":
                self._draw_side(painter, shape, -self.width)
            case "drop-shadow":
                self._draw_shadow(painter, shape.translated(self._shadow_offset()))
            case _:
                pass

    def _shadow_offset(self) -> QPointF:
        return QPointF(self.width * _SHADOW_OFFSET, self.width * _SHADOW_OFFSET)

    def _draw_side(self, painter: QPainter, shape: QPainterPath, depth: float) -> None:
        """Draw the side of a solid letter to the lower right; to the upper left if depth < 0."""
        steps = math.ceil(abs(depth) * _STEPS_PER_PIXEL)
        for step in range(steps + 1):
            offset = depth * step / steps
            painter.fillPath(shape.translated(offset, offset), self.colour)

    def _draw_shadow(self, painter: QPainter, shape: QPainterPath) -> None:
        spread = self.width * _SHADOW_BLUR
        rings = min(_MAX_RINGS, math.ceil(spread) + 1)
        current_opacity = 0.0
        for ring in range(1, rings + 1):
            opacity = _MAX_OPACITY * (ring / rings) ** 2
            colour = QColor(self.colour)
            colour.setAlphaF((opacity - current_opacity) / (1 - current_opacity))
            self._draw_ring(painter, shape, spread * (1 - (ring - 1) / rings), colour)
            current_opacity = opacity
        painter.fillPath(shape, self.colour)

    def _draw_ring(
        self, painter: QPainter, shape: QPainterPath, width: float, colour: QColor
    ) -> None:
        pen = QPen(colour, 2 * width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape, pen)
