"""Paints a side-scrolling game as a video, a moving background for pictures of a stream."""

from __future__ import annotations

import math
import subprocess
from typing import IO, TYPE_CHECKING, cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QPainter,
    QPolygonF,
    QRadialGradient,
)

if TYPE_CHECKING:
    from pathlib import Path

WIDTH, HEIGHT = 1280, 720
FRAMES_PER_SECOND = 30
LOOP_FRAMES = 240
"""Frames until the scene repeats."""
_GROUND = 570
"""Top of the ground in pixels."""
_TILE = 64
_PATTERN_TILES = 16
"""Tiles after which the ground repeats."""
_PATTERN = _PATTERN_TILES * _TILE
_SPEED = 2 * _PATTERN / LOOP_FRAMES
"""Movement of the ground per frame in pixels; a whole number of patterns in a loop."""
_SLOWEST = 0.15
"""Share of the speed at which the farthest hills move."""
_JUMP_FRAMES = 48
_SKY = ("#16183f", "#5b2a77", "#e0617a", "#f9b66b")
_HILLS = ((_SLOWEST, 330, 70, "#4a2c6b"), (0.3, 420, 60, "#38245c"), (0.6, 505, 45, "#291b49"))
"""Share of the speed, height, size and colour of each row of hills."""


def write_video(path: Path) -> None:
    """Write one loop of the game.

    Raises:
        subprocess.CalledProcessError: ffmpeg has failed.
    """
    command = (
        "ffmpeg", "-loglevel", "error", "-y",
        "-f", "rawvideo", "-pix_fmt", "bgra", "-s", f"{WIDTH}x{HEIGHT}",
        "-r", str(FRAMES_PER_SECOND), "-i", "-",
        "-c:v", "libx264", "-preset", "veryfast", "-crf", "16", "-pix_fmt", "yuv420p", str(path),
    )  # fmt: skip
    with (
        subprocess.Popen(command, stdin=subprocess.PIPE) as encoder,
        cast("IO[bytes]", encoder.stdin) as pipe,
    ):
        for number in range(LOOP_FRAMES):
            frame = _paint_frame(number)  # Its pixels are freed with it.
            pipe.write(frame.constBits())
    if encoder.returncode:
        raise subprocess.CalledProcessError(encoder.returncode, command)


def _paint_frame(number: int) -> QImage:
    """Return one frame."""
    image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    _paint_sky(painter)
    for share, height, size, colour in _HILLS:
        _paint_hills(painter, number * _SPEED * share, height, size, colour)
    _paint_ground(painter, number * _SPEED)
    _paint_runner(painter, number)
    _paint_score(painter, number)
    painter.end()
    return image


def _paint_sky(painter: QPainter) -> None:
    sky = QLinearGradient(0, 0, 0, _GROUND)
    for place, colour in enumerate(_SKY):
        sky.setColorAt(place / (len(_SKY) - 1), QColor(colour))
    painter.fillRect(0, 0, WIDTH, HEIGHT, sky)
    glow = QRadialGradient(QPointF(900, 330), 260)
    glow.setColorAt(0, QColor(255, 240, 190, 230))
    glow.setColorAt(0.35, QColor(255, 220, 150, 150))
    glow.setColorAt(1, QColor(255, 200, 120, 0))
    painter.fillRect(0, 0, WIDTH, HEIGHT, glow)
    painter.setBrush(QColor("#fff3cf"))
    painter.drawEllipse(QPointF(900, 330), 74, 74)


def _paint_hills(painter: QPainter, offset: float, height: int, size: int, colour: str) -> None:
    """Paint hills that repeat after a whole number of waves in a loop."""
    wave = _SPEED * LOOP_FRAMES * _SLOWEST
    points = [QPointF(WIDTH, HEIGHT), QPointF(0, HEIGHT)]
    for x in range(0, WIDTH + 8, 8):
        turn = 2 * math.pi * (x + offset) / wave
        rise = math.sin(turn) + 0.5 * math.sin(2 * turn + height) + 0.3 * math.sin(5 * turn)
        points.append(QPointF(x, height - size * rise))
    painter.setBrush(QColor(colour))
    painter.drawPolygon(QPolygonF(points))


def _paint_ground(painter: QPainter, offset: float) -> None:
    """Paint tiles, with coins above every fourth one and crates on some."""
    shift = offset % _PATTERN
    for index in range(_PATTERN_TILES + WIDTH // _TILE + 1):
        left, kind = index * _TILE - shift, index % _PATTERN_TILES
        painter.fillRect(QRectF(left, _GROUND, _TILE, HEIGHT), QColor("#1a2f3a"))
        painter.fillRect(QRectF(left, _GROUND, _TILE - 2, 16), QColor("#3fbf8f"))
        painter.fillRect(QRectF(left, _GROUND + 16, _TILE - 2, 6), QColor("#2a8f74"))
        if kind in {5, 11}:
            _paint_crate(painter, left)
        if kind % 4 == 1:
            painter.setBrush(QColor("#ffd54a"))
            painter.drawEllipse(QPointF(left + _TILE / 2, 440), 15, 17)
            painter.setBrush(QColor("#fff0a8"))
            painter.drawEllipse(QPointF(left + _TILE / 2 - 3, 438), 6, 10)


def _paint_crate(painter: QPainter, left: float) -> None:
    painter.fillRect(QRectF(left, _GROUND - 56, 56, 56), QColor("#b5713b"))
    painter.fillRect(QRectF(left + 6, _GROUND - 50, 44, 44), QColor("#d9924f"))
    painter.fillRect(QRectF(left + 24, _GROUND - 50, 8, 44), QColor("#b5713b"))


def _paint_runner(painter: QPainter, number: int) -> None:
    """Paint a robot that runs, and jumps once in a while."""
    jump = math.sin(math.pi * (number % 80) / _JUMP_FRAMES) if number % 80 < _JUMP_FRAMES else 0.0
    left, top = 420.0, _GROUND - 96 - 130 * jump
    stride = math.sin(number * 0.6) * (14 if not jump else 9)
    painter.setBrush(QColor("#8fa3d8"))
    for side in (stride, -stride):
        painter.drawRoundedRect(QRectF(left + 20 + side, top + 66, 16, 30), 6, 6)
    painter.setBrush(QColor("#f4f6ff"))
    painter.drawRoundedRect(QRectF(left, top, 60, 72), 18, 18)
    painter.setBrush(QColor("#2b3a67"))
    painter.drawRoundedRect(QRectF(left + 14, top + 14, 46, 28), 12, 12)
    painter.setBrush(QColor("#5ef0ff"))
    painter.drawEllipse(QPointF(left + 32, top + 28), 5, 7)
    painter.drawEllipse(QPointF(left + 49, top + 28), 5, 7)


def _paint_score(painter: QPainter, number: int) -> None:
    painter.setBrush(QColor(10, 12, 30, 150))
    painter.drawRoundedRect(QRectF(28, 24, 250, 52), 12, 12)
    font = QFont("DejaVu Sans")
    font.setPixelSize(26)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(QPointF(46, 59), f"SCORE {12_400 + number // 20 * 50:06d}")
    painter.setPen(Qt.PenStyle.NoPen)
