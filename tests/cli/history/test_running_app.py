"""``captions history`` while the app captions a recording, and keeps its text."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
import soundfile

from captions.history.data_folder import FOLDER_VARIABLE
from captions.pcm import Samples
from tests.cli.history.conftest import Program

SENTENCES = ["It was the best of times", "It was the age of wisdom", "It was the epoch of belief"]


@pytest.fixture
def app(empty: Program, speech: Samples, tmp_path: Path) -> "subprocess.Popen[str]":
    """Return the app, which captions three sentences and then quits."""
    path = tmp_path / "talk.wav"
    soundfile.write(path, speech[: 13 * 16_000], 16_000)
    home = {
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path),
    }
    return subprocess.Popen(
        (
            *(sys.executable, "-m", "captions", "--terminal", "--keep"),
            *("--source", str(path), "--quit-at-end"),
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **home, FOLDER_VARIABLE: str(empty.folder)},
    )


def test_the_open_session_can_be_read_and_renamed_but_not_deleted(
    empty: Program, app: "subprocess.Popen[str]"
) -> None:
    with app:
        while not empty.run("search", "best").out:
            assert app.poll() is None
            time.sleep(0.2)
        assert "Session 1 is still being written" in empty.failure("delete", "last", "--yes")
        assert empty.output("rename", "last", "Live") == "Session 1 is now “Live”.\n"
        assert SENTENCES[0] in empty.output("export", "last", "--format", "vtt")
        printed, errors = app.communicate(timeout=60)
    assert (app.returncode, errors) == (0, "")
    assert [line for line in SENTENCES if line not in printed] == []
    shown = empty.output("show", 1, "--no-times").splitlines()
    assert shown[0] == "Live"
    assert shown[3:] == printed.splitlines()
    assert empty.output("delete", "last", "--yes") == "Deleted 1 session.\n"
