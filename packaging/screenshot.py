"""Makes README's pictures: the running app captions real speech over two backgrounds of our own.

``.venv/bin/python packaging/screenshot.py [OUT_DIR]`` writes ``overlay-dark.png`` and
``overlay-bright.png``, each the whole of a virtual screen of 1280 by 720 pixels. The pictures are
taken when the first row is committed and words behind it are still being recognised.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import math
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPolygonF,
    QRadialGradient,
)

from captions.engine import weights
from tests.virtual_screen import Picture, VirtualScreen, end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
WIDTH, HEIGHT = 1280, 720
HORIZON = 470.0
_SHOWN_SECONDS = 0.06
"""How long the X server and the compositor may take to show what was painted."""
_LONGEST_SECONDS = 60.0
_SHORTEST_ROW, _SHORTEST_GUESS = 24, 10
"""Letters that the second row must have, and that are not committed, to be worth a picture."""
_RIDGE_POINTS = 160
_BARS, _BARS_PLAYED = 30, 19

Rows = list[list[dict[str, Any]]]


def main(arguments: Sequence[str]) -> int:
    """Write both pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Drawing needs no screen.
    for name, draw in (("dark", draw_night), ("bright", draw_document)):
        path = folder / f"overlay-{name}.png"
        save(photograph(draw), path)
        print(f"{path}: {path.stat().st_size // 1024} kB")
    del application
    return 0


def photograph(draw: Callable[[QPainter], None]) -> Picture:
    """Let the app caption the shipped recording over a background, and take its picture.

    Raises:
        TimeoutError: the moment that is worth a picture never came.
    """
    with tempfile.TemporaryDirectory(prefix="picture-") as name, VirtualScreen() as screen:
        folder = Path(name)
        ground, trace = folder / "ground.png", folder / "trace.jsonl"
        painted(draw).save(str(ground))
        screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
        stage = ("tests.ui.stage", "backdrop", json.dumps({"ground": str(ground)}))
        source = str(weights.find(weights.SAMPLE_RECORDING))
        app = ("captions", "--source", source, "--trace", str(trace))
        environment = {**screen.environment, "XDG_RUNTIME_DIR": name}
        environment.update({"XDG_CONFIG_HOME": name, "DBUS_SESSION_BUS_ADDRESS": ""})
        with running(stage, environment), running(app, environment) as process:
            return good_moment(screen, trace, process)


@contextlib.contextmanager
def running(words: Sequence[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a module of this project for as long as the context lasts."""
    process = subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        end(process)


def good_moment(screen: VirtualScreen, trace: Path, app: subprocess.Popen[bytes]) -> Picture:
    """Wait for captions that show what Captions does, and return what is on the screen then.

    Raises:
        TimeoutError: they never came.
    """
    until = time.monotonic() + _LONGEST_SECONDS
    while app.poll() is None and time.monotonic() < until:
        rows = last_rows(trace)
        if is_good(rows):
            time.sleep(_SHOWN_SECONDS)
            picture = screen.picture()
            if last_rows(trace) == rows:
                return picture
        time.sleep(0.01)
    raise TimeoutError("Two rows, the first committed and the second not yet, never came.")


def last_rows(trace: Path) -> Rows:
    """Return what the newest frame in a trace shows."""
    text = trace.read_text(encoding="utf-8") if trace.exists() else ""
    for line in reversed(text[: text.rfind("\n") + 1].splitlines()):
        told = json.loads(line)
        if told["what"] == "frame":
            rows: Rows = told["rows"]
            return rows
    return []


def is_good(rows: Rows) -> bool:
    """Say whether the first row is committed, and the second long and not wholly so."""
    if len(rows) < 2 or not all(rows):  # noqa: PLR2004  # a pair
        return False
    *_, first, second = rows
    guessed = sum(len(run["text"]) for run in second if not run["settled"])
    whole = sum(len(run["text"]) for run in second)
    settled = all(run["settled"] for run in first)
    return settled and whole >= _SHORTEST_ROW and guessed >= _SHORTEST_GUESS


def save(picture: Picture, path: Path) -> None:
    """Write a picture as PNG, as small as it gets."""
    data = picture.tobytes()
    image = QImage(data, WIDTH, HEIGHT, 3 * WIDTH, QImage.Format.Format_RGB888)
    if not image.save(str(path), "PNG", 0):  # type: ignore[call-overload]  # 0 is the smallest
        raise OSError(f"{path} cannot be written.")


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
    painter.drawRoundedRect(QRectF(70, 40, WIDTH - 140, HEIGHT - 10), 10, 10)
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


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
