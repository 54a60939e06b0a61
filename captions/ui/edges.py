"""The five edges that letters can have, each drawn below the letter itself.

They are those of 47 CFR 79.103(c)(6): none, raised (as if letters stood out of the ground, lit from
the upper left), depressed (as if they were pressed into it), uniform (a rim all around) and drop
shadow. An edge does not know of scales: its width is in the pixels of whoever draws it.
"""

import math
from dataclasses import dataclass, replace
from typing import Self

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

_STEPS_PER_PIXEL = 2
"""How densely copies of a letter are laid to look like one solid side."""
_MOST_RINGS = 7
"""A soft shadow is made of rings within rings, of which there is no need for more."""
_DARKEST = 0.9
"""Opacity of a shadow right beside the letter that throws it."""
_FALL = 0.75
"""How far a drop shadow falls to the right and down, by the edge's width."""
_SOFTNESS = 1.6
"""How far it spreads."""


@dataclass(frozen=True, slots=True)
class Edge:
    """What is drawn around letters."""

    style: str
    """``none``, ``raised``, ``depressed``, ``uniform`` or ``drop-shadow``."""
    colour: QColor
    width: float

    @property
    def visible(self) -> bool:
        """Whether there is anything to draw."""
        return self.style != "none" and self.width > 0

    @property
    def reach(self) -> float:
        """How far the edge goes beyond a letter, to any side."""
        if not self.visible:
            return 0.0
        return self.width * (_FALL + _SOFTNESS if self.style == "drop-shadow" else 1.0)

    def scaled(self, scale: float) -> Self:
        """Return the edge for letters of another size."""
        return replace(self, width=self.width * scale)

    def draw(self, painter: QPainter, shape: QPainterPath) -> None:
        """Draw the edge of a letter; the letter goes on top of it."""
        match self.style:
            case "uniform":
                self._ring(painter, shape, self.width, self.colour)
                painter.fillPath(shape, self.colour)
            case "raised":
                self._side(painter, shape, self.width)
            case "depressed":
                self._side(painter, shape, -self.width)
            case "drop-shadow":
                self._shadow(painter, shape.translated(self._fallen()))
            case _:
                pass

    def _fallen(self) -> QPointF:
        return QPointF(self.width * _FALL, self.width * _FALL)

    def _side(self, painter: QPainter, shape: QPainterPath, depth: float) -> None:
        """Draw the side of a solid letter, towards the lower right or, below 0, the upper left."""
        steps = math.ceil(abs(depth) * _STEPS_PER_PIXEL)
        for step in range(steps + 1):
            away = depth * step / steps
            painter.fillPath(shape.translated(away, away), self.colour)

    def _shadow(self, painter: QPainter, shape: QPainterPath) -> None:
        spread = self.width * _SOFTNESS
        rings = min(_MOST_RINGS, math.ceil(spread) + 1)
        there = 0.0
        for ring in range(1, rings + 1):
            wanted = _DARKEST * (ring / rings) ** 2
            veil = QColor(self.colour)
            veil.setAlphaF((wanted - there) / (1 - there))
            self._ring(painter, shape, spread * (1 - (ring - 1) / rings), veil)
            there = wanted
        painter.fillPath(shape, self.colour)

    def _ring(self, painter: QPainter, shape: QPainterPath, width: float, colour: QColor) -> None:
        pen = QPen(colour, 2 * width)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.strokePath(shape, pen)
