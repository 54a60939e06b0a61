"""Makes README's pictures of the first start and of the pages of the settings.

``.venv/bin/python packaging/window_pictures.py [OUT_DIR]`` starts the app for the first time, on a
virtual screen, with an empty home folder and with a virtual microphone into which the shipped
recording is played, goes through its windows by keyboard, and writes ``welcome-N.png`` and
``settings-NAME.png``.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from PySide6.QtGui import QGuiApplication
from screenshot import ROOT, last_rows, running, save

from captions.engine import weights
from tests.sound_server import SoundServer
from tests.virtual_screen import VirtualScreen, wait_until

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.virtual_screen import Picture

WIDTH, HEIGHT = 1400, 1100
"""Of the screen, in pixels: the captions stand below the windows."""
PAGES = ("sound", "recognition", "captions", "appearance", "window", "shortcuts", "about")
STEPS = 3
_ABOVE_EDGE = 80
"""From the lower edge of the screen to the captions, in pixels."""
_STRANGER = {
    "LC_ALL": "C.UTF-8",
    "DBUS_SESSION_BUS_ADDRESS": "",
    **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"), ""),
}
"""Nothing that tells of whoever takes the pictures: folders go by the home folder alone."""
_GREENER, _LOUD = 50, 2500
"""By what the meter's bar is greener than anything else, and of how many pixels if it is loud."""
_REST_SECONDS = 0.4
"""How long a window may take to be painted and its meter to move."""


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
    """Go through the windows of the app, and yield the name and the picture of each."""
    recording = weights.find(weights.SAMPLE_RECORDING)
    with (
        tempfile.TemporaryDirectory(prefix="picture-") as name,
        VirtualScreen(WIDTH, HEIGHT) as screen,
        SoundServer() as sound,
        sound.play(recording) as player,
    ):
        trace = Path(name) / "trace"
        environment = {**screen.environment, **sound.environment, **_STRANGER, "HOME": name}
        screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
        with running(("captions", "--trace", str(trace)), environment):
            yield from first_start(screen, trace)
            yield from settings_pages(screen)
        player.terminate()


def first_start(screen: VirtualScreen, trace: Path) -> Iterator[tuple[str, Picture]]:
    """Go through the steps of the first start, while the captions run already."""
    title = "Welcome to Captions"
    wait_until(lambda: last_rows(trace), "captions run", limit=60)
    for step in range(1, STEPS + 1):
        yield f"welcome-{step}", photographed(screen, title, loud=step == 1)
        screen.hand("key", "Return")


def settings_pages(screen: VirtualScreen) -> Iterator[tuple[str, Picture]]:
    """Open the settings by the captions' menu, and go through the pages."""
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH // 2, HEIGHT - _ABOVE_EDGE, "click", 3)
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
    screen.hand("key", "Up", "Up", "Return")
    for page in PAGES:
        picture = photographed(screen, "Settings of Captions", loud=page == "sound")
        yield f"settings-{page}", picture
        screen.hand("key", "Down")


def photographed(screen: VirtualScreen, title: str, *, loud: bool = False) -> Picture:
    """Return the picture of a window, without its frame; if asked for, of a loud moment.

    Raises:
        TimeoutError: it never came.
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
    """Count the pixels of a meter's bar."""
    red, most, blue = np.moveaxis(picture.astype(int), 2, 0)
    return int(((most > red + _GREENER) & (most > blue + _GREENER)).sum())


def place(screen: VirtualScreen, title: str) -> tuple[slice, slice]:
    """Return which rows and columns of the screen a window takes, without its frame."""
    # Not by xdotool, which counts a window's frame twice.
    told = subprocess.check_output(
        ("xwininfo", "-id", found(screen, title)), env=screen.environment, text=True
    )
    left, top, width, height = (
        int(re.search(rf"{what}: +(-?\d+)", told)[1])  # type: ignore[index]  # it is always told
        for what in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    )
    return slice(top, top + height), slice(left, left + width)


def found(screen: VirtualScreen, title: str) -> str:
    """Return the number of a window that is seen; empty if there is none."""
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
