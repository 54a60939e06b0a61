"""A killed program leaves all of its sound but the last seconds, and every piece is readable."""

import subprocess
import sys
from pathlib import Path

import pytest
import soundfile

from captions.history.sound.reader import SoundReader
from captions.pcm import Samples
from tests.support.recorded_sound.comparison import measure_shift, read_all

RATE = 16_000
PROGRAM = "tests.support.recorded_sound.endless_recorder"
MOST_LOST = 4.0
"""Seconds; a page of 1 s and a batch of 0.5 s, and as much again on a busy machine."""


@pytest.fixture(scope="session")
def words(tmp_path_factory: pytest.TempPathFactory, speech: Samples) -> Path:
    """The speech as a file at the program's sample rate."""
    path = tmp_path_factory.mktemp("words") / "words.wav"
    soundfile.write(path, speech, RATE)
    return path


def record_until_killed(folder: Path, words: Path, chunks: int) -> float:
    """Record until so many chunks were recorded; return the stream time of their end."""
    command = (sys.executable, "-m", PROGRAM, str(folder), str(words))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(chunks)]
        program.kill()
        lines += program.stdout.readlines()  # It may be ahead of its reader.
    return float(lines[-1])


@pytest.mark.parametrize("chunks", [3, 47, 101])
def test_a_kill_loses_only_the_last_seconds(
    tmp_path: Path, words: Path, speech: Samples, chunks: int
) -> None:
    recorded = record_until_killed(tmp_path, words, chunks)
    reader = SoundReader(tmp_path)
    assert recorded - MOST_LOST <= reader.seconds <= recorded + 2
    decoded = read_all(reader.read_blocks())
    assert len(decoded) == round(reader.seconds * RATE)
    if len(decoded) > RATE:
        assert abs(measure_shift(speech[: len(decoded)], decoded)) <= RATE // 100
