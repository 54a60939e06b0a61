"""Makes README's pictures of the first start and of the pages of the settings.

``.venv/bin/python packaging/window_pictures.py [OUT_DIR]`` starts the app for the first time, on a
virtual screen and with a virtual microphone into which the shipped recording is played, goes
through its windows by keyboard, and writes ``welcome-N.png`` and ``settings-NAME.png``. The last
page is left out: it tells of the computer that it is looked at on.
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
PAGES = ("sound", "recognition", "captions", "appearance", "window", "shortcuts")
STEPS = 3
_ABOVE_EDGE = 80
"""From the lower edge of the screen to the captions, in pixels."""
_REST_SECONDS = 0.4
"""How long a window may take to be painted and its meter to move."""


def main(arguments: Sequence[str]) -> int:
    """Write the pictures into the folder that the first argument names."""
    folder = Path(arguments[0]) if arguments else ROOT / "resources" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    application = QGuiApplication(["", "-platform", "offscreen"])  # Drawing needs no screen.
    for name, picture in pictures():
        path = folder / f"{name}.png"
        save(picture, path)
        print(f"{path}: {path.stat().st_size // 1024} kB")
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
        environment = {**screen.environment, **sound.environment, "LC_ALL": "C.UTF-8"}
        environment.update({"XDG_CONFIG_HOME": name, "XDG_STATE_HOME": name})
        environment["DBUS_SESSION_BUS_ADDRESS"] = ""
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
        yield f"welcome-{step}", photographed(screen, title)
        screen.hand("key", "Return")


def settings_pages(screen: VirtualScreen) -> Iterator[tuple[str, Picture]]:
    """Open the settings by the captions' menu, and go through the pages."""
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH // 2, HEIGHT - _ABOVE_EDGE, "click", 3)
    time.sleep(_REST_SECONDS)
    screen.hand("mousemove", WIDTH - 1, HEIGHT - 1)
    screen.hand("key", "Up", "Up", "Return")
    for page in PAGES:
        yield f"settings-{page}", photographed(screen, "Settings of Captions")
        screen.hand("key", "Down")


def photographed(screen: VirtualScreen, title: str) -> Picture:
    """Return the picture of a window, without its frame.

    Raises:
        TimeoutError: it never came.
    """
    wait_until(lambda: found(screen, title), f"the window “{title}” is seen")
    time.sleep(_REST_SECONDS)
    # Not by xdotool, which counts a window's frame twice.
    told = subprocess.check_output(
        ("xwininfo", "-id", found(screen, title)), env=screen.environment, text=True
    )
    left, top, width, height = (
        int(re.search(rf"{what}: +(-?\d+)", told)[1])  # type: ignore[index]  # it is always told
        for what in ("Absolute upper-left X", "Absolute upper-left Y", "Width", "Height")
    )
    return screen.picture()[top : top + height, left : left + width]


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
