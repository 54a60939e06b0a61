"""Makes README's pictures from the running app: ``.venv/bin/python packaging/screenshot.py``.

The app captions the recording that comes with the model, on a virtual screen, above a scene that
this script draws. The picture is taken when one row is committed and the next is still a guess.
"""

import math
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPixmap,
    QRadialGradient,
)
from PySide6.QtWidgets import QApplication, QLabel

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from captions.engine import weights  # noqa: E402  # found by the path above
from tests.benchmarks.trace import Line, read_trace  # noqa: E402
from tests.virtual_screen import VirtualScreen  # noqa: E402

WIDTH, HEIGHT = 1280, 720
LONGEST_SECONDS = 60.0
SETTLED_ROWS_BEFORE_PICTURE = 1
MIN_GUESS_CHARS = 12


def main() -> None:
    """Write the pictures into the folder that the command line names, or into resources."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    with VirtualScreen(WIDTH, HEIGHT) as screen:
        os.environ.update(screen.environment, QT_QPA_PLATFORM="xcb")
        app = QApplication([])
        app.setOverrideCursor(Qt.CursorShape.BlankCursor)
        for name, draw in (("overlay-dark", night), ("overlay-bright", page)):
            scene = shown(draw)
            picture = captioned(screen, app)
            picture.save(str(folder / f"{name}.png"), quality=1)
            for window in scene:
                window.close()
            print(f"Wrote {folder / f'{name}.png'}")


def shown(draw: Callable[[QPainter], None]) -> list[QLabel]:
    """Put a scene on the whole screen, as two windows: one alone would count as full-screen."""
    pixmap = QPixmap(WIDTH, HEIGHT)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    draw(painter)
    painter.end()
    labels = []
    for left in (0, WIDTH // 2):
        label = QLabel()
        label.setWindowFlags(Qt.WindowType.FramelessWindowHint)
        label.setPixmap(pixmap.copy(left, 0, WIDTH // 2, HEIGHT))
        label.setGeometry(left, 0, WIDTH // 2, HEIGHT)
        label.show()
        labels.append(label)
    return labels


def captioned(screen: VirtualScreen, app: QApplication) -> QImage:
    """Run the app until it shows a committed row above a guess, and return the whole screen."""
    with tempfile.TemporaryDirectory() as home:
        trace = Path(home) / "trace.jsonl"
        recording = weights.find(weights.SAMPLE_RECORDING)
        command = (sys.executable, "-m", "captions", "--source", str(recording))
        alone = {"XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home, "QT_QPA_PLATFORM": ""}
        with subprocess.Popen(
            (*command, "--trace", str(trace)), env={**screen.environment, **alone}
        ) as process:
            until = time.monotonic() + LONGEST_SECONDS
            while not any(map(is_worth_a_picture, read_trace(trace)[-1:])):
                if time.monotonic() > until:
                    raise TimeoutError("The captions never looked as they should.")
                app.processEvents()
                time.sleep(0.02)
            time.sleep(0.2)  # The compositor has to show the frame that the trace tells of.
            picture = screen.picture()
            process.terminate()
    rows, columns, _ = picture.shape
    return QImage(picture.data, columns, rows, 3 * columns, QImage.Format.Format_RGB888).copy()


def is_worth_a_picture(line: Line) -> bool:
    """Say whether a frame shows a full committed row and a fair guess below it."""
    rows = line.get("rows", [])
    if len(rows) <= SETTLED_ROWS_BEFORE_PICTURE or not rows[0] or not rows[-1]:
        return False
    above = all(run["settled"] for run in rows[0])
    guess = rows[-1][-1]
    return above and not guess["settled"] and len(guess["text"]) >= MIN_GUESS_CHARS


def night(painter: QPainter) -> None:
    """Draw hills under a moon: the kind of picture that a film or a game shows."""
    sky = QLinearGradient(0, 0, 0, HEIGHT)
    for at, colour in ((0, "#0b1026"), (0.55, "#2b3a67"), (0.8, "#b5656d"), (1, "#f2a65a")):
        sky.setColorAt(at, QColor(colour))
    painter.fillRect(0, 0, WIDTH, HEIGHT, sky)
    stars = random.Random(7)  # noqa: S311  # the same sky each time
    painter.setPen(Qt.PenStyle.NoPen)
    for _ in range(180):
        painter.setBrush(QColor(255, 255, 255, stars.randint(40, 200)))
        size = stars.uniform(0.6, 1.6)
        painter.drawEllipse(
            QPointF(stars.uniform(0, WIDTH), stars.uniform(0, HEIGHT * 0.55)), size, size
        )
    glow = QRadialGradient(980, 170, 320)
    for at, alpha in ((0, 110), (0.25, 45), (0.6, 10), (1, 0)):
        glow.setColorAt(at, QColor(255, 244, 214, alpha))
    painter.setBrush(glow)
    painter.drawEllipse(QPointF(980, 170), 320, 320)
    painter.setBrush(QColor("#fff4d6"))
    painter.drawEllipse(QPointF(980, 170), 56, 56)
    for top, swing, colour in ((430, 70, "#3b3355"), (500, 55, "#2a2540"), (570, 40, "#181528")):
        hill(painter, top, swing, QColor(colour))


def hill(painter: QPainter, top: float, swing: float, colour: QColor) -> None:
    """Draw one range of hills down to the lower edge."""
    path = QPainterPath(QPointF(0, HEIGHT))
    for left in range(0, WIDTH + 8, 8):
        slow, quick = math.sin(left / 190 + top), math.sin(left / 71 + 2 * top)
        path.lineTo(left, top + swing * (0.7 * slow + 0.3 * quick))
    path.lineTo(WIDTH, HEIGHT)
    painter.setBrush(colour)
    painter.drawPath(path)


def page(painter: QPainter) -> None:
    """Draw a page of a document: the kind of screen that is shared in a meeting."""
    painter.fillRect(0, 0, WIDTH, HEIGHT, QColor("#eef1f5"))
    painter.fillRect(0, 0, WIDTH, 56, QColor("#ffffff"))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#d8dee8"))
    for left in range(28, 260, 44):
        painter.drawRoundedRect(QRectF(left, 18, 30, 20), 5, 5)
    painter.setBrush(QColor("#ffffff"))
    painter.drawRoundedRect(QRectF(240, 92, 800, 700), 8, 8)
    painter.setPen(QColor("#1f2933"))
    font = QFont("DejaVu Sans")
    font.setPixelSize(34)
    font.setBold(True)
    painter.setFont(font)
    painter.drawText(QPointF(300, 170), "Quarterly review")
    painter.setPen(Qt.PenStyle.NoPen)
    lengths = random.Random(3)  # noqa: S311  # the same page each time
    painter.setBrush(QColor("#cbd2dc"))
    for number in range(5):
        painter.drawRoundedRect(QRectF(300, 205 + 26 * number, lengths.randint(520, 680), 10), 5, 5)
    heights = (70, 110, 90, 140, 165, 150)
    for number, height in enumerate(heights):
        painter.setBrush(QColor("#4c7dd9" if number < len(heights) - 1 else "#34c38f"))
        painter.drawRoundedRect(QRectF(320 + 108 * number, 540 - height, 64, height), 6, 6)
    painter.setBrush(QColor("#cbd2dc"))
    painter.drawRect(QRectF(300, 544, 660, 2))


if __name__ == "__main__":
    main()
