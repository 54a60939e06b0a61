"""A picture of a monitor with captions, for the cards of the welcome dialog."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QLinearGradient, QPainter, QPixmap

_WIDTH, _HEIGHT = 184, 104
"""Size of the picture, in logical pixels."""
_WORDS = ((40, 6, 92, "#ffffff"), (40, 15, 40, "#ffffff"), (84, 15, 44, "#9aa4b2"))
"""Bars that stand for words: left, top within the captions, width and colour."""


def draw_monitor(*, at_bottom: bool) -> QPixmap:
    """Draw a monitor with two rows of captions at the bottom or the top."""
    scale = QGuiApplication.primaryScreen().devicePixelRatio()
    picture = QPixmap(round(_WIDTH * scale), round(_HEIGHT * scale))
    picture.setDevicePixelRatio(scale)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_screen(painter)
    _draw_captions(painter, _HEIGHT - 36 if at_bottom else 10)
    painter.end()
    return picture


def _draw_screen(painter: QPainter) -> None:
    painter.setPen(QColor("#39424f"))
    sky = QLinearGradient(0, 0, 0, _HEIGHT)
    sky.setColorAt(0, QColor("#5d7ea8"))
    sky.setColorAt(1, QColor("#b7c9dd"))
    painter.setBrush(sky)
    painter.drawRoundedRect(QRectF(1, 1, _WIDTH - 2, _HEIGHT - 2), 6, 6)


def _draw_captions(painter: QPainter, top: int) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, 205))
    painter.drawRoundedRect(QRectF(32, top, _WIDTH - 64, 26), 4, 4)
    for left, row, width, colour in _WORDS:
        painter.setBrush(QColor(colour))
        painter.drawRoundedRect(QRectF(left, top + row, width, 5), 2.5, 2.5)
