"""Paints a bright presentation slide, a background for the pictures in the documentation."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter

WIDTH, HEIGHT = 1280, 720
_BARS, _BARS_PLAYED = 30, 19


def painted() -> QImage:
    """Return the page at the size of the screen."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _draw(painter)
    painter.end()
    return image


def _draw(painter: QPainter) -> None:
    painter.fillRect(0, 0, WIDTH, HEIGHT, QColor("#eef1f6"))
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(70, 40, WIDTH - 140, HEIGHT + 20), 10, 10)
    painter.fillRect(QRectF(130, 100, 8, 92), QColor("#2f6fed"))
    _write(painter, QPointF(160, 138), "Reading aloud", 40, "#1b2430")
    _write(painter, QPointF(160, 182), "What makes an old page sound alive", 21, "#6b7685")
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
        _write(painter, QPointF(180, y), title, 23, "#1b2430")
        _write(painter, QPointF(180, y + 28), line, 17, "#6b7685")
    _chart(painter)


def _chart(painter: QPainter) -> None:
    """Draw a bar chart whose levels rise and fall like a voice."""
    area = QRectF(760, 236, 390, 300)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#f4f7fc"))
    painter.drawRoundedRect(area, 12, 12)
    _write(painter, area.topLeft() + QPointF(24, 40), "Loudness, in one breath", 17, "#47525f")
    for number in range(_BARS):
        loud = abs(math.sin(number * 0.42)) * (0.35 + 0.65 * math.sin(math.pi * number / _BARS))
        tall = 10 + 170 * loud
        painter.setBrush(QColor("#2f6fed") if number < _BARS_PLAYED else QColor("#b9cdf7"))
        left = area.left() + 24 + number * 11.5
        painter.drawRoundedRect(QRectF(left, area.top() + 165 - tall / 2, 7, tall), 3.5, 3.5)


def _write(painter: QPainter, at: QPointF, text: str, size: int, colour: str) -> None:
    """Draw a line of text whose baseline starts at ``at``."""
    font = QFont("DejaVu Sans")
    font.setPixelSize(size)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(at, text)
    painter.setPen(Qt.PenStyle.NoPen)
