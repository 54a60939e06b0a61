"""The app on a full disk: captions go on, and each thing that cannot be kept is said once."""

import resource
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.pcm import Samples
from tests.app.test_desktop import RunningApp, state
from tests.support.virtual_screen import VirtualScreen

RATE = 16_000
pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as virtual:
        yield virtual


def test_captions_go_on_when_the_disk_is_full(
    screen: VirtualScreen, tmp_path: Path, speech: Samples
) -> None:
    talk = tmp_path / "talk.wav"
    soundfile.write(talk, np.append(speech[: 7 * RATE], np.zeros(RATE, np.float32)), RATE)
    with RunningApp(screen, tmp_path, "--source", str(talk), "--quit-at-end") as app:
        app.wait_for(state("session", "listening"))
        (log,) = tmp_path.rglob("captions.log")
        room = log.stat().st_size + 1  # For what the app says on standard error, a file as well.
        resource.prlimit(app.process.pid, resource.RLIMIT_FSIZE, (room, room))
        assert app.tell("larger").returncode == 0
        lines = len(app.lines())
        assert app.process.wait(60) == 0
        assert len(app.lines()) <= lines + 1
        said = app.errors().splitlines()
    assert {line.partition(" in ")[0] for line in said} == {
        "captions: The trace",
        "captions: The log",
    }
    assert len(said) == len(set(said))
    assert all(line.endswith("ends here (File too large); captions continue.") for line in said)
    assert app.config.read_text(encoding="utf-8") == "[interface]\nwelcomed = true\n"
    assert not list(app.config.parent.glob(".captions.toml.*"))
