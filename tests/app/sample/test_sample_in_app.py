"""The sample in the whole app: it is on the screen, and nowhere else."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from captions.pcm import Samples, to_bytes
from captions.settings.schema import WindowSettings
from tests.app.test_desktop import LONGEST_SECONDS, RunningApp, shows_words, state, words_of
from tests.support.virtual_screen import Picture, VirtualScreen, wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is Linux' own"),
]
SAMPLE_WORDS = ("library", "train", "garden")
SETTINGS = """\
[interface]
welcomed = true
language = "en"
[history]
keep = "always"
write = ["{file}"]
"""


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as virtual:
        yield virtual


def caption_area(picture: Picture) -> Picture:
    """The part of the screen that the last row of the captions covers."""
    bottom = picture.shape[0] - WindowSettings().margin_px
    return picture[bottom - 40 : bottom]


def differs(screen: VirtualScreen, before: Picture) -> bool:
    """Whether the last row of the captions has changed."""
    return not np.array_equal(caption_area(screen.picture()), before)


def drag_captions(screen: VirtualScreen) -> None:
    """Drag the captions from the middle of their last row."""
    row = 720 - WindowSettings().margin_px - 30
    screen.hand("mousemove", 640, row, "mousedown", 1)
    screen.hand("mousemove", 620, row, "mousemove", 600, row, "mouseup", 1)


def test_the_sample_is_on_the_screen_until_somebody_speaks_and_reaches_no_output(
    screen: VirtualScreen, speech: Samples, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    live_file = tmp_path / "live.txt"
    reading, writing = os.pipe()
    with (
        os.fdopen(reading, "rb") as given,
        os.fdopen(writing, "wb") as microphone,
        RunningApp(
            screen,
            tmp_path,
            "--source",
            "-",
            "--quit-at-end",
            given=given,
            settings=SETTINGS.format(file=live_file),
        ) as app,
    ):
        app.wait_for(state("session", "listening"))
        empty = caption_area(screen.picture())
        app.tell("settings")
        wait_until(lambda: differs(screen, empty), "the sample is on the screen")
        first = caption_area(screen.picture())
        wait_until(lambda: differs(screen, first), "the sample goes on")
        drag_captions(screen)
        wait_until(lambda: 'position = "free"' in app.config.read_text(), "a drag is kept")
        assert not [line for line in app.lines() if line["what"] in ("event", "frame")]
        microphone.write(to_bytes(speech[16_000 : 4 * 16_000]))
        microphone.close()
        spoken = app.wait_for(shows_words)
        assert "It" in str(spoken["rows"])
        assert app.process.wait(LONGEST_SECONDS) == 0
        assert words_of(app) >= {"best", "times"}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    kept = [path for path in written if b"best of times" in path.read_bytes()]
    assert live_file in kept
    assert len(kept) > 2, "The transcript was not kept."
    for word in SAMPLE_WORDS:
        assert not [path for path in written if word.encode() in path.read_bytes()]
