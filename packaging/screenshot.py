"""Takes the pictures of captions in the documentation, over a photo and a bright page.

``.venv/bin/python packaging/screenshot.py [OUT_DIR [NAME...]]`` writes all pictures, or those that
are named. ``overlay-photo.jpg`` and ``overlay-bright.png`` show a whole virtual screen of 1280 by
720 pixels. ``preset-NAME.jpg`` shows the upper part of a screen with the photo for each preset. The
running app captions real speech, and a picture is taken when committed words and a partial show.
"""

from __future__ import annotations

import contextlib
import json
import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bright_page
from bright_page import HEIGHT, WIDTH
from PySide6.QtGui import QGuiApplication, QImage

from captions.engine import model_files
from captions.settings import file as settings_file
from captions.settings.schema import (
    AppearanceSettings,
    InterfaceSettings,
    RecognitionSettings,
    Settings,
    WindowSettings,
)
from captions.ui.presets import PRESETS
from tests.support.virtual_screen import Picture, VirtualScreen, end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
PHOTO = ROOT / "tests" / "support" / "ui" / "grounds" / "dandelions.jpg"
"""A photo of the screen's size."""
PRESET_HEIGHT = 330
"""Height of the pictures of presets in pixels: bright sky above dark grass."""
_SHOWN_SECONDS = 0.06
"""Time in which the X server and the compositor show what was painted."""
_LONGEST_SECONDS = 60.0
_SAID = (
    "it was the best worst age of times wisdom foolishness epoch belief incredulity season light "
    "darkness spring hope winter despair a we had everything nothing before us"
)
"""Words of the recording; pictures with other, misrecognised words are rejected."""
_PAUSE_SECONDS = 0.3
"""Silence before a commit; the reader's pauses between sentences are no longer."""
_SHORTEST_ROW, _SHORTEST_GUESS, _FEWEST_SETTLED = 24, 20, 20
"""Minimum of characters in the last row, of partial ones in it, and of committed ones anywhere."""
_JPEG_QUALITY = 88
_FEWER_COLOURS = (
    "split[one][two];[one]palettegen=reserve_transparent=0[few];[two][few]paletteuse=dither=none"
)

Rows = list[list[dict[str, Any]]]


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Drawing needs no screen.
    for name, take in shots().items():
        if not arguments[1:] or Path(name).stem in arguments[1:]:
            save(take(), folder / name)
    del application
    return 0


def shots() -> dict[str, Callable[[], Picture]]:
    """Return the file name of each picture with the function that takes it."""
    photo, plain = QImage(str(PHOTO)), PRESETS[0].appearance
    presets = {
        f"preset-{preset.name}.jpg": partial(photograph_preset, photo, preset.appearance)
        for preset in PRESETS
    }
    return {
        "overlay-photo.jpg": partial(photograph, photo, plain),
        "overlay-bright.png": partial(photograph, bright_page.painted(), plain),
        **presets,
    }


def photograph_preset(ground: QImage, appearance: AppearanceSettings) -> Picture:
    """Run the app with captions at the top, and return a picture of that part of the screen."""
    return photograph(ground, appearance, "top")[:PRESET_HEIGHT]


def photograph(ground: QImage, appearance: AppearanceSettings, position: str = "bottom") -> Picture:
    """Run the app on the included recording over a picture, and return a picture of both.

    Raises:
        TimeoutError: No captions were suitable for a picture.
    """
    with tempfile.TemporaryDirectory(prefix="picture-") as name, VirtualScreen() as screen:
        folder = Path(name)
        below, trace, config = (folder / file for file in ("below.png", "trace", "captions.toml"))
        ground.save(str(below))
        chosen = Settings(
            appearance=appearance,
            window=WindowSettings(position=position),
            recognition=RecognitionSettings(silence_seconds=_PAUSE_SECONDS),
            interface=InterfaceSettings(welcomed=True),
        )
        settings_file.save_settings(chosen, config)
        screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
        stage = ("tests.support.ui.overlay_process", "backdrop", json.dumps({"ground": str(below)}))
        source = str(model_files.find_path(model_files.SAMPLE_RECORDING))
        app = ("captions", "--config", str(config), "--source", source, "--trace", str(trace))
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
    """Wait for captions suitable for a picture, and return a picture of the screen.

    Raises:
        TimeoutError: No captions were suitable.
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
    raise TimeoutError("Two rows, partly committed and partly guessed, never came.")


def last_rows(trace: Path) -> Rows:
    """Return the rows of the newest frame in a trace."""
    text = trace.read_text(encoding="utf-8") if trace.exists() else ""
    for line in reversed(text[: text.rfind("\n") + 1].splitlines()):
        told = json.loads(line)
        if told["what"] == "frame":
            rows: Rows = told["rows"]
            return rows
    return []


def is_good(rows: Rows) -> bool:
    """Return True if enough is committed, and the last row is long and partly uncommitted."""
    shown = " ".join(run["text"] for row in rows for run in row).lower()
    heard = set(re.findall(r"[a-z]+", shown))
    if len(rows) < 2 or not all(rows) or not heard <= set(_SAID.split()):  # noqa: PLR2004  # a pair
        return False
    settled = sum(len(run["text"]) for row in rows for run in row if run["settled"])
    last = sum(len(run["text"]) for run in rows[-1])
    guessed = sum(len(run["text"]) for run in rows[-1] if not run["settled"])
    return settled >= _FEWEST_SETTLED and last >= _SHORTEST_ROW and guessed >= _SHORTEST_GUESS


def save(picture: Picture, path: Path) -> None:
    """Write a photo as JPEG or another picture as PNG of 256 colours, and print its size."""
    height, width, _ = picture.shape
    data = picture.tobytes()
    if path.suffix == ".jpg":
        image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
        if not image.save(str(path), quality=_JPEG_QUALITY):
            raise OSError(f"{path} cannot be written.")
    else:
        raw = ("-f", "rawvideo", "-pixel_format", "rgb24", "-video_size", f"{width}x{height}")
        made = ("-filter_complex", _FEWER_COLOURS, "-pred", "none", "-update", "1", str(path))
        command = ("ffmpeg", "-loglevel", "error", "-y", *raw, "-i", "-", *made)
        subprocess.run(command, input=data, check=True)
    print(f"{path}: {path.stat().st_size // 1024} kB")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
