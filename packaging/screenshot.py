"""Makes README's pictures: the running app captions real speech over two backgrounds of our own.

``.venv/bin/python packaging/screenshot.py [OUT_DIR [NAME...]]`` writes ``overlay-dark.png`` and
``overlay-bright.png``, each the whole of a virtual screen of 1280 by 720 pixels, and for each
preset the lower part of one that is half dark and half bright, ``preset-NAME.png``. All, or those
that are named. The pictures are taken when a part is committed and words behind it are still being
recognised.
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

import scenery
from PySide6.QtGui import QGuiApplication, QImage
from scenery import HEIGHT, WIDTH

from captions import settings
from captions.engine import weights
from captions.settings import AppearanceSettings, InterfaceSettings, Settings
from captions.ui.presets import PRESETS
from tests.virtual_screen import Picture, VirtualScreen, end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PySide6.QtGui import QPainter

ROOT = Path(__file__).resolve().parent.parent
PRESET_TOP = 354
"""From the top of the screen to the part of it that pictures of presets show, in pixels."""
_SHOWN_SECONDS = 0.06
"""How long the X server and the compositor may take to show what was painted."""
_LONGEST_SECONDS = 60.0
_SAID = (
    "it was the best worst age of times wisdom foolishness epoch belief incredulity season light "
    "darkness spring hope winter despair a we had everything nothing before us"
)
"""Words of the recording; a picture with one misheard would be no good advertisement."""
_SHORTEST_ROW, _SHORTEST_GUESS, _FEWEST_SETTLED = 24, 10, 10
"""Letters in the last row, guessed ones in it, and committed ones anywhere: fewer say little."""

Rows = list[list[dict[str, Any]]]


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Drawing needs no screen.
    for name, take in shots().items():
        if not arguments[1:] or name in arguments[1:]:
            path = folder / f"{name}.png"
            save(take(), path)
            print(f"{path}: {path.stat().st_size // 1024} kB")
    del application
    return 0


def shots() -> dict[str, Callable[[], Picture]]:
    """Name all pictures, and say how each is taken."""
    whole = {"dark": scenery.draw_night, "bright": scenery.draw_document}
    overlays = {
        f"overlay-{name}": partial(photograph, draw, PRESETS[0].appearance)
        for name, draw in whole.items()
    }
    presets = {
        f"preset-{preset.name}": partial(photograph_preset, preset.appearance) for preset in PRESETS
    }
    return {**overlays, **presets}


def photograph_preset(appearance: AppearanceSettings) -> Picture:
    """Let the app caption over dark and bright at once, and take a picture of the lower part."""
    return photograph(scenery.draw_both, appearance)[PRESET_TOP:]


def photograph(draw: Callable[[QPainter], None], appearance: AppearanceSettings) -> Picture:
    """Let the app caption the shipped recording over a background, and take its picture.

    Raises:
        TimeoutError: the moment that is worth a picture never came.
    """
    with tempfile.TemporaryDirectory(prefix="picture-") as name, VirtualScreen() as screen:
        folder = Path(name)
        ground, trace, config = (folder / file for file in ("ground.png", "trace", "captions.toml"))
        scenery.painted(draw).save(str(ground))
        seen = InterfaceSettings(welcomed=True)
        settings.save(Settings(appearance=appearance, interface=seen), config)
        screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
        stage = ("tests.ui.stage", "backdrop", json.dumps({"ground": str(ground)}))
        source = str(weights.find(weights.SAMPLE_RECORDING))
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
    raise TimeoutError("Two rows, partly committed and partly guessed, never came.")


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
    """Say whether much is committed, and the last row is long and not committed as a whole."""
    shown = " ".join(run["text"] for row in rows for run in row).lower()
    heard = set(re.findall(r"[a-z]+", shown))
    if len(rows) < 2 or not all(rows) or not heard <= set(_SAID.split()):  # noqa: PLR2004  # a pair
        return False
    settled = sum(len(run["text"]) for row in rows for run in row if run["settled"])
    last = sum(len(run["text"]) for run in rows[-1])
    guessed = sum(len(run["text"]) for run in rows[-1] if not run["settled"])
    return settled >= _FEWEST_SETTLED and last >= _SHORTEST_ROW and guessed >= _SHORTEST_GUESS


def save(picture: Picture, path: Path) -> None:
    """Write a picture as PNG, as small as it gets."""
    height, width, _ = picture.shape
    data = picture.tobytes()
    image = QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888)
    if not image.save(str(path), "PNG", 0):  # type: ignore[call-overload]  # 0 is the smallest
        raise OSError(f"{path} cannot be written.")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
