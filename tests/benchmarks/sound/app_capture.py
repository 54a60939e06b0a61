"""The whole app captures a sound card for some minutes: is sound lost, and does memory grow?

The captured sound is compared with the sound that the card recorded (see `sample_loss`). Each chunk
is late by what there is between its last sample's recording and its arrival. The card keeps the
machine's clock, so that the soonest chunks of the end are as late as those of the beginning, unless
sound has come to wait somewhere, or was lost.
"""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
import soundfile
import soxr

from captions.engine import model_files
from captions.pcm import Samples, from_bytes, to_bytes
from tests.benchmarks import drive
from tests.benchmarks.drive import PROC, ROOT
from tests.benchmarks.figures import Figure, delays
from tests.benchmarks.measure import Line, Usage
from tests.benchmarks.sound import recording_app, sample_loss
from tests.benchmarks.sound.sound_card import PERIOD_SAMPLES, RATE, Card, Pcm
from tests.support.sound.sound_server import SoundServer

_LOADING_SECONDS = 10.0
"""At the start, which are output out: models are loaded."""
_SAMPLE_SECONDS = 1.0
_END_SECONDS = 20.0
"""The app may take as long to end."""
_ENDS_SECONDS = 15.0
"""Seconds of sound at either end in which the least late chunks are searched for."""
_ROUGH_SECONDS = 0.005
"""The loop's clock is no more exact."""
_CAPTURE_RATE = 16_000
"""Samples a second that the app asks for by default."""
_LOST = re.compile(r"Blocks of audio dropped: (\d+)")


class _AppOutput(NamedTuple):
    """Where the app leaves what it did."""

    folder: Path

    @property
    def trace(self) -> Path:
        return self.folder / "trace.jsonl"

    @property
    def errors(self) -> Path:
        return self.folder / "errors.txt"

    @property
    def sound(self) -> Path:
        return self.folder / "heard.s16"


class ResourceSample(NamedTuple):
    """Resources used by window and engine at a moment."""

    usage: Usage
    ui_mb: float
    engine_mb: float


def run(seconds: float) -> list[Figure]:
    """Let the app caption speech from a microphone, on a virtual screen.

    Raises:
        RuntimeError: the app ended by itself, or does not end.
        ValueError: it captured nothing.
    """
    speech = _speech()
    with (
        tempfile.TemporaryDirectory(prefix="bench-") as folder,
        drive.open_screen() as stage,
        SoundServer() as server,
        Card(server, speech) as card,
    ):
        output = _AppOutput(Path(folder))
        with output.errors.open("wb") as errors:
            environment = {**stage.environment, **server.environment}
            samples, failure = _watch(environment, output, errors, seconds)
        messages = output.errors.read_text(encoding="utf-8", errors="replace")
        if failure:
            raise RuntimeError(f"{failure} {messages.strip()[-500:]}")
        lines = [json.loads(line) for line in output.trace.read_text("utf-8").splitlines()]
        sound = from_bytes(output.sound.read_bytes())
    listened = [line["t"] for line in _settled(lines)]
    refused = sum(listened[0] < t < listened[-1] for t in card.refused)
    return [
        *capture_figures(lines),
        *loss_figures(sound[round(_LOADING_SECONDS * _CAPTURE_RATE) :], speech),
        Figure(
            "... blocks that the app says it lost", sum(map(int, _LOST.findall(messages))), "", 0
        ),
        Figure("... periods that the server did not take from the card", refused, "", 0),
        *_usage_figures(samples),
    ]


def capture_figures(lines: Sequence[Line]) -> list[Figure]:
    """Return the figures of a trace about the captured sound.

    Raises:
        ValueError: that was nothing, or hardly anything.
    """
    chunks = _settled(lines)
    lengths = np.array([chunk["seconds"] for chunk in chunks])
    times = np.array([chunk["stream_time"] for chunk in chunks])
    late = np.array([chunk["t"] for chunk in chunks]) - lengths.cumsum()
    near = min(round(_ENDS_SECONDS / chunks[0]["seconds"]), len(chunks) // 3 + 1)
    later = 1000 * float(late[-near:].min() - late[:near].min())
    gaps = int((np.diff(times) - lengths[:-1] > _ROUGH_SECONDS).sum())
    return [
        Figure("the app heard", float(lengths.sum()), "s"),
        Figure("... while it painted", _count(lines, "frame"), "frames"),
        Figure("... and was told of speech", _count(lines, "event"), "times"),
        Figure("... gaps in stream time", gaps, "", 0),
        Figure("... chunks later at the end than at the beginning", later, "ms"),
        *delays("... chunks later than the soonest", (late - late.min()).tolist()),
    ]


def _settled(lines: Sequence[Line]) -> list[Line]:
    """Return the chunks that came once everything was loaded.

    Raises:
        ValueError: none did.
    """
    chunks = [line for line in lines if line["what"] == "chunk"]
    settled = [chunk for chunk in chunks if chunk["t"] - chunks[0]["t"] > _LOADING_SECONDS]
    if not settled:
        raise ValueError("The app heard nothing.")
    return settled


def loss_figures(sound: Samples, speech: Pcm) -> list[Figure]:
    """Return the samples of the card's loop of speech that the app did not capture.

    Raises:
        ValueError: it captured something else.
    """
    thrice = soxr.resample(from_bytes(np.tile(speech, 3).tobytes()), RATE, _CAPTURE_RATE)
    loop = np.split(thrice, 3)[1]  # Its ends, too, are as they sound between others.
    slips, found = sample_loss.find_slips(sound, loop, _CAPTURE_RATE)
    return [
        Figure("... of it, found in what was played", 100 * found, "%"),
        Figure(
            "... sound lost or repeated", sum(1000 * abs(slip.seconds) for slip in slips), "ms", 0
        ),
        *(Figure(f"... lost after {slip.at:.0f} s", 1000 * slip.seconds, "ms") for slip in slips),
    ]


def _speech() -> Pcm:
    frames, rate = soundfile.read(
        str(model_files.find_path(model_files.SAMPLE_RECORDING)), dtype="float32"
    )
    loop = np.frombuffer(to_bytes(soxr.resample(frames, rate, RATE)), np.int16)
    return loop[: len(loop) // PERIOD_SAMPLES * PERIOD_SAMPLES]


def _watch(
    environment: Mapping[str, str], output: _AppOutput, errors: IO[bytes], seconds: float
) -> tuple[list[ResourceSample], str]:
    """Run the app for some time; return what it used then, and what went wrong."""
    program = (sys.executable, "-m", recording_app.__name__, str(output.sound))
    command = [*program, "--source", "mic", "--trace", str(output.trace)]
    samples: list[ResourceSample] = []
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL, stdout=errors, stderr=errors
    ) as process:
        try:
            until = time.monotonic() + seconds
            while time.monotonic() < until:
                time.sleep(_SAMPLE_SECONDS)
                if process.poll() is not None:
                    return samples, f"The app ended by itself, with code {process.returncode}:"
                samples.append(_sample_resources(process.pid))
            process.terminate()
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            return samples, "The app does not end when it is told to:"
        finally:
            process.kill()
    return samples, ""


def _sample_resources(pid: int) -> ResourceSample:
    engine = drive.find_engine(pid)
    return ResourceSample(
        drive.sample_usage(pid), _held_mb(pid), _held_mb(engine) if engine else 0.0
    )


def _held_mb(pid: int) -> float:
    """Return the memory that a process holds now (proc(5))."""
    status = (PROC / str(pid) / "status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if "VmRSS:" in line)


def _usage_figures(samples: Sequence[ResourceSample]) -> list[Figure]:
    """Return what window and engine used in the first and in the last third after loading."""
    begun = samples[0].usage.t + _LOADING_SECONDS
    thirds = np.linspace(begun, samples[-1].usage.t, 4).tolist()
    marks = [_nearest(samples, t) for t in thirds]
    figures = []
    for when, (before, after) in (("first", marks[:2]), ("last", marks[2:])):
        elapsed = after.usage.t - before.usage.t
        ui = after.usage.ui_cpu - before.usage.ui_cpu
        engine = (after.usage.engine_cpu or 0.0) - (before.usage.engine_cpu or 0.0)
        figures += [
            Figure(f"window's processor, the {when} third", 100 * ui / elapsed, "%"),
            Figure("... its memory at the end of that", after.ui_mb, "MB"),
            Figure(f"engine's processor, the {when} third", 100 * engine / elapsed, "%"),
            Figure("... its memory at the end of that", after.engine_mb, "MB"),
        ]
    return figures


def _nearest(samples: Sequence[ResourceSample], t: float) -> ResourceSample:
    return min(samples, key=lambda sample: abs(sample.usage.t - t))


def _count(lines: Sequence[Line], what: str) -> int:
    return sum(line["what"] == what for line in lines)
