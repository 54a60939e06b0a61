"""The ffmpeg program: sound from every format that libsndfile does not know, and from videos."""

import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import numpy as np

from captions import ffmpeg
from captions.errors import RecordingError
from captions.pcm import Samples

_SAMPLE_BYTES = 4
"""Of a 32-bit float, which clips nothing."""
_PROBE_SECONDS = 10.0
"""How long ffprobe may take to say what a file lasts."""
_SLACK = 1.0
"""Seconds by which a file may be shorter than it says: containers round."""


def decode(path: Path, rate: int) -> Iterator[Samples]:
    """Yield mono sound at ``rate`` samples a second, in blocks of about a second.

    Raises:
        RecordingError: ffmpeg is not installed, or cannot read the file (to its end).
    """
    with tempfile.TemporaryFile() as complaints:
        with _ffmpeg(path, rate, complaints) as process:
            try:
                heard = 0.0
                for block in _blocks(process, rate):
                    heard += len(block) / rate
                    yield block
            except BaseException:
                process.kill()
                raise
        complaints.seek(0)
        said = complaints.read().decode(errors="replace")
        _check_end(path, process.returncode, said, heard)


def probe(path: Path) -> float | None:
    """Return how many seconds a file says it lasts; None where it, or ffprobe, does not say."""
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"]
    try:
        done = subprocess.run(
            [*command, _url(path)],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_PROBE_SECONDS,
            check=False,
        )
        return float(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return None


def _ffmpeg(path: Path, rate: int, complaints: IO[bytes]) -> subprocess.Popen[bytes]:
    command = ["ffmpeg", "-nostdin", "-v", "error"]
    # A playlist can name other files and addresses, which a recording has no business to open.
    command += ["-protocol_whitelist", "file", "-i", _url(path)]
    command += ["-map", "0:a:0", "-f", "f32le", "-ac", "1", "-ar", str(rate), "pipe:1"]
    try:
        return subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=complaints
        )
    except OSError as error:
        raise RecordingError(
            f"“{path}” is no WAV, FLAC, OGG or MP3 file: if it is another kind of sound or a "
            "video, install ffmpeg to read it (Debian and Ubuntu: apt install ffmpeg)."
        ) from error


def _url(path: Path) -> str:
    """Name a file so that ffmpeg takes no part of it for an option or a protocol."""
    return f"file:{path}"


def _blocks(process: subprocess.Popen[bytes], rate: int) -> Iterator[Samples]:
    assert process.stdout is not None  # noqa: S101  # for mypy: it is a pipe
    # Buffered, so that only the last block is shorter than asked for.
    while data := process.stdout.read(rate * _SAMPLE_BYTES):
        whole = len(data) - len(data) % _SAMPLE_BYTES
        yield np.frombuffer(data[:whole], dtype="<f4").astype(np.float32)


def _check_end(path: Path, code: int, said: str, heard: float) -> None:
    if "matches no streams" in said:
        raise RecordingError(f"“{path}” holds no sound: choose a recording, or a video with sound.")
    if not heard:
        raise RecordingError(
            f"“{path}” cannot be read as sound: it is broken or another kind of file "
            f"({ffmpeg.last_words(said, _url(path))})."
        )
    # ffmpeg exits with 0 when a file is cut off, and complains of small faults that do no harm.
    whole = probe(path) if said else None
    if code or (whole is not None and heard < whole - _SLACK):
        raise RecordingError(
            f"“{path}” is broken after {heard:.1f} s: what came before is all that can be had "
            f"({ffmpeg.last_words(said, _url(path))})."
        )
