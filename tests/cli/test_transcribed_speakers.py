"""``captions transcribe --speakers``, with the real models, and the names in exports afterwards."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from captions.engine.ports import ENGINE_RATE
from captions.history.data_folder import FOLDER_VARIABLE
from captions.history.history import History
from captions.pcm import Samples
from tests.engine.speakers.conversation import DEEP, HIGH, make_conversation
from tests.support.models.voice_model import store_with_voice_model

_SECONDS = 6.0


@pytest.fixture
def talk(speech: Samples, tmp_path: Path) -> Path:
    """Return a recording of two voices, one after the other."""
    path = tmp_path / "talk.wav"
    turns = [(DEEP, _SECONDS), (HIGH, _SECONDS)]
    soundfile.write(path, make_conversation(speech, turns, pause=1.0).samples, ENGINE_RATE)
    return path


def run_program(
    cache: Path, *arguments: object, code: int = 0
) -> "subprocess.CompletedProcess[str]":
    """Run the program with a cache of its own and a data folder beside it."""
    folders = {name: str(cache) for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA")}
    done = subprocess.run(
        (sys.executable, "-m", "captions", *map(str, arguments)),
        env={**os.environ, **folders, FOLDER_VARIABLE: str(cache / "data"), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        timeout=110,
        check=False,
    )
    assert done.returncode == code, done.stderr
    return done


@pytest.mark.skipif(sys.platform != "linux", reason="the cache is elsewhere")
def test_speakers_are_named_in_the_file_and_in_exports_of_the_kept_transcript(
    talk: Path, tmp_path: Path
) -> None:
    cache = tmp_path / "home"
    (cache / "captions").mkdir(parents=True)
    (cache / "captions" / "models").symlink_to(store_with_voice_model().folder)
    written = tmp_path / "talk.vtt"
    run_program(cache, "transcribe", talk, "--speakers", "--keep", "--output", written)
    subtitles = written.read_text(encoding="utf-8")
    assert "<v Speaker 1>" in subtitles
    assert "<v Speaker 2>" in subtitles

    history = History(cache / "data")
    history.open()
    (session,) = history.list_sessions()
    history.rename_speaker(session.id, "Speaker 2", "Ada")
    history.close()
    exported = run_program(cache, "history", "export", session.id, "--format", "jsonl").stdout
    lines = [json.loads(line) for line in exported.splitlines()]
    found = [(line["start"] > _SECONDS, line.get("speaker", "")) for line in lines]
    assert {pair for pair in found if pair[1]} == {(False, "Speaker 1"), (True, "Ada")}


def test_missing_model_is_named_with_the_command_that_fetches_it(
    talk: Path, tmp_path: Path
) -> None:
    done = run_program(tmp_path / "home", "transcribe", talk, "--speakers", code=1)
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "captions models fetch speakers" in done.stderr
