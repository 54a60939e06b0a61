"""The whole app keeps what it shows, if the user wants it."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.history.data_folder import FOLDER_VARIABLE
from captions.history.history import History
from captions.pcm import Samples
from tests.app.test_desktop import RunningApp, state
from tests.support.virtual_screen import VirtualScreen, wait_until

pytestmark = [
    pytest.mark.screen,
    pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is Linux' own"),
]
KEPT = '[interface]\nwelcomed = true\n[history]\nkeep = "always"\n'
RATE = 16_000


@pytest.fixture(scope="module")
def screen() -> Iterator[VirtualScreen]:
    with VirtualScreen() as virtual:
        yield virtual


@pytest.fixture
def talk(tmp_path: Path, speech: Samples) -> Path:
    """The first sentence of the recording, without the silence before it, and a pause."""
    path = tmp_path / "talk.wav"
    soundfile.write(path, np.append(speech[RATE : 5 * RATE], np.zeros(RATE, np.float32)), RATE)
    return path


@pytest.fixture
def data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


def read_texts(folder: Path) -> list[str]:
    """Return the texts of all kept segments."""
    history = History(folder)
    assert history.open() == ()
    sessions = [session.id for session in history.list_sessions()]
    texts = [segment.text for one in sessions for segment in history.iter_segments(one)]
    history.close()
    return texts


def test_what_was_committed_on_screen_survives_a_kill(
    screen: VirtualScreen, talk: Path, tmp_path: Path, data_folder: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk), "--keep") as app:
        app.wait_for(lambda line: line.get("event") == "committed" and line["text"] != "")
        assert app.answer("state")["kept"] is True
        app.process.kill()
        app.process.wait()
        shown = [line["text"] for line in app.lines() if line.get("event") == "committed"]
    assert set(filter(None, shown)) <= set(read_texts(data_folder))


def test_nothing_is_kept_unless_it_is_asked_for(
    screen: VirtualScreen, talk: Path, tmp_path: Path, data_folder: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk), "--quit-at-end") as app:
        app.wait_for(lambda line: line.get("event") == "committed" and line["text"] != "")
        assert app.answer("state")["kept"] is False
        assert app.process.wait(60) == 0
    assert not data_folder.exists()


def test_no_keep_overrides_the_settings(
    screen: VirtualScreen, talk: Path, tmp_path: Path, data_folder: Path
) -> None:
    arguments = ("--source", str(talk), "--no-keep", "--quit-at-end")
    with RunningApp(screen, tmp_path, *arguments, settings=KEPT) as app:
        assert app.process.wait(60) == 0
    assert not data_folder.exists()
    assert 'keep = "always"' in app.config.read_text("utf-8")


def test_a_command_opens_the_transcript(
    screen: VirtualScreen, talk: Path, tmp_path: Path, data_folder: Path
) -> None:
    with RunningApp(screen, tmp_path, "--source", str(talk)) as app:
        app.wait_for(state("session", "listening"))
        assert app.tell("transcript").returncode == 0
        wait_until(lambda: is_open(screen, "Transcripts"), "the transcript window is seen")
    assert not data_folder.exists()


def is_open(screen: VirtualScreen, title: str) -> bool:
    """Return True if a window has a title; the search fails while there is none."""
    try:
        return bool(screen.hand("search", "--onlyvisible", "--name", title))
    except subprocess.CalledProcessError:
        return False
