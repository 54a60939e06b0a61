"""The overlay over white, black, a photo and a video, as it is seen on a real screen.

The captions stand at the top, where the photo has its sun. The lower half of the video is its upper
half upside down, so that whatever is behind the captions is also seen where they are not.
"""

import contextlib
import dataclasses
import subprocess
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from PySide6.QtGui import QImage

from captions.settings.schema import AppearanceSettings, CaptionSettings
from captions.ui.overlay.look import compute_look
from captions.ui.overlay.painter import CaptionPainter
from captions.ui.overlay.painting.painter_shape import PainterShape
from captions.ui.overlay.row_width import row_width
from captions.ui.presets import PRESETS, AppearancePreset
from tests.support.ui.child_process import Actor
from tests.support.ui.pictures import Layer, Picture, colour, layer, lowest_contrast, over, row
from tests.support.virtual_screen import VirtualScreen, end, wait_until

pytestmark = [pytest.mark.screen, pytest.mark.usefixtures("qapp")]

PHOTO = Path(__file__).parents[2] / "support" / "ui" / "grounds" / "dandelions.jpg"
WIDTH, HEIGHT = 1280, 720
"""Of the screen and the photo, in pixels."""
AA = 4.5
"""The contrast that WCAG 2.2 asks of text of any size, success criterion 1.4.3."""
ROUNDING = 1
"""By what a compositor's arithmetic may differ from ours, of 255."""
STEPS = 3
"""How many pictures of the video are looked at."""
PATIENCE = 60.0
"""Seconds that the screen may take, on a busy computer."""
LEFT_OUT_SECONDS = 15.0
"""After so long, a picture that was asked for does not come any more."""

ROWS = (row("It was the best of times,"), row("it was the worst", " of times, it"))
AT_TOP = {"position": "top"}
SHOWN = np.s_[:, 32:-32]
"""What is looked at of the screen: all but the corner with the pointer."""
PAN = "crop=iw:ih/2:0:ih/4*t,split[above][copy];[copy]vflip[below];[above][below]vstack,format=bgr0"
"""Half the photo, which moves down it within two seconds, and its mirror image below."""


Behind = Callable[[Picture], Picture]
"""Tells from what is seen on the screen what there is behind the captions."""


class Ground(NamedTuple):
    """What captions stand on."""

    name: str
    behind: Behind
    moments: int
    """How many pictures of it are looked at, each another."""
    screen: VirtualScreen

    def advance(self) -> None:
        """Have the player show the video's next picture, and pause at it.

        Where pictures follow each other by themselves, a busy machine shows none in time.
        """
        self.screen.hand("key", "s")


@pytest.fixture(scope="module", params=["white", "black", "photo", "video"])
def ground(
    request: pytest.FixtureRequest, screen: VirtualScreen, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Ground]:
    screen.hand("mousemove", 2, 2)
    name: str = request.param
    match name:
        case "video":
            showing = playing(screen, filmed(tmp_path_factory.mktemp("video")))
        case "photo":
            showing = still(screen, str(PHOTO), read(PHOTO))
        case _:
            showing = still(screen, name, np.full((HEIGHT, WIDTH, 3), colour(name)))
    with showing as behind:
        yield Ground(name, behind, STEPS if name == "video" else 1, screen)


@pytest.fixture(scope="module")
def overlay(ground: Ground, screen: VirtualScreen) -> Iterator[Actor]:
    del ground  # It is shown first.
    actor = Actor(screen, "overlay", window=AT_TOP)
    yield actor
    actor.leave()


@contextlib.contextmanager
def still(screen: VirtualScreen, ground: str, expected: Picture) -> Iterator[Behind]:
    """Fill the screen with a colour or a picture file."""
    backdrop = Actor(screen, "backdrop", ground=ground, full_screen=True)
    try:
        wait_until(lambda: differs(screen.picture(), expected) == 0, "the ground is seen", PATIENCE)
        yield lambda _: expected
    finally:
        backdrop.leave()


@contextlib.contextmanager
def playing(screen: VirtualScreen, video: Path) -> Iterator[Behind]:
    """Fill the screen with a video that is paused."""
    # Without a clock beside the video's, no picture is held back after a pause.
    options = ("-loglevel", "error", "-nostats", "-fs", "-an", "-sync", "video", "-loop", "0")
    command = ("ffplay", *options, str(video))
    player = subprocess.Popen(command, env=screen.environment, stdin=subprocess.DEVNULL)
    try:
        wait_until(lambda: screen.has_keys(video.name), "the player has the keys", PATIENCE)
        screen.hand("key", "s")
        wait_until(lambda: is_mirrored(screen.picture()), "the video is seen", PATIENCE)
        yield np.flipud
    finally:
        end(player)


def filmed(folder: Path) -> Path:
    """Return a video that moves over the photo, ten pictures, without a loss."""
    video = folder / "video.mkv"
    loop = ("-loop", "1", "-framerate", "5", "-t", "2", "-i", str(PHOTO))
    command = ("ffmpeg", "-loglevel", "error", *loop, "-vf", PAN, "-c:v", "ffv1", str(video))
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
    return video


def read(path: Path) -> Picture:
    """Read a picture file."""
    image = QImage(str(path)).convertToFormat(QImage.Format.Format_RGB888)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(HEIGHT, image.bytesPerLine())
    return pixels.reshape(HEIGHT, WIDTH, 3).copy()


def differs(one: Picture, other: Picture) -> int:
    """Return by how much two pictures differ where they differ most, of 255."""
    return int(np.abs(one[SHOWN].astype(int) - other[SHOWN]).max())


def is_mirrored(seen: Picture) -> bool:
    """Return True for a picture of the video, and not for an empty screen."""
    return bool(np.ptp(seen[SHOWN]) > 0) and differs(seen, np.flipud(seen)) == 0


class Captions(NamedTuple):
    """An overlay that shows `ROWS`, and what it paints."""

    screen: VirtualScreen
    ground: Ground
    area: tuple[slice, slice]
    """Where the window stands."""
    shape: Layer

    def deviation(self, seen: Picture) -> int:
        """Return by how much the screen differs from the ground with the captions on it."""
        expected = self.ground.behind(seen).copy()
        expected[self.area] = over(self.shape, expected[self.area])
        return differs(seen[: HEIGHT // 2], expected[: HEIGHT // 2])

    def moments(self) -> list[Picture]:
        """Return pictures of the screen that are as they should be, and differ in the ground."""
        found: list[Picture] = []

        def is_right_and_new() -> bool:
            seen = self.screen.picture()
            if self.deviation(seen) > ROUNDING or any(map(partial(self._alike, seen), found)):
                return False
            found.append(seen)
            return True

        for number in range(self.ground.moments):
            if number:
                self.ground.advance()
            self._wait_until(is_right_and_new)
        return found

    def _wait_until(self, is_right: Callable[[], bool]) -> None:
        """Wait for a picture, and for the one after it if a video's player leaves it out."""
        if self.ground.moments > 1:
            with contextlib.suppress(TimeoutError):
                wait_until(is_right, "the next picture", LEFT_OUT_SECONDS)
                return
            self.ground.advance()
        wait_until(is_right, f"captions over {self.ground.name}", PATIENCE)

    def _alike(self, one: Picture, other: Picture) -> bool:
        return differs(self.ground.behind(one), self.ground.behind(other)) == 0


def show(
    screen: VirtualScreen, ground: Ground, overlay: Actor, appearance: AppearanceSettings
) -> Captions:
    """Have an overlay show `ROWS`."""
    overlay.order(apply={"appearance": dataclasses.asdict(appearance), "window": AT_TOP})
    overlay.order(rows=[[[run.text, run.settled] for run in each.runs] for each in ROWS])
    left, top, width, height = overlay.where()
    area = (slice(top, top + height), slice(left, left + width))
    return Captions(screen, ground, area, paint(appearance))


def paint(appearance: AppearanceSettings) -> Layer:
    """Paint `ROWS` as the overlay does, over nothing."""
    shown, captions = compute_look(appearance), CaptionSettings()
    width = row_width(captions, shown, WIDTH)
    return layer(CaptionPainter(PainterShape(shown, width, captions.rows, at_bottom=False)), ROWS)


each_preset = pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.name)


@each_preset
def test_letters_are_the_same_over_any_ground_which_shows_through_beside_them(
    screen: VirtualScreen, ground: Ground, overlay: Actor, preset: AppearancePreset
) -> None:
    captions = show(screen, ground, overlay, preset.appearance)
    solid = captions.shape[:, :, 3] == 255
    for seen in captions.moments():
        assert captions.deviation(seen) <= ROUNDING
        assert (seen[captions.area][solid] == captions.shape[solid][:, :3]).all()


@each_preset
def test_words_stand_out_from_what_is_behind_them(
    screen: VirtualScreen, ground: Ground, overlay: Actor, preset: AppearancePreset
) -> None:
    captions = show(screen, ground, overlay, preset.appearance)
    for seen in captions.moments():
        assert lowest_contrast(seen[captions.area], preset.appearance, paint) >= AA


def test_captions_that_are_missing_would_be_found(
    screen: VirtualScreen, ground: Ground, overlay: Actor
) -> None:
    captions = show(screen, ground, overlay, PRESETS[0].appearance)
    overlay.order(rows=[])
    bare = np.zeros_like(captions.shape)
    captions._replace(shape=bare).moments()
    assert captions.deviation(screen.picture()) > 100
