"""Measures the cost of keeping a session's sound, and the loss when the program is killed.

The sample recording is recorded again and again. Programs that record at the speed of speech are
killed at random moments; what they lose is the stream time of the last chunk that they captured,
less the end of the sound that can be read. Every file that they leave is decoded to its end.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from statistics import median

import soundfile
import soxr

from captions.engine import model_files
from captions.history.sound.export import export_sound
from captions.history.sound.lane_recorder import LaneRecorder
from captions.history.sound.pieces import list_pieces
from captions.history.sound.reader import SoundReader
from captions.pcm import Chunker, Samples, to_bytes
from tests.benchmarks.figures import Figure
from tests.support.seeded_random import seeded_random

PROGRAM = "tests.support.recorded_sound.endless_recorder"
RATE = 16_000
LOST_BOUND_SECONDS = 3.0
SIZE_BOUND_MEGABYTES = 12.5
_HOUR = 3600.0
_FIRST_SECONDS, _LAST_SECONDS = 0.2, 6.0
"""Range of the moments of the kills."""
_AT_ONCE = 5
"""Number of programs that record at the same time."""


def measure_kept_sound(asked: argparse.Namespace) -> list[Figure]:
    """Measure size, processor time and losses."""
    with tempfile.TemporaryDirectory() as folder:
        samples = read_speech()
        repeats = 1 if asked.quick else 5
        return [
            *_measure_cost(Path(folder), samples, repeats),
            *_measure_losses(Path(folder), samples, 5 if asked.quick else 50),
        ]


def read_speech() -> Samples:
    """Return the sample recording at `RATE`."""
    path = model_files.find_path(model_files.SAMPLE_RECORDING)
    frames, rate = soundfile.read(path, dtype="float32")
    samples: Samples = soxr.resample(frames, rate, RATE)
    return samples


def _measure_cost(folder: Path, samples: Samples, repeats: int) -> list[Figure]:
    session = folder / "session"
    used = time.process_time()
    lane = LaneRecorder(session / "lane")
    chunker = Chunker(RATE, 0.05)
    for _ in range(repeats):
        for chunk in chunker.feed(to_bytes(samples)):
            lane.add_chunk(chunk)
    lane.finish_piece()
    used = time.process_time() - used
    hours = SoundReader(session).seconds / _HOUR
    size = sum(piece.path.stat().st_size for piece in list_pieces(session)[""])
    figures = [
        Figure("size of an hour of a lane", size / hours / 1e6, "MB", SIZE_BOUND_MEGABYTES),
        Figure("processor time to record an hour of a lane", used / hours, "s"),
    ]
    for extension in (".wav", ".flac", ".mp3", ".opus"):
        begun = time.monotonic()
        export_sound(session, folder / f"export{extension}")
        seconds = (time.monotonic() - begun) / hours
        figures.append(Figure(f"... to export it as {extension}, elapsed", seconds, "s"))
    return figures


def _measure_losses(folder: Path, samples: Samples, kills: int) -> list[Figure]:
    recording = folder / "speech.wav"
    soundfile.write(recording, samples, RATE)
    chance = seeded_random(1)
    moments = [chance.uniform(_FIRST_SECONDS, _LAST_SECONDS) for _ in range(kills)]

    def kill(number: int) -> float:
        return lose_sound(folder / f"killed-{number}", recording, moments[number])

    with ThreadPoolExecutor(_AT_ONCE) as programs:
        lost = list(programs.map(kill, range(kills)))
    return _summarise(lost)


def lose_sound(folder: Path, recording: Path, seconds: float) -> float:
    """Return how many seconds of sound a program loses that is killed.

    Args:
        folder: the session's folder.
        recording: what it records.
        seconds: stream time after which it is killed.

    Raises:
        RuntimeError: a file contradicts its own length.
    """
    captured = 0.0
    command = (sys.executable, "-m", PROGRAM, str(folder), str(recording))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        for line in program.stdout:
            captured = float(line)
            if captured >= seconds:
                break
        program.kill()
        captured = max([captured, *map(float, program.stdout.read().split("\n")[:-1])])
    reader = SoundReader(folder)
    decoded = sum(len(block) for block in reader.read_blocks())
    if decoded != round(reader.seconds * reader.rate):
        raise RuntimeError(f"{folder} cannot be read to its end.")
    return captured - reader.seconds


def _summarise(lost: Sequence[float]) -> list[Figure]:
    return [
        Figure(f"sound lost by a kill, median of {len(lost)}", median(lost), "s"),
        Figure("... the worst", max(lost), "s", LOST_BOUND_SECONDS),
    ]
