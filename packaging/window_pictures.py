"""Takes the pictures of the first start and of the settings pages in the documentation.

``.venv/bin/python packaging/window_pictures.py [OUT_DIR]`` starts the app on a virtual screen, with
an empty home folder and a virtual microphone that plays the included recording. It goes through the
windows by keyboard, and writes ``welcome-N.png`` and ``settings-NAME.png``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
import soundfile
from PySide6.QtGui import QGuiApplication
from screenshot import ROOT, last_rows, running, save

from captions.engine import model_files
from tests.support.sound.sound_server import SoundServer
from tests.support.virtual_screen import VirtualScreen, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.support.virtual_screen import Picture

WIDTH, HEIGHT = 1400, 1100
"""Size of the screen in pixels; it leaves room for the captions below the windows."""
PAGES = (
    *("listening", "language", "captions", "appearance", "words"),
    *("shortcuts", "outputs", "privacy", "advanced", "about"),
)
EXAMPLES = {
    "words.replacements": '["open a eye => OpenAI", "um =>"]',
    "words.alerts": '["OpenAI"]',
    "outputs.page.enabled": "true",
}
"""Settings that make the pictures of the pages say more, in TOML."""
STEPS = 5
_ABOVE_EDGE = 130
"""Distance from the lower edge of the screen to the captions, in pixels."""
_STRANGER = {
    "LC_ALL": "C.UTF-8",
    "DBUS_SESSION_BUS_ADDRESS": "",
    **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), ""),
}
"""Variables that keep the pictures free of personal data: all folders are in the home folder."""
_GREENER, _LOUD = 50, 2500
"""Minimum excess of green in the level meter's bar, and its minimum of pixels at a loud moment."""
_REPETITIONS = 20
"""Number of times that the recording is played; more than enough for all pictures."""
_HEADING_HEIGHT = 72
"""Height of the heading of a step in pixels."""
_REST_SECONDS = 0.4
"""Time in which a window is painted and its level meter moves."""


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Drawing needs no screen.
    for name, picture in pictures():
        save(picture, folder / f"{name}.png")
    del application
    return 0


def pictures() -> Iterator[tuple[str, Picture]]:
    """Open the windows of the app one by one, and yield the name and the picture of each."""
    samples, rate = soundfile.read(
        model_files.find_path(model_files.SAMPLE_RECORDING), dtype="float32"
    )
    with (
        tempfile.TemporaryDirectory(prefix="picture-") as name,
        VirtualScreen(WIDTH, HEIGHT) as screen,
        SoundServer() as sound,
        sound.playing(np.tile(samples, _REPETITIONS), rate),
    ):
        trace = Path(name) / "trace"
        environment = {**screen.environment, **sound.environment, **_STRANGER, "HOME": name}
        screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
        with running(("captions", "--trace", str(trace)), environment):
            yield from first_start(screen, trace)
            set_examples(environment)
            yield from settings_pages(screen)


def first_start(screen: VirtualScreen, trace: Path) -> Iterator[tuple[str, Picture]]:
    """Go through the steps of the first start while captions run."""
    title = "Welcome to Captions"
    wait_until(lambda: last_rows(trace), "captions run", limit=60)
    for step in range(1, STEPS + 1):
        picture = photographed(screen, title, loud=step == 1)
        yield f"welcome-{step}", picture
        screen.hand("windowactivate", "--sync", found(screen, title), "key", "Return")
        wait_until(partial(has_moved_on, screen, title, picture), "the next step")


def has_moved_on(screen: VirtualScreen, title: str, before: Picture) -> bool:
    """Return True if a window shows another heading than before, or has been closed."""
    if not found(screen, title):
        return True
    heading = slice(0, _HEADING_HEIGHT)
    return bool((screen.picture()[place(screen, title)][heading] != before[heading]).any())


def set_examples(environment: dict[str, str]) -> None:
    """Change settings of the running app."""
    command = (sys.executable, "-m", "captions", "control", "set")
    for name, value in EXAMPLES.items():
        subprocess.run((*command, name, value), env=environment, cwd=ROOT, check=True)


def settings_pages(screen: VirtualScreen) -> Iterator[tuple[str, Picture]]:
    """Open the settings from the captions' menu, and go through the pages."""
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH // 2, HEIGHT - _ABOVE_EDGE, "click", 3)
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
    screen.hand("key", "Up", "Up", "Return")
    for page in PAGES:
        picture = photographed(screen, "Settings", loud=page == "listening")
        yield f"settings-{page}", picture
        screen.hand("key", "Down")


def photographed(screen: VirtualScreen, title: str, *, loud: bool = False) -> Picture:
    """Return a picture of a window without its frame, at a loud moment if ``loud`` is True.

    Raises:
        TimeoutError: The window or the loud moment never came.
    """
    wait_until(lambda: found(screen, title), f"the window “{title}” is seen")
    time.sleep(_REST_SECONDS)
    area = place(screen, title)
    seen: list[Picture] = []

    def is_good() -> bool:
        seen[:] = [screen.picture()[area]]
        return not loud or green(seen[0]) > _LOUD

    wait_until(is_good, "somebody speaks", limit=30)
    return seen[0]


def green(picture: Picture) -> int:
    """Return the number of pixels in the bar of the level meter."""
    red, most, blue = np.moveaxis(picture.astype(int), 2, 0)
    return int(((most > red + _GREENER) & (most > blue + _GREENER)).sum())


def place(screen: VirtualScreen, title: str) -> tuple[slice, slice]:
    """Return the rows and columns of the screen that a window covers, without its frame."""
    # xdotool is not used here, because it counts a window's frame twice.
    told = subprocess.check_output(
        ("xwininfo", "-id", found(screen, title)), env=screen.environment, text=True
    )
    left, top, width, height = (
        int(re.search(rf"{what}: +(-?\d+)", told)[1])  # type: ignore[index]  # xwininfo always prints it
        for what in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    )
    return slice(top, top + height), slice(left, left + width)


def found(screen: VirtualScreen, title: str) -> str:
    """Return the ID of a visible window; empty if there is none."""
    told = subprocess.run(
        ("xdotool", "search", "--onlyvisible", "--name", title),
        env=screen.environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
