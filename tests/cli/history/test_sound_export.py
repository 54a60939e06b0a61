"""``captions history export`` with a sound file as the output."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from captions.history.sound.folders import session_folder
from captions.history.sound.recorder import SoundRecorder
from captions.pcm import Chunk, Samples, to_bytes
from tests.cli.history.conftest import Program

RATE = 16_000
SECONDS = 3


@pytest.fixture
def tone(saved: Program) -> Samples:
    """Keep a tone as the sound of session 1."""
    samples = 0.5 * np.sin(2 * np.pi * 440 * np.arange(SECONDS * RATE) / RATE).astype(np.float32)
    problems: list[str] = []
    recorder = SoundRecorder(
        session_folder(saved.folder, 1), lambda problem: problems.append(str(problem))
    )
    for start in range(0, len(samples), RATE // 10):
        block = samples[start : start + RATE // 10]
        recorder.record_chunk("mic", Chunk(to_bytes(block), RATE, start / RATE))
    recorder.close()
    assert problems == []
    return samples


@pytest.mark.parametrize("ending", ["opus", "ogg", "flac", "wav", "mp3"])
def test_the_sound_of_a_session_is_written(
    saved: Program, tone: Samples, tmp_path: Path, ending: str
) -> None:
    path = tmp_path / f"talk.{ending}"
    assert saved.output("export", 1, "--output", path) == ""
    heard, rate = soundfile.read(str(path), dtype="float32")
    assert len(heard) / rate == pytest.approx(SECONDS, abs=0.2)
    assert np.abs(heard).max() == pytest.approx(np.abs(tone).max(), abs=0.1)


def test_a_list_says_which_sessions_have_sound(saved: Program, tone: Samples) -> None:
    assert len(tone) == SECONDS * RATE
    sessions = [json.loads(line) for line in saved.output("--json").splitlines()]
    assert {session["id"]: session["kept_sound"] for session in sessions} == {1: True, 2: False}


@pytest.mark.parametrize(
    ("sessions", "sentence"),
    [
        ((2,), "This transcript has no audio"),
        ((1, 2), "An audio file holds one session"),
    ],
    ids=["a session without sound", "several sessions"],
)
def test_what_cannot_be_written_is_one_sentence(
    saved: Program, tone: Samples, tmp_path: Path, sessions: tuple[int, ...], sentence: str
) -> None:
    path = tmp_path / "talk.opus"
    assert len(tone) == SECONDS * RATE
    code = 2 if len(sessions) > 1 else 1
    assert sentence in saved.failure("export", *sessions, "--output", path, code=code)
    assert not path.exists()


@pytest.mark.parametrize(
    ("option", "value"),
    [("--offset", ["5"]), ("--offset", ["nan"]), ("--frame-rate", ["25"]), ("--word-times", [])],
)
def test_options_of_text_are_refused_for_sound(
    saved: Program, tmp_path: Path, option: str, value: list[str]
) -> None:
    path = tmp_path / "talk.opus"
    sentence = saved.failure("export", 1, "--output", path, option, *value, code=2)
    assert sentence == f"{option} applies to text, not to audio: omit it."
    assert not path.exists()


def test_commands_about_text_load_no_codecs() -> None:
    code = (
        "import sys\n"
        "import captions.cli.history.commands\n"
        "print(sorted({'numpy', 'soundfile', 'soxr'} & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout == "[]\n"
