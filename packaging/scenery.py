"""The backgrounds of README's pictures, all drawn by us: a night at a lake, and a bright page."""

from __future__ import annotations

import itertools
import math
import random
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

WIDTH, HEIGHT = 1280, 720
HORIZON = 470.0
_RIDGE_POINTS = 160
_BARS, _BARS_PLAYED = 30, 19
_NIGHT_MOVED, _PAGE_MOVED = (-640, 0), (570, -30)
"""Where the two are put side by side, so that each shows what is best in it."""


def painted(draw: Callable[[QPainter], None]) -> QImage:
    """Return what a function draws on a sheet as large as the screen."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    draw(painter)
    painter.end()
    return image


def draw_night(painter: QPainter) -> None:
    """Draw a lake between mountains by moonlight, as a film or a game might show it."""
    sky = [(0.0, "#0b1030"), (0.45, "#2a2a63"), (0.8, "#7a4a7d"), (1.0, "#e08a6a")]
    painter.fillRect(QRectF(0, 0, WIDTH, HORIZON), gradient(0, HORIZON, sky))
    stars(painter)
    moon = QPointF(930, 165)
    glow = QRadialGradient(moon, 300)
    for place, alpha in ((0.0, 110), (0.2, 70), (0.45, 26), (0.7, 8), (1.0, 0)):
        glow.setColorAt(place, QColor(255, 214, 190, alpha))
    painter.fillRect(QRectF(0, 0, WIDTH, HORIZON), glow)
    painter.setBrush(QColor("#fff3d6"))
    painter.drawEllipse(moon, 46, 46)
    for number, (height, top, foot) in enumerate(
        ((185, "#5b4a7e", "#a3698a"), (125, "#38356a", "#6c4c7c"), (65, "#1c2148", "#2e2b5a"))
    ):
        painter.setBrush(gradient(HORIZON - height * 1.3, HORIZON, [(0, top), (1, foot)]))
        painter.drawPath(ridge(number, height))
    lake = [(0.0, "#b87276"), (0.25, "#5f4377"), (0.65, "#25265a"), (1.0, "#0c1030")]
    painter.fillRect(QRectF(0, HORIZON, WIDTH, HEIGHT - HORIZON), gradient(HORIZON, HEIGHT, lake))
    glitter(painter, moon.x())
    shore(painter)


def draw_both(painter: QPainter) -> None:
    """Draw the night on the left half and the page on the right."""
    middle = WIDTH // 2
    for draw, left, moved in ((draw_night, 0, _NIGHT_MOVED), (draw_document, middle, _PAGE_MOVED)):
        painter.save()
        painter.setClipRect(left, 0, middle, HEIGHT)
        painter.translate(*moved)
        draw(painter)
        painter.restore()


def gradient(top: float, bottom: float, stops: Sequence[tuple[float, str]]) -> QLinearGradient:
    """Return a gradient from top to bottom."""
    made = QLinearGradient(0, top, 0, bottom)
    for place, colour in stops:
        made.setColorAt(place, QColor(colour))
    return made


def stars(painter: QPainter) -> None:
    """Scatter stars over the sky, fewer of them towards the horizon."""
    dice = random.Random(7)  # noqa: S311  # art
    for _ in range(150):
        x, y = dice.uniform(0, WIDTH), 300 * dice.random() ** 1.6
        painter.setBrush(QColor(255, 250, 235, dice.randint(60, 220)))
        size = dice.choice((0.7, 0.9, 1.1, 1.5))
        painter.drawEllipse(QPointF(x, y), size, size)


def ridge(number: int, height: float) -> QPainterPath:
    """Return a chain of mountains, made by putting a point between two again and again."""
    dice = random.Random(40 + number)  # noqa: S311  # art
    line = [0.55, 0.2, 0.9, 0.3, 0.7, 0.4] if number % 2 else [0.3, 0.8, 0.35, 1.0, 0.25, 0.6]
    rough = 0.16
    while len(line) < _RIDGE_POINTS:
        between = [(a + b) / 2 + dice.uniform(-rough, rough) for a, b in itertools.pairwise(line)]
        pairs = zip(line[:-1], between, strict=True)
        line = [*itertools.chain.from_iterable(pairs), line[-1]]
        rough *= 0.5
    step = WIDTH / (len(line) - 1)
    path = QPainterPath(QPointF(0, HORIZON))
    for place, value in enumerate(line):
        path.lineTo(place * step, HORIZON - height * (0.25 + value))
    path.lineTo(WIDTH, HORIZON)
    path.closeSubpath()
    return path


def glitter(painter: QPainter, middle: float) -> None:
    """Let the moon glitter on the water, wider towards the viewer."""
    dice = random.Random(3)  # noqa: S311  # art
    for _ in range(130):
        depth = dice.random() ** 1.4
        y = HORIZON + 6 + depth * (HEIGHT - HORIZON)
        x = middle + dice.gauss(0, 12 + 55 * depth)
        painter.setBrush(QColor(255, 232, 200, round(120 * (1 - 0.75 * depth))))
        painter.drawRoundedRect(QRectF(x - 14, y, dice.uniform(12, 44), 1.6 + depth), 1, 1)


def shore(painter: QPainter) -> None:
    """Put dark firs on both banks in front."""
    dice = random.Random(11)  # noqa: S311  # art
    painter.setBrush(QColor("#0a0d24"))
    for side in (0, WIDTH):
        for place in range(16):
            x = abs(side - place * 19 - dice.uniform(0, 12))
            tall = (1 - place / 18) * dice.uniform(150, 250)
            fir(painter, QPointF(x, 592 - place * 2), tall)
        bank = QPainterPath(QPointF(side, 560))
        bank.cubicTo(abs(side - 150), 545, abs(side - 260), 540, abs(side - 370), 556)
        bank.cubicTo(abs(side - 250), 590, abs(side - 120), 600, side, 640)
        painter.drawPath(bank)


def fir(painter: QPainter, foot: QPointF, tall: float) -> None:
    """Draw one fir: three triangles, each wider than the one above."""
    for share in (0.0, 0.24, 0.5):
        top, low = foot.y() - tall * (1 - share), foot.y() - tall * (0.52 - share)
        half = tall * (0.1 + 0.13 * share)
        points = [(foot.x(), top), (foot.x() + half, low), (foot.x() - half, low)]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in points]))


def draw_document(painter: QPainter) -> None:
    """Draw a bright page of a presentation, as a meeting might show it."""
    painter.fillRect(0, 0, WIDTH, HEIGHT, QColor("#eef1f6"))
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(70, 40, WIDTH - 140, HEIGHT + 20), 10, 10)
    painter.fillRect(QRectF(130, 100, 8, 92), QColor("#2f6fed"))
    write(painter, QPointF(160, 138), "Reading aloud", 40, "#1b2430")
    write(painter, QPointF(160, 182), "What makes an old page sound alive", 21, "#6b7685")
    points = (
        ("Rhythm", "Short clauses, each one a mirror of the last"),
        ("Contrast", "Light and darkness, hope and despair"),
        ("Breath", "One long sentence needs a place to rest"),
        ("Pitch", "Let the last word of a pair fall"),
    )
    for number, (title, line) in enumerate(points):
        y = 268.0 + number * 80
        painter.setBrush(QColor(("#2f6fed", "#12a594", "#f2a33a", "#e5566d")[number]))
        painter.drawEllipse(QPointF(150, y - 8), 9, 9)
        write(painter, QPointF(180, y), title, 23, "#1b2430")
        write(painter, QPointF(180, y + 28), line, 17, "#6b7685")
    chart(painter)


def chart(painter: QPainter) -> None:
    """Draw a wave of bars, as loud as a voice that rises and falls."""
    area = QRectF(760, 236, 390, 300)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f4f7fc"))
    painter.drawRoundedRect(area, 12, 12)
    write(painter, area.topLeft() + QPointF(24, 40), "Loudness, in one breath", 17, "#47525f")
    for number in range(_BARS):
        loud = abs(math.sin(number * 0.42)) * (0.35 + 0.65 * math.sin(math.pi * number / _BARS))
        tall = 10 + 170 * loud
        painter.setBrush(QColor("#2f6fed") if number < _BARS_PLAYED else QColor("#b9cdf7"))
        left = area.left() + 24 + number * 11.5
        painter.drawRoundedRect(QRectF(left, area.top() + 165 - tall / 2, 7, tall), 3.5, 3.5)


def write(painter: QPainter, at: QPointF, text: str, size: int, colour: str) -> None:
    """Write a line of text; its baseline begins at a point."""
    font = QFont("DejaVu Sans")
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(at, text)
    painter.setPen(Qt.PenStyle.NoPen)
